import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pikepdf import Pdf

from governance.actions.grants import grant_paper
from governance.codes import FileCheck, MeetingState, MemberRole, Visibility
from governance.models import Paper, PaperVersion
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

pytestmark = pytest.mark.django_db
TITLE, PAPER = "Closing the old portal", "Options for the portal"


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture
def enter(client, sign_in):
    """Return how to look at a page as somebody: `enter(user).get(address)`."""

    def _enter(user):
        sign_in(client, user)
        return client

    return _enter


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def item(committee):
    return make_item(make_meeting(committee), TITLE)


def a_pdf(pages=2):
    pdf, written = Pdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.save(written)
    return written.getvalue()


def file(content=None):
    return SimpleUploadedFile("board paper.pdf", content or a_pdf())


def make_pdf(item, check=FileCheck.CLEAN, **facts):
    facts = {"file_name": "paper.pdf", "content": a_pdf(), "file_check": check, **facts}
    return make_paper(item, PAPER, body="", **facts)


class TestPaperNew:
    def test_the_secretary_sends_a_pdf_that_waits_for_its_check(self, enter, secretary, item):
        address = reverse("governance:paper_new", args=[item.pk])

        answer = enter(secretary).post(address, {"title": PAPER, "file": file()}, follow=True)

        version = PaperVersion.objects.get()
        page = answer.content.decode()
        assert (version.pages, version.file_check) == (2, FileCheck.WAITING)
        assert "PDF, 2 pages" in page
        assert "Waiting for the virus check" in page

    def test_the_presenter_sends_text_before_the_agenda_is_published(self, enter, committee):
        presenter = viewer().user
        meeting = make_meeting(committee, state=MeetingState.PLANNED)
        item = make_item(meeting, TITLE, presenter=presenter)
        address = reverse("governance:paper_new", args=[item.pk])

        answer = enter(presenter).post(
            address, {"title": PAPER, "author": presenter.pk, "body": "**Close** it."}, follow=True
        )

        assert "<strong>Close</strong>" in answer.content.decode()
        assert Paper.objects.get().author == presenter

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"title": PAPER}, "Choose a PDF, or write the paper here"),
            ({"title": PAPER, "body": "Text", "file": "a PDF"}, "not both"),
            ({"title": "", "body": "What I wrote"}, "Enter title"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, enter, secretary, item, typed, words
    ):
        sent = {**typed, "file": file()} if "file" in typed else typed

        answer = enter(secretary).post(reverse("governance:paper_new", args=[item.pk]), sent)

        page = answer.content.decode()
        assert words in page
        assert typed.get("body", "") in page
        assert not Paper.objects.exists()

    def test_a_word_document_is_refused_with_words(self, enter, secretary, item):
        sent = {"title": PAPER, "file": file(b"PK\x03\x04 and more")}

        answer = enter(secretary).post(reverse("governance:paper_new", args=[item.pk]), sent)

        assert "Save your document as a PDF" in answer.content.decode()

    def test_a_member_who_does_not_present_it_may_not(self, enter, committee, item):
        member = make_member(committee).user

        answer = enter(member).get(reverse("governance:paper_new", args=[item.pk]))

        assert answer.status_code == 403

    def test_a_presenter_is_not_told_who_sits_on_the_committee(self, enter, committee):
        presenter, member = viewer().user, make_member(committee).user
        meeting = make_meeting(committee, state=MeetingState.PLANNED)
        item = make_item(meeting, presenter=presenter)

        page = enter(presenter).get(reverse("governance:paper_new", args=[item.pk]))

        assert str(member) not in page.content.decode()


class TestPaperVersionNew:
    def test_a_better_version_stands_above_the_first(self, enter, secretary, item):
        paper = make_paper(item, PAPER, body="The first.").paper
        address = reverse("governance:paper_version_new", args=[paper.pk])

        answer = enter(secretary).post(
            address, {"what_changed": "New costs", "body": "The second."}, follow=True
        )

        page = answer.content.decode()
        assert "The second." in page
        assert "New costs" in page
        assert page.index("Version 2") < page.index("Version 1")
        old = enter(secretary).get(
            f"{reverse('governance:paper_detail', args=[paper.pk])}?version=1"
        )
        assert "The first." in old.content.decode()


class TestPaperDetail:
    def test_it_takes_few_queries_however_many_versions(
        self, enter, secretary, item, django_assert_max_num_queries
    ):
        paper = make_paper(item, PAPER).paper
        for number in range(2, 8):
            PaperVersion.objects.create(
                paper=paper, number=number, body="x", sha256="0" * 64, file_check="clean",
                sent_at=THURSDAY, sent_by=viewer().user,
            )  # fmt: skip
        client = enter(secretary)

        with django_assert_max_num_queries(22):
            client.get(reverse("governance:paper_detail", args=[paper.pk]))

    def test_whoever_was_named_for_the_paper_alone_learns_nothing_of_its_item(
        self, enter, committee, secretary
    ):
        item = make_item(make_meeting(committee), TITLE, visibility=Visibility.RESTRICTED)
        paper = make_paper(item, PAPER).paper
        guest = viewer().user
        grant_paper(paper.pk, to=guest, by=reach_of_user(secretary), at=THURSDAY)

        answer = enter(guest).get(reverse("governance:paper_detail", args=[paper.pk]))

        assert PAPER in answer.content.decode()
        assert TITLE not in answer.content.decode()


class TestPaperWithdraw:
    def test_readers_see_that_there_was_one_and_open_it_no_more(
        self, enter, committee, secretary, item
    ):
        version, member = make_pdf(item), make_member(committee).user
        page = reverse("governance:paper_detail", args=[version.paper_id])
        opened = reverse("governance:paper_file", args=[version.pk])

        enter(secretary).post(reverse("governance:paper_withdraw", args=[version.paper_id]))

        assert enter(secretary).get(opened).status_code == 200
        shown = enter(member).get(page).content.decode()
        assert "Withdrawn on 19 November 2026" in shown
        assert opened not in shown
        assert enter(member).get(opened).status_code == 404


class TestPaperFile:
    def test_a_member_opens_it_in_a_sandbox(self, enter, committee, item):
        version = make_pdf(item)

        answer = enter(make_member(committee).user).get(
            reverse("governance:paper_file", args=[version.pk])
        )

        assert answer.content == bytes(version.content)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "no-store"
        assert "paper-1-version-1.pdf" in answer["Content-Disposition"]

    @pytest.mark.parametrize(
        "check", [FileCheck.WAITING, FileCheck.INFECTED, FileCheck.UNCHECKABLE]
    )
    def test_nobody_opens_what_has_not_passed_the_virus_check(self, enter, secretary, item, check):
        version = make_pdf(item, check)

        answer = enter(secretary).get(
            reverse("governance:paper_file", args=[version.pk]), follow=True
        )

        assert answer["Content-Type"].startswith("text/html")
        assert "It cannot be opened" in answer.content.decode()


LEAKS = ["governance:paper_detail", "governance:paper_version_new", "governance:paper_grant_list"]


class TestWhoKnowsOfNothing:
    @pytest.mark.parametrize("who", ["stranger", "observer", "conflicted chair", "member"])
    def test_a_paper_of_a_restricted_item_is_not_there(self, enter, committee, who):
        item = make_item(make_meeting(committee), TITLE, visibility=Visibility.RESTRICTED)
        version = make_pdf(item)
        user = somebody(who, committee, item)
        client = enter(user)

        pages = [reverse(name, args=[version.paper_id]) for name in LEAKS]
        pages += [
            reverse("governance:paper_file", args=[version.pk]),
            reverse("governance:paper_new", args=[item.pk]),
            reverse("governance:grant_list", args=[item.pk]),
        ]
        answers = [client.get(page) for page in pages]
        posted = client.post(reverse("governance:paper_withdraw", args=[version.paper_id]))

        assert {answer.status_code for answer in [*answers, posted]} == {404}
        assert not any(
            words in answer.content.decode() for answer in answers for words in (TITLE, PAPER)
        )

    @pytest.mark.parametrize("role", ["presenter", "author"])
    def test_a_conflict_wins_over_presenting_and_writing(self, enter, item, role):
        user = viewer().user
        version = make_pdf(item)
        if role == "presenter":
            item.presenter = user
            item.save()
        else:
            Paper.objects.update(author=user)
        page = reverse("governance:paper_detail", args=[version.paper_id])
        before = enter(user).get(page).status_code

        declare(item, user)

        assert (before, enter(user).get(page).status_code) == (200, 404)

    def test_an_author_knows_of_the_paper_no_more_once_the_meeting_is_over(self, enter, item):
        user, version = viewer().user, make_pdf(item)
        Paper.objects.update(author=user)

        item.meeting.state = MeetingState.HELD
        item.meeting.save()

        page = reverse("governance:paper_detail", args=[version.paper_id])
        assert enter(user).get(page).status_code == 404


def somebody(who, committee, item):
    """Return somebody who may not know of a restricted item."""
    if who == "stranger":
        return viewer().user
    role = {"observer": MemberRole.OBSERVER, "member": MemberRole.MEMBER}.get(who, MemberRole.CHAIR)
    user = make_member(committee, role).user
    if role == MemberRole.CHAIR:
        declare(item, user)
    return user


class TestGrantList:
    def test_the_secretary_names_somebody_and_takes_it_back(self, enter, committee, secretary):
        item = make_item(make_meeting(committee), TITLE, visibility=Visibility.RESTRICTED)
        guest = viewer().user
        version = make_pdf(item)
        readers = reverse("governance:grant_list", args=[item.pk])
        paper = reverse("governance:paper_detail", args=[version.paper_id])

        named = enter(secretary).post(readers, {"person": guest.username}, follow=True)
        read = enter(guest).get(paper).status_code
        enter(secretary).post(reverse("governance:grant_revoke", args=[item.pk, guest.pk]))

        assert f"{guest} named" in named.content.decode()
        assert (read, enter(guest).get(paper).status_code) == (200, 404)

    def test_a_name_that_nobody_has_is_said_and_stays_typed(self, enter, secretary, item):
        readers = reverse("governance:grant_list", args=[item.pk])

        page = enter(secretary).post(readers, {"person": "no.such"}).content.decode()

        assert "Nobody who works here" in page
        assert 'value="no.such"' in page

    def test_members_may_not(self, enter, committee, item):
        answer = enter(make_member(committee).user).get(
            reverse("governance:grant_list", args=[item.pk])
        )

        assert answer.status_code == 403


class TestPaperGrantList:
    def test_the_secretary_names_somebody_and_takes_it_back(self, enter, secretary, item):
        guest, paper = viewer().user, make_pdf(item).paper
        readers = reverse("governance:paper_grant_list", args=[paper.pk])
        page = reverse("governance:paper_detail", args=[paper.pk])

        enter(secretary).post(readers, {"person": guest.username})
        read = enter(guest).get(page).status_code
        enter(secretary).post(reverse("governance:paper_grant_revoke", args=[paper.pk, guest.pk]))

        assert (read, enter(guest).get(page).status_code) == (200, 404)
