"""What reports say of tickets comes from their events, and agrees with the lists behind it."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from helpdesk.actions.assigning import assign_ticket, move_ticket
from helpdesk.actions.measuring import measure_tickets
from helpdesk.actions.reporting import add_up_weeks
from helpdesk.actions.states import change_state, reopen_ticket
from helpdesk.actions.writing import write_message, write_reply
from helpdesk.codes import TicketState
from helpdesk.forms.filters import clean_query, read_filters
from helpdesk.models import OpenSpell, SatisfactionRequest, Ticket, TicketMeasure, sight_of
from helpdesk.presenters.report import present_parts, present_weeks
from helpdesk.queries.desk import read_choices
from helpdesk.queries.lists import list_tickets
from helpdesk.queries.report import Scope, half_within, make_report
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THIS_WEEK = date(2026, 11, 23)
LAST_WEEK = THIS_WEEK - timedelta(days=7)


def resolve(ticket, worker, at, *, reply_first=True):
    assign_ticket(number=ticket.number, assignee=worker.user, by=worker, at=at)
    if reply_first:
        write_reply(number=ticket.number, text="Try this.", by=worker, at=at)
    change_state(number=ticket.number, state=TicketState.RESOLVED, by=worker, at=at)


def measure(ticket):
    measure_tickets()
    return TicketMeasure.objects.get(ticket=ticket)


class TestMeasureTickets:
    def test_says_when_a_ticket_was_answered_and_resolved(self):
        worker, ticket = agent(), make_ticket()
        write_message(number=ticket.number, text="Anybody?", by=None, sender=None, at=MONDAY)
        resolve(ticket, worker, MONDAY + HOUR)

        measured = measure(ticket)

        assert measured.opened_at == MONDAY
        assert measured.answered_at == measured.resolved_at == MONDAY + HOUR
        assert (measured.replies, measured.handovers, measured.reopenings) == (1, 0, 0)

    def test_a_caller_who_settles_it_alone_was_not_answered(self):
        me = caller()
        ticket = make_ticket(by=me)
        worker = agent()
        assign_ticket(number=ticket.number, assignee=worker.user, by=worker, at=MONDAY)
        change_state(number=ticket.number, state=TicketState.RESOLVED, by=me, at=MONDAY)

        measured = measure(ticket)

        assert measured.answered_at is None
        assert measured.resolved_at == MONDAY

    def test_counts_queues_and_people_that_a_ticket_went_through(self):
        worker, other = agent(), QueueFactory.create(code="access")
        colleague, ticket = agent(), make_ticket()
        for person in (worker, colleague):
            assign_ticket(number=ticket.number, assignee=person.user, by=worker, at=MONDAY)
        move_ticket(number=ticket.number, queue=other, by=worker, at=MONDAY)

        assert measure(ticket).handovers == 2

    def test_knows_when_a_ticket_was_open(self):
        worker, ticket = agent(), make_ticket()
        resolve(ticket, worker, MONDAY + HOUR)
        reopen_ticket(number=ticket.number, by=worker, at=MONDAY + 3 * HOUR)
        measured = measure(ticket)

        spells = OpenSpell.objects.filter(ticket=ticket).order_by("starts_at")

        assert list(spells.values_list("starts_at", "ends_at")) == [
            (MONDAY, MONDAY + HOUR),
            (MONDAY + 3 * HOUR, None),
        ]
        assert measured.resolved_at == MONDAY + HOUR
        assert measured.reopenings == 1

    def test_measures_only_what_has_gone_on(self):
        ticket = make_ticket()
        make_ticket()

        assert measure_tickets() == 2
        assert measure_tickets() == 0
        write_reply(number=ticket.number, text="Try this.", by=agent(), at=MONDAY)
        assert measure_tickets() == 1
        assert OpenSpell.objects.count() == 2

    def test_takes_in_how_somebody_said_it_went(self):
        ticket = make_ticket()
        measure_tickets()
        SatisfactionRequest.objects.create(
            ticket=ticket,
            token_digest=b"0" * 32,
            asked_at=MONDAY,
            expires_at=MONDAY + 7 * DAY,
            answered_at=MONDAY + DAY,
            score=4,
        )

        measured = measure(ticket)
        add_up_weeks(at=MONDAY + 2 * DAY)
        week = report_for(agent()).weeks[THIS_WEEK]

        assert (measured.score, measured.scored_at) == (4, MONDAY + DAY)
        assert (week.scored, week.score_sum) == (1, 4)

    def test_goes_on_where_there_are_more_than_fit_at_once(self):
        for _ in range(3):
            make_ticket()

        assert measure_tickets(most=2) == 3


@pytest.fixture
def busy_weeks():
    """Let two weeks pass with one of everything."""
    worker, other = agent(is_lead=True), QueueFactory.create(code="access")
    before = MONDAY - 7 * DAY
    quick, slow = make_ticket(at=before), make_ticket(at=before)
    resolve(quick, worker, before + HOUR)
    resolve(slow, worker, MONDAY + HOUR, reply_first=False)
    reopen_ticket(number=slow.number, by=worker, at=MONDAY + 2 * HOUR)
    make_ticket(queue=other)
    spam = make_ticket()
    change_state(number=spam.number, state=TicketState.SPAM, by=worker, at=MONDAY)
    hidden = ConfidentialQueueFactory.create()
    make_ticket(queue=hidden, has_governance_flag=True, by=caller())
    measure_tickets()
    add_up_weeks(at=MONDAY + DAY, weeks=None)
    return worker


def report_for(viewer, by="queue"):
    sight = sight_of(viewer)
    return make_report(Scope(), by=by, weeks=[LAST_WEEK, THIS_WEEK], sight=sight)


class TestMakeReport:
    def test_counts_what_happened_week_by_week(self, busy_weeks):
        weeks = report_for(busy_weeks).weeks

        last, this = weeks[LAST_WEEK], weeks[THIS_WEEK]
        assert (last.opened, last.answered, last.resolved, last.backlog) == (2, 1, 1, 1)
        assert (this.opened, this.answered, this.resolved, this.backlog) == (1, 1, 1, 2)
        assert (last.first_contact, this.first_contact) == (1, 0)
        assert (last.reopened, this.reopened) == (0, 1)
        assert half_within(last.answer_bands) == 2 * 3600

    def test_parts_add_up_to_the_weeks(self, busy_weeks):
        for by in ("queue", "region", "category"):
            made = report_for(busy_weeks, by)
            for name in ("opened", "answered", "resolved", "first_contact", "reopened"):
                of_weeks = sum(getattr(each, name) for each in made.weeks.values())
                assert sum(getattr(each, name) for each in made.parts.values()) == of_weeks

    def test_what_the_viewer_may_not_know_of_is_not_counted(self, busy_weeks):
        officer = agent(ConfidentialQueueFactory.create(), sees_restricted=True)

        assert report_for(busy_weeks).weeks[THIS_WEEK].opened == 1
        assert report_for(officer).weeks[THIS_WEEK].opened == 2
        assert report_for(caller()).weeks[THIS_WEEK].opened == 0

    def test_every_figure_leads_to_as_many_tickets(self, busy_weeks):
        sight = sight_of(busy_weeks)
        choices = read_choices(sight)
        made = report_for(busy_weeks)
        rows = [
            *present_weeks(made, {}, today=THIS_WEEK),
            *present_parts(made, {}, by="queue", choices=choices),
        ]
        links = {cell.url: cell.text for row in rows for cell in row.cells if cell.url}

        counted = {}
        for url in links:
            query = clean_query(QueryDict(urlsplit(url).query))
            filters = read_filters(query, choices=choices, sight=sight)
            counted[url] = len(list_tickets(filters, sight=sight, at=MONDAY).lines)

        plain = {url: text for url, text in links.items() if text.isdigit()}
        assert plain
        assert {url: str(counted[url]) for url in plain} == plain
        assert all(counted.values())
        assert {parse_qs(urlsplit(url).query)["measure"][0] for url in links} >= {
            "opened",
            "answered",
            "resolved",
            "first-contact",
            "reopened",
            "backlog",
        }

    def test_a_ticket_that_has_moved_counts_where_it_is_in_all_weeks(self, busy_weeks):
        old = Ticket.objects.order_by("number").first()
        assert old is not None
        reopen_ticket(number=old.number, by=busy_weeks, at=MONDAY + DAY)
        other = QueueFactory.create(code="access")
        move_ticket(number=old.number, queue=other, by=busy_weeks, at=MONDAY + DAY)
        measure_tickets()
        add_up_weeks(at=MONDAY + DAY)

        parts = report_for(busy_weeks).parts

        assert parts[str(other.pk)].opened == 2


class TestHalfWithin:
    def test_is_the_end_of_the_band_in_which_half_lies(self):
        assert half_within({0: 1, 3: 2}) == 4 * 3600
        assert half_within({0: 2, 3: 2}) == 900
        assert half_within({13: 1}) == 0
        assert half_within({}) is None
