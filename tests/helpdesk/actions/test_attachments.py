"""Files wait in quarantine, and are never more visible than the words that they came with."""

import pytest

from core.errors import Forbidden
from helpdesk.actions.attachments import (
    LARGEST_FILE,
    MOST_FILES,
    NewFile,
    UnfitFile,
    attach_files,
    clean_name,
    keep_files,
)
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.codes import ScanState, Visibility
from helpdesk.models import Attachment, IdentifierReference, TicketEvent
from tests.factories.helpdesk import MONDAY, agent, caller, make_ticket

pytestmark = pytest.mark.django_db

LETTER = NewFile("letter.txt", b"A letter.")
PROGRAM = NewFile("invoice.pdf", b"MZ\x90\x00\x03" + bytes(100))


class TestAttachFiles:
    def test_puts_them_into_quarantine(self):
        ticket, doctor = make_ticket(), agent()

        attach_files(
            number=ticket.number,
            files=[LETTER],
            visibility=Visibility.PUBLIC,
            by=doctor,
            at=MONDAY,
        )

        file = Attachment.objects.get()
        assert file.scan_state == ScanState.PENDING
        assert (file.content_type, file.size) == ("text/plain", 9)
        assert file.event.kind == "attached"

    @pytest.mark.parametrize(
        ("files", "why"),
        [
            ([], "Choose"),
            ([PROGRAM], "kind of file"),
            ([NewFile("large.txt", b"a" * (LARGEST_FILE + 1))], "25 MB"),
            ([LETTER] * (MOST_FILES + 1), "at most"),
        ],
    )
    def test_says_why_some_cannot_be_attached_and_attaches_none(self, files, why):
        ticket = make_ticket()

        with pytest.raises(UnfitFile, match=why):
            attach_files(
                number=ticket.number,
                files=files,
                visibility=Visibility.PUBLIC,
                by=agent(),
                at=MONDAY,
            )
        assert not Attachment.objects.exists()
        assert TicketEvent.objects.count() == 1

    def test_is_for_those_who_may_write_to_the_ticket(self):
        ticket = make_ticket()

        with pytest.raises(Forbidden):
            attach_files(
                number=ticket.number,
                files=[LETTER],
                visibility=Visibility.PUBLIC,
                by=caller(),
                at=MONDAY,
            )

    def test_lets_callers_attach_nothing_for_staff_alone(self):
        doctor = caller()
        ticket = make_ticket(by=doctor)

        with pytest.raises(Forbidden):
            attach_files(
                number=ticket.number,
                files=[LETTER],
                visibility=Visibility.INTERNAL,
                by=doctor,
                at=MONDAY,
            )


class TestKeepFiles:
    def test_a_file_of_a_note_never_rides_on_a_later_reply(self):
        doctor, worker = caller(), agent()
        ticket = make_ticket(by=doctor)
        write_note(number=ticket.number, text="Ours.", by=worker, at=MONDAY, files=[LETTER])
        reply = write_reply(number=ticket.number, text="Yours.", by=worker, at=MONDAY)

        file = Attachment.objects.get()

        assert file.visibility == Visibility.INTERNAL
        assert not reply.attachments.exists()
        assert not Attachment.objects.visible_to(doctor).exists()
        assert Attachment.objects.visible_to(worker).get() == file

    def test_a_file_of_a_reply_is_the_callers_too(self):
        doctor, worker = caller(), agent()
        ticket = make_ticket(by=doctor)
        write_reply(number=ticket.number, text="Yours.", by=worker, at=MONDAY, files=[LETTER])

        assert Attachment.objects.visible_to(doctor).get().name == "letter.txt"
        assert not Attachment.objects.visible_to(caller()).exists()

    def test_holds_what_a_mail_brings_and_nobody_may_attach(self):
        event = TicketEvent.objects.get(ticket=make_ticket())
        too_large = NewFile("scan.txt", b"a" * (LARGEST_FILE + 1))

        keep_files(event, [PROGRAM, too_large, LETTER], at=MONDAY)

        states = dict(Attachment.objects.values_list("name", "scan_state"))
        assert states == {"invoice.pdf": "error", "scan.txt": "error", "letter.txt": "pending"}
        assert not hasattr(Attachment.objects.get(name="scan.txt"), "content")


class TestCleanName:
    def test_holds_no_nhs_number(self):
        name = clean_name("scan_9990123454.pdf")

        assert name == f"scan_\u2039{IdentifierReference.objects.get().code}\u203a.pdf"

    @pytest.mark.parametrize(
        ("name", "clean"),
        [
            ("C:\\Users\\ann\\letter.doc", "letter.doc"),
            ("../../etc/passwd", "passwd"),
            ("exe\u202efdp.txt\r\n", "exefdp.txt"),
            ("", "file"),
            ("...", "file"),
            ("a" * 300 + ".docx", "a" * 115 + ".docx"),
        ],
    )
    def test_deceives_nobody(self, name, clean):
        assert clean_name(name) == clean
