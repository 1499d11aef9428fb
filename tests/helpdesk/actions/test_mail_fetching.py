"""Mail is fetched from a real IMAP server and from a Maildir, and taken once."""

import shutil
from datetime import timedelta

import pytest

from helpdesk.actions.mail_fetching import MOST_AT_ONCE, fetch, fetch_all
from helpdesk.codes import MailboxKind
from helpdesk.models import InboundMessage
from tests.factories.helpdesk import MONDAY
from tests.factories.helpdesk_mail import MailboxFactory, write_mail
from tests.imap_server import MAIL_USER, PASSWORD, serve_imap, why_there_is_none

pytestmark = pytest.mark.django_db


def put(maildir, *names, text="Hello"):
    """Put mails into a Maildir, as a mail server does."""
    for name in names:
        raw = write_mail("ann@example.org", text, Message_ID=f"<{name}@x>")
        file = maildir / "tmp" / name
        file.write_bytes(raw)
        if maildir.owner() == MAIL_USER:
            shutil.chown(file, MAIL_USER, MAIL_USER)
        file.rename(maildir / "new" / name)


def taken():
    return sorted(InboundMessage.objects.values_list("message_id", flat=True))


class TestImap:
    @pytest.fixture
    def server(self, tmp_path, settings):
        if why := why_there_is_none():
            pytest.skip(why)
        settings.MAILBOX_PASSWORDS = {"main": PASSWORD}
        with serve_imap(tmp_path) as served:
            yield served

    @pytest.fixture
    def maildir(self, server):
        return server[1]

    @pytest.fixture
    def mailbox(self, server):
        return MailboxFactory.create(
            kind=MailboxKind.IMAP, host="127.0.0.1", port=server[0], uses_tls=False
        )

    def test_is_taken_byte_for_byte_and_moved_away(self, mailbox, maildir):
        put(maildir, "one", "two", text="Grüße, £5")
        raw = (maildir / "new" / "one").read_bytes()

        assert fetch(mailbox, at=MONDAY) == 2
        assert fetch(mailbox, at=MONDAY) == 0

        assert taken() == ["one@x", "two@x"]
        kept = bytes(InboundMessage.objects.get(message_id="one@x").raw or b"")
        assert kept.replace(b"\r\n", b"\n") == raw
        moved = [file for part in ("new", "cur") for file in (maildir / ".Taken" / part).iterdir()]
        assert (len(moved), list((maildir / "new").iterdir())) == (2, [])
        mailbox.refresh_from_db()
        assert (mailbox.failure, mailbox.last_fetched_at) == ("", MONDAY)

    def test_is_taken_once_where_it_cannot_be_moved(self, mailbox, maildir):
        put(maildir, "one")
        (maildir / ".Taken").mkdir()
        (maildir / ".Taken").chmod(0o500)  # not even the server may change it
        shutil.chown(maildir / ".Taken", "root", "root")

        counts = [fetch(mailbox, at=MONDAY) for _ in range(3)]

        assert counts == [1, 0, 0]
        assert InboundMessage.objects.get().envelope["times"] == 1

    def test_is_taken_some_at_a_time(self, mailbox, maildir):
        put(maildir, *(f"mail{number:03}" for number in range(MOST_AT_ONCE + 2)))

        assert [fetch(mailbox, at=MONDAY) for _ in range(3)] == [MOST_AT_ONCE, 2, 0]

    def test_says_what_is_wrong_where_the_password_is(self, mailbox, settings, caplog):
        settings.MAILBOX_PASSWORDS = {"main": "wrong"}

        assert fetch(mailbox, at=MONDAY) == 0
        mailbox.refresh_from_db()
        assert mailbox.failure == "Mail cannot be fetched: MailboxLoginError."
        assert "wrong" not in caplog.text


class TestMaildir:
    @pytest.fixture
    def maildir(self, tmp_path):
        for part in ("new", "cur", "tmp"):
            (tmp_path / part).mkdir()
        return tmp_path

    @pytest.fixture
    def mailbox(self, maildir):
        return MailboxFactory.create(kind=MailboxKind.MAILDIR, path=str(maildir))

    def test_is_taken_and_then_counts_as_seen(self, mailbox, maildir):
        put(maildir, "one", "two")

        assert fetch_all(at=MONDAY) == 2
        assert fetch_all(at=MONDAY) == 0

        assert taken() == ["one@x", "two@x"]
        assert sorted(file.name for file in (maildir / "cur").iterdir()) == ["one:2,S", "two:2,S"]

    def test_is_taken_once_where_it_cannot_be_moved(self, mailbox, maildir):
        put(maildir, "one")
        shutil.rmtree(maildir / "cur")

        assert [fetch(mailbox, at=MONDAY) for _ in range(3)] == [1, 0, 0]
        assert (maildir / "new" / "one").exists()

    def test_that_is_not_there_is_said_and_harms_no_other(self, mailbox, maildir):
        put(maildir, "one")
        gone = MailboxFactory.create(
            code="a-gone", address="gone@x.example", kind=MailboxKind.MAILDIR, path="/nowhere"
        )

        assert fetch_all(at=MONDAY + timedelta(minutes=1)) == 1
        gone.refresh_from_db()
        assert gone.failure == "Mail cannot be fetched: FileNotFoundError."
