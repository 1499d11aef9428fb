import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import BinaryField
from django.db.models.functions import Cast
from pikepdf import Dictionary, Name, Pdf

from core.errors import Forbidden, NotPermittedNow
from governance.actions.paper_checks import check_paper, hand_off_waiting
from governance.actions.papers import (
    LARGEST_FILE,
    NewText,
    UnfitPaper,
    send_paper,
    send_version,
    withdraw_paper,
)
from governance.codes import FileCheck, MeetingState, MemberRole
from governance.models import AgendaItem, Paper, PaperVersion
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    viewer,
)
from tests.virus_check import VIRUS, answering, needs_clamd, run_clamd

pytestmark = pytest.mark.django_db
WORDS = NewText(body="What we propose.")


def a_pdf(words="Results in the record"):
    """Make a PDF of one page."""
    pdf, written = Pdf.new(), io.BytesIO()
    pdf.add_blank_page()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    pdf.pages[0].contents_add(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    pdf.save(written)
    return written.getvalue()


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def by(committee):
    return reach_of_user(make_member(committee, MemberRole.SECRETARY).user)


@pytest.fixture
def item(committee):
    return make_item(make_meeting(committee, papers_due_at=THURSDAY - timedelta(days=7)))


def send(item, by, text=WORDS, *, at=THURSDAY, author=None):
    return send_paper(item_id=item.pk, title=" Options ", author=author, text=text, by=by, at=at)


class TestSendPaper:
    def test_text_can_be_read_and_found_at_once(self, item, by):
        paper = send(item, by)

        version = paper.versions.get()
        assert (paper.title, version.number) == ("Options", 1)
        assert (version.file_check, version.words) == (FileCheck.CLEAN, "What we propose.")
        assert len(version.sha256) == 64

    def test_a_pdf_is_sealed_and_waits_for_its_check(self, item, by):
        paper = send(item, by, NewText(pdf=a_pdf()))

        rows = PaperVersion.objects.annotate(raw=Cast("content", BinaryField()))
        version = rows.get(paper=paper)
        assert (version.file_check, version.words) == (FileCheck.WAITING, "")
        assert not bytes(version.raw).startswith(b"%PDF")
        assert version.content
        assert version.content.startswith(b"%PDF")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            pytest.param(NewText(pdf=b"MZ\x90\0"), "not a PDF", id="a-program"),
            pytest.param(NewText(pdf=b"%PDF-1.7\n1"), "damaged", id="a-damaged-file"),
            pytest.param(NewText(pdf=b"<html>%PDF-1.7"), "not a PDF", id="a-page"),
            pytest.param(NewText(pdf=bytes(LARGEST_FILE + 1)), "20 MB", id="too-large"),
            pytest.param(NewText(body="  "), "Choose a PDF", id="nothing"),
        ],
    )
    def test_it_takes_only_what_shows_something(self, item, by, text, words):
        with pytest.raises(UnfitPaper, match=words):
            send(item, by, text)

        assert not Paper.objects.exists()

    @pytest.mark.parametrize(("minutes", "late"), [(0, False), (1, True)])
    def test_what_comes_after_the_papers_were_due_is_late(self, item, by, minutes, late):
        at = item.meeting.papers_due_at + timedelta(minutes=minutes)

        assert send(item, by, at=at).versions.get().is_late is late

    @pytest.mark.parametrize(
        "state", [MeetingState.HELD, MeetingState.MINUTES_APPROVED, MeetingState.CANCELLED]
    )
    def test_after_the_meeting_the_papers_stay_as_they_are(self, item, by, state):
        item.meeting.state = state
        item.meeting.save()

        with pytest.raises((NotPermittedNow, AgendaItem.DoesNotExist)):
            send(item, by)

    def test_a_decided_item_takes_no_paper(self, item, by):
        item.decided_at = THURSDAY
        item.save()

        with pytest.raises(NotPermittedNow, match="decided"):
            send(item, by)

    def test_a_member_may_not(self, item, committee):
        with pytest.raises(Forbidden):
            send(item, reach_of_user(make_member(committee).user))

    def test_a_conflict_that_was_declared_since_wins(self, item, committee):
        chair = make_member(committee, MemberRole.CHAIR).user
        declare(item, chair)

        with pytest.raises(AgendaItem.DoesNotExist):
            send(item, reach_of_user(chair))


class TestSendVersion:
    def test_its_author_sends_a_better_one_and_the_first_stays(self, item, by):
        author = viewer().user
        paper = send(item, by, author=author)

        text = NewText(body="Better.", what_changed="New costs")
        send_version(paper_id=paper.pk, text=text, by=reach_of_user(author), at=THURSDAY)

        versions = paper.versions.order_by("number").values_list("number", "body", "what_changed")
        assert list(versions) == [(1, "What we propose.", ""), (2, "Better.", "New costs")]

    def test_what_was_sent_never_changes(self, item, by):
        paper = send(item, by, NewText(pdf=a_pdf()))

        for change in ({"sha256": "1" * 64}, {"what_changed": "x"}, {"content": b"other"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PaperVersion.objects.filter(paper=paper).update(**change)

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_get_numbers_of_their_own(self, item, by):
        paper, together = send(item, by), Barrier(2)

        def one(word):
            together.wait(timeout=60)
            try:
                text = NewText(body=word)
                return send_version(paper_id=paper.pk, text=text, by=by, at=THURSDAY).number
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            numbers = set(threads.map(one, ["One", "Other"]))

        assert numbers == {2, 3}


class TestWithdrawPaper:
    def test_it_takes_no_more_versions(self, item, by):
        paper = send(item, by)

        withdraw_paper(paper_id=paper.pk, by=by, at=THURSDAY)

        with pytest.raises(NotPermittedNow, match="withdrawn"):
            send_version(paper_id=paper.pk, text=WORDS, by=by, at=THURSDAY)

    def test_a_member_may_not(self, item, committee):
        paper = make_paper(item).paper

        with pytest.raises(Forbidden):
            withdraw_paper(
                paper_id=paper.pk, by=reach_of_user(make_member(committee).user), at=THURSDAY
            )


class TestCheckPaper:
    def test_what_is_clean_opens_and_is_found_by_its_words(self, item, by, settings):
        version = send(item, by, NewText(pdf=a_pdf("Glucose results"))).versions.get()

        with answering(b"stream: OK\0") as settings.CLAMD_ADDRESS:
            verdict = check_paper(version.pk, at=THURSDAY)

        version.refresh_from_db()
        assert (verdict, version.file_check) == (FileCheck.CLEAN, FileCheck.CLEAN)
        assert "Glucose results" in version.words

    def test_a_virus_is_destroyed_there_and_then(self, item, by, settings):
        version = send(item, by, NewText(pdf=a_pdf())).versions.get()

        with answering(b"stream: Some.Virus FOUND\0") as settings.CLAMD_ADDRESS:
            verdict = check_paper(version.pk, at=THURSDAY)

        version.refresh_from_db()
        assert (verdict, version.content, version.words) == (FileCheck.INFECTED, None, "")
        assert check_paper(version.pk, at=THURSDAY) is None

    def test_what_cannot_be_looked_into_stays_shut(self, item, by, settings):
        version = send(item, by, NewText(pdf=a_pdf())).versions.get()

        with answering(b"INSTREAM size limit exceeded. ERROR\0") as settings.CLAMD_ADDRESS:
            verdict = check_paper(version.pk, at=THURSDAY)

        version.refresh_from_db()
        assert (verdict, version.words) == (FileCheck.UNCHECKABLE, "")

    def test_while_the_check_is_away_files_wait_longer_and_longer(self, item, by, settings):
        settings.CLAMD_ADDRESS = "/nowhere/clamd.socket"
        version = send(item, by, NewText(pdf=a_pdf())).versions.get()

        pauses = []
        for _ in range(8):
            check_paper(version.pk, at=THURSDAY)
            version.refresh_from_db()
            pauses.append((version.next_check_at - THURSDAY) // timedelta(minutes=1))

        assert version.file_check == FileCheck.WAITING
        assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
        assert hand_off_waiting(at=THURSDAY) == 0
        assert hand_off_waiting(at=THURSDAY + timedelta(minutes=30)) == 1

    @needs_clamd
    def test_the_daemon_itself_finds_a_virus(self, item, settings):
        version = make_paper(
            item, body="", file_name="a.pdf", content=VIRUS, file_check=FileCheck.WAITING
        )

        with run_clamd() as running:
            settings.CLAMD_ADDRESS = running.socket_path
            verdict = check_paper(version.pk, at=THURSDAY)

        assert verdict == FileCheck.INFECTED
