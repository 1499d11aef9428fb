"""What becomes of mail that comes in."""

from datetime import timedelta

import pytest

from helpdesk.actions import mail_limits
from helpdesk.actions.mail_intake import MOST_ATTEMPTS, process, process_waiting, receive
from helpdesk.actions.mail_keys import signing_keys
from helpdesk.actions.states import change_state
from helpdesk.actions.writing import write_reply
from helpdesk.codes import (
    EventKind,
    InboundState,
    LinkKind,
    MailPurpose,
    MailVerdict,
    OutboundState,
    ParticipantKind,
    ScanState,
    TicketState,
    Visibility,
    WaitingReason,
)
from helpdesk.mail.threads import make_message_id, make_reply_address
from helpdesk.models import (
    Attachment,
    InboundMessage,
    OutboundMessage,
    SuppressedAddress,
    Ticket,
    TicketEvent,
    TicketLink,
    TicketParticipant,
)
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)
from tests.factories.helpdesk_mail import MailboxFactory, deliver, event_of, ticket_of, write_mail

pytestmark = pytest.mark.django_db

S = InboundState
LATER = MONDAY + timedelta(hours=1)
NHS_NUMBER = "999 000 0034"  # of nobody


def signed_id(ticket, nonce="abcdefgh01"):
    keys = signing_keys()
    made = make_message_id(ticket=ticket.number, nonce=nonce, domain="service.invalid", keys=keys)
    return f"<{made}>"


def answer(ticket, sender, text="Thank you.", **kwargs):
    return deliver(write_mail(sender, text, In_Reply_To=signed_id(ticket), **kwargs), at=LATER)


def texts(ticket):
    events = TicketEvent.objects.filter(ticket=ticket, kind=EventKind.MESSAGE)
    return [event.text.body for event in events.order_by("position")]


@pytest.fixture
def me():
    return caller()


@pytest.fixture
def ticket(me):
    return make_ticket(by=me)


class TestNewMail:
    def test_of_somebody_we_know_opens_a_ticket(self, me):
        message = deliver(write_mail(me.user.email, "The page is blank.", Subject="Blank page"))

        opened = Ticket.objects.get()
        assert message.state == S.OPENED
        assert (message.ticket, event_of(message).kind) == (opened, EventKind.OPENED)
        assert (opened.subject, opened.requester) == ("Blank page", me.user)
        assert opened.organization == me.organization
        assert event_of(message).text.body == "The page is blank."

    def test_is_acknowledged_without_a_word_of_it(self, me):
        deliver(write_mail(me.user.email, "Secret words.", Subject="Private matter"))

        row = OutboundMessage.objects.get()
        assert (row.purpose, row.address) == (MailPurpose.ACKNOWLEDGEMENT, me.user.email)
        assert "Private" not in row.subject + row.body

    @pytest.mark.parametrize(
        "headers", [{"dmarc": ""}, {"List_Id": "<news.example>"}, {"dmarc": "none"}]
    )
    def test_is_not_acknowledged_where_nothing_vouches_for_it_or_it_is_of_a_list(self, me, headers):
        message = deliver(write_mail(me.user.email, **headers))

        assert message.state == S.OPENED
        assert not OutboundMessage.objects.exists()

    def test_that_its_domain_disowns_waits_for_a_decision(self, me):
        message = deliver(write_mail(me.user.email, dmarc="fail"))

        assert (message.state, Ticket.objects.count()) == (S.TRAY, 0)
        assert message.reason.startswith("Verify the sender")

    def test_of_a_stranger_waits_for_a_decision_and_is_not_answered(self):
        message = deliver(write_mail("stranger@elsewhere.example"))

        assert (message.state, Ticket.objects.count()) == (S.TRAY, 0)
        assert not OutboundMessage.objects.exists()

    def test_keeps_no_nhs_number(self, me):
        message = deliver(
            write_mail(me.user.email, f"Patient {NHS_NUMBER} is missing.", Subject=NHS_NUMBER)
        )

        assert ticket_of(message).subject.startswith("\u2039P-")
        assert NHS_NUMBER not in event_of(message).text.body + message.subject
        assert ticket_of(message).subject in event_of(message).text.body

    def test_keeps_all_of_what_is_forwarded(self, me):
        text = "See below.\n\n-----Original Message-----\nFrom: Ward\nSent: Monday\n\nIt is slow."

        assert "It is slow." in event_of(deliver(write_mail(me.user.email, text))).text.body

    def test_puts_files_into_quarantine(self, me):
        raw = (
            f"From: {me.user.email}\nMessage-ID: <f@x>\nSubject: File\nMIME-Version: 1.0\n"
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the file.\n--b\n"
            f"Content-Type: text/csv\nContent-Disposition: attachment; filename={'x'}.csv\n\n1,2\n"
            "--b--\n"
        ).encode()

        message = deliver(raw)

        file = Attachment.objects.get(event=message.event)
        assert (file.name, file.scan_state) == ("x.csv", ScanState.PENDING)
        assert file.visibility == Visibility.PUBLIC


class TestAnswers:
    def test_go_on_their_ticket_by_our_signed_id(self, me, ticket):
        message = answer(ticket, me.user.email, "It works now.\n\n> Does it?")

        assert (message.state, message.ticket) == (S.THREADED, ticket)
        assert texts(ticket) == ["It works now."]
        assert event_of(message).text.quoted == "> Does it?"

    def test_go_on_their_ticket_by_the_address_that_we_signed(self, me, ticket):
        to = make_reply_address(
            ticket=ticket.number, address="helpdesk@example.nhs.uk", keys=signing_keys()
        )

        assert deliver(write_mail(me.user.email, to=to)).ticket == ticket

    def test_are_known_by_the_envelope_too(self, me, ticket):
        to = make_reply_address(
            ticket=ticket.number, address="helpdesk@example.nhs.uk", keys=signing_keys()
        )

        assert deliver(write_mail(me.user.email), recipient=to).ticket == ticket

    def test_come_to_any_mailbox(self, me, ticket):
        other = MailboxFactory.create(code="other", address="other@example.nhs.uk")
        raw = write_mail(me.user.email, In_Reply_To=signed_id(ticket))

        assert deliver(raw, mailbox=other).ticket == ticket

    def test_to_the_mail_that_opened_the_ticket_find_it(self, me):
        first = deliver(write_mail(me.user.email, Message_ID="<first@x>"))

        second = deliver(write_mail(me.user.email, References="<first@x> <unseen@x>"), at=LATER)

        assert (second.state, second.ticket) == (S.THREADED, first.ticket)

    def test_of_somebody_who_takes_no_part_wait_for_a_decision(self, ticket):
        message = answer(ticket, caller().user.email)

        assert (message.state, message.suggested_ticket) == (S.TRAY, ticket)
        assert message.reason.startswith("Possible follow-up")
        assert texts(ticket) == []

    def test_of_staff_are_not_believed_by_their_address(self, ticket):
        message = answer(ticket, agent().user.email)

        assert message.state == S.TRAY
        assert TicketEvent.objects.filter(ticket=ticket).count() == 1

    def test_of_an_agent_who_takes_part_need_somebody_who_vouches(self, ticket):
        worker = agent()
        TicketParticipant.objects.create(
            ticket=ticket, user=worker.user, kind=ParticipantKind.PARTICIPANT
        )

        assert answer(ticket, worker.user.email, dmarc="").state == S.TRAY
        assert answer(ticket, worker.user.email, dmarc="pass").state == S.THREADED

    def test_of_somebody_who_only_watches_are_not_taken(self, ticket):
        watcher = caller()
        TicketParticipant.objects.create(
            ticket=ticket, user=watcher.user, kind=ParticipantKind.WATCHER
        )

        assert answer(ticket, watcher.user.email).state == S.TRAY

    def test_with_a_forged_id_wait_for_a_decision_or_open_a_ticket_of_their_own(self, me, ticket):
        forged = signed_id(ticket).replace(".abcdefgh01.", ".abcdefgh02.")

        message = deliver(write_mail(me.user.email, In_Reply_To=forged))

        assert message.ticket != ticket
        assert texts(ticket) == []

    @pytest.mark.parametrize("subject", ["[#{}] No access", "Re: Ticket {}", "Fwd: [Ticket {}]"])
    def test_are_not_found_by_their_subject(self, me, ticket, subject):
        message = deliver(write_mail(me.user.email, Subject=subject.format(ticket.number)))

        assert (message.state, message.ticket == ticket) == (S.OPENED, False)

    def test_are_not_found_by_a_thread_index(self, me, ticket):
        answer(ticket, me.user.email, Thread_Index="AQHZabc=")

        message = deliver(write_mail(me.user.email, Thread_Index="AQHZabc="))

        assert message.ticket != ticket

    def test_with_an_ancestor_in_common_are_suggested(self, me, ticket):
        answer(ticket, me.user.email, References="<unseen@x>")

        message = deliver(write_mail(me.user.email, References="<unseen@x>"), at=LATER)

        assert (message.state, message.suggested_ticket) == (S.TRAY, ticket)

    def test_to_a_merged_ticket_go_where_it_was_merged_to(self, me, ticket):
        target = make_ticket(by=me)
        Ticket.objects.filter(pk=ticket.pk).update(state=TicketState.MERGED, merged_into=target)

        assert answer(ticket, me.user.email).ticket == target

    def test_take_up_a_ticket_that_waited_for_its_caller(self, me, ticket):
        worker = agent()
        for state, why in (("triaged", ""), ("waiting", WaitingReason.USER)):
            change_state(
                number=ticket.number,
                state=TicketState(state),
                by=worker,
                at=MONDAY,
                waiting_reason=why,
            )

        answer(ticket, me.user.email)

        ticket.refresh_from_db()
        assert ticket.state == TicketState.IN_PROGRESS


class TestAnswersToDoneTickets:
    def close(self, ticket, at=MONDAY):
        worker = agent()
        for state in (TicketState.TRIAGED, TicketState.RESOLVED, TicketState.CLOSED):
            change_state(number=ticket.number, state=state, by=worker, at=at)

    def test_reopen_it_within_the_window(self, me, ticket):
        self.close(ticket)

        message = answer(ticket, me.user.email)

        ticket.refresh_from_db()
        assert (ticket.state, ticket.times_reopened) == (TicketState.IN_PROGRESS, 1)
        assert event_of(message).kind == EventKind.MESSAGE

    def test_open_a_linked_ticket_after_it(self, me, ticket):
        self.close(ticket, at=MONDAY - timedelta(days=60))

        message = answer(ticket, me.user.email)

        link = TicketLink.objects.get()
        assert (message.state, message.ticket) == (S.OPENED, link.source)
        assert (link.target, link.kind) == (ticket, LinkKind.FOLLOW_UP)

    def test_open_one_as_restricted_as_the_old_one(self, me):
        queue = ConfidentialQueueFactory.create()
        worker = agent(queue, sees_restricted=True)
        old = make_ticket(by=me, queue=queue, has_governance_flag=True)
        for state in (TicketState.TRIAGED, TicketState.RESOLVED, TicketState.CLOSED):
            at = MONDAY - timedelta(days=60)
            change_state(number=old.number, state=state, by=worker, at=at)

        new = ticket_of(answer(old, me.user.email))

        assert (new.queue, new.is_restricted, new.has_governance_flag) == (queue, True, True)

    def test_reopen_it_only_so_often_in_a_day(self, me, ticket):
        worker = agent()
        self.close(ticket)
        for _ in range(mail_limits.MOST_REOPENINGS):
            assert answer(ticket, me.user.email).state == S.THREADED
            change_state(number=ticket.number, state=TicketState.RESOLVED, by=worker, at=LATER)

        message = answer(ticket, me.user.email)

        assert message.state == S.TRAY
        assert "reopened too often" in message.reason

    def test_go_on_no_ticket_that_has_ended(self, me, ticket):
        Ticket.objects.filter(pk=ticket.pk).update(state=TicketState.SPAM)

        assert answer(ticket, me.user.email).state == S.TRAY


class TestMachines:
    @pytest.mark.parametrize(
        ("headers", "verdict"),
        [
            ({"Auto_Submitted": "auto-replied"}, MailVerdict.AUTO_REPLY),
            ({"X_Helpdesk_Loop": "1"}, MailVerdict.LOOP),
            ({"Return_Path": "<>"}, MailVerdict.AUTO_REPLY),
        ],
    )
    def test_are_parked_beside_their_ticket_and_never_answered(self, me, ticket, headers, verdict):
        message = answer(ticket, me.user.email, **headers)

        assert (message.state, message.verdict) == (S.PARKED, verdict)
        assert (message.suggested_ticket, texts(ticket)) == (ticket, [])
        assert not OutboundMessage.objects.exists()

    def test_that_send_under_our_own_address_are_parked(self):
        mailbox = MailboxFactory.create()

        assert deliver(write_mail(mailbox.address)).state == S.PARKED

    def bounce(self, returned, action="failed", status="5.1.1"):
        return (
            "From: MAILER-DAEMON@mx.example\nMessage-ID: <b@mx>\nSubject: Undelivered\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
            "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
            f"Final-Recipient: rfc822; x@y.example\nAction: {action}\nStatus: {status}\n\n"
            f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{returned}>\n\n--b--\n"
        ).encode()

    def sent(self, ticket):
        write_reply(number=ticket.number, text="Try this.", by=agent(), at=MONDAY)
        row = OutboundMessage.objects.get()
        row.state, row.sent_at = OutboundState.SENT, MONDAY
        row.save()
        return row

    def test_that_bounce_our_mail_end_it_for_that_address(self, me, ticket):
        row = self.sent(ticket)

        message = deliver(self.bounce(row.message_id))

        assert (message.state, message.ticket) == (S.PARKED, ticket)
        assert event_of(message).kind == EventKind.MAIL_FAILED
        assert SuppressedAddress.objects.get().address == me.user.email
        assert OutboundMessage.objects.count() == 1  # nobody is told by mail

    def test_that_bounce_it_again_add_nothing(self, ticket):
        row = self.sent(ticket)
        deliver(self.bounce(row.message_id))
        again = self.bounce(row.message_id).replace(b"<b@mx>", b"<c@mx>")

        assert deliver(again).event is None
        assert TicketEvent.objects.filter(kind=EventKind.MAIL_FAILED).count() == 1

    def test_that_are_late_end_nothing(self, ticket):
        row = self.sent(ticket)

        message = deliver(self.bounce(row.message_id, action="delayed", status="4.4.1"))

        assert (message.state, message.event) == (S.PARKED, None)
        assert not SuppressedAddress.objects.exists()

    def test_cannot_have_an_address_suppressed_by_an_invented_bounce(self, ticket):
        row = self.sent(ticket)

        message = deliver(self.bounce(row.message_id.replace("hd.", "hd.9")))

        assert message.reason == "It is not about a mail of ours."
        assert not SuppressedAddress.objects.exists()


class TestOnce:
    def test_the_same_mail_fetched_again_is_the_same_row(self, me):
        raw = write_mail(me.user.email)

        first, second = deliver(raw), deliver(raw)

        assert first.pk == second.pk
        assert second.envelope["times"] == 2
        assert TicketEvent.objects.count() == 1

    def test_a_copy_in_another_mailbox_is_listed_as_a_duplicate(self, me):
        raw = write_mail(me.user.email)
        first = deliver(raw)
        other = MailboxFactory.create(code="other", address="other@example.nhs.uk")

        second = deliver(b"Received: by another way\n" + raw, mailbox=other)

        assert (second.state, second.ticket) == (S.DUPLICATE, first.ticket)
        assert TicketEvent.objects.count() == 1

    def test_two_mails_alike_are_two_mails(self, me):
        for _ in range(2):
            deliver(write_mail(me.user.email, "Again.", Subject="The same"))

        assert Ticket.objects.count() == 2

    def test_a_mail_read_twice_makes_one_event(self, me):
        message = deliver(write_mail(me.user.email))

        process(message.pk, at=LATER)
        process_waiting(at=LATER)

        assert TicketEvent.objects.count() == 1

    def test_a_mail_that_fails_is_tried_three_times_and_kept(self, me, caplog):
        mailbox = MailboxFactory.create(category="no-such-category")  # which nothing can open
        raw = write_mail(me.user.email, "Words of a patient.", Subject="A patient")
        message = receive(raw, mailbox=mailbox, envelope={}, at=MONDAY)

        for _ in range(5):
            process_waiting(at=MONDAY)

        message.refresh_from_db()
        assert (message.state, message.attempts) == (S.POISON, MOST_ATTEMPTS)
        assert "ValueError" in message.error
        assert "patient" not in message.error + caplog.text
        assert not Ticket.objects.exists()

    def test_a_mail_that_kills_its_worker_each_time_is_given_up(self, me):
        message = receive(
            write_mail(me.user.email), mailbox=MailboxFactory.create(), envelope={}, at=MONDAY
        )
        InboundMessage.objects.update(attempts=MOST_ATTEMPTS)

        process(message.pk, at=MONDAY)

        message.refresh_from_db()
        assert message.state == S.POISON

    @pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"nonsense"])
    def test_what_cannot_be_read_waits_for_somebody_to_look(self, raw):
        assert deliver(raw).state == S.TRAY


class TestFloods:
    def test_of_one_sender_are_parked(self, me):
        states = [
            deliver(write_mail(me.user.email)).state
            for _ in range(mail_limits.MOST_FROM_SENDER + 3)
        ]

        assert states.count(S.OPENED) == mail_limits.MOST_FROM_SENDER
        assert states[-3:] == [S.PARKED] * 3

    def test_of_many_senders_open_the_breaker(self, me, monkeypatch, caplog):
        monkeypatch.setattr(mail_limits, "BREAKER_AT", 5)
        mailbox = MailboxFactory.create()

        messages = [deliver(write_mail(me.user.email), mailbox=mailbox) for _ in range(8)]

        assert [message.state for message in messages] == [S.OPENED] * 5 + [S.TRAY] * 3
        assert caplog.text.count("too much came at once") == 1
        mailbox.refresh_from_db()
        assert mailbox.failure.startswith("Held")
