"""Forms in which impact assessments are written, advised on and reviewed."""

from collections.abc import Mapping
from datetime import date

from django import forms

from accounts.models import User
from core.choices import OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.assessments import AssessmentFacts
from governance.models import Committee, ImpactAssessment
from governance.queries.agreements import members_of

_LONGEST = 20_000


def _words(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )


class AssessmentForm(NhsForm, forms.Form):
    """What an assessment says (UK GDPR, Article 35(7))."""

    title = forms.CharField(label="Title", max_length=200)
    purpose = _words("Purpose", "What is to be done, and what for.")
    processing = _words("Nature, scope and context", "Which data, of whom, how and how long.")
    necessity = _words("Necessity", "Why it is necessary and proportionate.")
    risks = _words("Risks and measures", "What could harm people, and what is done against it.")
    consultation = _words("Consultation", "Who was asked, and what they said.", required=False)
    review_on = DatePartsField(label="Review on")
    owner = OneOf(queryset=User.objects.none(), label="Owner", empty_label="Choose")

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        committee: Committee,
        on: date,
        assessment: ImpactAssessment | None = None,
    ) -> None:
        names = AssessmentFacts.__dataclass_fields__
        super().__init__(
            data, initial={n: getattr(assessment, n) for n in names} if assessment else {}
        )
        people = members_of(committee.pk, on=on)
        if assessment is not None:
            people = (people | User.objects.filter(pk=assessment.owner_id)).distinct()
        offer(self, "owner", people)

    def facts(self) -> AssessmentFacts:
        """Return what was said."""
        return AssessmentFacts(**self.cleaned_data)


class AdviceForm(NhsForm, forms.Form):
    """The data protection officer's advice."""

    advice = _words("Your advice", "It stands on the assessment with your name.")


class ReviewForm(NhsForm, forms.Form):
    """When an assessment that is right as it is comes up again."""

    review_on = DatePartsField(label="Review it next on")
