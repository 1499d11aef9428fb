"""The form of a draft: content, what completes it, how long it counts."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Competency
from core.choices import NumberField, OneOf, SomeOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from training.actions.versions import VersionFacts
from training.codes import DeliveryMode, ExpiryRule, PeriodUnit
from training.models import Course, CourseVersion
from training.policies.prerequisite_parts import join_prerequisites, part_prerequisites

STEPS: Final = (
    ("needs_attendance", "Being there in every part of a session"),
    ("needs_pages", "Reading every page"),
    ("needs_quiz", "Passing the quiz"),
    ("needs_observation", "Being observed at every task below"),
)
LONGEST_TASK = 200


class LinesField(forms.CharField):
    """Several things, one a line."""

    def __init__(self, *, label: str, help_text: str) -> None:
        area = forms.Textarea(attrs={"rows": "4"})
        super().__init__(
            label=label, help_text=help_text, max_length=5000, required=False, widget=area
        )

    def clean(self, value: object) -> list[str]:
        """Return the lines that say something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class VersionForm(NhsForm, forms.Form):
    """All of a draft but its pages and questions, which have pages of their own."""

    mode = forms.ChoiceField(label="How it is given", choices=DeliveryMode.choices)
    duration_minutes = NumberField(label="Length in minutes", min_value=1, max_value=6000)
    description = forms.CharField(
        label="What it is about",
        help_text="Markdown. Learners read it before they book.",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    changes = forms.CharField(
        label="What differs from the version before",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    grants = SomeOf(queryset=Competency.objects.none(), label="It makes competent in")
    all_of = SomeOf(
        queryset=Competency.objects.none(),
        label="Before it, learners must hold all of",
        required=False,
    )
    any_of = SomeOf(queryset=Competency.objects.none(), label="and at least one of", required=False)
    steps = forms.MultipleChoiceField(
        label="What completes it",
        help_text="All that is ticked must be done.",
        choices=STEPS,
        widget=forms.CheckboxSelectMultiple,
    )
    tasks = LinesField(label="Tasks that are observed", help_text="One a line, in their order")
    draws = LinesField(
        label="Questions of the quiz",
        help_text="One topic a line with how many are drawn from it, such as “Consent: 3”",
    )
    pass_mark = NumberField(label="Pass mark in percent", min_value=1, max_value=100)
    time_limit_minutes = NumberField(label="Minutes for the quiz", min_value=1, max_value=600)
    attempts_allowed = NumberField(label="Attempts", min_value=1, max_value=20)
    cool_off_hours = NumberField(
        label="Hours to wait when all attempts are used", min_value=0, max_value=1000
    )
    expiry_rule = forms.ChoiceField(
        label="How long it counts", choices=ExpiryRule.choices, widget=forms.RadioSelect
    )
    period = NumberField(label="For how many", min_value=1, max_value=4000)
    period_unit = forms.ChoiceField(label="Months or days", choices=PeriodUnit.choices)
    window_months = NumberField(
        label="May be renewed this many months before",
        help_text="Whoever renews within them loses nothing.",
        min_value=0,
        max_value=60,
    )
    base_on = DatePartsField(
        label="The first fixed date", help_text="Only where it counts to a date", required=False
    )
    refresher = OneOf(
        queryset=Course.objects.none(),
        label="Renewed by",
        help_text="Where another, shorter course renews it",
        required=False,
        empty_label="The same course",
    )

    def __init__(self, version: CourseVersion, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial=_initial(version))
        self.has_own_prerequisites = part_prerequisites(version.prerequisites) is None
        self._kept = version.prerequisites if self.has_own_prerequisites else None
        competencies = Competency.objects.filter(is_active=True).order_by("name")
        for name in ("grants", "all_of", "any_of"):
            offer(self, name, competencies)
        others = Course.objects.filter(is_active=True).exclude(pk=version.course_id)
        offer(self, "refresher", others.order_by("name"))
        if self.has_own_prerequisites:
            del self.fields["all_of"], self.fields["any_of"]

    def clean_draws(self) -> list[list[object]]:
        """
        Return topics with how many questions each gives.

        :raises ValidationError: a line is no topic with a number
        """
        draws: list[list[object]] = []
        for line in self.cleaned_data["draws"]:
            topic, _, number = line.rpartition(":")
            if not topic.strip() or not number.strip().isdecimal() or int(number) < 1:
                raise ValidationError(f"“{line}” is not a topic with a number, such as Consent: 3")
            draws.append([topic.strip(), int(number)])
        return draws

    def clean_tasks(self) -> list[str]:
        """
        Return the tasks.

        :raises ValidationError: one is too long
        """
        tasks: list[str] = self.cleaned_data["tasks"]
        if any(len(task) > LONGEST_TASK for task in tasks):
            raise ValidationError(f"A task has at most {LONGEST_TASK} letters")
        return tasks

    def clean(self) -> None:
        """Require a first date where awards count to one."""
        is_fixed = self.cleaned_data.get("expiry_rule") == ExpiryRule.FIXED_DATE
        if is_fixed and not self.cleaned_data.get("base_on"):
            self.add_error("base_on", "Enter the first date to which awards count")

    def facts(self) -> VersionFacts:
        """Return what was said of the version itself."""
        said = self.cleaned_data | {name: name in self.cleaned_data["steps"] for name, _ in STEPS}
        said |= {"quiz_draws": said["draws"], "prerequisites": self._prerequisites()}
        return VersionFacts(**{name: said[name] for name in VersionFacts.__dataclass_fields__})

    def _prerequisites(self) -> dict[str, object] | None:
        if self.has_own_prerequisites:
            return self._kept
        return join_prerequisites(
            [each.code for each in self.cleaned_data["all_of"]],
            [each.code for each in self.cleaned_data["any_of"]],
        )


def _initial(version: CourseVersion) -> dict[str, object]:
    names = VersionFacts.__dataclass_fields__
    all_of, any_of = part_prerequisites(version.prerequisites) or ([], [])
    by_code = dict(Competency.objects.values_list("code", "pk"))
    return {
        **{name: getattr(version, name) for name in names},
        "refresher": version.refresher_id,
        "grants": [each.pk for each in version.grants.all()],
        "all_of": [by_code[code] for code in all_of if code in by_code],
        "any_of": [by_code[code] for code in any_of if code in by_code],
        "steps": [name for name, _ in STEPS if getattr(version, name)],
        "tasks": "\n".join(task.words for task in version.tasks.order_by("position")),
        "draws": "\n".join(f"{topic}: {number}" for topic, number in version.quiz_draws),
    }
