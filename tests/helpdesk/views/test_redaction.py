"""The pages on which words are removed, and what was removed is reviewed."""

import pytest

from helpdesk.actions.redaction import Chosen, Grounds, redact
from helpdesk.actions.writing import write_note
from helpdesk.codes import BLACK, RedactionCategory
from helpdesk.models import EventText, Redaction, TicketEvent
from tests.factories.helpdesk import MONDAY, make_ticket

pytestmark = pytest.mark.django_db

LIST = "/helpdesk/redactions/"


@pytest.fixture
def ticket(clinician):
    return make_ticket(by=clinician.active_role, subject="About Zebediah", text="It is Zebediah.")


@pytest.fixture
def address(ticket):
    return f"/helpdesk/tickets/{ticket.number}/redact/"


@pytest.fixture
def event(ticket):
    return TicketEvent.objects.get(ticket=ticket)


class TestRedact:
    def test_shows_all_of_it_once_more_and_then_removes_it(
        self, client, sign_in, team_lead, address, ticket, event
    ):
        sign_in(client, team_lead)
        write_note(number=ticket.number, text="Rang.", by=team_lead.active_role, at=MONDAY)
        form = {
            "targets": ["subject", f"event-{event.pk}"],
            "category": "staff-personal",
            "reason": "A name.",
        }
        assert "It is Zebediah." in client.get(address).content.decode()

        once_more = client.post(address, form).content.decode()
        assert "Destroy this for good?" in once_more
        assert "It is Zebediah." in once_more
        assert "Rang." not in once_more
        assert EventText.objects.filter(pk=event.pk).exists()

        client.post(address, form | {"confirm": "yes"})
        ticket.refresh_from_db()
        assert ticket.subject == BLACK
        page = client.get(f"/helpdesk/tickets/{ticket.number}/").content.decode()
        assert "Zebediah" not in page
        assert "Rang." in page
        assert "\u2587" in page

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"targets": []}, "Tick what is to be removed"),
            ({"category": ""}, "Select why"),
            ({"reason": ""}, "Say in your words why"),
            ({"targets": ["event-1"]}, "Select a valid choice"),
            ({"targets": ["event-x", "file-y"]}, "Select a valid choice"),
        ],
    )
    def test_says_what_is_missing(self, client, sign_in, team_lead, address, change, why):
        sign_in(client, team_lead)
        form = {"targets": ["subject"], "category": "staff-personal", "reason": "A name."}

        answer = client.post(address, form | change | {"confirm": "yes"})

        assert why in answer.content.decode()
        assert not Redaction.objects.exists()

    def test_is_for_those_who_may(self, client, sign_in, clinician, desk_agent, nurse, address):
        for person, status in ((clinician, 403), (desk_agent, 403), (nurse, 404)):
            sign_in(client, person)
            assert client.get(address).status_code == status
            answer = client.post(address, {"targets": ["subject"], "confirm": "yes"})
            assert answer.status_code == status
        assert not Redaction.objects.exists()

    def test_strangers_sign_in_first(self, client, address):
        assert client.get(address).url.startswith("/accounts/sign-in/")


@pytest.mark.usefixtures("removed")
class TestReview:
    @pytest.fixture
    def removed(self, ticket, event, team_lead):
        redact(
            number=ticket.number,
            chosen=Chosen(events=[event.pk]),
            grounds=Grounds(category=RedactionCategory.PATIENT, reason="A patient was named."),
            by=team_lead.active_role,
            at=MONDAY,
        )

    def test_lists_what_was_removed_until_it_is_reviewed(self, client, sign_in, team_lead):
        sign_in(client, team_lead)
        assert "A patient was named." in client.get(LIST).content.decode()

        client.post(f"{LIST}review/", {"key": [Redaction.objects.get().pk, "x"]})

        assert "A patient was named." not in client.get(LIST).content.decode()
        assert "A patient was named." in client.get(f"{LIST}?reviewed").content.decode()

    def test_is_for_those_who_review(self, client, sign_in, clinician, desk_agent):
        for person in (clinician, desk_agent):
            sign_in(client, person)
            assert client.get(LIST).status_code == 403
            assert client.post(f"{LIST}review/", {"key": "1"}).status_code == 403

    def test_a_privacy_officer_sees_what_they_may_know_of(self, client, sign_in, privacy_officer):
        sign_in(client, privacy_officer)

        assert "A patient was named." not in client.get(LIST).content.decode()
