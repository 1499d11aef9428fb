"""What the state of a motion, or of a resolution in writing, allows."""

from datetime import datetime, timedelta
from typing import Final

from core.errors import NotPermittedNow
from governance.codes import MeetingState, MotionState, VotingMethod, WrittenState

BEFORE_THE_CLOSE: Final = frozenset(
    {MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED, MeetingState.IN_PROGRESS}
)
SHORTEST_TIME_TO_ANSWER: Final = timedelta(hours=24)


def check_can_be_proposed(meeting_state: str) -> None:
    """
    Require a meeting that is not over.

    :raises NotPermittedNow: it is
    """
    if meeting_state not in BEFORE_THE_CLOSE:
        raise NotPermittedNow("The meeting is over: a motion belongs to a meeting to come.")


def check_motion_is(now: str, *wanted: MotionState) -> None:
    """
    Require that a motion stands where something can be done with it.

    :raises NotPermittedNow: it does not
    """
    if now not in wanted:
        raise NotPermittedNow(f"The motion is “{MotionState(now).label.lower()}”.")


def check_can_be_voted_on(state: str, method: str) -> None:
    """
    Require a motion that is open and decided by votes.

    :raises NotPermittedNow: it is not
    """
    check_motion_is(state, MotionState.OPEN)
    if method == VotingMethod.CONSENSUS:
        raise NotPermittedNow("This motion is decided by consensus, without votes.")


def check_can_be_recorded(state: str, method: str) -> None:
    """
    Require a motion whose votes can still be recorded by name.

    :raises NotPermittedNow: it is decided, or people vote on it in secret already
    """
    check_motion_is(state, MotionState.DRAFT, MotionState.OPEN)
    if state == MotionState.OPEN and method != VotingMethod.SHOWN:
        raise NotPermittedNow("This motion is open without names: ask before a vote is opened.")


def check_is_open_for_answers(state: str, deadline_at: datetime, *, at: datetime) -> None:
    """
    Require a resolution in writing that still takes answers.

    :raises NotPermittedNow: it is closed, or its deadline is over
    """
    if state != WrittenState.OPEN or at >= deadline_at:
        raise NotPermittedNow("This resolution no longer takes answers.")


def check_leaves_time(deadline_at: datetime, *, at: datetime) -> None:
    """
    Require that members have a day at least to answer a resolution in writing.

    :raises NotPermittedNow: they have not
    """
    if deadline_at - at < SHORTEST_TIME_TO_ANSWER:
        raise NotPermittedNow("Give members at least 24 hours to answer.")
