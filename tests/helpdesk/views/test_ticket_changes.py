"""What can be done to one ticket, and by whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from helpdesk.actions.merging import merge_tickets
from helpdesk.actions.states import change_state
from helpdesk.codes import EventKind, LinkKind, ParticipantKind, TicketState
from helpdesk.models import OrganizationContact, Ticket, TicketEvent, TicketLink, TicketParticipant
from tests.factories.accounts import PractitionerRoleFactory
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db

# Every address at which a ticket changes, with what is sent there.
CHANGES = {
    "ticket_reply": {"text": "Hello."},
    "ticket_note": {"text": "Hello."},
    "ticket_state": {"state": "spam"},
    "ticket_take": {},
    "ticket_assign": {"assignee": ""},
    "ticket_escalate": {},
    "ticket_move": {"queue": ""},
    "ticket_edit": {"subject": "Other"},
    "ticket_triage": {"kind": "incident"},
    "ticket_people": {"kind": "participant", "user": "", "change": "add"},
    "ticket_link": {"kind": "related", "other": "1"},
    "ticket_merge": {"target": "1"},
    "ticket_unmerge": {},
    "ticket_unlink": {"kind": "related", "other": "1"},
    "ticket_presence": {"kind": "viewing", "after": "0"},
}
FORMS = {
    "ticket_assign", "ticket_move", "ticket_edit", "ticket_triage", "ticket_people", "ticket_link",
    "ticket_merge", "ticket_macros",
}  # fmt: skip
TRIAGE = {
    "kind": "incident",
    "category": "software",
    "component": "",
    "impact": "4",
    "urgency": "2",
    "override": "",
    "reason": "",
    "ico_decision": "",
}


def at(name, number):
    return reverse(f"helpdesk:{name}", args=[number])


@pytest.fixture
def worker(client, sign_in):
    role = agent()
    sign_in(client, role.user)
    return role


class TestWhoMay:
    @pytest.mark.parametrize("name", [*CHANGES, "ticket_draft", "ticket_watch", "ticket_message"])
    def test_strangers_find_nothing(self, client, sign_in, name):
        ticket = make_ticket()
        sign_in(client, caller().user)

        response = client.post(at(name, ticket.number), CHANGES.get(name, {"text": "x"}))

        assert response.status_code == 404
        assert TicketEvent.objects.filter(ticket=ticket).count() == 1

    @pytest.mark.parametrize("name", [each for each in CHANGES if each != "ticket_state"])
    def test_callers_do_nothing_that_is_for_staff(self, client, sign_in, name):
        me = caller()
        ticket = make_ticket(by=me)
        sign_in(client, me.user)

        response = client.post(at(name, ticket.number), CHANGES[name])

        assert response.status_code in (302, 403)
        assert TicketEvent.objects.filter(ticket=ticket).count() == 1

    @pytest.mark.parametrize("name", [each for each in CHANGES if each != "ticket_presence"])
    def test_analysts_of_another_queue_change_nothing(self, client, sign_in, name):
        ticket = make_ticket()
        sign_in(client, agent(QueueFactory.create(code="access")).user)

        response = client.post(at(name, ticket.number), CHANGES[name])

        assert response.status_code in (302, 403)
        assert TicketEvent.objects.filter(ticket=ticket).count() == 1

    @pytest.mark.parametrize("name", sorted(FORMS))
    def test_forms_open_for_members_of_the_queue_alone(self, client, sign_in, name):
        ticket = make_ticket()
        sign_in(client, agent().user)
        assert client.get(at(name, ticket.number)).status_code == 200
        sign_in(client, agent(QueueFactory.create(code="access")).user)
        assert client.get(at(name, ticket.number)).status_code == 403
        sign_in(client, caller().user)
        assert client.get(at(name, ticket.number)).status_code == 404


class TestTicketState:
    def test_it_offers_and_does_what_the_table_allows(self, client, worker):
        ticket = make_ticket()
        page = client.get(at("ticket_detail", ticket.number)).content
        assert b'value="triaged"' in page
        assert b'value="resolved"' not in page

        client.post(at("ticket_state", ticket.number), {"state": "triaged"})

        ticket.refresh_from_db()
        assert ticket.state == TicketState.TRIAGED

    def test_what_is_waited_for_can_change(self, client, worker):
        ticket = make_ticket()
        for state in ("triaged", "waiting:user", "waiting:third-party"):
            client.post(at("ticket_state", ticket.number), {"state": state})

        ticket.refresh_from_db()
        assert ticket.waiting_reason == "third-party"

    @pytest.mark.parametrize("state", ["merged", "", "nonsense", "waiting:nonsense", "closed"])
    def test_it_refuses_what_is_not_offered(self, client, worker, state):
        ticket = make_ticket()

        client.post(at("ticket_state", ticket.number), {"state": state})

        assert TicketEvent.objects.filter(ticket=ticket).count() == 1

    def test_callers_end_their_own(self, client, sign_in):
        me = caller()
        ticket = make_ticket(by=me)
        sign_in(client, me.user)

        client.post(at("ticket_state", ticket.number), {"state": "cancelled"})

        ticket.refresh_from_db()
        assert ticket.state == TicketState.CANCELLED

    def test_a_closed_ticket_is_reopened_within_the_window_alone(self, client, worker):
        ticket = make_ticket()
        for state in (TicketState.TRIAGED, TicketState.RESOLVED, TicketState.CLOSED):
            change_state(number=ticket.number, state=state, by=worker, at=MONDAY)
        Ticket.objects.filter(pk=ticket.pk).update(closed_at=MONDAY - timedelta(days=60))
        assert b"Reopen" not in client.get(at("ticket_detail", ticket.number)).content

        client.post(at("ticket_state", ticket.number), {"state": "in-progress"})

        ticket.refresh_from_db()
        assert ticket.state == TicketState.CLOSED


class TestTicketTriage:
    def test_answers_set_the_priority_and_the_flag(self, client, worker):
        ticket = make_ticket()
        form = TRIAGE | {"impact": "2", "urgency": "1", "safety": ["control-failed"]}

        client.post(at("ticket_triage", ticket.number), form)

        ticket.refresh_from_db()
        assert (ticket.state, ticket.priority, ticket.has_safety_flag) == ("triaged", 1, True)
        assert ticket.triage["safety"] == ["control-failed"]

    def test_another_priority_needs_a_reason(self, client, worker):
        ticket = make_ticket()

        response = client.post(at("ticket_triage", ticket.number), TRIAGE | {"override": "1"})

        assert response.status_code == 409
        ticket.refresh_from_db()
        assert (ticket.state, ticket.priority) == (TicketState.NEW, 3)

    def test_a_breach_takes_the_ticket_out_of_sight(self, client, worker):
        ConfidentialQueueFactory.create()
        ticket = make_ticket()
        form = TRIAGE | {"governance": ["disclosed"]}

        response = client.post(at("ticket_triage", ticket.number), form)

        ticket.refresh_from_db()
        assert ticket.is_restricted
        assert response.url == reverse("helpdesk:ticket_list")
        assert client.get(at("ticket_detail", ticket.number)).status_code == 404

    def test_what_the_caller_said_is_not_cleared_by_saying_nothing(self, client, worker):
        ticket = make_ticket(has_safety_flag=True)

        page = client.get(at("ticket_triage", ticket.number)).content.decode()

        assert 'value="caller" checked' in page

    def test_the_same_again_writes_nothing(self, client, worker):
        ticket = make_ticket()
        client.post(at("ticket_triage", ticket.number), TRIAGE)
        events = TicketEvent.objects.count()

        client.post(at("ticket_triage", ticket.number), TRIAGE)

        assert TicketEvent.objects.count() == events


class TestTicketEdit:
    def test_the_subject_it_had_stays_readable_for_staff(self, client, worker):
        ticket = make_ticket(subject="It is brokn")
        form = {"subject": "It is broken", "kind": "incident", "category": "software"}

        client.post(at("ticket_edit", ticket.number), form)

        event = TicketEvent.objects.get(kind=EventKind.EDITED)
        assert (event.facts["fields"], event.text.body) == (["subject"], "It is brokn")
        assert (
            b"subject changed, was: It is brokn"
            in client.get(at("ticket_detail", ticket.number)).content
        )

    def test_nhs_numbers_do_not_stay_in_a_subject(self, client, worker):
        ticket = make_ticket()
        form = {"subject": "About 999 012 3454", "kind": "incident", "category": "software"}

        client.post(at("ticket_edit", ticket.number), form)

        ticket.refresh_from_db()
        assert "3454" not in ticket.subject


class TestTicketMove:
    def test_names_the_queues_as_people_do(self, client, worker):
        ticket, other = make_ticket(), QueueFactory.create(code="access", name="Access, all sites")

        client.post(at("ticket_move", ticket.number), {"queue": other.pk})

        text = client.get(at("ticket_detail", ticket.number)).text
        assert f"moved from {ticket.queue.name} to Access, all sites" in text

    def test_it_goes_to_the_next_tier(self, client, worker):
        second = QueueFactory.create(code="applications", tier=2)
        first = QueueFactory.create()
        first.escalates_to = second
        first.save()
        ticket = make_ticket()

        client.post(at("ticket_escalate", ticket.number))

        ticket.refresh_from_db()
        assert (ticket.queue, ticket.assignee) == (second, None)


class TestTicketLinks:
    def test_both_say_it_and_one_can_take_it_away(self, client, worker):
        first, second = make_ticket(subject="One"), make_ticket(subject="Two")

        form = {"kind": "caused-by", "other": second.number}
        client.post(at("ticket_link", first.number), form)

        assert b"Caused by" in client.get(at("ticket_detail", first.number)).content
        assert b"Caused</span>" in client.get(at("ticket_detail", second.number)).content
        form = {"kind": "caused-by", "other": first.number}
        client.post(at("ticket_unlink", second.number), form)
        assert not TicketLink.objects.exists()

    def test_a_ticket_out_of_sight_cannot_be_linked(self, client, worker):
        hidden = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)
        form = {"kind": "related", "other": hidden.number}

        response = client.post(at("ticket_link", make_ticket().number), form)

        assert b"There is no ticket" in response.content
        assert not TicketLink.objects.exists()

    def test_a_link_made_elsewhere_names_nothing_out_of_sight(self, client, worker):
        hidden = make_ticket(
            queue=ConfidentialQueueFactory.create(), has_governance_flag=True, subject="Astray"
        )
        ticket = make_ticket()
        TicketLink.objects.create(source=ticket, target=hidden, kind=LinkKind.RELATED)

        page = client.get(at("ticket_detail", ticket.number)).content.decode()

        assert "Astray" not in page
        assert f"/tickets/{hidden.number}/" not in page

    def test_parts_stand_on_one_level(self, client, worker):
        top, middle, low = make_ticket(), make_ticket(), make_ticket()
        form = {"kind": "parent", "other": top.number}
        client.post(at("ticket_link", middle.number), form)

        form = {"kind": "parent", "other": middle.number}
        response = client.post(at("ticket_link", low.number), form)

        assert response.status_code == 409
        middle.refresh_from_db()
        assert middle.parent == top


class TestTicketPeople:
    def test_a_colleague_of_the_caller_takes_part(self, client, worker):
        me, colleague = caller(), caller()
        ticket = make_ticket(by=me)

        form = {"kind": "participant", "user": colleague.user.pk, "change": "add"}
        client.post(at("ticket_people", ticket.number), form)

        assert ticket in Ticket.objects.visible_to(colleague)

    def test_only_the_callers_organisation_and_the_desk_are_found(self, client, worker):
        ticket = make_ticket()
        stranger = PractitionerRoleFactory.create(
            organization=agent().organization, job_role="analyst"
        )
        page = client.get(
            at("ticket_people", ticket.number), {"q": stranger.user.username}
        ).content.decode()

        assert "Nobody of the caller" in page

    def test_who_may_not_see_it_cannot_watch(self, client, worker):
        form = {"kind": "watcher", "user": caller().user.pk, "change": "add"}

        client.post(at("ticket_people", make_ticket().number), form)

        assert not TicketParticipant.objects.filter(kind=ParticipantKind.WATCHER).exists()


class TestTicketWatch:
    def test_staff_watch_what_they_see(self, client, sign_in):
        ticket, other = make_ticket(), agent(QueueFactory.create(code="access"))
        sign_in(client, other.user)

        client.post(at("ticket_watch", ticket.number), {"watches": "yes"})

        assert TicketParticipant.objects.get(user=other.user).kind == ParticipantKind.WATCHER

    def test_contacts_do_not_keep_their_sight_by_it(self, client, sign_in):
        ticket, contact = make_ticket(), caller()
        OrganizationContact.objects.create(role=contact)
        sign_in(client, contact.user)

        response = client.post(at("ticket_watch", ticket.number), {"watches": "yes"})

        assert response.status_code == 403


class TestMergedTickets:
    def test_the_old_number_leads_on(self, client, worker):
        source, target = make_ticket(), make_ticket()
        merge_tickets(source=source.number, target=target.number, by=worker, at=MONDAY)

        response = client.get(at("ticket_detail", source.number))

        assert response.url == at("ticket_detail", target.number)

    def test_callers_of_another_organisation_stay_where_they_are(self, client, sign_in):
        me = PractitionerRoleFactory.create(organization=agent().organization, job_role="analyst")
        worker = agent()
        source, target = make_ticket(by=me), make_ticket(subject="Not yours")
        merge_tickets(source=source.number, target=target.number, by=worker, at=MONDAY)
        sign_in(client, me.user)

        response = client.get(at("ticket_detail", source.number))

        assert response.status_code == 200
        assert b"together with another request" in response.content
        assert b"Not yours" not in response.content
        for state in (TicketState.TRIAGED, TicketState.RESOLVED):
            change_state(number=target.number, state=state, by=worker, at=MONDAY)
        assert (
            b"We think that the matter is solved."
            in client.get(at("ticket_detail", source.number)).content
        )
        assert str(target.number) not in response.content.decode().split("</header>")[-1]
