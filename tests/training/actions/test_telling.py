"""Who is told of a booking, and in which words."""

import pytest
from icalendar import Calendar

from tests.factories.training import MONDAY, a_manager, learner, make_booking, make_session
from training.actions.telling import tell_booking, tell_session_changed
from training.codes import BookingState, MessageKind
from training.models import BookingEvent, TrainingMessage

pytestmark = pytest.mark.django_db

S = BookingState


def happen(booking, state, *, reason=""):
    """Have a booking come to a state, as the action for it would."""
    event = BookingEvent.objects.create(
        booking=booking, at=MONDAY, from_state=booking.state, to_state=state, reason=reason
    )
    booking.state = state
    booking.offer_expires_at = MONDAY if state == S.OFFERED else None
    booking.save()
    tell_booking(booking, event, at=MONDAY)
    return event


def only_message() -> TrainingMessage:
    return TrainingMessage.objects.get()


class TestTellBooking:
    def test_sends_an_invitation_with_a_booking(self):
        booking = make_booking()

        tell_booking(booking, booking.events.get(), at=MONDAY)

        message = only_message()
        assert message.kind == MessageKind.BOOKED
        assert message.user == booking.user
        assert Calendar.from_ical(message.invitation)["METHOD"] == "REQUEST"

    def test_strikes_what_was_booked_from_the_calendar(self):
        booking = make_booking()

        happen(booking, S.CANCELLED_BY_USER, reason="On call")

        message = only_message()
        assert Calendar.from_ical(message.invitation)["METHOD"] == "CANCEL"
        assert "On call" not in message.body  # what they wrote themselves need not go by mail

    def test_has_words_of_its_own_for_the_waiting_list(self):
        booking = make_booking(state=S.WAITLISTED)

        tell_booking(booking, booking.events.get(), at=MONDAY)

        message = only_message()
        assert "this is not a booking" in message.body
        assert message.invitation == ""

    def test_says_until_when_an_offer_stands(self):
        booking = make_booking(state=S.WAITLISTED)

        happen(booking, S.OFFERED)

        assert "held for you until 23 November 2026, 09:30" in only_message().body

    def test_asks_managers_without_naming_the_learner(self):
        manager, role = a_manager(), learner()
        booking = make_booking(role=role, state=S.REQUESTED)

        tell_booking(booking, booking.events.get(), at=MONDAY)

        message = TrainingMessage.objects.get(user=manager.user)
        assert message.kind == MessageKind.APPROVAL_WANTED
        assert str(role.user) not in message.subject + message.body

    def test_does_not_ask_a_manager_about_their_own_request(self):
        manager = a_manager()
        booking = make_booking(role=manager, state=S.REQUESTED)

        tell_booking(booking, booking.events.get(), at=MONDAY)

        assert [each.kind for each in TrainingMessage.objects.all()] == [MessageKind.REQUESTED]

    def test_says_a_thing_once(self):
        booking = make_booking()
        for _ in range(2):
            tell_booking(booking, booking.events.get(), at=MONDAY)

        assert TrainingMessage.objects.count() == 1

    @pytest.mark.parametrize("state", [S.APPROVED, S.ATTENDED, S.PARTIAL, S.NO_SHOW])
    def test_is_silent_where_there_is_nothing_to_tell(self, state):
        booking = make_booking(state=S.BOOKED)

        happen(booking, state)

        assert not TrainingMessage.objects.exists()

    def test_gives_the_trainers_reason(self):
        happen(make_booking(), S.CANCELLED_BY_TRAINER, reason="Booked twice")

        assert "Reason: Booked twice" in only_message().body


class TestTellSessionChanged:
    def test_updates_the_calendars_of_those_who_are_booked(self):
        session = make_session()
        booked = make_booking(session)
        waiting = make_booking(session, state=S.WAITLISTED)
        gone = make_booking(session, state=S.CANCELLED_BY_USER)

        told = tell_session_changed(session, what="Room 4 now.", by=learner().user, at=MONDAY)

        assert told == 2
        message = TrainingMessage.objects.get(user=booked.user)
        assert "Room 4 now." in message.body
        [event] = Calendar.from_ical(message.invitation).walk("VEVENT")
        assert event["SEQUENCE"] == 1
        assert TrainingMessage.objects.get(user=waiting.user).invitation == ""
        assert not TrainingMessage.objects.filter(user=gone.user).exists()

    def test_tells_of_every_change_anew(self):
        session = make_session()
        make_booking(session)
        for what in ("Earlier.", "Later again."):
            tell_session_changed(session, what=what, by=learner().user, at=MONDAY)

        assert TrainingMessage.objects.count() == 2
