"""Two people on one ticket at the same moment: one after the other, and nothing lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.errors import DomainError
from helpdesk.actions.assigning import assign_ticket
from helpdesk.actions.linking import link_tickets
from helpdesk.actions.merging import merge_tickets
from helpdesk.actions.states import change_state
from helpdesk.actions.writing import write_reply
from helpdesk.codes import EventKind, LinkKind, TicketState
from helpdesk.models import Ticket, TicketEvent, TicketLink
from helpdesk.policies import StaleTicket
from helpdesk.queries.merging import resolve_merged
from tests.factories.helpdesk import MONDAY, agent, make_ticket

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*changes: Callable[[], object]) -> Sequence[DomainError | None]:
    """Run changes at the same moment, each on a connection of its own; return what was refused."""
    ready = Barrier(len(changes))

    def run(change: Callable[[], object]) -> DomainError | None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            change()
        except DomainError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(run, changes))


def positions(ticket):
    events = TicketEvent.objects.filter(ticket=ticket).order_by("position")
    return list(events.values_list("position", flat=True))


class TestTwoReplies:
    def test_the_second_is_asked_to_read_the_first(self):
        worker, ticket = agent(), make_ticket()
        seen = ticket.last_public_event_id

        def reply():
            write_reply(
                number=ticket.number, text="Hello.", by=worker, at=MONDAY, last_seen_event_id=seen
            )

        refused = at_once(reply, reply)

        assert [type(each) for each in refused if each] == [StaleTicket]
        assert TicketEvent.objects.filter(kind=EventKind.REPLY).count() == 1
        assert positions(ticket) == [1, 2]


class TestTwoWhoTakeIt:
    def test_both_are_written_down_and_one_has_it(self):
        anna, ben, ticket = agent(), agent(), make_ticket()

        def take(worker):
            return lambda: assign_ticket(
                number=ticket.number, assignee=worker.user, by=worker, at=MONDAY
            )

        refused = at_once(take(anna), take(ben))

        ticket.refresh_from_db()
        last = TicketEvent.objects.filter(ticket=ticket).latest("position")
        assert refused == [None, None]
        assert last.facts["to"] == str(ticket.assignee_id)
        assert positions(ticket) == [1, 2, 3]


class TestTwoTransitions:
    def test_only_what_the_table_allows_happens(self):
        worker, ticket = agent(), make_ticket()

        def become(state):
            return lambda: change_state(number=ticket.number, state=state, by=worker, at=MONDAY)

        refused = at_once(become(TicketState.CANCELLED), become(TicketState.SPAM))

        assert len([each for each in refused if each]) == 1
        assert positions(ticket) == [1, 2]


class TestTwoMerges:
    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_of_each_into_the_other_make_no_ring(self, _round):
        worker, first, second = agent(), make_ticket(), make_ticket()

        def merge(source, target):
            return lambda: merge_tickets(
                source=source.number, target=target.number, by=worker, at=MONDAY
            )

        refused = at_once(merge(first, second), merge(second, first))

        assert len([each for each in refused if each]) == 1
        assert Ticket.objects.filter(state=TicketState.MERGED).count() == 1
        assert resolve_merged(first.number) == resolve_merged(second.number)

    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_in_a_circle_of_three_leave_one_ticket(self, _round):
        worker = agent()
        tickets = [make_ticket() for _ in range(3)]
        pairs = zip(tickets, [*tickets[1:], tickets[0]], strict=True)

        def merge(source, target):
            return lambda: merge_tickets(
                source=source.number, target=target.number, by=worker, at=MONDAY
            )

        at_once(*(merge(source, target) for source, target in pairs))

        ends = {resolve_merged(ticket.number) for ticket in tickets}
        assert len(ends) == 1
        for ticket in tickets:
            assert positions(ticket) == list(range(1, len(positions(ticket)) + 1))


class TestLinksBothWays:
    def test_they_do_not_wait_for_each_other_for_ever(self):
        worker, first, second = agent(), make_ticket(), make_ticket()

        def link(source, target):
            return lambda: link_tickets(
                number=source.number,
                other=target.number,
                kind=LinkKind.RELATED,
                by=worker,
                at=MONDAY,
            )

        refused = at_once(link(first, second), link(second, first))

        assert refused == [None, None]
        assert TicketLink.objects.count() == 1
