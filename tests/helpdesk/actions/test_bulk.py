"""Many tickets are changed at once, each by the rules of one, and taken back if still the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions.assigning import assign_ticket
from helpdesk.actions.bulk import (
    MOST_TICKETS,
    STALLED_AFTER,
    choose_changes,
    foresee,
    freeze_selection,
    perform_bulk,
    resume_stalled,
    start_bulk,
    start_undo,
)
from helpdesk.actions.bulk_steps import Change
from helpdesk.actions.states import change_state
from helpdesk.actions.writing import write_reply
from helpdesk.codes import BulkState, EventKind, TicketState, Visibility
from helpdesk.models import QueueMembership, Ticket, TicketEvent
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def chosen(worker, *tickets, text="", **changes):
    numbers = [ticket.number for ticket in tickets]
    bulk = freeze_selection(numbers=numbers, by=worker, at=MONDAY)
    choose_changes(
        bulk=bulk,
        changes=[Change(field=name, value=value) for name, value in changes.items()],
        text=text,
        visibility=Visibility.INTERNAL,
    )
    return bulk


def perform(bulk, clock=timezone.now):
    start_bulk(bulk_id=bulk.pk, by=bulk.by)
    perform_bulk(bulk.pk, clock=clock)
    bulk.refresh_from_db()
    return bulk


def undo(bulk):
    start_undo(bulk_id=bulk.pk, by=bulk.by, at=timezone.now())
    perform_bulk(bulk.pk, clock=timezone.now)
    bulk.refresh_from_db()
    return bulk


class TestFreezeSelection:
    def test_keeps_the_numbers_that_were_chosen_and_no_more(self):
        worker, first = agent(), make_ticket()
        bulk = freeze_selection(numbers=[first.number, first.number], by=worker, at=MONDAY)
        make_ticket()

        assert bulk.numbers == [first.number]

    def test_leaves_out_what_the_actor_may_not_know_of(self):
        hidden = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)
        seen = make_ticket()

        numbers = [hidden.number, seen.number]
        bulk = freeze_selection(numbers=numbers, by=agent(), at=MONDAY)

        assert bulk.numbers == [seen.number]

    def test_refuses_none_too_many_and_callers(self):
        with pytest.raises(NotPermittedNow, match="Tick the tickets"):
            freeze_selection(numbers=[], by=agent(), at=MONDAY)
        with pytest.raises(NotPermittedNow, match="at most"):
            freeze_selection(numbers=range(MOST_TICKETS + 1), by=agent(), at=MONDAY)
        with pytest.raises(Forbidden):
            freeze_selection(numbers=[1], by=caller(), at=MONDAY)


class TestForesee:
    def test_says_what_changes_and_changes_nothing(self):
        worker, ticket = agent(), make_ticket()
        bulk = chosen(worker, ticket, assignee=str(worker.user_id), text="Looked at it.")
        events = TicketEvent.objects.count()

        (foreseen,) = foresee(bulk, at=MONDAY)

        assert foreseen.changes == [
            ("State", "New", "Triaged"),
            ("Assigned to", "nobody", str(worker.user)),
            ("Note", "", "added"),
        ]
        ticket.refresh_from_db()
        assert (ticket.state, ticket.assignee_id) == (TicketState.NEW, None)
        assert TicketEvent.objects.count() == events

    def test_says_what_will_be_refused_and_why(self):
        worker = agent()
        here, elsewhere = make_ticket(), make_ticket(queue=QueueFactory.create(code="access"))
        bulk = chosen(worker, here, elsewhere, state=TicketState.RESOLVED)

        refusals = {each.number: each.refusal for each in foresee(bulk, at=MONDAY)}

        assert refusals[here.number] == "A ticket that is new cannot become resolved."
        assert "not yours to write to" in refusals[elsewhere.number]


class TestChooseChanges:
    def test_keeps_no_nhs_number(self):
        bulk = chosen(agent(), make_ticket(), text="About 999 000 0018.")

        assert "0018" not in bulk.text


class TestPerformBulk:
    def test_changes_each_ticket_by_the_rules_of_one(self):
        worker = agent()
        open_one, done_one = make_ticket(), make_ticket()
        elsewhere = make_ticket(queue=QueueFactory.create(code="access"))
        change_state(number=done_one.number, state=TicketState.CANCELLED, by=worker, at=MONDAY)

        bulk = perform(chosen(worker, open_one, done_one, elsewhere, assignee=str(worker.user_id)))

        assert bulk.state == BulkState.DONE
        assert bulk.done == 3
        done = {int(n): each["is_done"] for n, each in bulk.results.items()}
        assert done == {open_one.number: True, done_one.number: False, elsewhere.number: False}
        assert set(Ticket.objects.filter(assignee=worker.user)) == {open_one}

    def test_a_ticket_changes_whole_or_not_at_all(self):
        worker, ticket = agent(), make_ticket()

        perform(chosen(worker, ticket, text="Noted.", state=TicketState.CLOSED))

        ticket.refresh_from_db()
        assert ticket.events_count == 1

    def test_goes_by_what_the_actor_may_when_it_happens(self):
        worker, ticket = agent(), make_ticket()
        bulk = chosen(worker, ticket, assignee=str(worker.user_id))
        QueueMembership.objects.filter(role=worker).delete()

        perform(bulk)

        assert bulk.results[str(ticket.number)]["is_done"] is False

    def test_what_was_done_before_a_worker_died_is_not_done_again(self):
        worker, ticket, second = agent(), make_ticket(), make_ticket()
        bulk = chosen(worker, ticket, second, text="Once.")
        start_bulk(bulk_id=bulk.pk, by=worker)
        moments = iter([MONDAY])
        with pytest.raises(StopIteration):
            perform_bulk(bulk.pk, clock=lambda: next(moments))

        perform_bulk(bulk.pk, clock=timezone.now)
        perform_bulk(bulk.pk, clock=timezone.now)

        assert TicketEvent.objects.filter(kind=EventKind.NOTE).count() == 2

    def test_goes_on_when_its_worker_has_died(self):
        bulk = chosen(agent(), make_ticket(), text="Once.")
        start_bulk(bulk_id=bulk.pk, by=bulk.by)
        now = timezone.now()

        assert resume_stalled(at=now) == 0
        assert resume_stalled(at=now + STALLED_AFTER + timedelta(minutes=1)) == 1

    def test_cannot_be_started_twice_or_by_another(self):
        worker = agent()
        bulk = perform(chosen(worker, make_ticket(), text="Once."))

        with pytest.raises(NotPermittedNow):
            start_bulk(bulk_id=bulk.pk, by=worker)
        with pytest.raises(type(bulk).DoesNotExist):
            start_bulk(bulk_id=bulk.pk, by=agent())


class TestUndo:
    def test_brings_back_what_was_as_events(self):
        worker, other = agent(), QueueFactory.create(code="access")
        ticket = make_ticket()
        bulk = perform(chosen(worker, ticket, queue=str(other.pk), impact="1", urgency="1"))
        assert Ticket.objects.get(pk=ticket.pk).queue == other

        undo(bulk)

        now = Ticket.objects.get(pk=ticket.pk)
        assert bulk.state == BulkState.UNDONE
        assert bulk.results[str(ticket.number)]["undo"] == "As it was"
        assert (now.queue, now.priority, now.impact) == (ticket.queue, ticket.priority, 4)
        kinds = list(now.events.order_by("position").values_list("kind", flat=True))
        assert kinds == ["opened", "priority-set", "moved", "moved", "priority-set"]
        there, back = now.events.filter(kind="moved").order_by("position")
        assert back.facts["to_name"] == there.facts["from_name"] == ticket.queue.name

    def test_brings_back_a_ticket_that_was_resolved(self):
        worker, ticket = agent(), make_ticket()
        assign_ticket(number=ticket.number, assignee=worker.user, by=worker, at=MONDAY)
        bulk = perform(chosen(worker, ticket, state=TicketState.RESOLVED))

        undo(bulk)

        now = Ticket.objects.get(pk=ticket.pk)
        assert (now.state, now.resolved_at, now.times_reopened) == (TicketState.TRIAGED, None, 0)

    def test_leaves_alone_what_has_gone_on_since(self):
        worker, ticket, quiet = agent(), make_ticket(), make_ticket()
        bulk = perform(chosen(worker, ticket, quiet, assignee=str(worker.user_id)))
        write_reply(number=ticket.number, text="I have a look.", by=worker, at=MONDAY)

        undo(bulk)

        assert Ticket.objects.get(pk=ticket.pk).assignee == worker.user
        assert Ticket.objects.get(pk=quiet.pk).assignee is None
        assert "something has happened" in bulk.results[str(ticket.number)]["undo"]

    def test_what_was_refused_has_nothing_to_undo(self):
        worker, ticket = agent(), make_ticket()
        bulk = perform(chosen(worker, ticket, state=TicketState.CLOSED))

        undo(bulk)

        assert bulk.results[str(ticket.number)]["is_undone"] is False

    def test_happens_once(self):
        worker = agent()
        bulk = undo(perform(chosen(worker, make_ticket(), assignee=str(worker.user_id))))

        with pytest.raises(NotPermittedNow):
            start_undo(bulk_id=bulk.pk, by=worker, at=MONDAY)
