"""Who is told of what, and what leaves."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from core.outbox import BACK_OFF
from helpdesk.actions import mail_limits
from helpdesk.actions.assigning import assign_ticket
from helpdesk.actions.mail_composing import compose
from helpdesk.actions.mail_keys import signing_keys
from helpdesk.actions.mail_sending import send_due
from helpdesk.actions.notifications import quietly
from helpdesk.actions.recording import Happening, lock_ticket, record
from helpdesk.actions.states import change_state
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.codes import (
    Channel,
    EventKind,
    MailPurpose,
    OutboundState,
    ParticipantKind,
    ScanState,
    TicketState,
    Visibility,
)
from helpdesk.mail.threads import read_message_id, read_reply_address
from helpdesk.models import (
    Attachment,
    AttachmentContent,
    MailPreference,
    OutboundMessage,
    QueueMembership,
    SuppressedAddress,
    Ticket,
    TicketParticipant,
)
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)
from tests.factories.helpdesk_mail import MailboxFactory, deliver, ticket_of, write_mail
from tests.mail_server import Taker, serve_mail

pytestmark = pytest.mark.django_db

P = MailPurpose
O = OutboundState  # noqa: E741 — as the module reads best
NHS_NUMBER = "999 000 0034"  # of nobody


@pytest.fixture
def taker():
    return Taker()


@pytest.fixture
def server(taker, settings):
    """Serve mail on a port of this machine, to which the service sends."""
    with serve_mail(taker) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        settings.MAIL_IS_SENT = True
        yield taker


@pytest.fixture
def me():
    return caller()


@pytest.fixture
def worker():
    return agent()


@pytest.fixture
def ticket(me):
    return make_ticket(by=me)


def told():
    return {(row.address, row.purpose) for row in OutboundMessage.objects.all()}


def watch(ticket, role, kind=ParticipantKind.WATCHER):
    TicketParticipant.objects.create(ticket=ticket, user=role.user, kind=kind)


def reply(ticket, worker, text="Try this."):
    return write_reply(number=ticket.number, text=text, by=worker, at=MONDAY)


def add_file(event, *, name="plan.pdf", state=ScanState.CLEAN, **facts):
    file = Attachment.objects.create(
        ticket_id=event.ticket_id,
        event=event,
        visibility=event.visibility,
        name=name,
        content_type="application/pdf",
        size=3,
        sha256="0" * 64,
        scan_state=state,
        **facts,
    )
    AttachmentContent.objects.create(attachment=file, data=b"PDF")
    return file


class TestNotify:
    def test_tells_the_caller_and_all_who_take_part_of_a_reply(self, ticket, me, worker):
        colleague = caller()
        watch(ticket, colleague, ParticipantKind.PARTICIPANT)

        reply(ticket, worker)

        assert told() == {(me.user.email, P.REPLY), (colleague.user.email, P.REPLY)}

    def test_tells_nobody_of_what_they_did_themselves(self, ticket, worker):
        watch(ticket, worker)
        assign_ticket(number=ticket.number, assignee=worker.user, by=worker, at=MONDAY)
        write_note(number=ticket.number, text="Mine.", by=worker, at=MONDAY)

        assert told() == set()

    def test_tells_staff_alone_of_a_note(self, ticket, worker):
        watching, outsider = agent(), caller()
        watch(ticket, watching)
        watch(ticket, outsider)

        write_note(number=ticket.number, text="Between us.", by=worker, at=MONDAY)

        assert told() == {(watching.user.email, P.NOTE)}

    def test_tells_who_was_given_a_ticket_and_then_what_its_caller_writes(self, me, worker):
        ticket = make_ticket(by=me)
        lead = agent()
        assign_ticket(number=ticket.number, assignee=worker.user, by=lead, at=MONDAY)
        happening = Happening(kind=EventKind.MESSAGE, by=me, visibility=Visibility.PUBLIC, text="?")
        record(lock_ticket(ticket.number), happening, at=MONDAY)

        assert told() == {(worker.user.email, P.ASSIGNED), (worker.user.email, P.MESSAGE)}

    def test_tells_those_who_are_mentioned(self, ticket, worker):
        other = agent()
        facts = {"mentions": [str(other.user.pk)]}
        happening = Happening(kind=EventKind.NOTE, by=worker, text="@other", facts=facts)
        record(lock_ticket(ticket.number), happening, at=MONDAY)

        assert told() == {(other.user.email, P.MENTION)}

    def test_tells_the_caller_that_their_call_has_a_ticket_and_is_resolved(self, me, worker):
        ticket = make_ticket(by=worker, requester=me.user, channel=Channel.PHONE)
        for state in (TicketState.TRIAGED, TicketState.RESOLVED):
            change_state(number=ticket.number, state=state, by=worker, at=MONDAY)

        assert told() == {(me.user.email, P.OPENED), (me.user.email, P.RESOLVED)}

    def test_tells_of_an_escalation_when_those_who_are_told_work(self, ticket, worker):
        monday = MONDAY + timedelta(days=7)
        facts = {"tell": [str(worker.user.pk)], "tell_from": monday.isoformat()}
        happening = Happening(kind=EventKind.ESCALATED, facts=facts)
        record(lock_ticket(ticket.number), happening, at=MONDAY)

        assert told() == {(worker.user.email, P.ESCALATED)}
        assert OutboundMessage.objects.get().not_before == monday

    def test_asks_what_they_want_to_know(self, ticket, me, worker):
        watching = agent()
        watch(ticket, watching)
        for role in (me, watching):
            MailPreference.objects.create(
                user=role.user, wants_updates=False, wants_desk_mail=False
            )
        for state in (TicketState.TRIAGED, TicketState.RESOLVED):
            change_state(number=ticket.number, state=state, by=worker, at=MONDAY)
        reply(ticket, worker)

        assert told() == {(me.user.email, P.REPLY)}

    def test_is_quiet_while_a_history_is_loaded(self, ticket, worker):
        with quietly():
            reply(ticket, worker)

        assert told() == set()

    def test_costs_few_queries(self, ticket, worker, django_assert_max_num_queries):
        for _ in range(5):
            watch(ticket, agent())

        with django_assert_max_num_queries(30):  # each watcher is asked what they may know
            reply(ticket, worker)


class TestCompose:
    def written(self, **facts) -> EmailMessage:
        return compose(OutboundMessage.objects.get(**facts))

    def test_writes_a_reply_with_its_words_and_a_way_back(self, ticket, worker):
        mailbox = MailboxFactory.create()
        reply(ticket, worker, "Clear the cache.")

        mail = self.written()

        keys = signing_keys()
        address = mail.reply_to[0].partition("<")[2].rstrip(">")
        assert mail.body.startswith("Clear the cache.")
        assert mailbox.address in mail.from_email
        assert read_reply_address(address, keys=keys) == ticket.number
        assert read_message_id(mail.extra_headers["Message-ID"], keys=keys) == ticket.number

    def test_marks_every_mail_as_a_machines(self, ticket, worker):
        reply(ticket, worker)

        headers = self.written().extra_headers

        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["X-Auto-Response-Suppress"] == "All"
        assert headers["X-Helpdesk-Loop"]

    def test_never_says_what_a_ticket_is_about(self, me, worker):
        ticket = make_ticket(by=me, subject="Xylophone", text="Xylophone")
        watching = agent()
        watch(ticket, watching)
        event = write_note(number=ticket.number, text="Xylophone", by=worker, at=MONDAY)
        add_file(event, name="xylophone.pdf")

        mail = self.written()

        assert "xylophone" not in mail.message().as_string().lower()
        assert not mail.attachments

    def test_echoes_nothing_in_an_acknowledgement(self, me):
        deliver(write_mail(me.user.email, "Xylophone", Subject="Xylophone"))

        mail = self.written(purpose=P.ACKNOWLEDGEMENT)

        assert "Xylophone" not in mail.message().as_string()

    def test_answers_in_the_callers_own_thread(self, me, worker):
        message = deliver(write_mail(me.user.email, Message_ID="<first@x>"))
        write_reply(
            number=ticket_of(message).number, text="Yes.", by=worker, at=MONDAY + timedelta(hours=1)
        )

        headers = self.written(purpose=P.REPLY).extra_headers

        assert headers["In-Reply-To"] == "<first@x>"
        acknowledged = OutboundMessage.objects.get(purpose=P.ACKNOWLEDGEMENT).message_id
        assert headers["References"] == f"<{acknowledged}> <first@x>"

    def test_leaves_words_of_a_restricted_ticket_where_they_are(self, me):
        queue = ConfidentialQueueFactory.create()
        ticket = make_ticket(by=me, queue=queue, has_governance_flag=True)
        reply(ticket, agent(queue, sees_restricted=True), "Xylophone")

        assert "Xylophone" not in self.written().body

    def test_leaves_a_number_of_a_patient_where_it_is(self, ticket, worker):
        happening = Happening(
            kind=EventKind.REPLY, by=worker, visibility=Visibility.PUBLIC, text=NHS_NUMBER
        )
        record(lock_ticket(ticket.number), happening, at=MONDAY)

        assert NHS_NUMBER not in self.written().body

    def test_carries_clean_files_of_that_reply_alone(self, ticket, worker):
        add_file(write_note(number=ticket.number, text="Note.", by=worker, at=MONDAY))
        event = reply(ticket, worker)
        add_file(event, name="clean.pdf")
        add_file(event, name="infected.pdf", state=ScanState.INFECTED)
        add_file(event, name="risky.docm", is_risky=True)
        internal = add_file(event, name="internal.pdf")
        Attachment.objects.filter(pk=internal.pk).update(visibility=Visibility.INTERNAL)

        assert [name for name, *_ in self.written().attachments] == ["clean.pdf"]


class TestSendDue:
    def test_sends_each_mail_once(self, server, ticket, me, worker):
        MailboxFactory.create()
        reply(ticket, worker, "Clear the cache.")

        assert (send_due(at=MONDAY), send_due(at=MONDAY)) == (1, 0)

        mail = server.mails[0]
        assert mail["To"] == me.user.email
        assert mail["Subject"] == f"Ticket {ticket.number}: there is a reply"
        assert "Clear the cache." in mail.get_content()
        assert OutboundMessage.objects.get().state == O.SENT

    def test_sends_nothing_without_a_mail_server(self, settings, ticket, worker):
        settings.MAIL_IS_SENT = False
        reply(ticket, worker)

        assert send_due(at=MONDAY) == 0
        assert OutboundMessage.objects.get().state == O.QUEUED

    def test_sends_nothing_to_an_address_that_came_back(self, server, ticket, me, worker):
        SuppressedAddress.objects.create(address=me.user.email, reason="bounce", since=MONDAY)
        reply(ticket, worker)

        assert send_due(at=MONDAY) == 0
        assert OutboundMessage.objects.get().state == O.SUPPRESSED

    def test_sends_nothing_to_those_who_may_no_longer_know(self, server, ticket, me, worker):
        watching = agent()
        watch(ticket, watching)
        write_note(number=ticket.number, text="Note.", by=worker, at=MONDAY)
        Ticket.objects.filter(pk=ticket.pk).update(is_restricted=True)

        assert send_due(at=MONDAY) == 0
        assert OutboundMessage.objects.get().state == O.RECALLED

    def test_tells_no_caller_of_a_note_though_they_are_mentioned(self, server, ticket, me, worker):
        facts = {"mentions": [str(me.user.pk)]}
        happening = Happening(kind=EventKind.NOTE, by=worker, text="@me", facts=facts)
        record(lock_ticket(ticket.number), happening, at=MONDAY)

        assert send_due(at=MONDAY) == 0

    def test_sends_no_old_news(self, server, ticket, worker):
        reply(ticket, worker)

        assert send_due(at=MONDAY + timedelta(days=8)) == 0
        assert OutboundMessage.objects.get().state == O.RECALLED

    def test_sends_nobody_more_than_they_can_read(self, server, ticket, worker):
        for _ in range(mail_limits.MOST_TO_ADDRESS + 2):
            reply(ticket, worker)

        assert send_due(at=MONDAY) == mail_limits.MOST_TO_ADDRESS
        assert OutboundMessage.objects.filter(state=O.LIMITED).count() == 2

    def test_waits_for_files_that_are_being_checked(self, server, ticket, worker):
        file = add_file(reply(ticket, worker), state=ScanState.PENDING)

        assert send_due(at=MONDAY) == 0
        Attachment.objects.filter(pk=file.pk).update(scan_state=ScanState.CLEAN)
        assert send_due(at=MONDAY + timedelta(minutes=2)) == 1
        assert [part.get_filename() for part in server.mails[0].iter_attachments()] == ["plan.pdf"]

    def test_tries_again_later_and_later_and_then_gives_up(self, server, ticket, worker, caplog):
        server.refusal = "451 Try again later"
        reply(ticket, worker)
        at = MONDAY
        for wait in (*BACK_OFF, timedelta()):
            assert send_due(at=at) == 0
            assert send_due(at=at) == 0  # not before its time
            at += wait

        row = OutboundMessage.objects.get()
        assert (row.state, row.attempts) == (O.FAILED, len(BACK_OFF) + 1)
        assert row.error == "SMTPRecipientsRefused 451"
        assert row.address not in caplog.text

    def test_gives_up_at_once_what_the_server_refuses_for_good(self, server, ticket, worker):
        server.refusal = "550 No such user"
        reply(ticket, worker)

        assert send_due(at=MONDAY) == 0
        assert OutboundMessage.objects.get().state == O.FAILED

    def test_goes_on_past_a_mail_that_cannot_be_written(self, server, ticket, worker):
        reply(ticket, worker)
        OutboundMessage.objects.update(purpose="no-such-purpose")
        reply(make_ticket(), worker)

        assert send_due(at=MONDAY) == 1
        assert OutboundMessage.objects.get(purpose="no-such-purpose").error == "ValueError"

    def test_sends_after_the_server_was_away(self, server, settings, ticket, worker):
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        reply(ticket, worker)
        assert send_due(at=MONDAY) == 0

        settings.EMAIL_PORT = port

        assert send_due(at=MONDAY + BACK_OFF[0]) == 1

    def test_goes_on_with_a_mail_whose_sender_died(self, server, ticket, worker):
        reply(ticket, worker)
        OutboundMessage.objects.update(attempts=1, not_before=MONDAY + timedelta(minutes=5))

        assert send_due(at=MONDAY) == 0
        assert send_due(at=MONDAY + timedelta(minutes=6)) == 1

    def test_answers_come_back_to_the_ticket(self, server, ticket, me, worker):
        """What we sent is answered as a mail program would, and goes on the ticket."""
        MailboxFactory.create()
        reply(ticket, worker)
        send_due(at=MONDAY)
        sent = server.mails[0]

        raw = write_mail(
            me.user.email,
            "It works.",
            to=str(sent["Reply-To"]),
            In_Reply_To=sent["Message-ID"],
            References=sent["Message-ID"],
        )

        assert deliver(raw).ticket == ticket

    def test_our_own_mail_sent_back_to_us_is_parked(self, server, ticket, worker):
        MailboxFactory.create()
        reply(ticket, worker)
        send_due(at=MONDAY)

        message = deliver(server.mails[0].as_bytes())

        assert (message.state, message.verdict) == ("parked", "loop")


def test_members_lose_mail_of_a_queue_that_they_left(server, ticket, worker):
    watching = agent()
    watch(ticket, watching)
    write_note(number=ticket.number, text="Note.", by=worker, at=MONDAY)
    QueueMembership.objects.filter(role=watching).delete()
    role = watching
    role.ends_on = MONDAY.date() - timedelta(days=1)
    role.save()

    assert send_due(at=MONDAY) == 0
