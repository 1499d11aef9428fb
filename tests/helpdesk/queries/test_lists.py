"""Lists of tickets: what they hold, in which order, page by page."""

from datetime import timedelta

import pytest

from helpdesk.actions.assigning import assign_ticket
from helpdesk.codes import OPEN_STATES, Impact, TicketCategory, Urgency
from helpdesk.models import Ticket, sight_of
from helpdesk.queries.filters import ME, NOBODY, Due, Flag, Order, TicketFilters
from helpdesk.queries.lists import list_tickets
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def numbers(page):
    return [line.number for line in page.lines]


def everything(worker, filters=None, **how):
    sight = sight_of(worker)
    return list_tickets(filters or TicketFilters(), sight=sight, at=MONDAY, **how)


def due(ticket, **after):
    Ticket.objects.filter(pk=ticket.pk).update(due_at=MONDAY + timedelta(**after))
    return ticket


class TestListTickets:
    def test_holds_what_the_viewer_may_know_of(self):
        ordinary, worker = make_ticket(), agent()
        make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        assert numbers(everything(worker)) == [ordinary.number]

    def test_callers_find_their_own_alone(self):
        make_ticket()
        me = caller()
        mine = make_ticket(by=me)

        assert numbers(everything(me)) == [mine.number]

    def test_narrows_by_each_filter(self):
        worker, other = agent(), QueueFactory.create(code="access")
        plain = make_ticket()
        safety = make_ticket(has_safety_flag=True)
        elsewhere = make_ticket(queue=other, category=TicketCategory.ACCESS)
        urgent = make_ticket(impact=Impact.CARE_WIDE, urgency=Urgency.NOW)
        assign_ticket(number=plain.number, assignee=worker.user, by=worker, at=MONDAY)

        def found(**filters):
            return set(numbers(everything(worker, TicketFilters(**filters))))

        assert found(flag=Flag.SAFETY) == {safety.number}
        assert found(queues=frozenset({other.pk})) == {elsewhere.number}
        assert found(queues=frozenset()) == set()
        assert found(category=TicketCategory.ACCESS) == {elsewhere.number}
        assert found(priorities=(1,)) == {urgent.number}
        assert found(assignee=ME) == {plain.number}
        assert found(assignee=NOBODY) == {safety.number, elsewhere.number, urgent.number}
        assert found(states=("triaged",)) == {plain.number}
        assert len(found(states=OPEN_STATES)) == 4
        assert found(organization=plain.organization_id) == {
            plain.number,
            safety.number,
            elsewhere.number,
            urgent.number,
        }

    def test_tells_overdue_from_due_soon(self):
        worker = agent()
        late, soon = due(make_ticket(), minutes=-1), due(make_ticket(), hours=1)
        due(make_ticket(), days=2)
        make_ticket()

        assert numbers(everything(worker, TicketFilters(due=Due.OVERDUE))) == [late.number]
        assert numbers(everything(worker, TicketFilters(due=Due.SOON))) == [soon.number]

    def test_what_has_no_deadline_comes_after_all_that_has_one(self):
        worker = agent()
        never = make_ticket()
        later, sooner = due(make_ticket(), hours=3), due(make_ticket(), hours=1)

        page = everything(worker, order=Order.DUE)

        assert numbers(page) == [sooner.number, later.number, never.number]

    @pytest.mark.parametrize("order", Order)
    def test_pages_neither_skip_nor_repeat_a_ticket(self, order):
        worker = agent()
        for each in range(7):
            made = make_ticket(at=MONDAY + timedelta(minutes=each // 2))
            if each % 3:
                due(made, minutes=each // 3)
        whole = numbers(everything(worker, order=order))

        read, cursor, pages = [], None, []
        while True:
            page = everything(worker, order=order, cursor=cursor, most=2)
            read += numbers(page)
            pages.append(page)
            if (cursor := page.next) is None:
                break

        assert read == whole
        assert len(set(read)) == 7
        before_last = everything(worker, order=order, cursor=pages[-1].previous, most=2)
        assert numbers(before_last) == numbers(pages[-2])
        assert pages[0].previous is None

    def test_asks_one_question_however_many_rows(self, django_assert_num_queries):
        worker = agent()
        sight = sight_of(worker)
        for _ in range(5):
            make_ticket()

        with django_assert_num_queries(1):
            assert len(list_tickets(TicketFilters(), sight=sight, at=MONDAY).lines) == 5
