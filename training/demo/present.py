"""What goes on now: sessions ahead with people in them, today's register, those who wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from accounts.models import Organization, PractitionerRole, User
from core.dates import LONDON
from training.codes import BookingState, DeliveryMode, SessionState
from training.models import (
    BookedSlot,
    Booking,
    BookingEvent,
    CourseVersion,
    Session,
    SessionSlot,
    SessionTrainer,
    Venue,
)

B = BookingState
_AT_ONCE: Final = 2000
EARLIEST, LATEST = 9, 15


def load_bookings_ahead(learners: Sequence[PractitionerRole], *, at: datetime) -> int:
    """Fill the sessions of the next weeks: some loosely, some to the last seat and beyond."""
    chance = Random("ahead")
    by_board: defaultdict[object, list[PractitionerRole]] = defaultdict(list)
    for role in learners:
        board = role.organization.board
        by_board[board.pk if board else None].append(role)
    # From tomorrow on: the sessions of today have learners of their own, who may not be in two.
    tomorrow = (at.astimezone(LONDON) + timedelta(days=1)).replace(hour=0, minute=0)
    slots = SessionSlot.objects.filter(
        session__state=SessionState.OPEN, starts_at__gt=tomorrow, session__bookings__isnull=True
    )
    rows = _Rows()
    for slot in slots.select_related("session").order_by("starts_at"):
        people = by_board.get(slot.session.host_id, [])
        if people:
            _fill(slot, people, chance, rows, at=at)
    rows.save()
    return len(rows.bookings)


class _Rows:
    """What is to be written, and who is busy when."""

    def __init__(self) -> None:
        self.bookings: list[Booking] = []
        self.events: list[BookingEvent] = []
        self.times: list[BookedSlot] = []
        self.busy: set[object] = set()

    def save(self) -> None:
        Booking.objects.bulk_create(self.bookings, batch_size=_AT_ONCE)
        BookingEvent.objects.bulk_create(self.events, batch_size=_AT_ONCE)
        BookedSlot.objects.bulk_create(self.times, batch_size=_AT_ONCE)

    def book(
        self, slot: SessionSlot, role: PractitionerRole, state: BookingState, at: datetime
    ) -> None:
        """Write a booking as it would have come about."""
        booking = Booking(
            session=slot.session, user=role.user, role=role, state=state, joined_at=at
        )
        self.bookings.append(booking)
        self.events.append(BookingEvent(booking=booking, at=at, by=role.user, to_state=state))
        self.busy.add((role.user_id, slot.starts_at.date()))
        if state == B.BOOKED:
            self.times.append(
                BookedSlot(
                    booking=booking,
                    slot=slot,
                    user=role.user,
                    during=(slot.starts_at, slot.ends_at),
                )
            )


def _fill(
    slot: SessionSlot,
    people: Sequence[PractitionerRole],
    chance: Random,
    rows: _Rows,
    *,
    at: datetime,
) -> None:
    session = slot.session
    weeks_off = max((slot.starts_at - at).days / 7, 0.3)
    filled = min(1.0, chance.uniform(0.35, 1.35) / (0.7 + weeks_off / 6))
    wanted = round(session.capacity * filled)
    waiting = chance.randrange(1, 5) if wanted >= session.capacity else 0
    free = [role for role in people if (role.user_id, slot.starts_at.date()) not in rows.busy]
    chosen = chance.sample(free, min(len(free), wanted + waiting))
    for index, role in enumerate(chosen):
        state = B.BOOKED if index < session.capacity else B.WAITLISTED
        joined_at = at - timedelta(hours=chance.randrange(3, 24 * 21) / (1 + index / 20))
        rows.book(slot, role, state, joined_at)


def load_today(
    version: CourseVersion,
    *,
    host: Organization,
    trainer: User,
    venue: Venue,
    learners: Sequence[PractitionerRole],
    at: datetime,
) -> None:
    """Have a session of this trainer begin in a while, and one of yesterday wait to be closed."""
    chance = Random("today")
    local = at.astimezone(LONDON).replace(minute=0, second=0, microsecond=0)
    # Courses are given by day, whenever the demonstration is started.
    today = local.replace(hour=min(max(local.hour + 1, EARLIEST), LATEST))
    for starts_at in (today, today - timedelta(days=1)):
        ends_at = starts_at + timedelta(minutes=version.duration_minutes)
        session = Session.objects.create(
            version=version,
            mode=DeliveryMode.CLASSROOM,
            host=host,
            state=SessionState.OPEN,
            capacity=12,
            overbook_allowance=2,
            min_to_run=4,
            decide_on=starts_at.date() - timedelta(days=5),
            starts_at=starts_at,
            ends_at=ends_at,
            notes="Bring your smartcard. Coffee from a quarter of an hour before.",
        )
        slot = SessionSlot.objects.create(
            session=session, starts_at=starts_at, ends_at=ends_at, venue=venue, room="Room 2"
        )
        SessionTrainer.objects.create(session=session, user=trainer, is_lead=True)
        rows = _Rows()
        for role in chance.sample(learners, 9):
            rows.book(slot, role, B.BOOKED, at - timedelta(days=chance.randrange(2, 20)))
        rows.save()


def boards_of(organizations: Mapping[str, Organization]) -> dict[str, Organization]:
    """Return the three boards by code, Shropshire first."""
    return {code: organizations[code] for code in ("QOC", "QNC", "QUA")}
