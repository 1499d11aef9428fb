"""Forms in which sharing agreements are written, signed and ended."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organization, User
from core.choices import OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.agreement_parties import PartyRoles
from governance.actions.agreements import AgreementFacts
from governance.codes import ArticleNine, ArticleSix
from governance.models import (
    Committee,
    Decision,
    ImpactAssessment,
    Reach,
    SharingAgreement,
)
from governance.queries.agreements import assessments_for, decisions_for, members_of
from records.queries.feeds import FeedName

_LONGEST_DATA_SET = 80
_MOST_DATA_SETS = 40


class AssessmentChoice(OneOf):
    """Chooses an impact assessment by reference and title."""

    def label_from_instance(self, obj: object) -> str:
        """Return what an assessment is called."""
        return f"{obj.reference}: {obj.title}" if isinstance(obj, ImpactAssessment) else str(obj)


class DecisionChoice(OneOf):
    """Chooses a decision by number and title."""

    def label_from_instance(self, obj: object) -> str:
        """Return what a decision is called."""
        return f"{obj.number}: {obj.title}" if isinstance(obj, Decision) else str(obj)


class CommitteeChoiceForm(NhsForm, forms.Form):
    """Whose agreement or assessment it is, where somebody serves several committees."""

    committee = OneOf(queryset=Committee.objects.none(), label="Committee", empty_label=None)


class AgreementForm(NhsForm, forms.Form):
    """What is shared, why, on what basis, and until when."""

    title = forms.CharField(label="Title", max_length=200)
    purposes = forms.CharField(
        label="Purposes",
        help_text="What the data are used for, and what not.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    data_sets = forms.CharField(
        label="What is shared",
        help_text="One on each line, such as: Medicines prescribed in the last 12 months",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    article_six = forms.ChoiceField(
        label="Lawful basis", choices=[("", "Choose"), *ArticleSix.choices]
    )
    article_nine = forms.ChoiceField(
        label="Condition for health and care data", choices=[("", "Choose"), *ArticleNine.choices]
    )
    confidentiality_basis = forms.CharField(
        label="Basis in the common law duty of confidentiality",
        help_text="Such as: implied consent for direct care",
        max_length=200,
        required=False,
    )
    starts_on = DatePartsField(label="First day")
    expires_on = DatePartsField(label="Last day")
    owner = OneOf(queryset=User.objects.none(), label="Owner", empty_label="Choose")
    impact_assessment = AssessmentChoice(
        queryset=ImpactAssessment.objects.none(),
        label="Impact assessment",
        required=False,
        empty_label="None",
    )
    decision = DecisionChoice(
        queryset=Decision.objects.none(),
        label="Decision of the committee",
        required=False,
        empty_label="None",
    )
    feeds = forms.MultipleChoiceField(
        label="Feeds that rest on it", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        committee: Committee,
        reach: Reach,
        on: date,
        feeds: Sequence[FeedName],
        agreement: SharingAgreement | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(agreement))
        self._kept_decision = None
        people = members_of(committee.pk, on=on)
        decisions = decisions_for(committee.pk, reach=reach)
        if agreement is not None:
            people = (people | User.objects.filter(pk=agreement.owner_id)).distinct()
        offer(self, "owner", people)
        offer(self, "impact_assessment", assessments_for(committee.pk))
        offer(self, "decision", decisions)
        _choose(
            self, "feeds", [(feed.code, f"{feed.organization} ({feed.code})") for feed in feeds]
        )
        hidden = agreement.decision if agreement else None
        if hidden is not None and not decisions.filter(pk=hidden.pk).exists():
            # Somebody who may not know of the decision leaves it as it is.
            self._kept_decision = hidden
            del self.fields["decision"]

    def clean_data_sets(self) -> list[str]:
        """
        Return what is shared, line by line.

        :raises ValidationError: a line is too long, or there are too many
        """
        lines = [line.strip() for line in str(self.cleaned_data["data_sets"]).splitlines()]
        kept = [line for line in lines if line]
        if any(len(line) > _LONGEST_DATA_SET for line in kept):
            raise ValidationError(f"Each line must have {_LONGEST_DATA_SET} characters or fewer")
        if len(kept) > _MOST_DATA_SETS:
            raise ValidationError(f"Enter {_MOST_DATA_SETS} lines or fewer")
        return kept

    def clean(self) -> None:
        """Require that it does not end before it begins."""
        starts, expires = self.cleaned_data.get("starts_on"), self.cleaned_data.get("expires_on")
        if starts and expires and expires < starts:
            self.add_error("expires_on", "The last day must not be before the first day")

    def facts(self) -> AgreementFacts:
        """Return what was said."""
        said = self.cleaned_data
        return AgreementFacts(**{"decision": self._kept_decision, **said})


class PartyForm(NhsForm, forms.Form):
    """What a party does under an agreement."""

    organization = OneOf(
        queryset=Organization.objects.none(),
        label="Organisation",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    is_controller = forms.BooleanField(label="It is a controller", required=False, initial=True)
    gives = forms.BooleanField(label="It gives data", required=False, initial=True)
    receives = forms.BooleanField(label="It receives data", required=False, initial=True)

    def __init__(
        self, data: Mapping[str, object] | None = None, *, found: Sequence[Organization]
    ) -> None:
        super().__init__(data)
        keys = [organization.pk for organization in found]
        offer(self, "organization", Organization.objects.filter(pk__in=keys).order_by("name"))

    def clean(self) -> None:
        """Require that a party does something."""
        if not (self.cleaned_data.get("gives") or self.cleaned_data.get("receives")):
            self.add_error("gives", "Say whether it gives data, receives data, or both")

    def roles(self) -> PartyRoles:
        """Return what it does."""
        said = self.cleaned_data
        return PartyRoles(
            is_controller=said["is_controller"], gives=said["gives"], receives=said["receives"]
        )


class SignatureForm(NhsForm, forms.Form):
    """Who signed for a party, and when."""

    signatory = forms.CharField(label="Signed by", help_text="Name and position", max_length=120)
    signed_on = DatePartsField(label="Signed on")


class EndForm(NhsForm, forms.Form):
    """From when an agreement is no more, and why."""

    ended_on = DatePartsField(
        label="First day without it", help_text="From this day on nothing is shared under it."
    )
    reason = forms.CharField(
        label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": "2"})
    )


def _initial(agreement: SharingAgreement | None) -> dict[str, object]:
    if agreement is None:
        return {}
    names = AgreementFacts.__dataclass_fields__
    said = {name: getattr(agreement, name) for name in names if name != "feeds"}
    feeds = [feed.feed_code for feed in agreement.feeds.all()]
    return {**said, "data_sets": "\n".join(agreement.data_sets), "feeds": feeds}


def _choose(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.MultipleChoiceField):
        field.choices = choices
