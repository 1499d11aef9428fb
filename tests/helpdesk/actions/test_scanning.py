"""The virus check by a real daemon; and that nothing opens while it is away."""

from datetime import timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions.attachments import NewFile
from helpdesk.actions.scanning import (
    destroy_attachment,
    hand_off_waiting,
    release_attachment,
    scan_attachment,
)
from helpdesk.actions.writing import write_reply
from helpdesk.codes import EventKind, ScanState
from helpdesk.models import Attachment, AttachmentContent, TicketEvent
from helpdesk.queries.attachments import NotToBeOpened, open_attachment
from tests.factories.helpdesk import MONDAY, agent, caller, make_ticket
from tests.helpdesk.stored_rows import rows_with
from tests.virus_check import LARGEST_STREAM, NAME_OF_VIRUS, VIRUS, needs_clamd, run_clamd

# What the module makes once is dear: one process makes it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("scanning")]


@pytest.fixture(scope="module")
def daemon():
    with run_clamd() as running:
        yield running


@pytest.fixture
def lead(db):
    return agent(is_lead=True)


@pytest.fixture
def doctor(db):
    return caller()


@pytest.fixture
def attach(doctor, lead):
    """Return how to have a file attached to a reply to the doctor."""

    def _attach(content):
        ticket = make_ticket(by=doctor)
        write_reply(
            number=ticket.number,
            text="See the file.",
            by=lead,
            at=MONDAY,
            files=[NewFile("letter.txt", content)],
        )
        return Attachment.objects.get(ticket=ticket)

    return _attach


@needs_clamd
class TestWithADaemon:
    @pytest.fixture(autouse=True)
    def _there(self, daemon, settings):
        settings.CLAMD_ADDRESS = daemon.socket_path

    def test_a_clean_file_can_be_opened(self, attach, doctor):
        attachment = attach(b"A letter.")
        with pytest.raises(NotToBeOpened):
            open_attachment(attachment.pk, viewer=doctor)

        assert scan_attachment(attachment.pk, at=MONDAY) == ScanState.CLEAN

        assert open_attachment(attachment.pk, viewer=doctor).content == b"A letter."

    def test_a_virus_is_sealed_and_staff_are_told(self, attach, doctor, lead):
        attachment = attach(b"Hello " + VIRUS)

        assert scan_attachment(attachment.pk, at=MONDAY) == ScanState.INFECTED

        attachment.refresh_from_db()
        assert NAME_OF_VIRUS in attachment.scan_detail
        assert rows_with(VIRUS.decode()) == []
        for viewer in (doctor, lead):
            with pytest.raises(NotToBeOpened):
                open_attachment(attachment.pk, viewer=viewer)
        told = TicketEvent.objects.visible_to(lead).get(kind=EventKind.SCANNED)
        assert told.facts["state"] == ScanState.INFECTED
        assert not TicketEvent.objects.visible_to(doctor).filter(pk=told.pk).exists()

    def test_what_cannot_be_checked_is_held(self, attach):
        attachment = attach(b"a" * (LARGEST_STREAM + 100_000))

        assert scan_attachment(attachment.pk, at=MONDAY) == ScanState.ERROR

    def test_a_file_is_checked_once(self, attach):
        attachment = attach(b"A letter.")
        scan_attachment(attachment.pk, at=MONDAY)

        assert scan_attachment(attachment.pk, at=MONDAY) is None

    def test_a_lead_may_release_a_held_file_with_a_reason(self, attach, doctor, lead):
        attachment = attach(b"Hello " + VIRUS)
        scan_attachment(attachment.pk, at=MONDAY)
        decide = {"attachment_id": attachment.pk, "at": MONDAY}
        with pytest.raises(Forbidden):
            release_attachment(**decide, reason="Harmless", by=agent())
        with pytest.raises(NotPermittedNow, match="reason"):
            release_attachment(**decide, reason=" ", by=lead)

        event = release_attachment(**decide, reason="The pattern of a test.", by=lead)

        assert open_attachment(attachment.pk, viewer=doctor).content == b"Hello " + VIRUS
        assert event.text.body == "The pattern of a test."
        with pytest.raises(NotPermittedNow, match="not held"):
            destroy_attachment(**decide, reason="Again", by=lead)

    def test_a_lead_may_destroy_a_held_file(self, attach, lead):
        attachment = attach(b"Hello " + VIRUS)
        scan_attachment(attachment.pk, at=MONDAY)

        destroy_attachment(attachment_id=attachment.pk, reason="A virus.", by=lead, at=MONDAY)

        attachment.refresh_from_db()
        assert attachment.scan_state == ScanState.DESTROYED
        assert not AttachmentContent.objects.filter(pk=attachment.pk).exists()
        with pytest.raises(NotToBeOpened):
            open_attachment(attachment.pk, viewer=lead)


class TestWithoutADaemon:
    @pytest.fixture(autouse=True)
    def _away(self, settings):
        settings.CLAMD_ADDRESS = "/nowhere/clamd.socket"

    def test_a_file_waits_longer_and_longer_and_opens_for_nobody(self, attach, doctor, lead):
        attachment, pauses = attach(b"A letter."), []
        for _ in range(8):
            assert scan_attachment(attachment.pk, at=MONDAY) == ScanState.PENDING
            attachment.refresh_from_db()
            pauses.append((attachment.next_scan_at - MONDAY) // timedelta(minutes=1))

        assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
        assert "cannot be reached" in attachment.scan_detail
        for viewer in (doctor, lead):
            with pytest.raises(NotToBeOpened):
                open_attachment(attachment.pk, viewer=viewer)

    def test_it_is_tried_again_when_its_time_has_come(self, attach):
        attachment = attach(b"A letter.")
        scan_attachment(attachment.pk, at=MONDAY)

        assert hand_off_waiting(at=MONDAY) == 0
        assert hand_off_waiting(at=MONDAY + timedelta(minutes=1)) == 1

    @needs_clamd
    def test_it_opens_once_the_daemon_is_back(self, attach, doctor, daemon, settings):
        attachment = attach(b"A letter.")
        scan_attachment(attachment.pk, at=MONDAY)
        settings.CLAMD_ADDRESS = daemon.tcp_address

        scan_attachment(attachment.pk, at=MONDAY)

        assert open_attachment(attachment.pk, viewer=doctor).content == b"A letter."
