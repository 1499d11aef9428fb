"""Two machines that answer each other stop: mails come in thousands, and hardly any goes."""

import os
import time
from collections import Counter
from email.utils import make_msgid

import pytest

from helpdesk.actions import mail_limits
from helpdesk.actions.mail_sending import send_due
from helpdesk.codes import InboundState, OutboundState
from helpdesk.models import InboundMessage, OutboundMessage, Ticket, TicketEvent
from tests.factories.helpdesk import MONDAY, caller
from tests.factories.helpdesk_mail import MailboxFactory, deliver, write_mail
from tests.mail_server import Taker, serve_mail

pytestmark = pytest.mark.django_db

# The whole ten thousand take minutes: LOOP_MAILS=10000 runs them.
MAILS = int(os.environ.get("LOOP_MAILS", "500"))


@pytest.fixture
def taker(settings):
    taker = Taker()
    with serve_mail(taker) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        settings.MAIL_IS_SENT = True
        yield taker


class Responder:
    """A machine that answers whatever reaches it, under a person's name and with no mark at all."""

    def __init__(self, address, taker):
        self.address, self.taker, self.answered = address, taker, 0

    def next_mail(self):
        """Answer the next of our mails; where none came, write anew, as a broken machine would."""
        if self.answered < len(self.taker.mails):
            mail = self.taker.mails[self.answered]
            self.answered += 1
            return write_mail(
                self.address,
                "I am away.",
                Subject=f"Re: {mail['Subject']}",
                to=str(mail["Reply-To"]),
                In_Reply_To=mail["Message-ID"],
            )
        return write_mail(self.address, "I am away.", Subject="Away", Message_ID=make_msgid())


def test_a_loop_dies_out(taker):
    mailbox = MailboxFactory.create()
    responder = Responder(caller().user.email, taker)
    started = time.monotonic()
    states: Counter[str] = Counter()

    for number in range(MAILS):
        states[deliver(responder.next_mail(), mailbox=mailbox, at=MONDAY).state] += 1
        if number < 200 or number % 500 == 0:
            send_due(at=MONDAY)

    seconds = time.monotonic() - started
    print(f"{MAILS} mails in {seconds:.0f} s: {dict(states)}, {len(taker.mails)} sent")  # noqa: T201
    acted_on = states[InboundState.OPENED] + states[InboundState.THREADED]
    assert acted_on == mail_limits.MOST_FROM_SENDER
    assert states[InboundState.PARKED] == MAILS - acted_on
    assert InboundMessage.objects.count() == MAILS  # none is lost, and all can be seen
    assert Ticket.objects.count() <= mail_limits.MOST_FROM_SENDER
    assert TicketEvent.objects.count() == acted_on
    assert len(taker.mails) <= mail_limits.MOST_TO_ADDRESS
    waiting = OutboundMessage.objects.filter(state=OutboundState.QUEUED)
    assert not waiting.exists()
