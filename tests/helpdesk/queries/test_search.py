"""Search over what tickets say, never beyond what the searcher may read."""

import pytest

from helpdesk.actions.writing import write_note, write_reply
from helpdesk.models import OrganizationContact, sight_of
from helpdesk.queries.filters import TicketFilters
from helpdesk.queries.search import MOST_COUNTED, Found, number_in, search_tickets
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def search(viewer, text, **filters):
    wanted = TicketFilters(text=text, **filters)
    found = search_tickets(wanted, sight=sight_of(viewer), at=MONDAY)
    return [line.number for line in found.lines]


class TestSearchTickets:
    def test_reads_inside_replies_and_notes(self):
        worker, ticket = agent(), make_ticket()
        make_ticket()
        write_reply(number=ticket.number, text="Clear the browser cache.", by=worker, at=MONDAY)
        write_note(number=ticket.number, text="Xylophone.", by=worker, at=MONDAY)

        assert search(worker, "caches") == [ticket.number]
        assert search(worker, "xylophone") == [ticket.number]

    def test_callers_find_nothing_by_what_staff_wrote_among_themselves(self):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        write_note(number=ticket.number, text="Xylophone.", by=worker, at=MONDAY)

        assert search(me, "xylophone") == []
        assert search(me, "blank") == [ticket.number]
        assert search(me, "blank -xylophone") == [ticket.number]

    def test_contacts_find_nothing_by_what_staff_wrote_among_themselves(self):
        contact, worker, ticket = caller(), agent(), make_ticket()
        OrganizationContact.objects.create(role=contact)
        write_note(number=ticket.number, text="Xylophone.", by=worker, at=MONDAY)

        assert search(contact, "xylophone") == []
        assert search(contact, "blank") == [ticket.number]

    def test_staff_who_only_called_search_as_callers(self):
        colleague, queue = agent(), ConfidentialQueueFactory.create()
        ticket = make_ticket(by=colleague, queue=queue, has_governance_flag=True)
        officer = agent(queue, sees_restricted=True)
        write_note(number=ticket.number, text="Xylophone.", by=officer, at=MONDAY)

        assert search(colleague, "xylophone") == []
        assert search(colleague, "blank") == [ticket.number]
        assert search(officer, "xylophone") == [ticket.number]

    def test_finds_nothing_that_the_viewer_may_not_know_of(self):
        ticket = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        assert search(agent(), "blank") == []
        assert search(agent(), str(ticket.number)) == []

    def test_the_best_comes_first(self):
        worker = agent()
        in_text = make_ticket(text="The printer is out of toner.")
        in_subject = make_ticket(subject="Toner")

        assert search(worker, "toner") == [in_subject.number, in_text.number]

    def test_a_number_finds_its_ticket_whatever_the_filters(self):
        worker, ticket = agent(), make_ticket()

        assert search(worker, f"#{ticket.number}", states=("closed",)) == [ticket.number]

    def test_keeps_to_the_filters(self):
        worker = agent()
        make_ticket()

        assert search(worker, "blank", states=("closed",)) == []


class TestNumberIn:
    def test_reads_numbers_alone(self):
        assert number_in(" #12 ") == 12
        assert number_in("12 monkeys") is None
        assert number_in("٣") is None
        assert number_in("9" * 30) is None


class TestFound:
    def test_very_many_are_not_counted_to_the_end(self):
        found = Found(lines=[], total=MOST_COUNTED + 1, page=1, has_next=True)

        assert found.has_more_than_counted
