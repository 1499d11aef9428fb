"""Registers in words, the code at the door as a picture, and observed tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from core.dates import LONDON
from training.codes import BookingState, Mark, MarkSource
from training.models import AttendanceMark, Session, SessionSlot
from training.queries.registers import RegisterRow

from .frame import FrameLink
from .session_desk import say_slot

MARK_TONES = {Mark.PRESENT: "green", Mark.LATE: "amber", Mark.ABSENT: "red"}
OUTCOME_TONES = {
    BookingState.ATTENDED: "green",
    BookingState.PARTIAL: "amber",
    BookingState.NO_SHOW: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """Somebody in a register."""

    booking: UUID
    name: str
    about: str
    mark: str
    marked: str
    outcome: str
    outcome_tone: str
    needs: Sequence[str]
    is_self: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many are booked, there, away and not marked."""

    booked: int
    there: int
    absent: int
    unmarked: int

    @property
    def words(self) -> str:
        """The counts in a line."""
        return (
            f"{self.booked} booked · {self.there} there · {self.absent} absent"
            f" · {self.unmarked} not marked"
        )


def present_register(rows: Sequence[RegisterRow], *, viewer_id: object) -> list[RegisterLine]:
    """Return the people of a register in lines."""
    return [_line(row, viewer_id) for row in rows]


def _line(row: RegisterRow, viewer_id: object) -> RegisterLine:
    booking = row.booking
    state = BookingState(booking.state)
    is_over = state != BookingState.BOOKED
    return RegisterLine(
        booking=booking.pk,
        name=str(booking.user),
        about=f"{booking.role.title}, {booking.role.organization.short_name}",
        mark=row.mark.mark if row.mark else "",
        marked=say_mark(row.mark),
        outcome=state.label if is_over else "",
        outcome_tone=OUTCOME_TONES.get(state, "plain"),
        needs=[f"{kind.label}: {words}" for kind, words in row.needs],
        is_self=booking.user_id == viewer_id,
    )


def say_mark(mark: AttendanceMark | None) -> str:
    """Return what a mark says and where it comes from."""
    if mark is None:
        return "Not marked"
    clock = mark.at.astimezone(LONDON)
    how = "scanned" if mark.source == MarkSource.CODE else f"marked by {mark.by}"
    why = f": {mark.reason}" if mark.reason else ""
    return f"{Mark(mark.mark).label}, {how} {clock:%H:%M}{why}"


def count_marks(rows: Sequence[RegisterRow]) -> Tally:
    """Return how many are there, away and not marked."""
    marks = [row.mark.mark if row.mark else None for row in rows]
    absent, unmarked = marks.count(Mark.ABSENT), marks.count(None)
    return Tally(
        booked=len(marks),
        there=len(marks) - absent - unmarked,
        absent=absent,
        unmarked=unmarked,
    )


def present_parts(
    session: Session, slots: Sequence[SessionSlot], current: SessionSlot
) -> list[FrameLink]:
    """Return the parts of a session as tabs of its register."""
    base = reverse("training:register", args=[session.pk])
    return [
        FrameLink(
            label=say_slot(slot), url=f"{base}?part={slot.pk}", is_current=slot.pk == current.pk
        )
        for slot in slots
    ]


def draw_code(url: str) -> SafeString:
    """Return a QR code as SVG without styles or scripts of its own."""
    code = segno.make(url, error="m", micro=False)
    drawing = code.svg_inline(
        scale=8, border=2, omitsize=True, svgclass="ohc-door__code", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308 - made of an address of ours, and nothing typed


def say_clock(moment: datetime) -> str:
    """Return a time of day in London."""
    return f"{moment.astimezone(LONDON):%H:%M}"
