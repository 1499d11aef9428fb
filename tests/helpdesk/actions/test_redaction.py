"""What is redacted is nowhere afterwards, and that it was there is never lost."""

import hashlib
import hmac
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions.attachments import NewFile
from helpdesk.actions.bulk import choose_changes, freeze_selection
from helpdesk.actions.chain import digest_text
from helpdesk.actions.editing import Details, edit_ticket
from helpdesk.actions.presence import keep_draft
from helpdesk.actions.redaction import Chosen, Grounds, redact, review_redactions
from helpdesk.actions.triage import set_flags
from helpdesk.actions.verifying import verify_tickets
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.codes import BLACK, EventKind, OutboundState, RedactionCategory, Visibility
from helpdesk.models import (
    Attachment,
    EventText,
    InboundMessage,
    OutboundMessage,
    Redaction,
    Ticket,
    TicketEvent,
)
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)
from tests.factories.helpdesk_mail import deliver, event_of, ticket_of, write_mail
from tests.helpdesk.stored_rows import rows_with

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=1)
NAME = "Zebediah Quillfeather"
GROUNDS = Grounds(category=RedactionCategory.STAFF, reason="A name that does not belong here.")
PATIENT = Grounds(category=RedactionCategory.PATIENT, reason="A patient was named.")


@pytest.fixture
def lead(db):
    return agent(is_lead=True)


def remove(ticket, lead, grounds=GROUNDS, **chosen):
    return redact(number=ticket.number, chosen=Chosen(**chosen), grounds=grounds, by=lead, at=LATER)


def first_event(ticket):
    return TicketEvent.objects.get(ticket=ticket, position=1)


class TestWhatIsRedactedIsNowhere:
    def test_words_of_a_mail_with_its_original_what_quotes_it_drafts_and_search(self, lead):
        doctor = caller()
        mail = deliver(write_mail(doctor.user.email, f"I saw {NAME} today.", Subject="Help"))
        ticket, event = ticket_of(mail), event_of(mail)
        write_reply(number=ticket.number, text="Which ward?", by=lead, at=MONDAY)
        answer = OutboundMessage.objects.get(purpose="reply")
        quoting = deliver(
            write_mail(
                doctor.user.email,
                f"Ward 3.\n\nOn Monday, Desk wrote:\n> Which ward?\n>> I saw {NAME} today.",
                In_Reply_To=f"<{answer.message_id}>",
            )
        )
        assert ticket_of(quoting) == ticket
        keep_draft(ticket=ticket, visibility=Visibility.INTERNAL, text=f"Ask about {NAME}", by=lead)
        assert set(rows_with(NAME, NAME.split(maxsplit=1)[0].lower())) >= {
            "helpdesk_eventtext",
            "helpdesk_draft",
            "helpdesk_ticketsearch",
        }

        remove(ticket, lead, events=[event.pk])

        assert rows_with(NAME, *NAME.split(), *NAME.lower().split(), "quillfeath") == []
        assert EventText.objects.get(event=quoting.event).body == "Ward 3."
        assert not InboundMessage.objects.filter(raw__isnull=False).exists()

    def test_a_subject_with_earlier_ones_that_were_chosen(self, lead):
        ticket = make_ticket(subject=f"About {NAME}")
        edited = edit_ticket(
            number=ticket.number,
            details=Details(subject=f"Still about {NAME}"),
            by=lead,
            at=MONDAY,
        )

        assert edited is not None
        remove(ticket, lead, events=[edited.pk], has_subject=True)

        assert rows_with(NAME, "zebediah", "quillfeath") == []
        ticket.refresh_from_db()
        assert ticket.subject == BLACK

    def test_a_file_with_its_name(self, lead):
        ticket = make_ticket()
        write_note(
            number=ticket.number,
            text="See the file.",
            by=lead,
            at=MONDAY,
            files=[NewFile(f"{NAME}.txt", f"Seen: {NAME}".encode())],
        )
        file = Attachment.objects.get()
        plain = hashlib.sha256(f"Seen: {NAME}".encode()).hexdigest()

        remove(ticket, lead, attachments=[file.pk])

        assert rows_with(NAME, plain) == []
        file.refresh_from_db()
        assert (file.name, file.scan_state, file.size) == (BLACK, "destroyed", 27)

    def test_a_note_that_was_added_to_many_at_once(self, lead):
        ticket, other = make_ticket(), make_ticket()
        elsewhere = make_ticket(queue=QueueFactory.create(code="other"))
        numbers = [ticket.number, other.number, elsewhere.number]
        bulk = freeze_selection(numbers=numbers, by=lead, at=MONDAY)
        choose_changes(bulk=bulk, changes=[], text=f"Hello {NAME}", visibility=Visibility.INTERNAL)
        note, _ = (
            write_note(number=each.number, text=f"Hello {NAME}", by=lead, at=MONDAY)
            for each in (ticket, other)
        )
        others = agent(elsewhere.queue)
        write_note(number=elsewhere.number, text=f"Hello {NAME}", by=others, at=MONDAY)

        removed = remove(ticket, lead, events=[note.pk])

        assert (removed.others, removed.left) == (1, 1)
        assert TicketEvent.objects.filter(ticket=other, kind=EventKind.REDACTED).exists()
        assert EventText.objects.filter(body__contains=NAME).get().event.ticket == elsewhere
        assert rows_with(NAME) == ["helpdesk_eventtext"]

    def test_a_mail_that_waits_is_not_sent(self, lead):
        ticket = make_ticket()
        reply = write_reply(number=ticket.number, text=f"It was {NAME}.", by=lead, at=MONDAY)

        remove(ticket, lead, events=[reply.pk])

        mail = OutboundMessage.objects.get(event=reply)
        assert mail.state == OutboundState.RECALLED

    def test_other_words_stay(self, lead):
        ticket = make_ticket(text="It is slow.")
        note = write_note(number=ticket.number, text=f"Rang {NAME}.", by=lead, at=MONDAY)

        remove(ticket, lead, events=[note.pk])

        assert first_event(ticket).text.body == "It is slow."


class TestWhatStays:
    def test_whose_decision_why_how_long_and_the_keyed_digest(self, lead):
        text = f"I saw {NAME} today."
        ticket = make_ticket(text=text)

        event = remove(ticket, lead, events=[first_event(ticket).pk]).event

        kept = Redaction.objects.get()
        assert (kept.by, kept.category, kept.length) == (lead.user, "staff-personal", len(text))
        assert bytes(kept.digest) == digest_text(text)
        assert not hmac.compare_digest(bytes(kept.digest), hashlib.sha256(text.encode()).digest())
        assert event.kind == EventKind.REDACTED
        assert event.text.body == GROUNDS.reason
        assert event.facts["removed"][0]["length"] == len(text)
        assert event.visibility == Visibility.INTERNAL

    def test_the_chain_still_verifies(self, lead):
        ticket = make_ticket(text=f"I saw {NAME} today.")
        remove(ticket, lead, events=[first_event(ticket).pk])

        call_command("verify_tickets")

        assert verify_tickets().faults == []

    def test_the_reason_holds_no_nhs_number(self, lead):
        ticket = make_ticket()
        grounds = Grounds(category=RedactionCategory.STAFF, reason="It said 999 012 3454.")

        remove(ticket, lead, grounds, events=[first_event(ticket).pk])

        assert rows_with("999 012 3454") == []


class TestPatientIdentifiableData:
    def test_tells_information_governance(self, lead):
        queue = ConfidentialQueueFactory.create()
        ticket = make_ticket(subject=f"About {NAME}", text="It is slow.")

        remove(ticket, lead, PATIENT, has_subject=True)

        told = Ticket.objects.get(queue=queue)
        assert told.is_restricted
        assert str(ticket.number) in told.subject
        assert not Ticket.objects.visible_to(caller()).filter(pk=told.pk).exists()

    def test_happens_where_nobody_can_be_told(self, lead):
        ticket = make_ticket()

        remove(ticket, lead, PATIENT, events=[first_event(ticket).pk])

        assert Redaction.objects.get().category == "patient-identifiable"

    def test_is_reviewed_by_those_who_see_the_ticket(self, lead):
        ticket = make_ticket()
        remove(ticket, lead, PATIENT, events=[first_event(ticket).pk])
        keys = [Redaction.objects.get().pk]
        elsewhere = agent(QueueFactory.create(code="other"), sees_restricted=True)
        elsewhere.job_role = "integration-engineer"
        elsewhere.save()

        assert review_redactions(keys=keys, by=elsewhere, at=LATER) == 0
        trusted = agent(sees_restricted=True)
        assert review_redactions(keys=keys, by=trusted, at=LATER) == 1
        with pytest.raises(Forbidden):
            review_redactions(keys=keys, by=lead, at=LATER)


class TestWhoMay:
    def test_leads_and_members_trusted_with_what_is_restricted(self):
        for worker in (agent(is_lead=True), agent(sees_restricted=True)):
            ticket = make_ticket()
            assert remove(ticket, worker, events=[first_event(ticket).pk])

    def test_privacy_officers_of_the_board_where_information_governance_is_at_stake(self):
        ConfidentialQueueFactory.create()
        board = BoardFactory.create()
        officer = PractitionerRoleFactory.create(organization=board, job_role="privacy-officer")
        doctor = caller()
        doctor.organization.parent = board
        doctor.organization.save()
        ticket = make_ticket(by=doctor)
        with pytest.raises(Forbidden):
            remove(ticket, officer, events=[first_event(ticket).pk])
        set_flags(
            number=ticket.number,
            has_safety_flag=False,
            has_governance_flag=True,
            triage={},
            by=agent(sees_restricted=True),
            at=MONDAY,
        )

        assert remove(ticket, officer, events=[first_event(ticket).pk])

    @pytest.mark.parametrize("person", ["agent", "caller", "lead elsewhere"])
    def test_nobody_else(self, person):
        doctor = caller()
        other = QueueFactory.create(code="other")
        people = {"agent": agent(), "caller": doctor, "lead elsewhere": agent(other, is_lead=True)}
        ticket = make_ticket(by=doctor)

        with pytest.raises(Forbidden):
            remove(ticket, people[person], events=[first_event(ticket).pk])
        assert EventText.objects.filter(event__ticket=ticket).exists()

    def test_nothing_of_another_ticket(self, lead):
        ticket, other = make_ticket(), make_ticket()

        with pytest.raises(NotPermittedNow, match="gone"):
            remove(ticket, lead, events=[first_event(other).pk])
        assert EventText.objects.count() == 2

    @pytest.mark.parametrize(
        ("chosen", "reason", "why"),
        [({}, "Why", "Choose"), ({"has_subject": True}, " ", "reason")],
    )
    def test_not_without_a_choice_and_a_reason(self, lead, chosen, reason, why):
        grounds = Grounds(category=RedactionCategory.STAFF, reason=reason)

        with pytest.raises(NotPermittedNow, match=why):
            remove(make_ticket(), lead, grounds, **chosen)


class TestVerifyTickets:
    def change(self, table, sql):
        """Change what the database protects, as somebody with all rights to it could."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    @pytest.mark.parametrize(
        ("table", "sql", "position", "what"),
        [
            (
                "helpdesk_ticketevent",
                "UPDATE helpdesk_ticketevent SET actor_name = 'Eve' WHERE position = 2",
                2,
                "changed",
            ),
            (
                "helpdesk_eventtext",
                "UPDATE helpdesk_eventtext SET body = 'Else' WHERE body = 'First.'",
                2,
                "words were changed",
            ),
            (
                "helpdesk_eventtext",
                "DELETE FROM helpdesk_eventtext WHERE body = 'First.'",
                2,
                "no redaction",
            ),
            (
                "helpdesk_ticket",
                "UPDATE helpdesk_ticket SET events_count = 4",
                3,
                "has 4 events",
            ),
        ],
    )
    def test_names_the_first_event_that_is_not_as_it_was(self, table, sql, position, what):
        ticket, sound = make_ticket(), make_ticket()
        for text in ("First.", "Second."):
            write_note(number=ticket.number, text=text, by=agent(), at=MONDAY)
        for text in ("One.", "Two.", "Three."):
            write_note(number=sound.number, text=text, by=agent(), at=MONDAY)
        where = f" AND ticket_id = {ticket.number}" if "actor_name" in sql else ""

        self.change(table, sql + where)

        (fault,) = verify_tickets().faults
        assert (fault.number, fault.position) == (ticket.number, position)
        assert what in fault.what
        with pytest.raises(CommandError, match="1 tickets"):
            call_command("verify_tickets")
        call_command("verify_tickets", sound.number)
