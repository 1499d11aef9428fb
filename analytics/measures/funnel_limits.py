"""
Limits of a funnel plot: how far a rate may lie from that of its peers by chance alone.

Counts are Poisson, exactly, not by the normal curve (Spiegelhalter, Statistics in Medicine 2005,
24:1185). Openings come in clusters, because the same people open many records; where peers differ
more than chance would make them, the limits are widened by that (section 3.2 there).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

# The chance to lie below, or above, the limits of 95 % and of 99.8 %.
INNER: Final = 0.025
OUTER: Final = 0.001
# With fewer peers nothing can be said of how much they differ.
FEWEST_PEERS: Final = 3
# The part of the peers, at each end, that counts no more than the next one (winsorised).
_TRIMMED: Final = 0.1
# The mass beyond so many standard deviations is far below any chance that is asked for.
_WIDE: Final = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which counts chance alone would leave an organization, at both levels."""

    outer_low: float
    inner_low: float
    inner_high: float
    outer_high: float

    def divided(self, by: float) -> "Limits":
        """Return them as a rate."""
        return Limits(*(each / by for each in (
            self.outer_low, self.inner_low, self.inner_high, self.outer_high
        )))  # fmt: skip


def limits_of(expected: float, *, dispersion: float = 1.0) -> Limits:
    """
    Return the limits of a count that is expected to be so high.

    With a dispersion of 1 they are quantiles of the Poisson distribution. Above it, counts are
    taken to be that many times as spread: the limits of `expected / dispersion`, times it.
    """
    if expected <= 0:
        return Limits(0, 0, 0, 0)
    found = _quantiles(expected / dispersion, (OUTER, INNER, 1 - INNER, 1 - OUTER))
    return Limits(*(dispersion * each for each in found))


def dispersion_of(counts: Sequence[float], expected: Sequence[float]) -> float:
    """Return how many times as spread counts are as chance would make them; at least 1."""
    scores = [
        2 * (math.sqrt(count) - math.sqrt(hoped))
        for count, hoped in zip(counts, expected, strict=True)
        if hoped > 0
    ]
    if len(scores) < FEWEST_PEERS:
        return 1.0
    ordered = np.sort(np.array(scores))
    ends = int(_TRIMMED * len(ordered))
    trimmed = np.clip(ordered, ordered[ends], ordered[len(ordered) - 1 - ends])
    return max(1.0, float(np.mean(trimmed**2)))


def _quantiles(mean: float, chances: Sequence[float]) -> list[float]:
    """Return the least counts whose cumulated Poisson probability reaches each chance."""
    reach = _WIDE * math.sqrt(mean) + _WIDE
    first = max(0, math.floor(mean - reach))
    counts = np.arange(first, math.ceil(mean + reach) + 1)
    steps = np.log(mean) - np.log(np.maximum(counts, 1))
    # Logarithms of the probabilities, each from the one before: p(k) = p(k - 1) × mean / k.
    logs = np.cumsum(np.concatenate(([first * math.log(mean) - math.lgamma(first + 1)], steps[1:])))
    cumulated = np.cumsum(np.exp(logs - mean))
    places = (min(int(np.searchsorted(cumulated, each)), len(counts) - 1) for each in chances)
    return [float(counts[place]) for place in places]
