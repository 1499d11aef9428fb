"""
Control charts of individual values (XmR), by the rules of NHS Making Data Count.

Everything is judged inside a group: a rebase begins a new one. What cannot be told from rounding
counts as equal, so that a point on a limit is on it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from analytics.codes import Direction

# Shewhart's constants for moving ranges of two: 3 / d2, and D4.
_LIMIT: Final = 2.66
_SCREEN: Final = 3.267
# Below this share of the largest value a difference is rounding.
_ROUNDING: Final = 1e-9
# Limits from fewer points are a first trial.
FULL_LIMITS: Final = 13


class Flag(StrEnum):
    """Why a point is flagged, in the order of precedence."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two-of-three"
    SHIFT = "shift"


class Variation(StrEnum):
    """What a flag says: better, worse, only different, or nothing."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    COMMON = "common"


class Assurance(StrEnum):
    """Whether a process that stays as it is will reach its target."""

    PASS = "pass"  # noqa: S105 — a verdict, no password
    FAIL = "fail"
    HIT_AND_MISS = "hit-and-miss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    How a chart is judged; kept with each chart, for the run lengths are disputed.

    `trend` and `shift` count points. `fixed` sets the limits on the first points of a group.
    """

    trend: int = 7
    shift: int = 7
    screened: bool = True
    fixed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The process limits of a group, and how many points they were computed from."""

    mean: float
    range: float
    upper: float
    lower: float
    upper_near: float
    lower_near: float
    points: int

    @property
    def is_trial(self) -> bool:
        """Whether they rest on too few points to be final."""
        return self.points < FULL_LIMITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point with its verdict. `is_high` says which way a flag points: up, or down."""

    value: float
    group: int
    flag: Flag | None = None
    is_high: bool = False
    variation: Variation = Variation.COMMON


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A chart with its verdicts. `limits` has one for each group: None where one point stands."""

    points: Sequence[Point]
    limits: Sequence[Limits | None]

    @property
    def flagged(self) -> list[Point]:
        """The points that are flagged."""
        return [point for point in self.points if point.flag]

    @property
    def lengths(self) -> list[int]:
        """How many points each group has."""
        return [sum(point.group == number for point in self.points) for number in self._groups()]

    def limits_at(self, index: int) -> Limits | None:
        """Return the limits that a point is judged by."""
        return self.limits[self.points[index].group]

    def _groups(self) -> range:
        return range(len(self.limits))


def judge(
    values: Sequence[float],
    *,
    direction: Direction = Direction.NEITHER,
    settings: Settings = Settings(),
    starts: Sequence[int] = (),
) -> Judged:
    """
    Return a chart with its verdicts.

    `starts` are the indexes at which a new group begins, beside the first.
    """
    bounds = sorted({0, *(start for start in starts if 0 < start < len(values)), len(values)})
    points: list[Point] = []
    limits: list[Limits | None] = []
    for group, (first, last) in enumerate(pairwise(bounds)):
        stretch = values[first:last]
        limits.append(compute_limits(stretch, settings))
        points += _judge_group(stretch, limits[-1], direction, settings, group)
    return Judged(points=points, limits=limits)


def compute_limits(values: Sequence[float], settings: Settings) -> Limits | None:
    """Return the limits of a group; None where a single point has no range."""
    basis = list(values[: settings.fixed])
    ranges = [abs(after - before) for before, after in pairwise(basis)]
    if not ranges:
        return None
    mean_range = _mean(ranges)
    if settings.screened:
        kept = [each for each in ranges if each < _SCREEN * mean_range]
        mean_range = _mean(kept) if kept else mean_range
    mean = _mean(basis)
    reach, near = _LIMIT * mean_range, _LIMIT * mean_range * 2 / 3
    return Limits(
        mean=mean,
        range=mean_range,
        upper=mean + reach,
        lower=mean - reach,
        upper_near=mean + near,
        lower_near=mean - near,
        points=len(basis),
    )


def flag_points(
    values: Sequence[float],
    limits: Limits,
    settings: Settings = Settings(),
) -> list[tuple[Flag | None, bool]]:
    """Return each point's flag by precedence, and whether it points up."""
    slack = _ROUNDING * max((abs(each) for each in values), default=0)
    sides = [_side(each - limits.mean, slack) for each in values]
    outside = [_beyond(each, limits.lower, limits.upper, slack) for each in values]
    near = [
        0 if out else _beyond(each, limits.lower_near, limits.upper_near, slack)
        for each, out in zip(values, outside, strict=True)
    ]
    trends = _trends(values, settings.trend, slack)
    thirds = _two_of_three(sides, near)
    shifts = _runs(sides, settings.shift)
    verdicts = zip(outside, trends, thirds, shifts, strict=True)
    return [_first(dict(zip(Flag, each, strict=True))) for each in verdicts]


def assure(limits: Limits | None, target: float, direction: Direction) -> Assurance | None:
    """
    Return whether a process will reach a target, by the limits of its last group.

    None where nobody said which way is better, or there are no limits.
    """
    if limits is None or direction == Direction.NEITHER:
        return None
    slack = _ROUNDING * max(abs(target), abs(limits.upper), abs(limits.lower))
    side = _beyond(target, limits.lower, limits.upper, slack)
    if not side:
        return Assurance.HIT_AND_MISS
    is_missed = (side > 0) == (direction == Direction.UP)
    return Assurance.FAIL if is_missed else Assurance.PASS


def _judge_group(
    values: Sequence[float],
    limits: Limits | None,
    direction: Direction,
    settings: Settings,
    group: int,
) -> Iterator[Point]:
    plain = [Point(value=value, group=group) for value in values]
    if limits is None:
        yield from plain
        return
    for point, (flag, is_high) in zip(plain, flag_points(values, limits, settings), strict=True):
        judged = replace(point, flag=flag, is_high=is_high)
        yield replace(judged, variation=_variation(judged, direction))


def _variation(point: Point, direction: Direction) -> Variation:
    if point.flag is None:
        return Variation.COMMON
    if direction == Direction.NEITHER:
        return Variation.NEUTRAL
    is_better = point.is_high == (direction == Direction.UP)
    return Variation.IMPROVEMENT if is_better else Variation.CONCERN


def _first(found: dict[Flag, int]) -> tuple[Flag | None, bool]:
    for flag, side in found.items():
        if side:
            return flag, side > 0
    return None, False


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _side(difference: float, slack: float) -> int:
    if abs(difference) <= slack:
        return 0
    return 1 if difference > 0 else -1


def _beyond(value: float, lower: float, upper: float, slack: float) -> int:
    return 1 if value > upper + slack else -1 if value < lower - slack else 0


def _runs(sides: Sequence[int], length: int) -> list[int]:
    """Return the side of each point that is in a run of so many on one side; 0 elsewhere."""
    return _mark(len(sides), length, lambda first: sides[first : first + length])


def _trends(values: Sequence[float], length: int, slack: float) -> list[int]:
    """Return the direction of each point that is in a strict rise or fall of so many."""
    steps = [_side(after - before, slack) for before, after in pairwise(values)]
    return _mark(len(values), length, lambda first: steps[first : first + length - 1])


def _mark(number: int, length: int, signs_from: Callable[[int], Sequence[int]]) -> list[int]:
    marks = [0] * number
    for first in range(number - length + 1):
        signs = set(signs_from(first))
        if len(signs) == 1 and 0 not in signs:
            marks[first : first + length] = [signs.pop()] * length
    return marks


def _two_of_three(sides: Sequence[int], near: Sequence[int]) -> list[int]:
    """Return the side of each point that is one of two, in three on one side, near a limit."""
    marks = [0] * len(sides)
    for first in range(len(sides) - 2):
        three = range(first, first + 3)
        side = sides[first]
        if side and all(sides[each] == side for each in three):
            close = [each for each in three if near[each] == side]
            for each in close if len(close) > 1 else ():
                marks[each] = side
    return marks
