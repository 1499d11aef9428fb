"""Impact assessments in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import LONDON, format_day, format_short_day
from core.markdown import render_markdown
from governance.codes import AssessmentState
from governance.models import ImpactAssessment

from .agreements import Fact, StandingTag

_TONES: Final = {AssessmentState.ADVISED: "blue", AssessmentState.SIGNED_OFF: "green"}
_PARTS: Final = (
    ("Purpose", "purpose"),
    ("Nature, scope and context", "processing"),
    ("Necessity", "necessity"),
    ("Risks and measures", "risks"),
    ("Consultation", "consultation"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentLine:
    """An assessment in a list."""

    reference: str
    title: str
    url: str
    state: StandingTag
    review: str
    is_overdue: bool
    owner: str


@dataclass(frozen=True, slots=True)
class AssessmentPart:
    """A heading of an assessment and what stands below it."""

    title: str
    words: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """An assessment whole."""

    id: UUID
    reference: str
    title: str
    committee: str
    state: StandingTag
    is_open: bool
    is_advised: bool
    is_overdue: bool
    advice: SafeString
    advice_by: str
    is_advice_stale: bool
    parts: Sequence[AssessmentPart]
    facts: Sequence[Fact]


def present_assessment_line(assessment: ImpactAssessment, *, on: date) -> AssessmentLine:
    """Return an assessment as a line of the list."""
    return AssessmentLine(
        reference=assessment.reference,
        title=assessment.title,
        url=reverse("governance:dpia_detail", args=[assessment.pk]),
        state=_state(assessment),
        review=format_short_day(assessment.review_on),
        is_overdue=_is_overdue(assessment, on=on),
        owner=str(assessment.owner),
    )


def present_assessment(assessment: ImpactAssessment, *, on: date) -> AssessmentView:
    """Return an assessment whole."""
    state = AssessmentState(assessment.state)
    parts = [(title, str(getattr(assessment, name))) for title, name in _PARTS]
    return AssessmentView(
        id=assessment.pk,
        reference=assessment.reference,
        title=assessment.title,
        committee=assessment.committee.name,
        state=_state(assessment),
        is_open=state != AssessmentState.SIGNED_OFF,
        is_advised=state == AssessmentState.ADVISED,
        is_overdue=_is_overdue(assessment, on=on),
        advice=render_markdown(assessment.advice),
        advice_by=_advice_by(assessment),
        is_advice_stale=bool(assessment.advice) and state == AssessmentState.DRAFT,
        parts=[AssessmentPart(title, render_markdown(words)) for title, words in parts if words],
        facts=_facts(assessment),
    )


def _state(assessment: ImpactAssessment) -> StandingTag:
    state = AssessmentState(assessment.state)
    return StandingTag(text=state.label, tone=_TONES.get(state, "plain"))


def _is_overdue(assessment: ImpactAssessment, *, on: date) -> bool:
    return assessment.state == AssessmentState.SIGNED_OFF and assessment.review_on < on


def _advice_by(assessment: ImpactAssessment) -> str:
    if assessment.advised_at is None:
        return ""
    day = format_day(assessment.advised_at.astimezone(LONDON).date())
    return f"{assessment.advice_by}, {day}"


def _facts(assessment: ImpactAssessment) -> list[Fact]:
    facts = [
        ("Owner", str(assessment.owner)),
        ("Review on", format_day(assessment.review_on)),
    ]
    if assessment.signed_off_at is not None:
        day = format_day(assessment.signed_off_at.astimezone(LONDON).date())
        facts.append(("Signed off", f"{assessment.signed_off_by}, {day}"))
    return [Fact(label=label, value=value) for label, value in facts]
