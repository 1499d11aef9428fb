"""What a register makes of a booking, and what counts as late. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from training.codes import BookingState, Mark

LATE_AFTER: Final = timedelta(minutes=15)
# The register of a part opens this long before it starts.
OPENS_BEFORE: Final = timedelta(hours=1)
THERE: Final = (Mark.PRESENT, Mark.LATE)


def mark_on_arrival(starts_at: datetime, arrived_at: datetime) -> Mark:
    """Return present, or late from a quarter of an hour after the start."""
    return Mark.LATE if arrived_at > starts_at + LATE_AFTER else Mark.PRESENT


def outcome_of(slots: Collection[UUID], marks: Mapping[UUID, Mark]) -> BookingState:
    """
    Return what somebody's marks come to over all parts of a session.

    Late counts as there, and no mark as absent: there in all parts is attended, in some is in
    part, in none is not at all. Only who attended all has done the step.
    """
    there = sum(marks.get(slot) in THERE for slot in slots)
    if slots and there == len(slots):
        return BookingState.ATTENDED
    return BookingState.PARTIAL if there else BookingState.NO_SHOW
