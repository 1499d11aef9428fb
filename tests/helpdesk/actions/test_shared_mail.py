"""Every shared mail is taken in: people's opens a ticket, machines' is never answered."""

from collections import Counter

import pytest
from django.conf import settings

from accounts.models import User
from helpdesk.actions import mail_limits
from helpdesk.codes import InboundState, MailVerdict
from helpdesk.mail.reading import read_mail
from helpdesk.models import InboundMessage, OutboundMessage, SuppressedAddress, Ticket
from tests.factories.accounts import PractitionerRoleFactory, UserFactory
from tests.factories.helpdesk_mail import MailboxFactory, deliver

pytestmark = pytest.mark.django_db

DATA = settings.BASE_DIR.parent / "shared" / "data"
V, S = MailVerdict, InboundState
# Duplicates are the same mails with other line ends.
EXPECTED = {
    ("email-replies-talon", V.ORDINARY, S.OPENED): 13,
    ("email-sisimai-bounces", V.ORDINARY, S.OPENED): 1,
    ("email-sisimai-bounces", V.BOUNCE, S.PARKED): 318,
    ("email-sisimai-bounces", V.BOUNCE, S.DUPLICATE): 7,
    ("email-sisimai-bounces", V.COMPLAINT, S.PARKED): 8,
    ("email-sisimai-bounces", V.AUTO_REPLY, S.PARKED): 6,
    ("email-sisimai-bounces", V.AUTO_REPLY, S.DUPLICATE): 1,
}


def mails(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"The shared mails {name} are not on this machine.")
    return [path.read_bytes() for path in sorted((DATA / name).glob("*.eml"))]


@pytest.fixture(autouse=True)
def no_flood(monkeypatch):
    """Three hundred at once are many mails of many desks, not a flood at one."""
    monkeypatch.setattr(mail_limits, "BREAKER_AT", 10_000)


def test_all_of_them():
    """All senders are people whom we know, so that nothing but the verdict decides."""
    table: Counter[tuple[str, str, str]] = Counter()
    mailbox = MailboxFactory.create()
    for folder in ("email-replies-talon", "email-sisimai-bounces"):
        for raw in mails(folder):
            sender = read_mail(raw).sender
            if sender and not User.objects.filter(email=sender).exists():
                PractitionerRoleFactory.create(user=UserFactory.create(email=sender))
            message = deliver(raw, mailbox=mailbox)
            table[folder, message.verdict, message.state] += 1
    for (folder, verdict, state), count in sorted(table.items()):
        print(f"{folder:24} {V(verdict).label:24} {S(state).label:20} {count:4}")  # noqa: T201

    assert table == EXPECTED
    kept = InboundMessage.objects.values_list("envelope__times", flat=True)
    assert sum(kept) == sum(EXPECTED.values())  # ten files are there twice, byte for byte
    assert Ticket.objects.count() == 14
    assert not OutboundMessage.objects.exists()  # nobody is answered, not even acknowledged
    assert not SuppressedAddress.objects.exists()  # none is about a mail that we sent
