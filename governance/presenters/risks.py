"""Risks in words: how they stand, where they lie on the matrix, how they have moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from core.dates import format_short_day
from core.times import say_day, say_moment
from governance.codes import (
    Consequence,
    Likelihood,
    Rag,
    RegisterEventKind,
    RiskBand,
    RiskCategory,
    RiskState,
    RiskTrend,
    ScoreKind,
    Visibility,
)
from governance.models import HazardEvent, RiskEvent, RiskScore
from governance.policies.risk_scores import RiskFacts, band_of, score_of, score_path
from governance.queries.risk_register import StandingRisk

from .action_items import EventLine

BAND_TONES: Final = {
    RiskBand.LOW: "green",
    RiskBand.MODERATE: "plain",
    RiskBand.HIGH: "amber",
    RiskBand.EXTREME: "red",
}
ARROWS: Final = {
    RiskTrend.NEW: "",
    RiskTrend.WORSE: "↑",
    RiskTrend.STEADY: "→",
    RiskTrend.BETTER: "↓",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word that stands out."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """A risk in the register."""

    number: int
    url: str
    title: str
    owner: str
    category: str
    score: str
    band: Mark | None
    target: str
    trend: str
    path: Sequence[int]
    path_words: str
    appetite: str
    review: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """A cell of the matrix with the risks that stand there now."""

    score: int
    band: str
    band_words: str
    risks: Sequence[RiskLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """A row of the matrix: one consequence, from rare to almost certain."""

    label: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """A score that was given."""

    when: str
    kind: str
    score: str
    band: Mark
    words: str
    why: str
    who: str


def present_risks(rows: Iterable[StandingRisk]) -> list[RiskLine]:
    """Return risks as lines of the register."""
    return [present_risk(row) for row in rows]


def present_risk(row: StandingRisk) -> RiskLine:
    """Return a risk as a line of the register."""
    risk, standing = row.risk, row.standing
    path = [each.score for each in score_path(_facts(row))]
    return RiskLine(
        number=risk.number,
        url=reverse("governance:risk_detail", args=[risk.pk]),
        title=risk.title,
        owner=str(risk.owner),
        category=RiskCategory(risk.category).label,
        score=str(standing.score) if standing.current else "Not scored",
        band=_band(standing.score) if standing.current else None,
        target=str(standing.target.score) if standing.target else "None set",
        trend=f"{ARROWS[standing.trend]} {standing.trend.label}".strip(),
        path=path,
        path_words=f"From {path[0]} to {path[-1]} in {len(path)} scores" if path else "No score",
        appetite=f"At most {row.appetite}" if row.appetite else "None set",
        review=format_short_day(risk.review_on),
        marks=_marks(row),
    )


def present_heat(rows: Iterable[StandingRisk]) -> list[HeatRow]:
    """Return the 5 × 5 matrix, catastrophic on top, with the risks by their current scores."""
    placed = [(row.standing.current, present_risk(row)) for row in rows if row.standing.current]
    return [
        HeatRow(
            label=f"{consequence.value} {consequence.label}",
            cells=[_cell(consequence, likelihood, placed) for likelihood in Likelihood],
        )
        for consequence in reversed(Consequence)
    ]


def heat_columns() -> list[str]:
    """Return the heads of the matrix's columns."""
    return [f"{each.value} {each.label}" for each in Likelihood]


def present_scores(scores: Sequence[RiskScore]) -> list[ScoreLine]:
    """Return the scores that a risk was given, the last first."""
    return [
        ScoreLine(
            when=say_day(each.scored_at),
            kind=ScoreKind(each.kind).label,
            score=str(score_of(each.consequence, each.likelihood)),
            band=_band(score_of(each.consequence, each.likelihood)),
            words=f"{Consequence(each.consequence).label} × {Likelihood(each.likelihood).label}",
            why=each.why,
            who=str(each.scored_by),
        )
        for each in reversed(scores)
    ]


def present_register_events(events: Iterable[RiskEvent | HazardEvent]) -> list[EventLine]:
    """Return what happened to a risk or a hazard."""
    return [
        EventLine(
            when=say_moment(event.happened_at),
            what=RegisterEventKind(event.kind).label,
            who=str(event.by),
            words=event.words,
        )
        for event in events
    ]


def _cell(
    consequence: Consequence,
    likelihood: Likelihood,
    placed: Sequence[tuple[RiskFacts, RiskLine]],
) -> HeatCell:
    score = score_of(consequence, likelihood)
    band = band_of(score)
    return HeatCell(
        score=score,
        band=band.value,
        band_words=band.label,
        risks=[
            line
            for facts, line in placed
            if (facts.consequence, facts.likelihood) == (consequence, likelihood)
        ],
    )


def _marks(row: StandingRisk) -> list[Mark]:
    standing, state = row.standing, RiskState(row.risk.state)
    told = [
        (standing.escalates, Mark(text="To the board", tone="red")),
        (standing.is_above_appetite, Mark(text="Above appetite", tone=_tone_above(standing.rag))),
        (standing.is_review_overdue, Mark(text="Review overdue", tone="amber")),
        (state != RiskState.OPEN, Mark(text=state.label, tone="plain")),
        (
            row.risk.visibility == Visibility.RESTRICTED,
            Mark(text="Restricted", tone="blue"),
        ),
    ]
    return [mark for is_so, mark in told if is_so]


def _tone_above(rag: Rag) -> str:
    return "red" if rag == Rag.RED else "amber"


def _band(score: int) -> Mark:
    band = band_of(score)
    return Mark(text=band.label, tone=BAND_TONES[band])


def _facts(row: StandingRisk) -> list[RiskFacts]:
    return [
        RiskFacts(
            kind=each.kind,
            consequence=each.consequence,
            likelihood=each.likelihood,
            scored_at=each.scored_at,
        )
        for each in row.scores
    ]
