"""How uncertain benefits are: draws of every factor within its range, always the same ones."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analytics.codes import Distribution, Factor
from analytics.measures.benefits import BOUNDS, Line, Uncertain

DRAWS: Final = 100_000
SEED: Final = 20_240_901
_PERCENTILES: Final = (10, 50, 90)
# How many reckonings a worker keeps.
_MOST_KEPT: Final = 100
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Range:
    """The values below which 10, 50 and 90 of 100 draws lie."""

    p10: float
    p50: float
    p90: float

    @property
    def is_point(self) -> bool:
        """Whether nothing in it is uncertain."""
        return self.p10 == self.p90


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What a year of lines may be worth together, and line by line, in the same order."""

    pounds: Range
    hours_a_week: Range
    lines: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What one factor does to the whole, going from its 10th to its 90th percentile."""

    code: str
    factor: Factor
    low: float
    high: float
    pounds_at_low: float
    pounds_at_high: float

    @property
    def width(self) -> float:
        """How far it moves the whole."""
        return abs(self.pounds_at_high - self.pounds_at_low)


@lru_cache(maxsize=_MOST_KEPT)
def simulate(lines: tuple[Line, ...], *, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """
    Return what lines are worth within their ranges; each factor is drawn independently.

    Same lines, same seed, same answer. A factor's draws do not depend on what else is reckoned.
    """
    hours, pounds, each = np.zeros(draws), np.zeros(draws), []
    for line in lines:
        drawn = {factor: draw(line, factor, draws=draws, seed=seed) for factor in Factor}
        weekly = _hours_a_year(drawn) / 52
        value = weekly * 52 * drawn[Factor.RATE]
        hours, pounds = hours + weekly, pounds + value
        each.append(_range(np.broadcast_to(value, (draws,))))
    return Simulation(pounds=_range(pounds), hours_a_week=_range(hours), lines=tuple(each))


@lru_cache(maxsize=_MOST_KEPT)
def tornado(lines: tuple[Line, ...], *, draws: int = DRAWS, seed: int = SEED) -> tuple[Swing, ...]:
    """Return what each uncertain factor does alone, the others at their value, widest first."""
    total = sum(float(line.exact_pounds) for line in lines)
    swings = []
    for line in lines:
        rest = total - float(line.exact_pounds)
        for factor in Factor:
            if line.factor(factor).is_fixed:
                continue
            low, high = np.percentile(draw(line, factor, draws=draws, seed=seed), (10, 90))
            swings.append(
                Swing(
                    code=line.code,
                    factor=factor,
                    low=float(low),
                    high=float(high),
                    pounds_at_low=rest + _pounds_with(line, factor, low),
                    pounds_at_high=rest + _pounds_with(line, factor, high),
                )
            )
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def draw(line: Line, factor: Factor, *, draws: int, seed: int) -> Numbers:
    """Return draws of a factor; a single number where it is fixed."""
    uncertain = line.factor(factor)
    if uncertain.is_fixed:
        return np.array([float(uncertain.value)])
    name = zlib.crc32(f"{line.code}/{factor.value}".encode())
    drawn = _drawn(uncertain, np.random.default_rng([seed, name]), draws)
    low, high = BOUNDS[factor]
    return np.clip(
        drawn, -np.inf if low is None else float(low), np.inf if high is None else float(high)
    )


def _drawn(uncertain: Uncertain, chance: np.random.Generator, draws: int) -> Numbers:
    value, low, high = float(uncertain.value), float(uncertain.low), float(uncertain.high)
    if uncertain.distribution == Distribution.NORMAL:
        return chance.normal(value, low, draws)
    if low == high:
        return np.full(draws, value)
    if uncertain.distribution == Distribution.TRIANGULAR:
        return chance.triangular(low, value, high, draws)
    return chance.uniform(low, high, draws)


def _hours_a_year(drawn: dict[Factor, Numbers]) -> Numbers:
    gained = drawn[Factor.SHARE] * drawn[Factor.MINUTES] * drawn[Factor.ATTRIBUTION]
    net = gained * (1 - drawn[Factor.OPTIMISM]) - drawn[Factor.COST]
    return 12 * drawn[Factor.ACCESSES] * net * drawn[Factor.RAMP] / 60


def _pounds_with(line: Line, factor: Factor, value: float) -> float:
    numbers = {each: np.array([float(line.factor(each).value)]) for each in Factor}
    numbers[factor] = np.array([value])
    return float((_hours_a_year(numbers) * numbers[Factor.RATE])[0])


def _range(values: Numbers) -> Range:
    return Range(*(float(each) for each in np.percentile(values, _PERCENTILES)))
