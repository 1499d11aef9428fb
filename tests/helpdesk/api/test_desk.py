"""The desk's tools, answers and incidents by the API."""

from uuid import uuid4

import pytest

from helpdesk.actions.bulk import perform_bulk
from helpdesk.actions.macros import MacroWords, write_macro
from helpdesk.codes import Visibility
from helpdesk.models import BulkChange, KnowledgeArticle, MajorIncident, ServiceComponent, Ticket
from tests.factories.helpdesk import MONDAY, agent, caller, make_ticket
from tests.helpdesk.api.test_tickets import TICKETS, client_of

pytestmark = pytest.mark.django_db

API = "/api/helpdesk/"


@pytest.fixture
def lead():
    return agent(is_lead=True, sees_restricted=True)


class TestForStaffAlone:
    @pytest.mark.parametrize("address", ["saved-views", "report", "mail"])
    def test_callers_are_refused(self, address):
        assert client_of(caller()).get(f"{API}{address}/").status_code == 403
        assert client_of(agent()).get(f"{API}{address}/").status_code == 200

    def test_a_report_of_no_such_part_is_refused(self, lead):
        assert client_of(lead).get(f"{API}report/", {"by": "assignee__password"}).status_code == 400


class TestSavedViews:
    def test_are_kept_and_removed(self, lead):
        client = client_of(lead)

        made = client.post(f"{API}saved-views/", {"name": "Mine", "filters": "assignee=me"})
        listed = client.get(f"{API}saved-views/").json()
        gone = client.delete(f"{API}saved-views/{made.json()['id']}/")

        assert [view["name"] for view in listed] == ["Mine"]
        assert gone.status_code == 204


class TestBulkChanges:
    def test_are_carried_out_and_seen_by_their_maker_alone(self, lead):
        tickets, client = [make_ticket(), make_ticket()], client_of(lead)
        change = {"field": "assignee", "value": lead.user.username}

        made = client.post(
            f"{API}bulk-changes/",
            {"numbers": [each.number for each in tickets], "changes": [change]},
        )
        perform_bulk(BulkChange.objects.get().pk, clock=lambda: MONDAY)
        address = f"{API}bulk-changes/{made.json()['id']}/"

        assert made.status_code == 202
        assert client.get(address).json()["done"] == 2
        assert client_of(agent()).get(address).status_code == 404
        assert set(Ticket.objects.values_list("assignee", flat=True)) == {lead.user_id}


class TestMacros:
    def test_are_listed_with_their_words_and_applied(self, lead):
        words = MacroWords(
            text="Hello from {agent_name}.",
            changes=[],
            visibility=Visibility.PUBLIC,
        )
        write_macro(code="greet", name="Greet", queue=None, words=words, by=lead)
        ticket, client = make_ticket(), client_of(lead)
        address = f"{TICKETS}{ticket.number}/macros/"

        listed = client.get(address).json()
        used = client.post(address, {"macro": listed[0]["id"], "text": listed[0]["text"]})

        assert listed[0]["text"] == f"Hello from {lead.user}."
        assert used.status_code == 204
        assert client_of(caller()).get(address).status_code == 404


class TestAnswers:
    def test_are_written_published_and_read_by_everybody(self, lead):
        client = client_of(lead)
        words = {
            "title": "How to sign in",
            "body": "Use your card.",
            "category": "access",
            "review_on": "2027-01-01",
        }

        slug = client.post(f"{API}articles/", words).json()["slug"]
        assert client_of(caller()).get(f"{API}articles/{slug}/").status_code == 404
        client.post(f"{API}articles/{slug}/publish/", {"audience": "signed-in"})

        assert client_of(caller()).get(f"{API}articles/{slug}/").json()["body"] == "Use your card."
        assert client.post(f"{API}articles/{slug}/retire/").status_code == 200
        assert KnowledgeArticle.objects.get().state == "retired"

    def test_callers_write_none(self):
        words = {"title": "x", "body": "x", "category": "access", "review_on": "2027-01-01"}

        assert client_of(caller()).post(f"{API}articles/", words).status_code == 403


class TestMajorIncidents:
    def test_run_from_declared_to_ended(self, lead):
        ServiceComponent.objects.create(code="viewer", name="Record viewer")
        ticket, client = make_ticket(), client_of(lead)
        asked = {
            "ticket": ticket.number,
            "title": "Records do not open",
            "text": "We look into it.",
            "status": "disrupted",
            "components": ["viewer"],
        }

        made = client.post(f"{API}major-incidents/", asked)
        address = f"{API}major-incidents/{made.json()['id']}/"
        told = client.post(
            f"{address}updates/",
            {"state": "identified", "status": "degraded", "text": "Found."},
        )
        seen = client_of(caller()).get(f"{API}major-incidents/").json()
        ended = client.post(f"{address}end/", {"text": "Works again.", "review_on": "2027-01-01"})

        assert (made.status_code, told.status_code, ended.status_code) == (201, 204, 200)
        assert [each["latest"] for each in seen] == ["Found."]
        assert MajorIncident.objects.get().ended_at is not None

    def test_are_declared_by_nobody_who_does_not_know_the_ticket(self):
        ServiceComponent.objects.create(code="viewer", name="Record viewer")
        asked = {
            "ticket": make_ticket().number,
            "title": "x",
            "text": "x",
            "status": "disrupted",
            "components": ["viewer"],
        }

        assert client_of(caller()).post(f"{API}major-incidents/", asked).status_code == 404


class TestStatus:
    def test_is_set_by_leads_alone(self, lead):
        ServiceComponent.objects.create(code="viewer", name="Record viewer")
        asked = {"component": "viewer", "status": "degraded", "text": "Slow."}

        assert client_of(caller()).post(f"{API}status/", asked).status_code == 403
        assert client_of(lead).post(f"{API}status/", asked).status_code == 204
        assert client_of(caller()).get(f"{API}status/").json()[0]["text"] == "Slow."


class TestMail:
    @pytest.mark.parametrize("step", ["open", "retry"])
    def test_that_is_not_there_is_refused_as_what_one_may_not_read(self, lead, step):
        assert client_of(lead).post(f"{API}mail/{uuid4()}/{step}/").status_code == 403
