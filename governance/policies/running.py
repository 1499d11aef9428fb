"""What a meeting that is going on allows."""

from datetime import datetime
from typing import Final

from core.errors import NotPermittedNow
from governance.codes import EntryKind, MeetingState

# What carries a decision out may still be written below it.
FOLLOWS_A_DECISION: Final = frozenset({EntryKind.ACTION, EntryKind.RISK})
WRITTEN_BY_THE_ROOM: Final = frozenset(
    {EntryKind.DECISION, EntryKind.ACTION, EntryKind.INTEREST, EntryKind.ATTENDANCE}
)
# They record what was done, so they cannot be struck either.
STAYS_FOR_GOOD: Final = frozenset({EntryKind.DECISION, EntryKind.INTEREST})


def check_is_running(state: str) -> None:
    """
    Require that the meeting is in progress.

    :raises NotPermittedNow: it has not begun, or is over
    """
    if state != MeetingState.IN_PROGRESS:
        raise NotPermittedNow("The meeting is not in progress.")


def check_is_not_decided(decided_at: datetime | None, kind: str = "") -> None:
    """
    Require that an item is not decided; actions and risks may still follow from its decision.

    :raises NotPermittedNow: it is decided, and locked until somebody opens it again with a reason
    """
    if decided_at is not None and kind not in FOLLOWS_A_DECISION:
        raise NotPermittedNow("The item is decided and locked. Open it again first, with a reason.")


def check_can_be_edited(kind: str, *, struck_at: datetime | None) -> None:
    """
    Require an entry that people typed: those that the room wrote say what rows hold.

    :raises NotPermittedNow: it is not, or it is struck
    """
    if kind in WRITTEN_BY_THE_ROOM:
        raise NotPermittedNow("This entry follows from what was done, and stays as it is.")
    if struck_at is not None:
        raise NotPermittedNow("The entry is struck. Take that back first.")


def check_can_be_struck(kind: str) -> None:
    """
    Require an entry that may be struck: not one of a decision, a reopening or an interest.

    :raises NotPermittedNow: it is one of these
    """
    if kind in STAYS_FOR_GOOD:
        raise NotPermittedNow("Decisions and interests stay in the minutes.")


def check_register_is_open(state: str) -> None:
    """
    Require that the register can be kept: from the published agenda to the end of the meeting.

    :raises NotPermittedNow: it cannot
    """
    if state not in {MeetingState.AGENDA_PUBLISHED, MeetingState.IN_PROGRESS}:
        raise NotPermittedNow("The register is kept from the published agenda to the close.")
