"""
How long pages take: bands of time that widen by a fixed ratio, and percentiles from them.

A band is named by its upper end in milliseconds. A percentile is as exact as its band is wide: the
true value lies within 19 % of it.
"""

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

FASTEST: Final = 4
SLOWEST: Final = 120_000
# Four bands for each doubling.
RATIO: Final = 2**0.25


def _ends() -> tuple[int, ...]:
    ends, exact = [FASTEST], float(FASTEST)
    while ends[-1] < SLOWEST:
        exact *= RATIO
        end = min(round(exact), SLOWEST)
        if end > ends[-1]:
            ends.append(end)
    return tuple(ends)


# The upper ends of all bands; whatever is slower than the last counts there.
BUCKETS: Final = _ends()


def bucket_of(milliseconds: float) -> int:
    """Return the band that a time falls into: its upper end is part of it."""
    return BUCKETS[min(bisect_left(BUCKETS, milliseconds), len(BUCKETS) - 1)]


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """
    Return below which time this share of pages stayed, or None where there were none.

    Within a band times are taken to lie evenly on the logarithmic scale.
    """
    bands = sorted(counts.items())
    total = sum(number for _, number in bands)
    if total == 0:
        return None
    wanted = share * total
    for (end, number), so_far in zip(bands, accumulate(n for _, n in bands), strict=True):
        if number and so_far >= wanted:
            start = _start_of(end)
            inside = 1 - (so_far - wanted) / number
            return float(start * (end / start) ** inside)
    return float(bands[-1][0])


def _start_of(end: int) -> float:
    position = bisect_left(BUCKETS, end)
    return float(BUCKETS[position - 1]) if position else FASTEST / RATIO
