"""A reference opens for staff who see the ticket, with a reason that stays on it."""

import pytest
from django.utils import timezone

from helpdesk.actions.opening_references import MOST_AN_HOUR, open_reference
from helpdesk.codes import EventKind
from helpdesk.models import IdentifierReference, TicketEvent
from tests.factories.helpdesk import agent, make_ticket
from tests.factories.records import PatientFactory

pytestmark = pytest.mark.django_db

NUMBER = "9990123454"
SHOWN = "999 012 3454"


@pytest.fixture
def ticket(clinician):
    return make_ticket(by=clinician.active_role, text=f"Results of {SHOWN} are missing.")


@pytest.fixture
def address(ticket):
    code = IdentifierReference.objects.get().code
    return f"/helpdesk/tickets/{ticket.number}/references/{code}/"


class TestIdentifierOpen:
    def test_shows_the_number_once_for_a_reason(self, client, sign_in, desk_agent, address):
        sign_in(client, desk_agent)
        assert SHOWN not in client.get(address).content.decode()
        assert SHOWN not in client.post(address, {"reason": " "}).content.decode()
        assert not TicketEvent.objects.filter(kind=EventKind.IDENTIFIER_OPENED).exists()

        answer = client.post(address, {"reason": "To look for the results."})

        assert SHOWN in answer.content.decode()
        assert "Nobody in the patient index" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert answer["Refresh"].startswith("300; url=/helpdesk/tickets/")
        event = TicketEvent.objects.get(kind=EventKind.IDENTIFIER_OPENED)
        assert event.text.body == "To look for the results."
        assert (event.actor, event.visibility) == (desk_agent, "internal")
        assert SHOWN not in client.get(address).content.decode()

    def test_says_that_a_number_is_known_and_nothing_of_the_person(
        self, client, sign_in, desk_agent, clinician
    ):
        patient = PatientFactory.create(nhs_number=NUMBER)
        ticket = make_ticket(by=clinician.active_role, subject=f"About {NUMBER}")
        code = IdentifierReference.objects.get().code
        sign_in(client, desk_agent)

        page = client.post(
            f"/helpdesk/tickets/{ticket.number}/references/{code}/", {"reason": "Why not"}
        ).content.decode()

        assert "in the patient index" in page
        assert patient.family_name not in page

    def test_is_for_staff_who_see_the_ticket(
        self, client, sign_in, clinician, nurse, privacy_officer, address
    ):
        for person, status in ((clinician, 403), (nurse, 404), (privacy_officer, 404)):
            sign_in(client, person)
            answer = client.post(address, {"reason": "Why not"})
            assert answer.status_code == status
            assert SHOWN not in answer.content.decode()

    def test_opens_only_what_stands_on_the_ticket(self, client, sign_in, desk_agent, address):
        other = make_ticket(text="No number here.")
        code = IdentifierReference.objects.get().code
        sign_in(client, desk_agent)

        answer = client.post(
            f"/helpdesk/tickets/{other.number}/references/{code}/", {"reason": "Why not"}
        )

        assert answer.status_code == 404

    def test_stops_somebody_who_opens_one_after_another(self, client, sign_in, ticket, address):
        worker, code = agent(), IdentifierReference.objects.get().code
        for _ in range(MOST_AN_HOUR):
            open_reference(
                number=ticket.number, code=code, reason="Why", by=worker, at=timezone.now()
            )
        worker.user.active_role = worker
        sign_in(client, worker.user)

        answer = client.post(address, {"reason": "Once more"})

        assert answer.status_code == 409
        assert SHOWN not in answer.content.decode()
