"""How often a control chart flags something where nothing has changed: the false-alarm budget."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Final

# Share of charts of so many points, normal and independent, with at least one flag: 4,000 charts of
# each length, judged by `spc.judge` with its usual settings. A test computes some of them again.
_SCREENED: Final[Mapping[int, float]] = {
    0: 0.0, 13: 0.086, 18: 0.133, 24: 0.184, 36: 0.294, 45: 0.364, 52: 0.430, 78: 0.576,
    104: 0.677, 130: 0.762,
}  # fmt: skip
_UNSCREENED: Final[Mapping[int, float]] = {
    0: 0.0, 13: 0.054, 18: 0.102, 24: 0.159, 36: 0.262, 45: 0.326, 52: 0.377, 78: 0.536,
    104: 0.661, 130: 0.749,
}  # fmt: skip


def chance_of_flag(lengths: Sequence[int], *, screened: bool) -> float:
    """Return how likely a chart has a flag though nothing changed; `lengths` are of its groups."""
    shares = _SCREENED if screened else _UNSCREENED
    return 1 - prod(1 - _between(shares, length) for length in lengths)


def _between(shares: Mapping[int, float], length: int) -> float:
    for (low, below), (high, above) in pairwise(shares.items()):
        if length <= high:
            return below + (above - below) * (length - low) / (high - low)
    return max(shares.values())
