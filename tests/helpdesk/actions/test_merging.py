"""Merge by redirect: nothing moves, numbers live on, and every merge can be undone by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions.merging import merge_tickets, unmerge_ticket
from helpdesk.actions.states import change_state
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.codes import ParticipantKind, TicketState
from helpdesk.models import Ticket, TicketEvent, TicketParticipant, sight_of
from helpdesk.queries.merging import list_merge_candidates, list_union, resolve_merged
from helpdesk.queries.ticket_page import events_of
from tests.factories.accounts import CommunityTrustFactory, PractitionerRoleFactory
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return agent()


def merge(source, target, worker, at=MONDAY):
    return merge_tickets(source=source.number, target=target.number, by=worker, at=at)


def unmerge(source, worker, at=MONDAY):
    return unmerge_ticket(source=source.number, by=worker, at=at)


def numbers(viewer):
    return set(Ticket.objects.visible_to(viewer).values_list("number", flat=True))


class TestMergeTickets:
    def test_the_number_leads_to_the_other_and_nothing_moves(self, worker):
        source, target = make_ticket(), make_ticket()
        before = TicketEvent.objects.filter(ticket=source).count()

        merge(source, target, worker)

        source.refresh_from_db()
        assert (source.state, source.merged_into) == (TicketState.MERGED, target)
        assert resolve_merged(source.number) == target.number
        assert TicketEvent.objects.filter(ticket=source).count() == before + 1

    def test_one_timeline_shows_both(self, worker):
        source, target = make_ticket(text="It is red."), make_ticket(text="It is blue.")

        merge(source, target, worker)

        shown = events_of(target, sight=sight_of(worker))
        assert {e.text.body for e in shown if e.text_length} == {"It is red.", "It is blue."}

    def test_what_was_merged_before_leads_on_in_one_step(self, worker):
        first, second, third = make_ticket(), make_ticket(), make_ticket()

        merge(first, second, worker)
        merge(second, third, worker)

        first.refresh_from_db()
        assert first.merged_into == third
        assert list_union(third.number) == [third.number, first.number, second.number]

    def test_to_merge_into_a_merged_one_is_to_merge_into_where_it_leads(self, worker):
        first, second, third = make_ticket(), make_ticket(), make_ticket()
        merge(first, second, worker)

        merge(third, first, worker)

        third.refresh_from_db()
        assert third.merged_into == second

    def test_a_ring_is_refused(self, worker):
        first, second = make_ticket(), make_ticket()
        merge(first, second, worker)

        with pytest.raises(NotPermittedNow, match="one ticket already"):
            merge(second, first, worker)

    def test_a_done_ticket_takes_nothing_in(self, worker):
        source, target = make_ticket(), make_ticket()
        for state in (TicketState.TRIAGED, TicketState.RESOLVED):
            change_state(number=target.number, state=state, by=worker, at=MONDAY)

        with pytest.raises(NotPermittedNow):
            merge(source, target, worker)

    def test_only_who_works_on_both_may(self, worker):
        source = make_ticket()
        target = make_ticket(queue=QueueFactory.create(code="access"))

        with pytest.raises(Forbidden):
            merge(source, target, worker)

    def test_the_earlier_answer_counts(self, worker):
        source, target = make_ticket(), make_ticket()
        early, late = MONDAY + timedelta(minutes=5), MONDAY + timedelta(hours=2)
        write_reply(number=source.number, text="We are on it.", by=worker, at=early)
        write_reply(number=target.number, text="We are on it.", by=worker, at=late)

        merge(source, target, worker, at=late)

        target.refresh_from_db()
        assert target.responded_at == early

    def test_callers_of_one_organisation_read_on_together(self, worker):
        me, colleague = caller(), caller()
        source, target = make_ticket(by=me), make_ticket(by=colleague)

        merge(source, target, worker)

        assert numbers(me) == {source.number, target.number}
        assert numbers(colleague) == {target.number}

    def test_callers_of_another_organisation_see_only_their_own_entries(self, worker):
        me = PractitionerRoleFactory.create(organization=CommunityTrustFactory.create())
        source, target = make_ticket(by=me), make_ticket()

        merge(source, target, worker)

        assert numbers(me) == {source.number}
        shown = events_of(source, sight=sight_of(me))
        assert {event.ticket_id for event in shown} == {source.number}

    def test_nobody_is_let_into_a_restricted_ticket_by_a_merge(self):
        queue = ConfidentialQueueFactory.create()
        officer = agent(queue, sees_restricted=True)
        me, other = caller(), caller()
        source = make_ticket(by=me, queue=queue, has_governance_flag=True)
        target = make_ticket(by=other, queue=queue, has_governance_flag=True)

        merge(source, target, officer)

        assert numbers(me) == {source.number}


class TestUnmergeTicket:
    def test_it_is_again_what_it_was(self, worker):
        source, target = make_ticket(), make_ticket()
        change_state(number=source.number, state=TicketState.TRIAGED, by=worker, at=MONDAY)
        change_state(
            number=source.number,
            state=TicketState.WAITING,
            waiting_reason="third-party",
            by=worker,
            at=MONDAY,
        )
        merge(source, target, worker)

        unmerge(source, worker, at=MONDAY + timedelta(days=29))

        source.refresh_from_db()
        assert (source.state, source.waiting_reason) == ("waiting", "third-party")
        assert source.merged_into is None

    def test_it_cannot_after_thirty_days(self, worker):
        source, target = make_ticket(), make_ticket()
        merge(source, target, worker)

        with pytest.raises(NotPermittedNow, match="30 days"):
            unmerge(source, worker, at=MONDAY + timedelta(days=31))

    def test_what_came_through_it_goes_with_it(self, worker):
        first, second, third = make_ticket(), make_ticket(), make_ticket()
        merge(first, second, worker)
        merge(second, third, worker)

        unmerge(second, worker)

        first.refresh_from_db()
        assert first.merged_into == second
        assert resolve_merged(third.number) == third.number

    def test_the_first_of_a_chain_can_be_taken_out_alone(self, worker):
        first, second, third = make_ticket(), make_ticket(), make_ticket()
        merge(first, second, worker)
        merge(second, third, worker)

        unmerge(first, worker)

        assert resolve_merged(first.number) == first.number
        assert resolve_merged(second.number) == third.number

    def test_callers_lose_what_the_merge_let_them_see(self, worker):
        me = caller()
        first, second, third = make_ticket(by=me), make_ticket(), make_ticket()
        merge(first, second, worker)
        merge(second, third, worker)
        assert numbers(me) == {first.number, second.number, third.number}

        unmerge(first, worker)

        assert numbers(me) == {first.number}

    def test_who_took_part_before_still_does(self, worker):
        me = caller()
        source, target = make_ticket(by=me), make_ticket()
        TicketParticipant.objects.create(
            ticket=target, user=me.user, kind=ParticipantKind.PARTICIPANT
        )
        merge(source, target, worker)

        unmerge(source, worker)

        assert numbers(me) == {source.number, target.number}

    def test_an_answer_that_was_only_the_others_counts_no_longer(self, worker):
        source, target = make_ticket(), make_ticket()
        write_reply(number=source.number, text="We are on it.", by=worker, at=MONDAY)
        merge(source, target, worker)

        unmerge(source, worker)

        target.refresh_from_db()
        assert target.responded_at is None


def point(source, target):
    """Point a ticket to another past every check but those of the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        Ticket.objects.filter(pk=source.pk).update(state="merged", merged_into=target)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestTheDatabase:
    def test_it_refuses_a_pointer_to_a_merged_ticket(self, worker):
        first, second, third = make_ticket(), make_ticket(), make_ticket()
        merge(second, third, worker)

        with pytest.raises(IntegrityError):
            point(first, second)

    def test_it_refuses_a_ring(self, worker):
        first, second = make_ticket(), make_ticket()
        merge(first, second, worker)

        with pytest.raises(IntegrityError):
            point(second, first)


class TestListMergeCandidates:
    def test_it_offers_the_callers_own_first_and_nothing_out_of_sight(self, worker):
        me = caller()
        ticket, own = make_ticket(by=me), make_ticket(by=me)
        make_ticket(by=me, queue=QueueFactory.create(code="access"))
        make_ticket(by=me, queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        found = list_merge_candidates(ticket, sight=sight_of(worker))

        assert [each.number for each in found] == [own.number]

    def test_words_of_notes_find_a_ticket(self, worker):
        ticket, other = make_ticket(), make_ticket()
        write_note(number=other.number, text="The proxy again.", by=worker, at=MONDAY)

        found = list_merge_candidates(ticket, sight=sight_of(worker), words="proxy")

        assert [each.number for each in found] == [other.number]


STEP = st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4))


class TestAnySequence:
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(steps=st.lists(STEP, min_size=1, max_size=14))
    def test_no_ring_no_lost_event_and_every_number_leads_somewhere(self, steps, worker):
        with transaction.atomic():
            people = [caller() for _ in range(5)]
            tickets = [make_ticket(by=person) for person in people]
            parents: dict[int, int] = {}  # what each was merged into itself
            for merges, here, there in steps:
                self._step(merges, tickets[here], tickets[there], parents, worker)
                self._check(tickets, people, parents)
            transaction.set_rollback(True)

    def _step(self, merges, here, there, parents, worker):
        events = TicketEvent.objects.count()
        try:
            if merges:
                root = resolve_merged(there.number)
                merge(here, there, worker)
                parents[here.number] = root
            else:
                unmerge(here, worker)
                del parents[here.number]
        except NotPermittedNow:
            assert TicketEvent.objects.count() == events

    def _check(self, tickets, people, parents):
        def root(number):
            while number in parents:
                number = parents[number]
            return number

        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for ticket, person in zip(tickets, people, strict=True):
            number = ticket.number
            assert resolve_merged(number) == root(number)
            positions = TicketEvent.objects.filter(ticket=ticket).order_by("position")
            assert list(positions.values_list("position", flat=True)) == list(
                range(1, positions.count() + 1)
            )
            path = {number}
            here = number
            while here in parents:
                here = parents[here]
                path.add(here)
            assert numbers(person) == path
        union = [n for t in tickets if root(t.number) == t.number for n in list_union(t.number)]
        assert sorted(union) == sorted(ticket.number for ticket in tickets)
