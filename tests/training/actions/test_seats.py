"""Booking, waiting, offering, cancelling: what each of them does and refuses."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import CompetencyGrant
from core.errors import DomainError, Forbidden, NotPermittedNow
from tests.factories.accounts import BoardFactory, OrganizationFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    CourseFactory,
    a_manager,
    a_trainer,
    learner,
    make_booking,
    make_session,
    make_version,
)
from tests.training.seats_world import book, check_invariants, in_hours, queue_of, state_of
from training.actions.booking_steps import Step, take_step
from training.actions.seats import (
    accept_offer,
    approve_booking,
    book_over_capacity,
    book_session,
    cancel_booking,
    cancel_session,
    decline_booking,
    decline_offer,
    destroy_needs,
    lapse_offers,
    offer_place,
    resize_session,
)
from training.codes import TRANSITIONS, BookingSource, BookingState, NeedKind, SessionState
from training.models import Booking, BookingEvent, BookingNeed, Session, TrainingMessage, reach_of

pytestmark = pytest.mark.django_db

S = BookingState
ALL = list(BookingState)


def events_of(booking):
    return list(booking.events.order_by("id").values_list("to_state", flat=True))


def cancel(booking, *, by=None, reason="", at=MONDAY):
    return cancel_booking(
        booking_id=booking.pk, by=reach_of(by or booking.role), reason=reason, at=at
    )


def accept(booking, *, by=None, at=MONDAY):
    return accept_offer(booking_id=booking.pk, by=reach_of(by or booking.role), at=at)


def decline(booking, *, by=None, at=MONDAY):
    return decline_offer(booking_id=booking.pk, by=reach_of(by or booking.role), at=at)


def resize(session, capacity, *, by, allowance=0, at=MONDAY):
    return resize_session(
        session_id=session.pk,
        capacity=capacity,
        overbook_allowance=allowance,
        by=reach_of(by),
        at=at,
    )


def full_session(*, waiting=1, **facts):
    """Return a session of one place that is booked, with those who wait."""
    session = make_session(**{"capacity": 1, **facts})
    booked = book(session)
    return session, booked, [book(session, at=in_hours(each + 1)) for each in range(waiting)]


def asked_course(**facts):
    return make_version(course=CourseFactory.create(needs_approval=True, **facts))


class TestTheTableOfTransitions:
    @pytest.mark.parametrize("was", ALL)
    @pytest.mark.parametrize("to", ALL)
    def test_is_what_a_booking_can_do(self, was, to):
        booking = make_booking(state=was)
        step = Step(
            to=to,
            by=None,
            at=MONDAY,
            offer_expires_at=in_hours(1) if to == S.OFFERED else None,
        )

        if to in TRANSITIONS[was]:
            take_step(booking, step)
            assert state_of(booking) == to
            assert events_of(booking)[-2:] == [was, to]
        else:
            with pytest.raises(NotPermittedNow):
                take_step(booking, step)
            assert state_of(booking) == was


class TestBookSession:
    def test_books_a_place_with_its_times_event_and_invitation(self):
        session, role = make_session(), learner()

        booking = book(session, role)

        assert booking.state == S.BOOKED
        assert events_of(booking) == [S.BOOKED]
        [message] = TrainingMessage.objects.filter(booking=booking)
        assert message.kind == "booked"
        check_invariants(session)

    def test_makes_those_wait_who_come_to_a_full_session(self):
        session, _, [waiting] = full_session()

        assert waiting.state == S.WAITLISTED
        [message] = TrainingMessage.objects.filter(booking=waiting)
        assert message.kind == "waitlisted"
        check_invariants(session)

    @pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.HELD])
    def test_refuses_a_session_that_is_not_open(self, state):
        session = make_session(state=state)

        with pytest.raises(NotPermittedNow, match="cannot be booked"):
            book(session)

    def test_refuses_a_session_that_has_begun(self):
        session = make_session(starts_at=MONDAY)

        with pytest.raises(NotPermittedNow, match="has begun"):
            book(session)

    def test_refuses_a_second_booking_of_the_same_session(self):
        session, role = make_session(), learner()
        book(session, role)

        with pytest.raises(NotPermittedNow, match="booked already"):
            book(session, role)

    def test_can_be_done_anew_after_a_cancellation(self):
        session, role = make_session(), learner()
        cancel(book(session, role))

        again = book(session, role)

        assert again.state == S.BOOKED
        check_invariants(session)

    def test_refuses_people_for_whom_the_session_is_not(self):
        elsewhere = OrganizationFactory.create()
        session = make_session(audience=elsewhere)

        with pytest.raises(Forbidden, match="other organisations"):
            book(session)

    def test_refuses_two_things_at_once_and_names_the_other(self):
        role = learner()
        book(make_session(), role)
        second = make_session(starts_at=MONDAY + timedelta(days=7, hours=1))

        with pytest.raises(NotPermittedNow, match="already a booking at that time: Course"):
            book(second, role)

    def test_takes_two_that_follow_upon_one_another(self):
        role = learner()
        book(make_session(), role)

        after = book(make_session(starts_at=MONDAY + timedelta(days=7, hours=2)), role)

        assert after.state == S.BOOKED

    def test_asks_for_prerequisites_on_the_day_of_the_session(self):
        needed = CompetencyFactory.create(code="safe-use", name="Safe use")
        session = make_session(version=make_version(prerequisites={"all": ["safe-use"]}))
        role = learner()
        grant = {
            "user": role.user,
            "competency": needed,
            "valid_from": MONDAY.date(),
            "granted_at": MONDAY,
        }

        with pytest.raises(NotPermittedNow, match="asks first for: Safe use"):
            book(session, role)
        CompetencyGrant.objects.create(
            **grant, source=session.version_id, valid_until=MONDAY.date() + timedelta(days=6)
        )
        with pytest.raises(NotPermittedNow, match="asks first for: Safe use"):
            book(session, role)
        CompetencyGrant.objects.create(
            **grant, source=role.pk, valid_until=MONDAY.date() + timedelta(days=7)
        )

        assert book(session, role).state == S.BOOKED

    def test_keeps_needs_sealed(self):
        booking = book(make_session(), needs={NeedKind.ACCESS: "Hearing loop", NeedKind.DIET: " "})

        [need] = booking.needs.all()
        assert need.words == b"Hearing loop"
        with connection.cursor() as cursor:
            cursor.execute("SELECT words FROM training_bookingneed")
            assert b"Hearing" not in bytes(cursor.fetchone()[0])


class TestBookingForSomebodyElse:
    def book_for(self, role, by, *, source, session=None):
        return book_session(
            session_id=(session or make_session()).pk,
            learner=role,
            by=reach_of(by),
            source=source,
            at=MONDAY,
        )

    def test_is_for_their_manager_and_trainers_of_their_board(self):
        role = learner()

        by_manager = self.book_for(role, a_manager(), source=BookingSource.MANAGER)
        cancel(by_manager)
        by_trainer = self.book_for(role, a_trainer(), source=BookingSource.TRAINER)

        assert (by_manager.source, by_trainer.source) == ("manager", "trainer")
        assert by_trainer.events.get().by_id != role.user_id

    @pytest.mark.parametrize("source", list(BookingSource))
    def test_is_not_for_colleagues_managers_elsewhere_or_trainers_of_another_board(self, source):
        role = learner()
        other_board = BoardFactory.create(ods_code="QUA", name="Black Country", short_name="BC")
        for by in (
            learner(),
            a_manager(organization=OrganizationFactory.create()),
            a_trainer(organization=other_board),
        ):
            with pytest.raises(Forbidden):
                self.book_for(role, by, source=source)

    def test_a_manager_does_not_book_as_a_trainer(self):
        with pytest.raises(Forbidden, match="Only trainers"):
            self.book_for(learner(), a_manager(), source=BookingSource.TRAINER)

    def test_is_approved_with_it_by_those_who_may(self):
        session = make_session(version=asked_course())

        booking = self.book_for(
            learner(), a_manager(), source=BookingSource.MANAGER, session=session
        )

        assert events_of(booking) == [S.REQUESTED, S.APPROVED, S.BOOKED]
        assert TrainingMessage.objects.get(booking=booking).kind == "booked"


class TestBookOverCapacity:
    def over_book(self, session, by, role=None):
        return book_over_capacity(
            session_id=session.pk, learner=role or learner(), by=reach_of(by), at=MONDAY
        )

    def test_uses_the_allowance_knowingly_and_says_so(self):
        session, _, _ = full_session(overbook_allowance=1)
        trainer = a_trainer()

        over = self.over_book(session, trainer)

        event = over.events.get()
        assert over.state == S.BOOKED
        assert over.source == BookingSource.TRAINER
        assert event.facts == {"over_capacity": True, "taken_before": 1}
        assert event.by_id == trainer.user_id
        check_invariants(session)
        with pytest.raises(NotPermittedNow, match="beyond the full number"):
            self.over_book(session, trainer)

    def test_is_not_for_managers_nor_done_by_an_ordinary_booking(self):
        session, _, _ = full_session(overbook_allowance=1)

        with pytest.raises(Forbidden):
            self.over_book(session, a_manager())
        assert book(session).state == S.WAITLISTED

    def test_takes_an_ordinary_place_where_there_is_one(self):
        session = make_session(capacity=1, overbook_allowance=1)

        booking = self.over_book(session, a_trainer())

        assert booking.events.get().facts == {}


class TestApproval:
    def test_comes_before_a_place(self):
        session, role, manager = make_session(version=asked_course()), learner(), a_manager()
        asked = book(session, role)
        assert asked.state == S.REQUESTED
        assert TrainingMessage.objects.filter(user=manager.user, kind="approval-wanted").exists()

        approve_booking(booking_id=asked.pk, by=reach_of(manager), at=MONDAY)

        assert events_of(asked) == [S.REQUESTED, S.APPROVED, S.BOOKED]
        check_invariants(session)

    def test_is_never_ones_own(self):
        manager = a_manager()
        asked = book(make_session(version=asked_course()), manager)

        with pytest.raises(Forbidden):
            approve_booking(booking_id=asked.pk, by=reach_of(manager), at=MONDAY)

    def test_is_not_for_a_manager_elsewhere(self):
        asked = book(make_session(version=asked_course()))
        elsewhere = a_manager(organization=OrganizationFactory.create())

        for decide in (approve_booking, decline_booking):
            with pytest.raises(Forbidden):
                decide(booking_id=asked.pk, by=reach_of(elsewhere), reason="No", at=MONDAY)

    def test_of_a_request_that_holds_no_place_leads_to_the_waiting_list(self):
        session = make_session(capacity=1, version=asked_course())
        first, second = book(session), book(session)
        manager = reach_of(a_manager())

        approve_booking(booking_id=second.pk, by=manager, at=MONDAY)
        approve_booking(booking_id=first.pk, by=manager, at=MONDAY)

        assert (state_of(second), state_of(first)) == (S.BOOKED, S.WAITLISTED)
        check_invariants(session)

    def test_of_a_request_that_holds_a_place_books_it(self):
        session = make_session(capacity=1, version=asked_course(approval_holds_seat=True))
        asked = book(session)
        check_invariants(session)

        with pytest.raises(NotPermittedNow, match="taken or asked for"):
            book(session)
        approve_booking(booking_id=asked.pk, by=reach_of(a_manager()), at=MONDAY)

        assert state_of(asked) == S.BOOKED
        check_invariants(session)

    def test_that_is_declined_says_why_and_frees_what_it_held(self):
        session = make_session(capacity=1, version=asked_course(approval_holds_seat=True))
        asked, manager = book(session), a_manager()
        waiting = book_session(
            session_id=session.pk,
            learner=learner(),
            by=reach_of(manager),
            source=BookingSource.MANAGER,
            at=MONDAY,
        )
        assert waiting.state == S.WAITLISTED
        with pytest.raises(NotPermittedNow, match="Say why"):
            decline_booking(booking_id=asked.pk, by=reach_of(manager), at=MONDAY)

        decline_booking(
            booking_id=asked.pk, by=reach_of(manager), reason="Not this month", at=MONDAY
        )

        assert (state_of(asked), state_of(waiting)) == (S.DECLINED, S.OFFERED)
        assert asked.events.last().reason == "Not this month"
        check_invariants(session)

    def test_is_decided_once(self):
        asked, manager = book(make_session(version=asked_course())), reach_of(a_manager())
        approve_booking(booking_id=asked.pk, by=manager, at=MONDAY)

        for decide in (approve_booking, decline_booking):
            with pytest.raises(NotPermittedNow):
                decide(booking_id=asked.pk, by=manager, reason="No", at=MONDAY)

    def test_of_somebody_who_cannot_come_any_more_keeps_them_waiting_and_says_why(self):
        session, role = make_session(version=asked_course()), learner()
        asked = book(session, role)
        book(make_session(), role)

        approve_booking(booking_id=asked.pk, by=reach_of(a_manager()), at=MONDAY)

        [waiting] = queue_of(session)
        assert "already a booking at that time" in waiting.held_back_reason
        check_invariants(session)


class TestOffers:
    def test_go_to_the_next_in_line_when_a_place_is_free(self):
        session, booked, [first, second] = full_session(waiting=2)

        cancel(booked, at=in_hours(5))

        assert (state_of(first), state_of(second)) == (S.OFFERED, S.WAITLISTED)
        first.refresh_from_db()
        assert first.offer_expires_at == in_hours(5 + 48)
        check_invariants(session, at=in_hours(5))

    def test_follow_priority_then_the_time_of_joining(self):
        session, booked, [first, second, third] = full_session(waiting=3)
        Booking.objects.filter(pk=third.pk).update(priority=1)

        cancel(booked)

        assert state_of(third) == S.OFFERED
        assert [each.pk for each in queue_of(session)] == [first.pk, second.pk]

    def test_book_a_place_once_they_are_accepted(self):
        session, booked, [waiting] = full_session()
        cancel(booked)

        accept(waiting, at=in_hours(1))

        waiting.refresh_from_db()
        assert (waiting.state, waiting.sequence) == (S.BOOKED, 1)
        assert waiting.offer_expires_at is None
        check_invariants(session)

    def test_are_answered_by_the_learner_or_those_who_look_after_them_alone(self):
        _, booked, [waiting] = full_session()
        cancel(booked)

        for answer in (accept, decline):
            with pytest.raises(Forbidden):
                answer(waiting, by=learner())
        accept(waiting, by=a_manager())

    @pytest.mark.parametrize("answer", [accept, decline])
    def test_are_answered_once(self, answer):
        _, booked, [waiting] = full_session()
        cancel(booked)
        answer(waiting)

        for again in (accept, decline):
            with pytest.raises(NotPermittedNow, match="no offer to answer"):
                again(waiting)

    def test_cannot_be_accepted_once_their_time_is_over(self):
        _, booked, [waiting] = full_session()
        cancel(booked)

        with pytest.raises(NotPermittedNow, match="run out"):
            accept(waiting, at=in_hours(48))

    def test_are_given_up_by_declining_and_go_to_the_next_at_once(self):
        session, booked, [first, second] = full_session(waiting=2)
        cancel(booked)
        with pytest.raises(NotPermittedNow, match="offered, not booked"):
            cancel(first)

        decline(first)

        assert (state_of(first), state_of(second)) == (S.DECLINED, S.OFFERED)
        check_invariants(session)


class TestLapseOffers:
    def test_passes_the_place_on_and_counts(self):
        session, booked, [first, second] = full_session(waiting=2)
        cancel(booked)

        assert lapse_offers(at=in_hours(47)) == 0
        assert lapse_offers(at=in_hours(48)) == 1

        assert (state_of(first), state_of(second)) == (S.LAPSED, S.OFFERED)
        assert first.events.last().by_id is None
        check_invariants(session, at=in_hours(48))

    def test_offers_a_place_to_somebody_who_can_come_by_now(self):
        needed = CompetencyFactory.create(code="safe-use")
        session = make_session(version=make_version(prerequisites="safe-use"))
        waiting = make_booking(session, state=S.WAITLISTED)
        lapse_offers(at=MONDAY)
        assert state_of(waiting) == S.WAITLISTED
        CompetencyGrant.objects.create(
            user=waiting.user,
            competency=needed,
            source=waiting.pk,
            valid_from=MONDAY.date(),
            granted_at=MONDAY,
        )

        lapse_offers(at=in_hours(1))

        assert state_of(waiting) == S.OFFERED


class TestPitfalls:
    """What other systems are known to do wrong: named by the handbook, sections 3 and 7."""

    def test_no_offer_is_made_after_the_cut_off(self):
        session, booked, [waiting] = full_session()
        near = session.starts_at - timedelta(hours=4)

        cancel(booked, at=near)

        assert state_of(waiting) == S.WAITLISTED
        check_invariants(session, at=near)

    def test_no_offer_reaches_beyond_the_cut_off_and_late_ones_are_shorter(self):
        session, booked, [first, second] = full_session(waiting=2)
        cut_off = session.starts_at - timedelta(hours=4)

        cancel(booked, at=cut_off - timedelta(hours=8))
        decline(first, at=cut_off - timedelta(minutes=30))

        first_event, second_event = (each.events.last() for each in (first, second))
        assert first_event.to_state == S.DECLINED
        assert second_event.to_state == S.OFFERED
        second.refresh_from_db()
        assert second.offer_expires_at == cut_off
        assert Booking.objects.get(pk=first.pk).offer_expires_at is None

    def test_an_offer_near_the_start_leaves_time_to_ask_another(self):
        session, booked, [waiting] = full_session()
        cut_off = session.starts_at - timedelta(hours=4)

        cancel(booked, at=cut_off - timedelta(hours=8))

        waiting.refresh_from_db()
        assert waiting.offer_expires_at == cut_off - timedelta(hours=4)

    def test_a_live_offer_holds_its_place_against_those_who_come(self):
        session, booked, [waiting] = full_session()
        cancel(booked)

        late = book(session)

        assert (state_of(waiting), late.state) == (S.OFFERED, S.WAITLISTED)

    def test_a_place_that_comes_free_is_not_taken_past_those_who_wait(self):
        session, booked, [first, second] = full_session(waiting=2)
        cancel(booked)

        late = book(session, at=in_hours(49))

        assert (state_of(first), state_of(second)) == (S.LAPSED, S.OFFERED)
        assert late.state == S.WAITLISTED
        check_invariants(session, at=in_hours(49))

    def test_a_place_that_is_given_up_after_promotion_goes_on(self):
        session, booked, [first, second] = full_session(waiting=2)
        cancel(booked)
        accept(first)

        cancel(first)

        assert state_of(second) == S.OFFERED
        check_invariants(session)

    def test_a_promoted_person_does_not_ask_for_approval_again(self):
        session = make_session(capacity=1, version=asked_course())
        manager = reach_of(a_manager())
        first, second = book(session), book(session)
        approve_booking(booking_id=first.pk, by=manager, at=MONDAY)
        approve_booking(booking_id=second.pk, by=manager, at=MONDAY)
        cancel(first)

        accept(second)

        assert events_of(second) == [S.REQUESTED, S.APPROVED, S.WAITLISTED, S.OFFERED, S.BOOKED]

    def test_more_places_are_offered_at_once_and_no_more_than_are_free(self):
        trainer = a_trainer()
        session, _, waiting = full_session(waiting=5)

        resize(session, 3, by=trainer)

        assert [state_of(each) for each in waiting] == [S.OFFERED] * 2 + [S.WAITLISTED] * 3
        check_invariants(session)

    def test_cancelling_many_at_once_makes_no_more_offers_than_places(self):
        trainer = a_trainer()
        session = make_session(capacity=4)
        booked = [book(session) for _ in range(4)]
        waiting = [book(session) for _ in range(6)]
        for each in booked[:3]:
            cancel(each, by=trainer, reason="Double booking")

        assert [state_of(each) for each in waiting].count(S.OFFERED) == 3
        resize(session, 4, by=trainer)
        assert [state_of(each) for each in waiting].count(S.OFFERED) == 3
        check_invariants(session)

    def test_who_cannot_come_keeps_their_turn_and_reads_why(self):
        session, booked, [first, second] = full_session(waiting=2)
        other = book(make_session(), first.role)

        cancel(booked)

        first.refresh_from_db()
        assert (first.state, state_of(second)) == (S.WAITLISTED, S.OFFERED)
        assert "already a booking at that time" in first.held_back_reason
        cancel(other)
        decline(second)
        first.refresh_from_db()
        assert (first.state, first.held_back_reason) == (S.OFFERED, "")
        check_invariants(session)

    def test_a_time_that_becomes_free_brings_an_offer_of_the_other_session(self):
        one, booked, [waiting] = full_session()
        other = book(make_session(), waiting.role)
        cancel(booked)
        assert state_of(waiting) == S.WAITLISTED

        cancel(other)

        assert state_of(waiting) == S.OFFERED
        check_invariants(one, other.session)

    def test_no_place_is_offered_to_somebody_who_has_left(self):
        session, booked, [first, second] = full_session(waiting=2)
        first.user.is_active = False
        first.user.save()

        cancel(booked)

        assert (state_of(first), state_of(second)) == (S.WAITLISTED, S.OFFERED)
        assert queue_of(session)[0].held_back_reason == "This account is closed."

    def test_after_the_cut_off_a_free_place_is_for_whoever_books_first(self):
        session, booked, [waiting] = full_session()
        near = session.starts_at - timedelta(hours=3)
        cancel(booked, at=near)

        again = book(session, waiting.role, at=near)

        assert (state_of(waiting), again.state) == (S.CANCELLED_BY_USER, S.BOOKED)
        with pytest.raises(NotPermittedNow, match="so near its start"):
            book(session, at=near)
        check_invariants(session, at=near)

    def test_who_waits_is_not_told_that_they_are_booked(self):
        _, _, [waiting] = full_session()

        [message] = TrainingMessage.objects.filter(booking=waiting)

        assert "not a booking" in message.body
        assert message.invitation == ""


class TestOfferPlace:
    def offer(self, booking, by, at=MONDAY):
        return offer_place(booking_id=booking.pk, by=reach_of(by), at=at)

    def test_is_out_of_turn_and_says_so(self):
        trainer = a_trainer()
        session, _, [_, second] = full_session(waiting=2, overbook_allowance=1)

        event = self.offer(second, trainer)

        assert state_of(second) == S.OFFERED
        assert event.facts == {"out_of_turn": True, "over_capacity": True}
        check_invariants(session)
        with pytest.raises(NotPermittedNow, match="No place is left"):
            self.offer(queue_of(session)[0], trainer)

    def test_is_for_those_who_run_the_session(self):
        _, _, [waiting] = full_session(overbook_allowance=1)

        for by in (waiting.role, a_manager()):
            with pytest.raises(Forbidden):
                self.offer(waiting, by)

    def test_ends_with_the_cut_off(self):
        session, _, [waiting] = full_session(overbook_allowance=1)

        with pytest.raises(NotPermittedNow, match="too near the start"):
            self.offer(waiting, a_trainer(), at=session.starts_at - timedelta(hours=4))


class TestCancelBooking:
    def test_frees_the_place_and_strikes_it_from_the_calendar(self):
        booking = book(make_session(), needs={NeedKind.DIET: "Vegan"})

        cancel(booking, reason="On leave")

        booking.refresh_from_db()
        assert (booking.state, booking.sequence) == (S.CANCELLED_BY_USER, 1)
        assert booking.events.last().reason == "On leave"
        assert not booking.needs.exists()
        check_invariants(booking.session)

    def test_by_a_trainer_needs_a_reason_and_is_called_theirs(self):
        booking, trainer = book(make_session()), a_trainer()
        with pytest.raises(NotPermittedNow, match="Say why"):
            cancel(booking, by=trainer)

        cancel(booking, by=trainer, reason="The room is too small")

        assert state_of(booking) == S.CANCELLED_BY_TRAINER

    def test_by_a_manager_is_the_learners(self):
        booking = book(make_session())

        cancel(booking, by=a_manager(), reason="Needed on the ward")

        assert state_of(booking) == S.CANCELLED_BY_USER

    def test_is_not_for_strangers_nor_once_the_session_has_begun(self):
        booking = book(make_session())

        with pytest.raises(Forbidden):
            cancel(booking, by=learner(), reason="I want it")
        with pytest.raises(NotPermittedNow, match="has begun"):
            cancel(booking, at=booking.session.starts_at)


class TestResizeSession:
    def test_refuses_to_leave_people_standing_and_says_how_many_there_are(self):
        trainer, session = a_trainer(), make_session(capacity=3)
        for _ in range(3):
            book(session)

        with pytest.raises(NotPermittedNow, match="3 places are taken or offered"):
            resize(session, 2, by=trainer)
        resize(session, 2, allowance=1, by=trainer)

        check_invariants(session)

    def test_refuses_fewer_places_than_it_needs_to_run(self):
        session = make_session(capacity=4, min_to_run=3)

        with pytest.raises(NotPermittedNow, match="needs 3 people"):
            resize(session, 2, by=a_trainer())

    def test_is_for_trainers_of_its_board_and_those_who_give_it(self):
        other_board = BoardFactory.create(ods_code="QUA", name="Black Country", short_name="BC")
        guest, stranger = (a_trainer(organization=other_board) for _ in range(2))
        session = make_session(trainer=guest)

        for by in (learner(), a_manager(), stranger):
            with pytest.raises(Forbidden):
                resize(session, 20, by=by)
        for by in (a_trainer(), guest):
            assert resize(session, 20, by=by).capacity == 20


class TestCancelSession:
    def cancel_it(self, session, by, reason="The trainer is ill", at=MONDAY):
        return cancel_session(session_id=session.pk, reason=reason, by=reach_of(by), at=at)

    def test_ends_every_booking_tells_all_and_names_other_dates(self):
        trainer, version = a_trainer(), make_version()
        session = make_session(capacity=1, version=version)
        other = make_session(version=version, starts_at=MONDAY + timedelta(days=14))
        booked, waiting = book(session), book(session)

        self.cancel_it(session, trainer)

        for each in (booked, waiting):
            event = each.events.last()
            assert state_of(each) == S.SESSION_CANCELLED
            assert event.facts == {"alternatives": [other.pk]}
            assert TrainingMessage.objects.filter(booking=each, kind="session-cancelled").exists()
        booked.refresh_from_db()
        assert booked.sequence == 1
        assert Session.objects.get(pk=session.pk).cancelled_at == MONDAY
        check_invariants(session)

    def test_frees_the_time_of_those_who_wait_elsewhere(self):
        _, booked, [waiting] = full_session()
        session = book(make_session(), waiting.role).session
        cancel(booked)

        self.cancel_it(session, a_trainer())

        assert state_of(waiting) == S.OFFERED

    def test_needs_a_reason_and_somebody_who_runs_it(self):
        session, trainer = make_session(), a_trainer()

        with pytest.raises(Forbidden):
            self.cancel_it(session, learner())
        with pytest.raises(NotPermittedNow, match="Say why"):
            self.cancel_it(session, trainer, reason=" ")
        self.cancel_it(session, trainer)
        with pytest.raises(DomainError):
            self.cancel_it(session, trainer)


class TestDestroyNeeds:
    def test_destroys_them_thirty_days_after_the_session(self):
        booking = book(make_session(), needs={NeedKind.ACCESS: "Step-free"})
        ended = booking.session.ends_at

        assert destroy_needs(at=ended + timedelta(days=29)) == 0
        assert destroy_needs(at=ended + timedelta(days=30)) == 1

        assert not BookingNeed.objects.exists()
        assert BookingEvent.objects.filter(booking=booking).exists()
