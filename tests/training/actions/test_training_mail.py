"""What leaves, and what does not."""

from datetime import timedelta

import pytest

from core.outbox import BACK_OFF, STALE
from tests.factories.training import MONDAY, make_booking
from tests.mail_server import Taker, serve_mail
from training.actions.mail_sending import send_due
from training.actions.messages import Telling, queue_message
from training.actions.telling import tell_booking
from training.codes import BookingState, MessageKind, MessageState
from training.models import TrainingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def taker(settings):
    taken = Taker()
    with serve_mail(taken) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.MAIL_IS_SENT = True
        yield taken


def booked():
    booking = make_booking()
    tell_booking(booking, booking.events.get(), at=MONDAY)
    return booking


class TestSendDue:
    def test_sends_an_invitation_as_calendars_want_it(self, taker):
        booking = booked()

        assert send_due(at=MONDAY) == 1

        [mail] = taker.mails
        assert mail["To"] == booking.user.email
        assert mail["Auto-Submitted"] == "auto-generated"
        [part] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        assert part.get_param("method") == "REQUEST"
        assert part.get_filename() == "invitation.ics"
        assert "BEGIN:VEVENT" in part.get_content()
        assert TrainingMessage.objects.get().state == MessageState.SENT

    def test_sends_nothing_twice(self, taker):
        booked()
        send_due(at=MONDAY)

        assert send_due(at=MONDAY) == 0

    def test_keeps_back_what_is_no_longer_true(self, taker):
        booking = booked()
        booking.state = BookingState.CANCELLED_BY_USER
        booking.save()

        assert send_due(at=MONDAY) == 0
        assert TrainingMessage.objects.get().state == MessageState.STALE

    def test_keeps_back_what_waited_for_days(self, taker):
        booked()

        assert send_due(at=MONDAY + STALE + timedelta(minutes=1)) == 0
        assert taker.mails == []

    def test_waits_for_its_hour(self, taker):
        telling = Telling(kind=MessageKind.DIGEST, once_key="x", subject="Due", body="Due")
        queue_message(
            telling, to=make_booking().user, at=MONDAY, not_before=MONDAY + timedelta(hours=9)
        )

        assert send_due(at=MONDAY) == 0
        assert send_due(at=MONDAY + timedelta(hours=9)) == 1

    def test_writes_nothing_to_those_who_left(self, taker):
        booking = booked()
        booking.user.is_active = False
        booking.user.save()

        assert send_due(at=MONDAY) == 0

    def test_tries_again_later_and_then_gives_up(self, taker, caplog):
        booked()
        taker.refusal = "451 Try later"
        at = MONDAY
        for wait in BACK_OFF:
            assert send_due(at=at) == 0
            assert TrainingMessage.objects.get().state == MessageState.QUEUED
            at += wait

        send_due(at=at)

        message = TrainingMessage.objects.get()
        assert message.state == MessageState.FAILED
        assert message.user.email not in caplog.text

    def test_gives_up_at_once_where_the_address_is_refused_for_good(self, taker):
        booked()
        taker.refusal = "550 Nobody here"

        send_due(at=MONDAY)

        assert TrainingMessage.objects.get().state == MessageState.FAILED

    def test_sends_nothing_without_a_mail_server(self, settings):
        settings.MAIL_IS_SENT = False
        booked()

        assert send_due(at=MONDAY) == 0
        assert TrainingMessage.objects.get().state == MessageState.QUEUED
