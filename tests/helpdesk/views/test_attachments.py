"""Files on the pages: who finds them, what opens, and how it is answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk.actions.attachments import NewFile
from helpdesk.actions.scanning import scan_attachment
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.codes import ScanState, Visibility
from helpdesk.models import Attachment
from tests.factories.helpdesk import MONDAY, QueueFactory, agent, make_ticket
from tests.virus_check import VIRUS, needs_clamd, run_clamd

pytestmark = pytest.mark.django_db

HELD = "/helpdesk/files/"
MOST_QUERIES = 14


@pytest.fixture
def ticket(clinician):
    return make_ticket(by=clinician.active_role)


@pytest.fixture
def attach(ticket, team_lead):
    """Return how a lead attaches a file, to a reply or to a note; it is checked already."""

    def _attach(content=b"A letter.", name="letter.txt", write=write_reply, state=ScanState.CLEAN):
        write(
            number=ticket.number,
            text="See the file.",
            by=team_lead.active_role,
            at=MONDAY,
            files=[NewFile(name, content)],
        )
        attachment = Attachment.objects.latest("created_at")
        Attachment.objects.filter(pk=attachment.pk).update(scan_state=state)
        attachment.refresh_from_db()
        return attachment

    return _attach


def addresses(attachment):
    return [f"{HELD}{attachment.pk}/", f"{HELD}{attachment.pk}/look/"]


class TestWhoFindsAFile:
    def test_strangers_sign_in_first(self, client, attach):
        for address in [*addresses(attach()), HELD]:
            assert client.get(address).url.startswith("/accounts/sign-in/")

    def test_the_caller_opens_a_file_of_a_reply(self, client, sign_in, clinician, attach):
        sign_in(client, clinician)

        for address in addresses(attach()):
            assert client.get(address).content == b"A letter."

    def test_the_caller_does_not_find_a_file_of_a_note(self, client, sign_in, clinician, attach):
        sign_in(client, clinician)
        attachment = attach(write=write_note, name="ours.txt")

        for address in addresses(attachment):
            assert client.get(address).status_code == 404
        page = client.get(f"/helpdesk/tickets/{attachment.ticket_id}/files/").content.decode()
        assert "ours.txt" not in page

    def test_others_do_not_find_it(self, client, sign_in, nurse, privacy_officer, attach):
        attachment = attach()
        for person in (nurse, privacy_officer):
            sign_in(client, person)
            for address in addresses(attachment):
                assert client.get(address).status_code == 404

    def test_held_files_are_for_those_who_lead(self, client, sign_in, clinician, desk_agent):
        for person in (clinician, desk_agent):
            sign_in(client, person)
            assert client.get(HELD).status_code == 403


class TestOpening:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, sign_in, clinician):
        sign_in(client, clinician)

    def test_nothing_in_it_runs(self, client, attach):
        for address in addresses(attach()):
            answer = client.get(address)

            assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cache-Control"] == "no-store"

    def test_a_download_is_kept_and_not_shown(self, client, attach):
        answer = client.get(addresses(attach(name="K\u00f6rper.txt"))[0])

        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''K%C3%B6rper")

    @pytest.mark.parametrize(
        "content",
        [b"<!DOCTYPE html><script>alert(1)</script>", b"%PDF-1.7\n/S /JavaScript /JS (x)"],
    )
    def test_pages_and_documents_that_act_are_not_shown(self, client, attach, content):
        download, look = addresses(attach(content=content, name="a.txt"))

        assert client.get(look).status_code == 404
        assert client.get(download)["Content-Type"] == "application/octet-stream"

    @pytest.mark.parametrize("state", ["pending", "infected", "error", "destroyed"])
    def test_what_is_not_clean_does_not_open(self, client, attach, state):
        for address in addresses(attach(state=state)):
            answer = client.get(address)

            assert answer.status_code == 409
            assert "A letter." not in answer.content.decode()


class TestAttaching:
    def test_a_caller_attaches_for_everybody(self, client, sign_in, clinician, ticket):
        sign_in(client, clinician)
        address = f"/helpdesk/tickets/{ticket.number}/attach/"

        assert "Staff only" not in client.get(address).content.decode()
        client.post(
            address,
            {
                "attached": [
                    SimpleUploadedFile("a.txt", b"One."),
                    SimpleUploadedFile("9990123454.txt", b"Two."),
                ],
                "visibility": "internal",
            },
        )

        first, second = Attachment.objects.order_by("created_at")
        assert first.visibility == second.visibility == Visibility.PUBLIC
        assert "9990123454" not in second.name

    def test_staff_choose_who_sees_it(self, client, sign_in, desk_agent, ticket):
        sign_in(client, desk_agent)

        client.post(
            f"/helpdesk/tickets/{ticket.number}/attach/",
            {"attached": SimpleUploadedFile("a.txt", b"One."), "visibility": "internal"},
        )

        assert Attachment.objects.get().visibility == Visibility.INTERNAL

    @pytest.mark.parametrize(
        ("file", "why"),
        [
            (None, "Choose a file"),
            (SimpleUploadedFile("a.exe", b"MZ"), "Programs and scripts"),
            (SimpleUploadedFile("a.bin", b"\x7fELF\x02\x01\x01" + bytes(50)), "this kind of file"),
        ],
    )
    def test_says_why_a_file_is_not_taken(self, client, sign_in, clinician, ticket, file, why):
        sign_in(client, clinician)

        answer = client.post(
            f"/helpdesk/tickets/{ticket.number}/attach/", {"attached": file} if file else {}
        )

        assert why in answer.content.decode()
        assert not Attachment.objects.exists()

    def test_others_do_not_find_the_page(self, client, sign_in, nurse, ticket):
        sign_in(client, nurse)

        assert client.get(f"/helpdesk/tickets/{ticket.number}/attach/").status_code == 404


@needs_clamd
class TestHeldFiles:
    @pytest.fixture
    def held(self, attach, settings):
        attachment = attach(content=b"Hello " + VIRUS, state=ScanState.PENDING)
        with run_clamd() as running:
            settings.CLAMD_ADDRESS = running.socket_path
            scan_attachment(attachment.pk, at=MONDAY)
        return attachment

    def test_a_lead_sees_and_releases_it(self, client, sign_in, team_lead, held):
        sign_in(client, team_lead)
        assert "letter.txt" in client.get(HELD).content.decode()
        address = f"{HELD}{held.pk}/decide/"
        assert "OHC.Test" in client.get(address).content.decode()

        client.post(address, {"decision": "release"})
        held.refresh_from_db()
        assert held.scan_state == ScanState.INFECTED

        client.post(address, {"decision": "release", "reason": "A test pattern."})
        held.refresh_from_db()
        assert held.scan_state == ScanState.RELEASED
        assert "Nothing is held" in client.get(HELD).content.decode()

    def test_others_do_not_decide(self, client, sign_in, desk_agent, clinician, held):
        for person in (desk_agent, clinician):
            sign_in(client, person)
            answer = client.post(f"{HELD}{held.pk}/decide/", {"decision": "release", "reason": "x"})
            assert answer.status_code == 403

    def test_another_queues_lead_does_not_see_it(self, client, sign_in, held):
        other = agent(QueueFactory.create(code="other"), is_lead=True)
        other.user.active_role = other
        sign_in(client, other.user)

        assert "letter.txt" not in client.get(HELD).content.decode()


class TestFilesOfATicket:
    def test_asks_the_database_as_often_whatever_the_number(
        self, client, sign_in, clinician, ticket, attach, django_assert_max_num_queries
    ):
        sign_in(client, clinician)
        for _ in range(5):
            attach()

        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(f"/helpdesk/tickets/{ticket.number}/files/").content.decode()
        assert page.count("letter.txt</a>") == 5
