"""
What a risk scores, and all that follows from it: worked out here and nowhere else.

Consequence × likelihood on the 5 × 5 matrix, and its bands (NPSA, A risk matrix for risk managers,
January 2008).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from governance.codes import Rag, RiskBand, RiskState, RiskTrend, ScoreKind

# The board is told of a risk that scores as much.
ESCALATES_FROM: Final = 15
# The lowest score of each band, from the top.
BANDS: Final = (
    (15, RiskBand.EXTREME),
    (8, RiskBand.HIGH),
    (4, RiskBand.MODERATE),
    (1, RiskBand.LOW),
)
HIGHEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """One score that a risk was given, and when."""

    kind: str
    consequence: int
    likelihood: int
    scored_at: datetime

    @property
    def score(self) -> int:
        """Consequence times likelihood."""
        return score_of(self.consequence, self.likelihood)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskStanding:
    """How a risk stands on a day: its scores, and what they mean for its committee."""

    initial: RiskFacts | None
    current: RiskFacts | None
    target: RiskFacts | None
    band: RiskBand | None
    trend: RiskTrend
    is_above_appetite: bool
    escalates: bool
    is_review_overdue: bool
    rag: Rag

    @property
    def score(self) -> int:
        """The current score; 0 where there is none yet."""
        return self.current.score if self.current else 0


def score_of(consequence: int, likelihood: int) -> int:
    """Return consequence × likelihood, from 1 to 25."""
    if not (1 <= consequence <= HIGHEST and 1 <= likelihood <= HIGHEST):
        raise ValueError("consequence and likelihood go from 1 to 5")
    return consequence * likelihood


def band_of(score: int) -> RiskBand:
    """Return the band of a score: 1–3 low, 4–6 moderate, 8–12 high, 15–25 extreme."""
    return next(band for lowest, band in BANDS if score >= lowest)


def stand_of(
    scores: Iterable[RiskFacts], *, state: str, appetite: int | None, review_on: date, on: date
) -> RiskStanding:
    """
    Return how a risk stands on a day.

    Its current score is the last that it was given; before the first, its initial one. The target
    never counts as reached, and accepting a risk lowers nothing.
    """
    given = sorted(scores, key=lambda each: each.scored_at)
    path = score_path(given)
    current = path[-1] if path else None
    is_open = state != RiskState.CLOSED
    is_above = bool(current and appetite is not None and current.score > appetite)
    escalates = bool(current and current.score >= ESCALATES_FROM)
    is_late = review_on < on
    return RiskStanding(
        initial=_last(given, ScoreKind.INITIAL),
        current=current,
        target=_last(given, ScoreKind.TARGET),
        band=band_of(current.score) if current else None,
        trend=_trend(path),
        is_above_appetite=is_open and is_above,
        escalates=is_open and escalates,
        is_review_overdue=is_open and is_late,
        rag=_rag(state, is_red=escalates or is_above, needs_attention=is_late or current is None),
    )


def score_path(scores: Sequence[RiskFacts]) -> list[RiskFacts]:
    """Return the way that a score has gone, oldest first: the initial score, then current ones."""
    given = sorted(scores, key=lambda each: each.scored_at)
    initial = _last(given, ScoreKind.INITIAL)
    current = [each for each in given if each.kind == ScoreKind.CURRENT]
    return [initial, *current] if initial else current


def _rag(state: str, *, is_red: bool, needs_attention: bool) -> Rag:
    """
    Return a risk's colour.

    Red: above appetite, or 15 and more; amber once the committee has accepted that. Amber: its
    review is overdue, or it has no score. Otherwise green.
    """
    if state == RiskState.CLOSED:
        return Rag.CLOSED
    if is_red:
        return Rag.AMBER if state == RiskState.ACCEPTED else Rag.RED
    return Rag.AMBER if needs_attention else Rag.GREEN


def _trend(path: Sequence[RiskFacts]) -> RiskTrend:
    if len(path) < 2:  # noqa: PLR2004 — a trend takes two
        return RiskTrend.NEW
    before, now = path[-2].score, path[-1].score
    if before == now:
        return RiskTrend.STEADY
    return RiskTrend.WORSE if now > before else RiskTrend.BETTER


def _last(scores: Sequence[RiskFacts], kind: ScoreKind) -> RiskFacts | None:
    return next((each for each in reversed(scores) if each.kind == kind), None)
