"""Book a place in a session, for oneself or for somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from training import permissions, policies
from training.codes import BookingSource, BookingState, NeedKind
from training.models import Booking, BookingEvent, BookingNeed, Reach, Session
from training.queries.seats import count_taken, find_bar

from .approvals import place_approved
from .booking_steps import Step, begin, take_step
from .seat_locks import lock_with_neighbours, seat_action
from .telling import tell_booking
from .waiting_list import fill_seats, offer_free_places

NO_NEEDS: Final[Mapping[NeedKind, str]] = MappingProxyType({})
_THERE: Final = {
    BookingState.REQUESTED: "There is a request for this session already.",
    BookingState.WAITLISTED: "There is a place on the waiting list of this session already.",
    BookingState.OFFERED: "A place in this session is offered already. Accept or decline it.",
    BookingState.BOOKED: "This session is booked already.",
}
_TOOK_FREE_PLACE: Final = "Took a free place after offers had ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """Who wants which place, and who says so."""

    session_id: int
    learner: PractitionerRole
    by: Reach
    source: BookingSource
    at: datetime
    needs: Mapping[NeedKind, str]
    over_book: bool = False

    @property
    def is_decided(self) -> bool:
        """Whether whoever books may approve it, so that nobody else has to."""
        is_own = self.learner.user_id == self.by.viewer.user_id
        return not is_own and self.learner.organization_id in self.by.people


@seat_action
def book_session(
    *,
    session_id: int,
    learner: PractitionerRole,
    by: Reach,
    source: BookingSource,
    at: datetime,
    needs: Mapping[NeedKind, str] = NO_NEEDS,
) -> Booking:
    """
    Book a place, ask for one where that needs approval, or join the waiting list where it is full.

    :raises Session.DoesNotExist: there is no such session
    :raises Forbidden: the actor may not book for the learner, or the session is not for them
    :raises NotPermittedNow: the session takes no bookings, or the learner cannot come
    """
    return _book(
        _Wish(session_id=session_id, learner=learner, by=by, source=source, at=at, needs=needs)
    )


@seat_action
def book_over_capacity(
    *,
    session_id: int,
    learner: PractitionerRole,
    by: Reach,
    at: datetime,
    needs: Mapping[NeedKind, str] = NO_NEEDS,
) -> Booking:
    """
    Book somebody into a full session, knowingly: those who run it may use its allowance.

    :raises Session.DoesNotExist: there is no such session
    :raises Forbidden: the actor does not run it, or may not book for the learner
    :raises NotPermittedNow: the allowance is used up, or the learner cannot come
    """
    wish = _Wish(
        session_id=session_id,
        learner=learner,
        by=by,
        source=BookingSource.TRAINER,
        at=at,
        needs=needs,
        over_book=True,
    )
    return _book(wish)


def _book(wish: _Wish) -> Booking:
    session, neighbours = lock_with_neighbours(wish.session_id, at=wish.at)
    permissions.check_may_book_for(wish.by, wish.learner, wish.source)
    if wish.over_book:
        permissions.check_may_run(wish.by, session)
    policies.check_takes_bookings(session, at=wish.at)
    if not Session.objects.open_to(wish.learner).filter(pk=session.pk).exists():
        raise Forbidden("This session is for people of other organisations.")
    fill_seats(session, at=wish.at)
    offer_free_places(neighbours, at=wish.at)
    _leave_waiting_list(session, wish)
    if reason := find_bar(session, wish.learner.user_id):
        raise NotPermittedNow(reason)
    booking, event = _place(session, wish)
    BookingNeed.objects.bulk_create(
        BookingNeed(booking=booking, kind=kind, words=words.strip().encode())
        for kind, words in wish.needs.items()
        if words.strip()
    )
    tell_booking(booking, event, at=wish.at)
    return booking


def _place(session: Session, wish: _Wish) -> tuple[Booking, BookingEvent]:
    """
    Give the learner a place, or let them ask for one or wait for one.

    :raises NotPermittedNow: there is none, and nothing to wait for
    """
    booking = Booking(
        session=session,
        user_id=wish.learner.user_id,
        role=wish.learner,
        source=wish.source,
        joined_at=wish.at,
    )
    course = session.version.course
    taken = count_taken(session)
    has_seat = taken < session.capacity
    facts: dict[str, object] = {}
    if wish.over_book and not has_seat:
        if taken >= session.capacity + session.overbook_allowance:
            raise NotPermittedNow("The places beyond the full number are taken too.")
        has_seat, facts = True, {"over_capacity": True, "taken_before": taken}
    user = wish.by.viewer.user
    if not has_seat:
        _check_can_wait(session, wish)
    if course.needs_approval:
        # Where a decision is at hand, the request is there only in what is written down.
        asked = Step(to=BookingState.REQUESTED, by=user, at=wish.at, facts=facts)
        event = _ask(booking, asked, wish, has_seat=has_seat)
        return booking, event
    to = BookingState.BOOKED if has_seat else BookingState.WAITLISTED
    return booking, begin(booking, Step(to=to, by=user, at=wish.at, facts=facts))


def _ask(booking: Booking, asked: Step, wish: _Wish, *, has_seat: bool) -> BookingEvent:
    """
    Ask for a place; whoever may decide it and books for another has then decided it.

    :raises NotPermittedNow: a request would take a place, and there is none
    """
    if wish.is_decided:
        approved = Step(to=BookingState.APPROVED, by=asked.by, at=asked.at)
        begin(booking, asked)
        return place_approved(booking, approved, has_seat=has_seat)
    if booking.session.version.course.approval_holds_seat and not has_seat:
        raise NotPermittedNow(
            "All places are taken or asked for. Choose another date, or ask your manager or a"
            " trainer to put you on the waiting list."
        )
    return begin(booking, asked)


def _leave_waiting_list(session: Session, wish: _Wish) -> None:
    """
    Require that the learner has no booking; who waits may take a place that is offered no more.

    :raises NotPermittedNow: they have one
    """
    active = Booking.objects.active().filter(session=session, user_id=wish.learner.user_id)
    there = active.first()
    if there is None:
        return
    is_free = (
        policies.offer_until(session, at=wish.at) is None
        and count_taken(session) < session.capacity
    )
    if there.state != BookingState.WAITLISTED or not is_free:
        raise NotPermittedNow(_THERE[BookingState(there.state)])
    there.session = session
    user = wish.by.viewer.user
    step = Step(to=BookingState.CANCELLED_BY_USER, by=user, at=wish.at, reason=_TOOK_FREE_PLACE)
    take_step(there, step)


def _check_can_wait(session: Session, wish: _Wish) -> None:
    """
    Require that a waiting list still leads anywhere.

    :raises NotPermittedNow: it is too near the start for offers
    """
    if policies.offer_until(session, at=wish.at) is None:
        raise NotPermittedNow(
            "This session is full, and so near its start that no place is offered any more."
        )
