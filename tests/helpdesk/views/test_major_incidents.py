"""A major incident is declared by the desk, told to everybody, joined by callers, and ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import service_notices
from helpdesk.actions.broadcasts import deliver_broadcast
from helpdesk.actions.joining import join_major_incident, list_overdue_incidents, tell_overdue
from helpdesk.codes import EventKind, MajorIncidentState, ParticipantKind, TicketState
from helpdesk.models import (
    Broadcast,
    MajorIncident,
    OutboundMessage,
    StatusNotice,
    Ticket,
    TicketEvent,
    TicketParticipant,
)
from tests.factories.helpdesk import (
    ConfidentialQueueFactory,
    QueueFactory,
    ServiceComponentFactory,
    agent,
    caller,
    make_ticket,
)

TITLE = "Hospital letters do not open"
TEXT = "Ring the ward if you need one now. We are looking for the cause."


def declaration(**changes):
    component = ServiceComponentFactory.create()
    return {
        "title": TITLE,
        "text": TEXT,
        "components": [component.pk],
        "status": "disrupted",
        "cadence_minutes": 30,
        "is_sure": "on",
        **changes,
    }


def declare(client, ticket, **changes) -> MajorIncident:
    client.post(f"/helpdesk/incidents/declare/{ticket.number}/", declaration(**changes))
    service_notices.read_again()
    return MajorIncident.objects.get()


@pytest.fixture
def lead(client, sign_in, team_lead):
    sign_in(client, team_lead)
    return team_lead


@pytest.fixture
def incident(client, lead):
    return declare(client, make_ticket(text="My secret worry."))


class TestMajorIncidentDeclare:
    def test_opens_a_ticket_of_its_own_over_the_one_it_came_from(self, client, lead):
        source = make_ticket()

        incident = declare(client, source)

        source.refresh_from_db()
        assert source.parent_id == incident.ticket_id != source.number
        assert incident.commander == lead
        assert incident.ticket.state == TicketState.IN_PROGRESS
        assert StatusNotice.objects.get().major_incident == incident
        page = client.get(f"/helpdesk/incidents/{incident.ticket_id}/").text
        assert TITLE in page
        assert "Next update in" in page

    def test_needs_a_second_thought(self, client, lead):
        ticket = make_ticket()

        response = client.post(
            f"/helpdesk/incidents/declare/{ticket.number}/", declaration(is_sure="")
        )

        assert "Tick “I declare" in response.text
        assert not MajorIncident.objects.exists()

    def test_does_not_start_from_what_is_restricted(self, client, sign_in):
        queue = ConfidentialQueueFactory.create()
        officer = agent(queue, is_lead=True, sees_restricted=True)
        sign_in(client, officer.user)
        ticket = make_ticket(queue=queue, has_governance_flag=True)

        client.post(f"/helpdesk/incidents/declare/{ticket.number}/", declaration())

        assert not MajorIncident.objects.exists()

    def test_is_not_there_for_callers_and_refused_in_other_queues(self, client, sign_in, clinician):
        ticket = make_ticket(by=clinician.active_role)
        sign_in(client, clinician)
        url = f"/helpdesk/incidents/declare/{ticket.number}/"

        assert client.post(url, declaration()).status_code == 404
        sign_in(client, agent(QueueFactory.create(code="training")).user)
        assert client.post(url, declaration()).status_code == 403
        assert not MajorIncident.objects.exists()


class TestMajorIncidentRoom:
    def test_is_not_there_for_callers(self, client, sign_in, incident, clinician):
        sign_in(client, clinician)

        assert client.get(f"/helpdesk/incidents/{incident.ticket_id}/").status_code == 404

    def test_can_be_read_but_not_run_by_other_analysts(self, client, sign_in, incident, desk_agent):
        sign_in(client, desk_agent)
        room = f"/helpdesk/incidents/{incident.ticket_id}/"

        assert "Tell everybody" not in client.get(room).text
        update = {"text": "Fixed.", "state": "monitoring", "status": "operational"}
        assert client.post(f"{room}update/", update).status_code == 403
        assert client.get(f"{room}end/").status_code == 403
        assert client.get(f"{room}command/").status_code == 403

    def test_an_update_reaches_banner_status_page_and_tickets(self, client, incident):
        room = f"/helpdesk/incidents/{incident.ticket_id}/"
        words = "A font server was down. It is back; letters open again by noon."

        client.post(f"{room}update/", {"text": words, "state": "identified", "status": "degraded"})

        service_notices.read_again()
        assert words in client.get("/helpdesk/status/").text
        assert words in client.get("/").text
        latest = Broadcast.objects.latest("at")
        deliver_broadcast(latest.pk, clock=timezone.now)
        child = Ticket.objects.get(parent=incident.ticket)
        assert TicketEvent.objects.filter(ticket=child, text__body=words).exists()
        assert StatusNotice.objects.filter(ends_at=None).count() == 1

    def test_says_how_many_are_affected_in_each_region(self, client, incident):
        for _ in range(3):
            join_major_incident(incident_id=incident.pk, by=caller(), at=timezone.now())

        page = client.get(f"/helpdesk/incidents/{incident.ticket_id}/").text

        assert "Shropshire, Telford and Wrekin ICB</td><td" in page
        assert ">3</td><td" in page

    def test_notes_where_it_was_escalated_to(self, client, incident, lead):
        room = f"/helpdesk/incidents/{incident.ticket_id}/"
        command = {
            "commander": lead.pk,
            "cadence_minutes": 15,
            "national_reference": "INC0042",
            "national_route": "National Service Desk, by telephone",
        }

        client.post(f"{room}command/", command)

        assert "INC0042 · National Service Desk, by telephone" in client.get(room).text
        assert "every 15 min" in client.get(room).text


class TestMajorIncidentJoin:
    def join(self, client, incident):
        url = f"/helpdesk/incidents/{incident.pk}/join/"
        return client.post(url, follow=True).text

    def test_counts_the_caller_once_and_needs_no_ticket(self, client, sign_in, incident, clinician):
        sign_in(client, clinician)
        before = Ticket.objects.count()

        self.join(client, incident)
        page = self.join(client, incident)

        assert "You said “me too”." in page
        assert "1 person has said" in page
        assert Ticket.objects.count() == before

    def test_shows_nothing_that_another_caller_wrote(self, client, sign_in, incident, clinician):
        sign_in(client, clinician)
        self.join(client, incident)

        seen = TicketEvent.objects.visible_to(clinician.active_role)

        assert set(seen.values_list("ticket_id", flat=True)) == {incident.ticket_id}
        texts = set(seen.exclude(text=None).values_list("text__body", flat=True))
        assert texts == {TEXT}
        assert not TicketEvent.objects.visible_to(clinician.active_role).filter(
            kind=EventKind.PARTICIPANT_CHANGED
        )

    def test_gives_no_right_to_write(self, client, sign_in, incident, clinician):
        sign_in(client, clinician)
        self.join(client, incident)

        part = TicketParticipant.objects.get(ticket=incident.ticket, user=clinician)

        assert part.kind == ParticipantKind.WATCHER

    def test_is_over_when_it_has_ended(self, client, sign_in, incident, clinician):
        MajorIncident.objects.update(ended_at=timezone.now())
        sign_in(client, clinician)

        assert "has ended" in self.join(client, incident)
        assert not TicketParticipant.objects.filter(user=clinician).exists()

    def test_is_closed_to_strangers(self, client, incident):
        client.logout()

        assert client.post(f"/helpdesk/incidents/{incident.pk}/join/").status_code == 302


class TestMajorIncidentEnd:
    def end(self, client, incident, **changes):
        day = timezone.localdate() + timedelta(days=7)
        form = {
            "text": "Letters open again. Please sign out and in.",
            "review_on_day": day.day,
            "review_on_month": day.month,
            "review_on_year": day.year,
            "resolves": "on",
            **changes,
        }
        client.post(f"/helpdesk/incidents/{incident.ticket_id}/end/", form)
        for broadcast in Broadcast.objects.filter(state="waiting"):
            deliver_broadcast(broadcast.pk, clock=timezone.now)
        incident.refresh_from_db()

    def test_shows_first_what_becomes_of_each_ticket(self, client, incident):
        page = client.get(f"/helpdesk/incidents/{incident.ticket_id}/end/").text

        assert "Will be resolved" in page

    def test_takes_the_banner_away_and_resolves_what_is_under_it(self, client, incident):
        self.end(client, incident)

        service_notices.read_again()
        assert incident.state == MajorIncidentState.ENDED
        assert set(Ticket.objects.values_list("state", flat=True)) == {TicketState.RESOLVED}
        assert TITLE not in client.get("/").text
        assert not StatusNotice.objects.filter(ends_at=None).exists()

    def test_leaves_the_tickets_open_if_so_wished(self, client, incident):
        self.end(client, incident, resolves="")

        assert Ticket.objects.get(parent=incident.ticket).is_open

    def test_tells_by_mail_who_joined(self, client, incident):
        joiner = caller()
        join_major_incident(incident_id=incident.pk, by=joiner, at=timezone.now())

        self.end(client, incident)

        told = OutboundMessage.objects.filter(user=joiner.user, ticket=incident.ticket)
        assert told.count() == 1

    def test_leads_to_a_review(self, client, incident):
        self.end(client, incident)
        room = f"/helpdesk/incidents/{incident.ticket_id}/"

        client.post(f"{room}review/", {"review": "The alert came late. We watch fonts now."})

        incident.refresh_from_db()
        assert incident.state == MajorIncidentState.REVIEWED
        assert "We watch fonts now." in client.get(room).text


class TestTellOverdue:
    def test_tells_commander_and_leads_once_for_each_update(self, db, incident, lead):
        late = timezone.now() + timedelta(minutes=31)

        assert list_overdue_incidents(late) == [incident.pk]
        first, second = tell_overdue(incident.pk, at=late), tell_overdue(incident.pk, at=late)

        assert first is not None
        assert first.facts["tell"] == [str(lead.pk)]
        assert second is None

    def test_is_silent_while_there_is_time(self, db, incident):
        assert list_overdue_incidents(timezone.now()) == []
