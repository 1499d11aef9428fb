"""Clinical hazards in words: how they stand, on their own matrix."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import format_short_day
from core.times import say_day, say_moment
from governance.codes import (
    AssessmentKind,
    ControlKind,
    HazardLikelihood,
    HazardSeverity,
    HazardState,
)
from governance.models import HazardAssessment, HazardControl, HazardSignOff
from governance.policies.hazard_matrix import ACCEPTABILITY, MATRIX, SEVERITIES, level_of
from governance.queries.hazard_log import StandingHazard

LEVEL_TONES: Final = {1: "green", 2: "plain", 3: "amber", 4: "red", 5: "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardMark:
    """A word that stands out."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardLine:
    """A hazard in the log."""

    number: int
    url: str
    name: str
    owner: str
    initial: HazardMark | None
    residual: HazardMark | None
    meaning: str
    review: str
    signed: HazardMark
    marks: Sequence[HazardMark]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A cell of the matrix with the hazards that stand there now."""

    level: int
    hazards: Sequence[HazardLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A row of the matrix: one likelihood, from minor to catastrophic."""

    label: str
    cells: Sequence[MatrixCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLine:
    """A control of a hazard."""

    id: UUID
    kind: str
    description: str
    evidence: str
    in_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentLine:
    """An assessment that was given."""

    when: str
    kind: str
    level: HazardMark
    words: str
    meaning: str
    why: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffLine:
    """A sign-off, with the fingerprint of what was signed."""

    when: str
    who: str
    statement: str
    fingerprint: str


def present_hazards(rows: Iterable[StandingHazard]) -> list[HazardLine]:
    """Return hazards as lines of the log."""
    return [present_hazard(row) for row in rows]


def present_hazard(row: StandingHazard) -> HazardLine:
    """Return a hazard as a line of the log."""
    hazard = row.hazard
    return HazardLine(
        number=hazard.number,
        url=reverse("governance:hazard_detail", args=[hazard.pk]),
        name=hazard.name,
        owner=str(hazard.owner),
        initial=_level(row.initial),
        residual=_level(row.residual),
        meaning=ACCEPTABILITY.get(row.level, "Not assessed"),
        review=format_short_day(hazard.review_on),
        signed=_say_signed(row),
        marks=_marks(row),
    )


def present_matrix(rows: Iterable[StandingHazard]) -> list[MatrixRow]:
    """Return the matrix, very high likelihood on top, with the hazards as last assessed."""
    placed = [(last, present_hazard(row)) for row in rows if (last := row.residual or row.initial)]
    return [
        MatrixRow(
            label=likelihood.label,
            cells=[
                MatrixCell(
                    level=level_of(severity, likelihood),
                    hazards=[
                        line
                        for last, line in placed
                        if (last.severity, last.likelihood) == (severity, likelihood)
                    ],
                )
                for severity in SEVERITIES
            ],
        )
        for likelihood in MATRIX
    ]


def matrix_columns() -> list[str]:
    """Return the heads of the matrix's columns."""
    return [str(each.label) for each in SEVERITIES]


def present_controls(controls: Iterable[HazardControl]) -> list[ControlLine]:
    """Return the controls of a hazard, by kind."""
    order = list(ControlKind)
    return [
        ControlLine(
            id=each.pk,
            kind=ControlKind(each.kind).label,
            description=each.description,
            evidence=each.evidence,
            in_place=format_short_day(each.in_place_on) if each.in_place_on else "Not yet",
        )
        for each in sorted(
            controls, key=lambda each: (order.index(ControlKind(each.kind)), each.created_at)
        )
    ]


def present_assessments(given: Iterable[HazardAssessment]) -> list[AssessmentLine]:
    """Return the assessments of a hazard, the last first."""
    lines = sorted(given, key=lambda each: each.assessed_at, reverse=True)
    return [_present_assessment(each) for each in lines]


def present_sign_offs(signed: Iterable[HazardSignOff]) -> list[SignOffLine]:
    """Return the sign-offs of a hazard, the last first."""
    return [
        SignOffLine(
            when=say_moment(each.signed_at),
            who=str(each.signed_by),
            statement=each.statement,
            fingerprint=each.sha256[:16],
        )
        for each in sorted(signed, key=lambda each: each.signed_at, reverse=True)
    ]


def _present_assessment(each: HazardAssessment) -> AssessmentLine:
    level = level_of(each.severity, each.likelihood)
    severity, likelihood = HazardSeverity(each.severity), HazardLikelihood(each.likelihood)
    return AssessmentLine(
        when=say_day(each.assessed_at),
        kind=AssessmentKind(each.kind).label,
        level=_mark(level),
        words=f"{severity.label}, {likelihood.label.lower()} likelihood",
        meaning=ACCEPTABILITY[level],
        why=each.why,
        who=str(each.assessed_by),
    )


def _say_signed(row: StandingHazard) -> HazardMark:
    if row.sign_off is None:
        return HazardMark(text="Not signed off", tone="plain")
    if row.is_signed:
        return HazardMark(text=f"Signed off {say_day(row.sign_off.signed_at)}", tone="green")
    return HazardMark(text="Changed since sign-off", tone="amber")


def _marks(row: StandingHazard) -> list[HazardMark]:
    marks = []
    state = HazardState(row.hazard.state)
    if state == HazardState.TRANSFERRED:
        text = f"Transferred to {row.hazard.transferred_to}"
        marks.append(HazardMark(text=text, tone="plain"))
    elif state != HazardState.OPEN:
        marks.append(HazardMark(text=state.label, tone="plain"))
    if row.is_review_overdue:
        marks.append(HazardMark(text="Review overdue", tone="amber"))
    return marks


def _level(assessment: HazardAssessment | None) -> HazardMark | None:
    if assessment is None:
        return None
    return _mark(level_of(assessment.severity, assessment.likelihood))


def _mark(level: int) -> HazardMark:
    return HazardMark(text=f"Level {level}", tone=LEVEL_TONES[level])
