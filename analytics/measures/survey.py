"""What answers to the question in the record say about minutes saved, and how surely."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from analytics.codes import Answer

# The middle of what was answered; the open ends are taken low, so that they claim no more.
MINUTES_OF: Final[Mapping[str, float]] = {
    Answer.LOST: -2.0,
    Answer.NONE: 0.0,
    Answer.UNDER_2: 1.0,
    Answer.UNDER_5: 3.5,
    Answer.UNDER_10: 7.5,
    Answer.OVER_10: 10.0,
}
# How near the mean must be known, as a part of it.
WANTED: Final = 0.2
_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    What the answers of a setting say.

    `minutes` is the mean of all answers. `given` is what they come to for each opening that saved
    time, so that share × given is that mean; `share_error` and `given_error` are standard errors.
    `needed` is how many answers would tell the mean to within a fifth.
    """

    asked: int
    answered: int
    share: Interval
    minutes: Interval
    given: float
    share_error: float
    given_error: float
    needed: int | None

    @property
    def is_enough(self) -> bool:
        """Whether there are as many answers as are needed."""
        return self.needed is not None and self.answered >= self.needed


def weigh_answers(counts: Mapping[str, int]) -> Evidence | None:
    """Return what answers say, or None where fewer than two were given or none saved time."""
    given = {answer: counts.get(answer, 0) for answer in MINUTES_OF}
    answered = sum(given.values())
    saved = sum(n for answer, n in given.items() if MINUTES_OF[answer] > 0)
    if answered < 2 or not saved:  # noqa: PLR2004 — one answer has no spread
        return None
    mean = sum(MINUTES_OF[answer] * n for answer, n in given.items()) / answered
    share, ratio = saved / answered, mean * answered / saved
    spread = _deviation({answer: MINUTES_OF[answer] for answer in given}, given, answered)
    # Of a ratio: how far each answer lies from what its share would have it be.
    rest = {answer: minutes - ratio * (minutes > 0) for answer, minutes in MINUTES_OF.items()}
    error = spread / sqrt(answered)
    return Evidence(
        asked=answered + counts.get(Answer.DISMISSED, 0),
        answered=answered,
        share=wilson(saved, answered),
        minutes=Interval(mean, mean - _Z * error, mean + _Z * error),
        given=ratio,
        share_error=sqrt(share * (1 - share) / answered),
        given_error=_deviation(rest, given, answered) / (share * sqrt(answered)),
        needed=needed_answers(spread / abs(mean), WANTED) if mean else None,
    )


def needed_answers(variation: float, within: float) -> int:
    """Return how many answers tell a mean to within a part of it, by the variation of answers."""
    return ceil((_Z * variation / within) ** 2)


def wilson(part: int, whole: int) -> Interval:
    """Return a share with Wilson's interval, which stays between 0 and 1."""
    share, weight = part / whole, _Z**2 / whole
    middle = (share + weight / 2) / (1 + weight)
    half = _Z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    # Of none and of all, one end is the share itself; rounding must not put it outside.
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def _deviation(values: Mapping[str, float], counts: Mapping[str, int], number: int) -> float:
    mean = sum(values[answer] * n for answer, n in counts.items()) / number
    squares = sum((values[answer] - mean) ** 2 * n for answer, n in counts.items())
    return sqrt(squares / (number - 1))
