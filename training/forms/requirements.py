"""Forms of the training-needs matrix."""

from datetime import date

from django import forms
from django.db.models import QuerySet

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Competency, Organization
from core.date_fields import DatePartsField
from core.forms import NhsForm
from records.codes import RecordSection
from training.actions.requirements import RuleScope, RuleTerms

LONGEST_GRACE = 365


class TermsForm(NhsForm, forms.Form):
    """How strict a rule is, from when, and why."""

    applies_from = DatePartsField(label="From")
    grace_days = forms.IntegerField(
        label="Days of grace",
        help_text="How long people may work on after what they hold has run out.",
        min_value=0,
        max_value=LONGEST_GRACE,
        widget=forms.NumberInput(attrs={"size": "3"}),
    )
    opens_record = forms.BooleanField(
        label="Records open only to those who hold it", required=False
    )
    policy = forms.CharField(
        label="Policy that it comes from",
        help_text="Its name and section. Everybody whom the rule concerns can read it.",
        max_length=200,
    )

    def terms(self) -> RuleTerms:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return RuleTerms(
            applies_from=said["applies_from"],
            grace_days=said["grace_days"],
            opens_record=said["opens_record"],
            policy=said["policy"],
        )


class RuleForm(TermsForm):
    """A new rule."""

    competency = forms.ModelChoiceField(
        label="What they must be competent in", queryset=Competency.objects.none()
    )
    organization = forms.ModelChoiceField(
        label="Where",
        help_text="At this organisation and all that belong to it.",
        queryset=Organization.objects.none(),
    )
    setting = forms.ChoiceField(
        label="Only in this kind of organisation",
        choices=[("", "Every kind"), *OrganizationKind.choices],
        required=False,
    )
    job_role = forms.ChoiceField(
        label="Only in this role", choices=[("", "Every role"), *JobRole.choices], required=False
    )
    section = forms.ChoiceField(
        label="Only those who see this section of records",
        choices=[("", "Whatever they see"), *RecordSection.choices],
        required=False,
    )

    field_order = (
        "competency",
        "organization",
        "setting",
        "job_role",
        "section",
        "applies_from",
        "grace_days",
        "opens_record",
        "policy",
    )

    def __init__(
        self,
        *args: object,
        organizations: QuerySet[Organization],
        competencies: QuerySet[Competency],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "organization", organizations)
        _choose_from(self, "competency", competencies)

    def scope(self) -> RuleScope:
        """Return whom it concerns, once it is valid."""
        said = self.cleaned_data
        return RuleScope(
            organization=said["organization"],
            job_role=said["job_role"],
            setting=said["setting"],
            section=said["section"],
            competency=said["competency"],
        )


class EndRuleForm(NhsForm, forms.Form):
    """The last day of a rule."""

    last_day = DatePartsField(label="Last day")

    def day(self) -> date:
        """Return what was said, once it is valid."""
        day: date = self.cleaned_data["last_day"]
        return day


def _choose_from(
    form: forms.Form, name: str, found: QuerySet[Organization] | QuerySet[Competency]
) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset, field.empty_label = found, "Choose one"
