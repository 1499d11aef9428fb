"""What the state of a meeting allows."""

from core.errors import NotPermittedNow
from governance.codes import (
    ITEMS_ARE_OPEN,
    LATE_ITEMS_ARE_TAKEN,
    MEETING_TRANSITIONS,
    MINUTES_ARE_OPEN,
    MeetingState,
)


def check_meeting_can_become(now: str, then: MeetingState) -> None:
    """
    Require that a meeting may become what is asked for (`codes.MEETING_TRANSITIONS`).

    :raises NotPermittedNow: it may not
    """
    state = MeetingState(now)
    if then not in MEETING_TRANSITIONS[state]:
        raise NotPermittedNow(
            f"The meeting is “{state.label.lower()}” and cannot become “{then.label.lower()}”."
        )


def check_agenda_is_open(state: str) -> None:
    """
    Require that the agenda is not yet published: its numbers are frozen from then on.

    :raises NotPermittedNow: it is
    """
    if state != MeetingState.PLANNED:
        raise NotPermittedNow("The agenda is published: its items keep their numbers and order.")


def check_items_can_change(state: str) -> None:
    """
    Require that what an item says can still change, as it can until the meeting is opened.

    :raises NotPermittedNow: the meeting has begun, or is cancelled
    """
    if state not in ITEMS_ARE_OPEN:
        raise NotPermittedNow("An item can be changed until the meeting is opened.")


def check_takes_late_items(state: str) -> None:
    """
    Require a published agenda whose meeting is not over: it takes items at its end.

    :raises NotPermittedNow: the agenda is not yet published, or the meeting is over
    """
    if state not in LATE_ITEMS_ARE_TAKEN:
        raise NotPermittedNow(
            "A late item can be added from the publication of the agenda to the end of the meeting."
        )


def check_minutes_are_open(state: str) -> None:
    """
    Require that minutes can still be written.

    :raises NotPermittedNow: the meeting has not begun, or the chair has checked its minutes
    """
    if state not in MINUTES_ARE_OPEN:
        raise NotPermittedNow("The minutes can be written from the opening to the chair's check.")


def check_can_be_moved(state: str) -> None:
    """
    Require that a meeting has not begun and is not cancelled.

    :raises NotPermittedNow: it has or is
    """
    if state not in (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED):
        raise NotPermittedNow("A meeting that has begun or is cancelled cannot be moved.")
