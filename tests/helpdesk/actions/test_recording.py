"""Events are written once, in a chain, and the database keeps them."""

import pytest
from django.db import IntegrityError, transaction

from helpdesk.actions.chain import BEGINNING, link_of
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.models import EventText, TicketEvent, TicketSearch
from tests.factories.helpdesk import MONDAY, agent, make_ticket

pytestmark = pytest.mark.django_db


class TestRecord:
    def test_each_event_carries_the_hash_of_those_before(self):
        ticket = make_ticket()
        write_note(number=ticket.number, text="First.", by=agent(), at=MONDAY)

        first, second = TicketEvent.objects.filter(ticket=ticket).order_by("position")

        assert bytes(first.chain) == link_of(first, BEGINNING)
        assert bytes(second.chain) == link_of(second, bytes(first.chain))

    def test_events_cannot_be_changed_or_removed(self):
        make_ticket()

        for change in (
            lambda: TicketEvent.objects.update(actor_name="Somebody else"),
            lambda: TicketEvent.objects.all()._raw_delete("default"),
            lambda: EventText.objects.update(body="Something else"),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                change()

    def test_the_first_answer_is_noted_once(self):
        ticket, worker = make_ticket(), agent()
        write_reply(number=ticket.number, text="Try this.", by=worker, at=MONDAY)

        ticket.refresh_from_db()

        assert ticket.responded_at == MONDAY
        assert ticket.events_count == 2

    def test_notes_are_found_by_staff_alone(self):
        ticket = make_ticket()
        write_note(number=ticket.number, text="Xylophone.", by=agent(), at=MONDAY)

        row = TicketSearch.objects.get(ticket=ticket)

        assert "xylophon" in row.all_words
        assert "xylophon" not in row.public_words
