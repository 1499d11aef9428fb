"""Links, merges, files, redaction and what is written down for everybody, by the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk.codes import TicketState
from helpdesk.models import Attachment, EventText, Ticket
from tests.factories.helpdesk import agent, caller, make_ticket
from tests.helpdesk.api.test_tickets import TICKETS, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return client_of(agent(is_lead=True, sees_restricted=True))


class TestTicketParts:
    def test_tickets_are_linked_and_unlinked(self, lead):
        one, two = make_ticket(), make_ticket()
        address = f"{TICKETS}{one.number}/links/"

        linked = lead.post(address, {"other": two.number})
        again = lead.post(address, {"other": two.number})
        unlinked = lead.post(address, {"other": two.number, "is_linked": False})

        assert linked.json()["event"]
        assert again.json() == {"event": None}
        assert unlinked.json()["event"]

    def test_a_ticket_is_merged_and_is_itself_again(self, lead):
        one, two = make_ticket(), make_ticket()

        merged = lead.post(f"{TICKETS}{one.number}/merge/", {"into": two.number})
        one.refresh_from_db()
        assert (merged.status_code, one.state) == (200, TicketState.MERGED)

        undone = lead.post(f"{TICKETS}{one.number}/unmerge/")
        one.refresh_from_db()
        assert (undone.status_code, one.state) == (200, TicketState.NEW)

    def test_nothing_is_merged_into_what_one_may_not_know_of(self):
        me = caller()
        mine, other = make_ticket(by=me), make_ticket()

        answer = client_of(me).post(f"{TICKETS}{mine.number}/merge/", {"into": other.number})

        assert answer.status_code == 404

    def test_words_are_redacted(self, lead):
        ticket = make_ticket(text="Mrs Testwell of Testtown")
        event = ticket.events.get()

        answer = lead.post(
            f"{TICKETS}{ticket.number}/redactions/",
            {"events": [event.pk], "category": "patient-identifiable", "reason": "A name"},
        )

        assert answer.status_code == 200
        assert not EventText.objects.filter(body__contains="Testwell").exists()

    def test_callers_may_not_redact(self):
        me = caller()
        ticket = make_ticket(by=me)

        answer = client_of(me).post(
            f"{TICKETS}{ticket.number}/redactions/",
            {"subject": True, "category": "staff-personal", "reason": "x"},
        )

        assert answer.status_code == 403

    def test_a_file_waits_for_its_check_before_it_can_be_read(self):
        me = caller()
        ticket, client = make_ticket(by=me), client_of(me)
        file = SimpleUploadedFile("notes.txt", b"What I saw.", "text/plain")

        sent = client.post(f"{TICKETS}{ticket.number}/attach/", {"file": file}, format="multipart")
        listed = client.get(f"{TICKETS}{ticket.number}/files/").json()
        read = client.get(f"/api/helpdesk/files/{Attachment.objects.get().pk}/")

        assert sent.status_code == 200
        assert [(each["name"], each["scan_state"]) for each in listed] == [("notes.txt", "pending")]
        assert read.status_code == 409

    def test_files_of_others_do_not_exist(self):
        me = caller()
        ticket = make_ticket(by=me)
        file = SimpleUploadedFile("notes.txt", b"What I saw.", "text/plain")
        client_of(me).post(f"{TICKETS}{ticket.number}/attach/", {"file": file}, format="multipart")
        address = f"/api/helpdesk/files/{Attachment.objects.get().pk}/"

        assert client_of(caller()).get(address).status_code == 404
        assert client_of(caller()).get("/api/helpdesk/files/none/").status_code == 404

    def test_details_are_changed(self, lead):
        ticket = make_ticket()

        lead.post(f"{TICKETS}{ticket.number}/details/", {"category": "hardware"})

        assert Ticket.objects.get().category == "hardware"


class TestForEverybody:
    @pytest.mark.parametrize("address", ["articles", "status", "major-incidents"])
    def test_callers_read_it(self, address):
        answer = client_of(caller()).get(f"/api/helpdesk/{address}/")

        assert answer.status_code == 200
        assert answer.json() == []

    def test_an_article_that_is_not_there_is_not_found(self):
        assert client_of(caller()).get("/api/helpdesk/articles/none/").status_code == 404
