"""When presenters are reminded of their papers. Pure: whoever asks says the moment."""

from datetime import datetime, timedelta
from typing import Final

OVERDUE: Final = "overdue"
DAYS_BEFORE: Final = (7, 3, 1)


def paper_milestone(due_at: datetime, *, at: datetime) -> str:
    """
    Return the reminder that a paper is owed at a moment, as the word that tells it once.

    What was missed is made up for by the latest reminder alone; too early it is nothing.
    """
    if at > due_at:
        return OVERDUE
    left = due_at - at
    due = [days for days in DAYS_BEFORE if left <= timedelta(days=days)]
    return f"before-{min(due)}" if due else ""
