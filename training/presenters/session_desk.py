"""Sessions as those who run them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from core.dates import LONDON, TIME, count_in_words, format_date, format_day, format_short_day
from training.codes import DeliveryMode, SessionState
from training.models import Session, SessionSlot
from training.queries.session_desk import NEAR, SessionFilter

from .frame import FrameLink
from .versions import Fact

FILTERS = {
    SessionFilter.UPCOMING: "Upcoming",
    SessionFilter.AT_RISK: "At risk",
    SessionFilter.FULL: "Full",
    SessionFilter.TO_CLOSE: "Register to close",
    SessionFilter.DRAFT: "Drafts",
    SessionFilter.PAST: "Past",
}
NOTHING = {
    SessionFilter.UPCOMING: "No session of your board is to come.",
    SessionFilter.AT_RISK: "Every session that is decided within two weeks has enough people.",
    SessionFilter.FULL: "No session to come is full.",
    SessionFilter.TO_CLOSE: "The register of every past session is closed.",
    SessionFilter.DRAFT: "No session is being set up.",
    SessionFilter.PAST: "No session has been held or cancelled yet.",
}
STATE_TONES = {
    SessionState.DRAFT: "amber",
    SessionState.OPEN: "green",
    SessionState.HELD: "plain",
    SessionState.CANCELLED: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A short word with the tone of its tag."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session in a list of trainers."""

    number: int
    course: str
    when: str
    where: str
    trainers: str
    places: str
    words: Sequence[Word]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """A stretch of a session."""

    id: UUID
    when: str
    where: str
    link: str


def present_filters(current: SessionFilter, *, is_own: bool) -> list[FrameLink]:
    """Return the ways to look at sessions, as tabs."""
    base = reverse("training:session_desk")
    own = "&whose=own" if is_own else ""
    return [
        FrameLink(label=label, url=f"{base}?show={each}{own}", is_current=each == current)
        for each, label in FILTERS.items()
    ]


def present_session_line(session: Session, *, at: datetime) -> SessionLine:
    """Return a session, counted, in a line."""
    slots = sorted(session.slots.all(), key=lambda slot: slot.starts_at)
    more = f", {count_in_words(len(slots), 'part')}" if len(slots) > 1 else ""
    trainers = ", ".join(str(each.user) for each in session.trainers.all())
    return SessionLine(
        number=session.pk,
        course=session.version.course.name,
        when=say_start(session) + more,
        where=say_place(slots[0]) if slots else "No time yet",
        trainers=trainers or "Nobody yet",
        places=f"{_count(session, 'taken')} of {session.capacity}",
        words=say_state(session, at=at),
    )


def say_state(session: Session, *, at: datetime) -> list[Word]:
    """Return what is the matter with a session, in words with tones."""
    state = SessionState(session.state)
    if state != SessionState.OPEN:
        return [Word(text=state.label, tone=STATE_TONES[state])]
    taken, waiting = _count(session, "taken"), _count(session, "waiting")
    is_over = session.ends_at is not None and session.ends_at <= at
    asking = _count(session, "asking")
    found = (
        (is_over, Word(text="Register to close", tone="amber")),
        (not is_over and is_at_risk(session, at=at), Word(text="At risk", tone="red")),
        (not is_over and taken >= session.capacity, Word(text="Full", tone="blue")),
        (bool(waiting), Word(text=f"{waiting} waiting", tone="plain")),
        (bool(asking), Word(text=f"{asking} to approve", tone="amber")),
    )
    return [word for is_so, word in found if is_so]


def is_at_risk(session: Session, *, at: datetime) -> bool:
    """Whether a session is decided soon, with fewer booked than it needs to run."""
    if session.starts_at is None or session.starts_at <= at:
        return False
    starts_on = timezone.localdate(session.starts_at, LONDON)
    decided = session.decide_on or starts_on
    is_near = decided <= timezone.localdate(at, LONDON) + NEAR
    return is_near and _count(session, "seated") < session.min_to_run


def say_start(session: Session) -> str:
    """Return when a session starts."""
    return format_date(session.starts_at, TIME) if session.starts_at else "No time yet"


def say_slot(slot: SessionSlot) -> str:
    """Return when a stretch is: "Thu 3 December 2026, 09:30 to 12:30"."""
    day = slot.starts_at.astimezone(LONDON)
    end = slot.ends_at.astimezone(LONDON)
    until = f"{end:%H:%M}" if end.date() == day.date() else format_date(end, TIME)
    return f"{day:%a} {format_date(day, TIME)} to {until}"


def say_place(slot: SessionSlot) -> str:
    """Return where a stretch is held."""
    venue = slot.venue.name if slot.venue else ""
    said = ", ".join(part for part in (venue, slot.room) if part)
    return said or ("Online" if slot.join_url else "No place yet")


def present_slots(session: Session) -> list[SlotLine]:
    """Return the stretches of a session, which come in their order."""
    return [
        SlotLine(id=slot.pk, when=say_slot(slot), where=say_place(slot), link=slot.join_url)
        for slot in session.slots.all()
    ]


def present_plan(session: Session) -> list[Fact]:
    """Return how a session is run."""
    decided = f", decided on {format_short_day(session.decide_on)}" if session.decide_on else ""
    offers = f"stand for {session.offer_hours} h, none in the last {session.offers_end_hours} h"
    trainers = ", ".join(
        f"{each.user} (leads)" if each.is_lead else str(each.user)
        for each in session.trainers.all()
    )
    return [
        Fact(label="Given", value=DeliveryMode(session.mode).label),
        Fact(label="Held by", value=session.host.short_name),
        Fact(
            label="For",
            value=session.audience.short_name if session.audience else "Everybody who may",
        ),
        Fact(label="Given by", value=trainers or "Nobody yet"),
        Fact(
            label="Runs from",
            value=f"{count_in_words(session.min_to_run, 'person', 'people')}{decided}",
        ),
        Fact(label="Offers", value=offers),
        Fact(label="Instructions", value=session.notes or "None"),
    ]


def list_cautions(session: Session) -> list[str]:
    """Return what a trainer should look at: rooms that are too small."""
    rooms = [slot.venue for slot in session.slots.all() if slot.venue]
    small = {f"{room.name} takes {room.seats}" for room in rooms if room.seats < session.capacity}
    return [f"{each}, fewer than the {session.capacity} places." for each in sorted(small)]


def say_day(day: datetime) -> str:
    """Return the day of a moment in London."""
    return format_day(timezone.localdate(day, LONDON))


def _count(session: Session, name: str) -> int:
    return int(getattr(session, name, 0))
