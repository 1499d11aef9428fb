"""No NHS number that somebody types is stored as it is; each has one reference, and is sealed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from core.nhs_number import NhsNumber, parse_nhs_number
from helpdesk.actions.attachments import NewFile
from helpdesk.actions.bulk import choose_changes, freeze_selection
from helpdesk.actions.identifiers import clean_text, read_number, refer_to
from helpdesk.actions.presence import keep_draft
from helpdesk.actions.triage import set_flags, set_priority
from helpdesk.actions.writing import write_message, write_note, write_reply
from helpdesk.codes import Channel, Impact, Priority, Urgency, Visibility
from helpdesk.models import EventText, IdentifierReference, Ticket, TicketEvent
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)
from tests.factories.helpdesk_mail import deliver, write_mail
from tests.factories.records import PatientFactory
from tests.helpdesk.stored_rows import rows_with

pytestmark = pytest.mark.django_db

NUMBER = "9990123454"
WRITTEN = ("9990123454", "999 012 3454", "999-012-3454", "999\u00a0012\u00a03454")


class TestCleanText:
    def test_puts_the_same_reference_in_place_of_the_same_number(self):
        first, second = (clean_text(f"Patient {number}.") for number in WRITTEN[:2])

        reference = IdentifierReference.objects.get()
        assert first == second == f"Patient \u2039{reference.code}\u203a."

    def test_gives_the_number_back_to_whoever_may_open_it(self):
        reference = refer_to(parse_nhs_number(NUMBER))

        assert read_number(reference) == NhsNumber(NUMBER)

    def test_links_a_known_number_to_the_person(self):
        patient = PatientFactory.create(nhs_number=NUMBER)

        assert refer_to(parse_nhs_number(NUMBER)).patient_id == patient.pk

    def test_links_a_placeholder_to_nobody_and_seals_nothing(self):
        clean = clean_text("They typed 9999999999.")

        reference = IdentifierReference.objects.get()
        assert reference.code in clean
        assert reference.sealed is None
        assert reference.patient_id is None
        assert read_number(reference) is None

    def test_opens_what_an_earlier_key_sealed(self, settings):
        settings.HELPDESK_VAULT_KEYS = ["the old key"]
        reference = refer_to(parse_nhs_number(NUMBER))

        settings.HELPDESK_VAULT_KEYS = ["the new key", "the old key"]

        assert read_number(reference) == NhsNumber(NUMBER)
        assert refer_to(parse_nhs_number(NUMBER)) == reference


class TestAtTheSameTime:
    @pytest.mark.django_db(transaction=True)
    def test_a_number_that_four_people_type_has_one_reference(self):
        def clean(_):
            try:
                return clean_text(NUMBER)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            references = set(pool.map(clean, range(4)))

        assert len(references) == 1


class TestEveryPath:
    @pytest.mark.parametrize("channel", Channel)
    @pytest.mark.parametrize("number", WRITTEN)
    def test_no_table_of_the_helpdesk_holds_a_number_that_was_typed(self, channel, number):
        ConfidentialQueueFactory.create()
        doctor = caller()
        worker = agent(is_lead=True, sees_restricted=True)

        ticket = make_ticket(
            by=doctor,
            channel=channel,
            subject=f"Result of {number} is missing",
            text=f"NHS no {number}, and again {number}",
            quoted=f"> {number}",
            external_reference=number,
            triage={"what": f"She is {number}", "more": [number]},
            context={"said": number},
        )
        write_message(
            number=ticket.number, text=number, quoted=number, by=None, at=MONDAY, address="a@b.uk"
        )
        write_note(number=ticket.number, text=f"Rang about {number}", by=worker, at=MONDAY)
        write_reply(number=ticket.number, text=f"Your {number}", by=worker, at=MONDAY)
        set_priority(
            number=ticket.number,
            impact=Impact.MINOR,
            urgency=Urgency.WHENEVER,
            override=Priority.HIGH,
            reason=f"{number} waits in A&E",
            by=worker,
            at=MONDAY,
        )
        set_flags(
            number=ticket.number,
            has_safety_flag=True,
            has_governance_flag=True,
            triage={"hazard": f"wrong result for {number}"},
            by=worker,
            at=MONDAY,
        )

        assert rows_with(*WRITTEN) == []
        assert TicketEvent.objects.count() == 6
        code = IdentifierReference.objects.get().code
        assert code in Ticket.objects.get().subject
        assert all(code in text.body for text in EventText.objects.all())

    def test_a_mail_is_sealed_as_it_came_and_cleaned_as_it_is_read(self):
        mail = deliver(write_mail("ann@example.nhs.uk", f"I mean {NUMBER}.", Subject=NUMBER))

        assert rows_with(*WRITTEN) == []
        assert NUMBER.encode() in bytes(mail.raw or b"")

    def test_what_is_typed_and_not_sent_is_cleaned_too(self):
        worker, ticket = agent(), make_ticket()
        keep_draft(ticket=ticket, visibility=Visibility.INTERNAL, text=NUMBER, by=worker)
        bulk = freeze_selection(numbers=[ticket.number], by=worker, at=MONDAY)
        choose_changes(bulk=bulk, changes=[], text=NUMBER, visibility=Visibility.INTERNAL)

        assert rows_with(*WRITTEN) == []

    def test_a_file_is_sealed_and_its_name_cleaned(self):
        file = NewFile(f"scan_{NUMBER}.txt", f"Number {NUMBER}".encode())
        make_ticket(files=[file])

        assert rows_with(*WRITTEN) == []

    def test_what_it_is_written_of_is_the_test_of_the_test(self):
        make_ticket(text="A word that is easily found: xylophone.")

        assert "helpdesk_eventtext" in rows_with("xylophone")
