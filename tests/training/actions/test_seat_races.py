"""Many people at one seat at the same moment, on real connections."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from core.errors import DomainError, NotPermittedNow
from tests.factories.training import MONDAY, a_trainer, learner, make_session
from tests.training.seats_world import book, check_invariants, queue_of, state_of
from training.actions.seat_locks import BUSY
from training.actions.seats import (
    accept_offer,
    book_session,
    cancel_booking,
    decline_offer,
    lapse_offers,
    lock_session,
    resize_session,
)
from training.codes import BookingSource, BookingState
from training.models import Booking, reach_of

pytestmark = pytest.mark.django_db(transaction=True)

S = BookingState
RIVALS = 50
# A race may cost so many times what as many bookings cost one after the other. It is about once as
# long as each rival waits for the lock; were each to try again for all before it, it would be 25.
MOST_TIMES = 10


def at_once(*changes: Callable[[], object]) -> Sequence[DomainError | None]:
    """Run changes at the same moment, each on a connection of its own; return what was refused."""
    ready = Barrier(len(changes))

    def run(change: Callable[[], object]) -> DomainError | None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            change()
        except DomainError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(run, changes))


def patiently(change: Callable[[], object]) -> None:
    """Try again as long as one is asked to, as on a machine that others use too."""
    for _ in range(100):
        try:
            change()
        except NotPermittedNow as error:
            if str(error) != BUSY:
                raise
        else:
            return


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return what some work takes of this process; seconds by the clock are for the benchmark."""
    before = time.process_time()
    work()
    return time.process_time() - before


class TestFiftyRivals:
    def test_one_is_booked_and_the_others_wait_in_the_order_in_which_they_came(self):
        session = make_session(capacity=1)
        rivals = [learner() for _ in range(RIVALS)]
        quiet, others = make_session(capacity=RIVALS), [learner() for _ in range(RIVALS)]

        def wants(place):
            return lambda: patiently(
                lambda: book(session, rivals[place], at=MONDAY + timedelta(milliseconds=place))
            )

        alone = cpu_seconds(lambda: [book(quiet, role) for role in others])
        refused: list[DomainError | None] = []
        together = cpu_seconds(
            lambda: refused.extend(at_once(*[wants(place) for place in range(RIVALS)]))
        )

        assert refused == [None] * RIVALS
        [winner] = Booking.objects.filter(session=session, state=S.BOOKED)
        waiting = queue_of(session)
        assert [each.user_id for each in waiting] == [
            role.user_id for role in rivals if role.user_id != winner.user_id
        ]
        assert len(waiting) == RIVALS - 1
        check_invariants(session)
        assert together < MOST_TIMES * alone


class TestOneOffer:
    def given_offer(self):
        session = make_session(capacity=1)
        first, second, third = learner(), learner(), learner()
        booked = book(session, first)
        offered, waiting = (
            book(session, role, at=MONDAY + timedelta(minutes=place))
            for place, role in enumerate((second, third))
        )
        cancel_booking(booking_id=booked.pk, by=reach_of(first), reason="", at=MONDAY)
        assert state_of(offered) == S.OFFERED
        return session, second, offered, waiting

    def test_is_answered_once_by_two_at_once(self):
        session, role, offered, waiting = self.given_offer()
        by = reach_of(role)

        refused = at_once(
            lambda: accept_offer(booking_id=offered.pk, by=by, at=MONDAY),
            lambda: decline_offer(booking_id=offered.pk, by=by, at=MONDAY),
        )

        assert [type(each) for each in refused if each] == [NotPermittedNow]
        ended = (state_of(offered), state_of(waiting))
        assert ended in [(S.BOOKED, S.WAITLISTED), (S.DECLINED, S.OFFERED)]
        check_invariants(session)

    def test_is_not_taken_by_somebody_else_while_it_runs_out(self):
        session, role, offered, waiting = self.given_offer()
        late = MONDAY + timedelta(days=3)

        at_once(
            lambda: lapse_offers(at=late),
            lambda: accept_offer(booking_id=offered.pk, by=reach_of(role), at=late),
            lambda: book(session, at=late),
        )

        assert state_of(offered) == S.LAPSED
        assert state_of(waiting) == S.OFFERED
        check_invariants(session, at=late)


class TestTwoSessionsAtOneTime:
    def test_one_person_gets_into_one_of_them(self):
        one, other, role = make_session(), make_session(), learner()

        refused = at_once(lambda: book(one, role), lambda: book(other, role))

        [error] = [each for each in refused if each]
        assert "already a booking at that time" in str(error)
        assert Booking.objects.filter(user=role.user, state=S.BOOKED).count() == 1
        check_invariants(one, other)


class TestCancelAndResize:
    def test_offer_each_free_place_once(self):
        trainer = a_trainer()
        session = make_session(capacity=2, trainer=trainer)
        roles = [learner() for _ in range(6)]
        bookings = [book(session, role) for role in roles]

        refused = at_once(
            lambda: cancel_booking(
                booking_id=bookings[0].pk, by=reach_of(roles[0]), reason="", at=MONDAY
            ),
            lambda: resize_session(
                session_id=session.pk,
                capacity=3,
                overbook_allowance=0,
                by=reach_of(trainer),
                at=MONDAY,
            ),
            lambda: book(session),
        )

        assert refused == [None, None, None]
        offered = [state_of(each) for each in bookings].count(S.OFFERED)
        assert offered == 2
        check_invariants(session)


class TestALockThatIsHeld:
    def test_is_waited_for_three_seconds_and_then_asks_to_try_again(self):
        session, role = make_session(), learner()
        held, done = Event(), Event()

        def hold():
            try:
                with transaction.atomic():
                    lock_session(session.pk)
                    held.set()
                    done.wait(timeout=60)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            holder = pool.submit(hold)
            held.wait(timeout=60)
            with pytest.raises(NotPermittedNow, match="try again"):
                book_session(
                    session_id=session.pk,
                    learner=role,
                    by=reach_of(role),
                    source=BookingSource.LEARNER,
                    at=MONDAY,
                )
            done.set()
            holder.result()

        assert not Booking.objects.filter(session=session).exists()
