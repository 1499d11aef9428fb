"""
What the answers to a question say about the question (classical test theory).

Difficulty is the share of attempts that got it right. Discrimination is the corrected item-total
correlation: Pearson's correlation, over the attempts that had the question, of whether it was right
(0 or 1) with the share of the *other* questions of the same attempt that were right. It is near 1
where those who know the rest know this too, near 0 where it tells nothing, below 0 where those
who know the rest get it wrong: then look at its key first.
"""

from enum import StrEnum
from typing import Final

FEWEST: Final = 20
TOO_EASY_ABOVE: Final = 0.95
TOO_HARD_BELOW: Final = 0.3
TELLS_NOTHING_BELOW: Final = 0.1


class ItemFlag(StrEnum):
    """Why a question should be looked at."""

    TOO_FEW = "too few answers"
    TOO_EASY = "too easy"
    TOO_HARD = "too hard"
    TELLS_NOTHING = "does not tell who knows"


def flags_of(times: int, difficulty: float, discrimination: float | None) -> list[ItemFlag]:
    """Return what is the matter with a question; of few answers nothing can be said."""
    if times < FEWEST:
        return [ItemFlag.TOO_FEW]
    found = {
        ItemFlag.TOO_EASY: difficulty > TOO_EASY_ABOVE,
        ItemFlag.TOO_HARD: difficulty < TOO_HARD_BELOW,
        # Where all or none are right there is no correlation, and easy or hard says it already.
        ItemFlag.TELLS_NOTHING: discrimination is not None and discrimination < TELLS_NOTHING_BELOW,
    }
    return [flag for flag, holds in found.items() if holds]
