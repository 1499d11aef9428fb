"""What somebody owes to their committees."""

from datetime import date, datetime, timedelta
from typing import Final

from governance.codes import ActionState
from governance.models import Reach

from .standing_actions import RAG_ORDER, StandingAction, known_actions, stand

CLOSED_SHOWN: Final = timedelta(days=90)
MOST_CLOSED: Final = 20


def list_own_actions(reach: Reach, *, on: date) -> list[StandingAction]:
    """Return the open actions of a viewer, the late ones first, then by due date."""
    owed = known_actions(reach).filter(owner_id=reach.user_id).open()
    return sorted(
        stand(owed, reach=reach, on=on),
        key=lambda each: (RAG_ORDER.index(each.rag), each.action.due_on, each.action.number),
    )


def list_own_closed(reach: Reach, *, at: datetime, on: date) -> list[StandingAction]:
    """Return what a viewer has done of late, or need no longer do, the last first."""
    closed = known_actions(reach).filter(owner_id=reach.user_id, closed_at__gte=at - CLOSED_SHOWN)
    closed = closed.exclude(state=ActionState.OPEN).order_by("-closed_at")
    return stand(closed[:MOST_CLOSED], reach=reach, on=on)
