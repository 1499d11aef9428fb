"""Red, amber, green of an action: computed in one place, from its days alone."""

from datetime import date, timedelta
from typing import Final

from governance.codes import ActionState, Rag

SOON: Final = timedelta(days=7)
MOVED_TOO_OFTEN: Final = 2


def rag_of(*, state: str, due_on: date, times_moved: int, on: date) -> Rag:
    """
    Return how an action stands on a day.

    Red: overdue, or moved twice. Amber: due within 7 days, or moved once. Otherwise green.
    """
    if state != ActionState.OPEN:
        return Rag.CLOSED
    if due_on < on or times_moved >= MOVED_TOO_OFTEN:
        return Rag.RED
    if due_on - on <= SOON or times_moved:
        return Rag.AMBER
    return Rag.GREEN
