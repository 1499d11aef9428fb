"""Marks, walk-ins, the close of a register and its correction."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.models import CompetencyGrant
from core.errors import Forbidden, NotPermittedNow
from tests.factories.training import (
    MONDAY,
    CourseFactory,
    a_manager,
    a_trainer,
    make_booking,
    make_session,
    make_version,
)
from tests.training.trainers_world import (
    START,
    a_session_with,
    another_boards_trainer,
    of_the_hospital,
    reaching,
)
from training.actions.attendance import (
    NotBooked,
    ReasonWanted,
    add_walk_in,
    attend_slot,
    mark_attendance,
    mark_rest_present,
)
from training.actions.registers import close_register, correct_attendance
from training.codes import BookingSource, BookingState, Mark, MarkSource, SessionState
from training.models import AttendanceMark, Award, Booking, SessionSlot

pytestmark = pytest.mark.django_db
DURING = START + timedelta(minutes=5)
AFTER = START + timedelta(hours=3)


@pytest.fixture
def trainer():
    return a_trainer()


def mark(booking, as_mark, by, *, reason="", at=DURING):
    return mark_attendance(
        booking_id=booking.pk,
        slot_id=booking.session.slots.earliest("starts_at").pk,
        mark=as_mark,
        by=reaching(by),
        at=at,
        reason=reason,
    )


class TestMark:
    def test_the_latest_counts_and_the_former_stays(self, trainer):
        _, (booking, _) = a_session_with(trainer)

        mark(booking, Mark.PRESENT, trainer)
        mark(booking, Mark.PRESENT, trainer)
        mark(booking, Mark.ABSENT, trainer)

        assert list(booking.marks.order_by("pk").values_list("mark", flat=True)) == [
            Mark.PRESENT,
            Mark.ABSENT,
        ]

    @pytest.mark.parametrize("stranger", [another_boards_trainer, of_the_hospital, a_manager])
    def test_only_those_who_run_the_session_mark(self, trainer, stranger):
        _, (booking, _) = a_session_with(trainer)

        with pytest.raises(Forbidden):
            mark(booking, Mark.PRESENT, stranger())

    def test_nobody_marks_themselves(self, trainer):
        session = make_session(trainer=trainer, starts_at=START)

        with pytest.raises(Forbidden, match="Somebody else"):
            mark(make_booking(session, trainer), Mark.PRESENT, trainer)

    def test_the_register_opens_an_hour_before(self, trainer):
        _, (booking, _) = a_session_with(trainer)

        with pytest.raises(NotPermittedNow, match="an hour before"):
            mark(booking, Mark.PRESENT, trainer, at=START - timedelta(minutes=61))
        mark(booking, Mark.PRESENT, trainer, at=START - timedelta(minutes=59))

    def test_all_others_are_present(self, trainer):
        session, (booking, _) = a_session_with(trainer, people=3)[0], a_session_with(trainer)[1]
        late, *_ = session.bookings.order_by("pk")
        mark(late, Mark.LATE, trainer)
        slot = session.slots.get()

        marked = mark_rest_present(slot_id=slot.pk, by=reaching(trainer), at=DURING)
        again = mark_rest_present(slot_id=slot.pk, by=reaching(trainer), at=DURING)

        assert (marked, again) == (2, 0)
        assert late.marks.get().mark == Mark.LATE
        assert not booking.marks.exists()


class TestScan:
    def scan(self, booking, minutes):
        arrived = START + timedelta(minutes=minutes)
        slot = booking.session.slots.get()
        return attend_slot(slot_id=slot.pk, scanned_at=arrived, by=booking.role, at=arrived)

    @pytest.mark.parametrize(
        ("minutes", "expected"), [(-30, Mark.PRESENT), (15, Mark.PRESENT), (16, Mark.LATE)]
    )
    def test_is_late_after_a_quarter_of_an_hour(self, trainer, minutes, expected):
        _, (booking, _) = a_session_with(trainer)

        found = self.scan(booking, minutes)

        assert (found.mark, found.source) == (expected, MarkSource.CODE)
        assert self.scan(booking, minutes + 5).pk == found.pk

    def test_a_trainer_contradicts_it_with_a_reason_for_good(self, trainer):
        _, (booking, _) = a_session_with(trainer)
        self.scan(booking, 1)

        with pytest.raises(ReasonWanted):
            mark(booking, Mark.ABSENT, trainer)
        mark(booking, Mark.ABSENT, trainer, reason="Left after ten minutes")

        with pytest.raises(NotPermittedNow, match="marked you otherwise"):
            self.scan(booking, 20)

    def test_brings_in_who_was_marked_absent_at_the_start(self, trainer):
        _, (booking, _) = a_session_with(trainer)
        mark(booking, Mark.ABSENT, trainer)

        assert self.scan(booking, 20).mark == Mark.LATE

    def test_tells_who_is_not_booked_what_to_do(self, trainer):
        session, _ = a_session_with(trainer)
        waits = make_booking(session, of_the_hospital(), BookingState.WAITLISTED)

        with pytest.raises(NotBooked, match="on the waiting list"):
            self.scan(waits, 0)
        slot = session.slots.get()
        with pytest.raises(NotBooked, match="not booked on this session"):
            attend_slot(slot_id=slot.pk, scanned_at=START, by=of_the_hospital(), at=START)
        assert not AttendanceMark.objects.exists()


class TestWalkIn:
    def walk_in(self, session, trainer, role, at=DURING):
        slot = session.slots.get()
        return add_walk_in(slot_id=slot.pk, learner=role, by=reaching(trainer), at=at)

    def test_takes_a_place_beyond_the_full_number_and_no_more(self, trainer):
        session, _ = a_session_with(trainer, capacity=2, overbook_allowance=1)

        booking = self.walk_in(session, trainer, of_the_hospital())

        assert (booking.state, booking.source) == (BookingState.BOOKED, BookingSource.TRAINER)
        assert booking.marks.get().mark == Mark.PRESENT
        assert booking.events.get().facts == {"walk_in": True, "over_capacity": True}
        with pytest.raises(NotPermittedNow, match="No place is left"):
            self.walk_in(session, trainer, of_the_hospital())

    @pytest.mark.parametrize("state", ["requested", "approved", "waitlisted", "offered"])
    def test_brings_in_who_asked_or_waited(self, trainer, state):
        session, _ = a_session_with(trainer)
        waits = make_booking(session, of_the_hospital(), BookingState(state))

        booking = self.walk_in(session, trainer, waits.role)

        assert (booking.pk, booking.state) == (waits.pk, BookingState.BOOKED)
        assert booking.times.exists()

    def test_needs_no_second_place_where_the_request_holds_one(self, trainer):
        course = CourseFactory.create(needs_approval=True, approval_holds_seat=True)
        session, _ = a_session_with(trainer, version=make_version(course=course), capacity=3)
        asked = make_booking(session, of_the_hospital(), BookingState.REQUESTED)

        assert self.walk_in(session, trainer, asked.role).state == BookingState.BOOKED

    def test_is_of_the_trainers_own_board(self, trainer):
        session, _ = a_session_with(trainer)

        with pytest.raises(Forbidden, match="of your own board"):
            self.walk_in(session, trainer, another_boards_trainer())


class TestClose:
    def test_says_of_everybody_what_became_of_them(self, trainer):
        session, people = a_session_with(trainer, people=4)
        later = START + timedelta(days=1)
        second = SessionSlot.objects.create(
            session=session, starts_at=later, ends_at=later + timedelta(hours=1)
        )
        came, late, partly, away = people
        mark(came, Mark.PRESENT, trainer)
        mark(late, Mark.LATE, trainer)
        mark(partly, Mark.PRESENT, trainer)
        mark(away, Mark.ABSENT, trainer)
        for booking in (came, late):
            mark_attendance(
                booking_id=booking.pk,
                slot_id=second.pk,
                mark=Mark.PRESENT,
                by=reaching(trainer),
                at=later,
            )
        asked = make_booking(session, of_the_hospital(), BookingState.REQUESTED)
        waits = make_booking(session, of_the_hospital(), BookingState.WAITLISTED)

        with pytest.raises(NotPermittedNow, match="has not started"):
            close_register(session_id=session.pk, by=reaching(trainer), at=START)
        close_register(session_id=session.pk, by=reaching(trainer), at=later)

        states = {row.pk: row.state for row in Booking.objects.filter(session=session)}
        assert [states[each.pk] for each in (came, late, partly, away, asked, waits)] == [
            BookingState.ATTENDED,
            BookingState.ATTENDED,
            BookingState.PARTIAL,
            BookingState.NO_SHOW,
            BookingState.DECLINED,
            BookingState.CANCELLED_BY_TRAINER,
        ]
        session.refresh_from_db()
        assert session.state == SessionState.HELD
        holders = set(CompetencyGrant.objects.values_list("user_id", flat=True))
        assert holders == {came.user_id, late.user_id}

    def test_leaves_open_what_else_the_version_asks(self, trainer):
        version = make_version(needs_quiz=True)
        session, (booking, _) = a_session_with(trainer, version=version)
        mark(booking, Mark.PRESENT, trainer)

        close_register(session_id=session.pk, by=reaching(trainer), at=AFTER)

        booking.refresh_from_db()
        assert booking.enrolment.attended_at == session.ends_at
        assert booking.enrolment.completed_at is None
        assert not Award.objects.exists()

    def test_happens_once_and_by_those_who_run_it(self, trainer):
        session, _ = a_session_with(trainer)

        for stranger in (another_boards_trainer(), of_the_hospital(), a_manager()):
            with pytest.raises(Forbidden):
                close_register(session_id=session.pk, by=reaching(stranger), at=AFTER)
        close_register(session_id=session.pk, by=reaching(trainer), at=AFTER)
        with pytest.raises(NotPermittedNow, match="closed already"):
            close_register(session_id=session.pk, by=reaching(trainer), at=AFTER)


class TestCorrection:
    @pytest.fixture
    def closed(self, trainer):
        session, (booking, _) = a_session_with(trainer)
        close_register(session_id=session.pk, by=reaching(trainer), at=AFTER)
        return booking

    def correct(self, booking, as_mark, trainer, reason="Signed the paper list"):
        return correct_attendance(
            booking_id=booking.pk,
            slot_id=booking.session.slots.get().pk,
            mark=as_mark,
            reason=reason,
            by=reaching(trainer),
            at=AFTER + timedelta(days=1),
        )

    def test_completes_who_was_there_after_all(self, trainer, closed):
        with pytest.raises(NotPermittedNow, match="a correction needs a reason"):
            mark(closed, Mark.PRESENT, trainer)

        booking = self.correct(closed, Mark.PRESENT, trainer)

        assert booking.state == BookingState.ATTENDED
        event = booking.events.latest("pk")
        assert (event.from_state, event.to_state) == ("no-show", "attended")
        assert (event.reason, event.by_id) == ("Signed the paper list", trainer.user_id)
        assert CompetencyGrant.objects.filter(user=booking.user).exists()
        assert booking.session.state == SessionState.HELD

    def test_takes_no_award_back(self, trainer, closed):
        self.correct(closed, Mark.PRESENT, trainer)

        booking = self.correct(closed, Mark.ABSENT, trainer, "Somebody else of that name")

        assert booking.state == BookingState.NO_SHOW
        assert Award.objects.filter(user=booking.user, revoked_at=None).exists()
        self.correct(closed, Mark.PRESENT, trainer)
        assert Award.objects.filter(user=booking.user).count() == 1

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_needs_a_reason(self, trainer, closed, reason):
        with pytest.raises(NotPermittedNow, match="Say why"):
            self.correct(closed, Mark.PRESENT, trainer, reason)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_two_trainers_mark_and_close_without_a_gap(self):
        trainer, other = a_trainer(), a_trainer()
        session, (booking, _) = a_session_with(trainer)
        barrier, refusals = Barrier(3), []

        def run(act):
            barrier.wait()
            try:
                act()
            except NotPermittedNow as error:
                refusals.append(str(error))
            finally:
                connection.close()

        acts = [
            lambda: mark(booking, Mark.PRESENT, trainer, at=MONDAY + timedelta(days=7)),
            lambda: mark(booking, Mark.LATE, other, at=MONDAY + timedelta(days=7)),
            lambda: close_register(session_id=session.pk, by=reaching(trainer), at=AFTER),
        ]
        threads = [Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        booking.refresh_from_db()
        there = booking.marks.exists()
        assert booking.state == (BookingState.ATTENDED if there else BookingState.NO_SHOW)
        assert booking.marks.count() + len(refusals) == 2
