"""Minutes are checked, circulated, approved by the next meeting and published to everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.codes import EntryKind, MeetingState, Purpose, Visibility
from governance.models import Meeting, MinutesApproval, Publication
from tests.browser import needs_browser
from tests.factories.governance import make_entry, make_item

from .boardroom import (
    OPEN_WORD,
    PRIVATE_WORD,
    Board,
    given_a_board,
    given_a_meeting,
    given_everybody_is_in_the_room,
    read_pdf,
    then_page_is_well_made,
)
from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_says,
    when_they_follow,
    when_they_press,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]
NAME = "Florence Placeholder"


def given_a_minuted_meeting(board: Board) -> Meeting:
    """Return a meeting of a fortnight ago whose minutes are in draft."""
    starts_at = timezone.now() - timedelta(days=14)
    meeting = given_a_meeting(board, MeetingState.MINUTES_DRAFT, starts_at)
    given_everybody_is_in_the_room(board, meeting)
    item = make_item(meeting, f"Results {OPEN_WORD}", purpose=Purpose.DISCUSS)
    make_entry(item, f"{NAME} told how late a result came.", kind=EntryKind.DISCUSSION)
    make_entry(item, "The figures are complete.", kind=EntryKind.ASSURANCE)
    private = make_item(
        meeting,
        f"Complaint {PRIVATE_WORD}",
        visibility=Visibility.PRIVATE,
        purpose=Purpose.DISCUSS,
    )
    make_entry(private, f"They were heard. {PRIVATE_WORD}", kind=EntryKind.DISCUSSION)
    return meeting


def given_the_next_meeting(board: Board, before: Meeting) -> Meeting:
    """Return a meeting in progress whose first item is the minutes of the one before."""
    meeting = given_a_meeting(board, MeetingState.IN_PROGRESS, timezone.now())
    given_everybody_is_in_the_room(board, meeting)
    make_item(meeting, "Minutes of the last meeting", purpose=Purpose.DECIDE, minutes_of=before)
    return meeting


def when_the_chair_checks_and_circulates(page: Page, site: str, meeting: Meeting) -> None:
    page.goto(f"{site}/governance/")
    then_page_says(page, "Check the minutes")
    then_page_is_well_made(page)
    when_they_follow(page, "Check the minutes")
    then_page_says(page, "told how late a result came")
    then_page_is_well_made(page)
    when_they_press(page, "Check and freeze")
    then_page_says(page, "Version 1")
    then_page_is_well_made(page)
    when_they_press(page, "Circulate to the members")
    then_page_says(page, "checked by the chair and circulated")
    then_page_is_well_made(page)


def when_the_next_meeting_approves(page: Page, site: str, later: Meeting) -> None:
    page.goto(f"{site}/governance/meetings/{later.pk}/")
    when_they_follow(page, "Run the meeting")
    then_page_is_well_made(page)
    when_they_follow(page, "Approve these minutes")
    then_heading_is(page, "Approve the minutes of meeting 1")
    amended = page.get_by_label(f"Item 1, Results {OPEN_WORD}: entry 2")
    amended.fill("The figures are complete for two boards.")
    then_page_is_well_made(page)
    when_they_press(page, "Approve the minutes")
    expect(page.get_by_role("status")).to_contain_text("The minutes are approved")
    then_page_says(page, "Version 2")
    then_page_says(page, "complete for two boards")
    then_page_is_well_made(page)


def when_they_publish_without_a_name(page: Page, site: str, meeting: Meeting) -> None:
    page.goto(f"{site}/governance/meetings/{meeting.pk}/")
    when_they_follow(page, "Publish the minutes")
    then_page_is_well_made(page)
    page.get_by_label("Words to leave out").fill(NAME)
    page.get_by_label("Section 40", exact=False).check()
    when_they_press(page, "Leave them out")
    then_page_says(page, "Put back")
    then_page_is_well_made(page)
    when_they_press(page, "Publish")
    then_page_says(page, "See it as the public does")
    then_page_is_well_made(page)


def when_anybody_reads(page: Page, site: str) -> None:
    page.goto(f"{site}/governance/public/")
    then_page_is_well_made(page)
    page.get_by_label("Search the minutes").fill("result")
    page.keyboard.press("Enter")
    then_page_says(page, "1 result for")
    then_page_is_well_made(page)
    when_they_follow(page, "One Health and Care governance board")
    then_page_says(page, "complete for two boards")
    then_page_says(page, "Taken in private")
    then_page_is_well_made(page)


def then_nothing_private_is_public(page: Page, site: str) -> None:
    address = page.get_by_role("link", name="Open as PDF").get_attribute("href")
    printed = " ".join(read_pdf(page, str(address)).split())
    sent = page.content()
    for text in (sent, printed):
        assert "complete for two boards" in text
        assert PRIVATE_WORD not in text
        assert NAME not in text
    for word in (PRIVATE_WORD, "Florence"):
        page.goto(f"{site}/governance/public/?q={word}")
        then_page_says(page, "No published minutes hold these words")
        then_page_does_not_say(page, "governance board,")


class TestMinutes:
    def test_from_draft_to_what_anybody_may_read(self, page, telephone, site):
        board = given_a_board()
        meeting = given_a_minuted_meeting(board)
        given_signed_in(page, site, "board.chair")

        when_the_chair_checks_and_circulates(page, site, meeting)
        later = given_the_next_meeting(board, meeting)
        when_the_next_meeting_approves(page, site, later)
        when_they_publish_without_a_name(page, site, meeting)
        when_they_sign_out(page)
        when_anybody_reads(telephone, site)
        then_nothing_private_is_public(telephone, site)

        assert MinutesApproval.objects.get().item.meeting == later
        assert Publication.objects.get().withdrawn_at is None

    def test_an_observer_reads_minutes_without_private_items(self, page, site):
        board = given_a_board()
        meeting = given_a_minuted_meeting(board)
        given_signed_in(page, site, "board.chair")
        when_the_chair_checks_and_circulates(page, site, meeting)
        when_they_sign_out(page)

        given_signed_in(page, site, "board.observer")
        page.goto(f"{site}/governance/meetings/{meeting.pk}/minutes/")
        then_page_says(page, "This item is withheld from you")
        then_page_is_well_made(page)
        address = page.get_by_role("main").get_by_role("link", name="PDF").get_attribute("href")

        assert PRIVATE_WORD not in page.content()
        printed = read_pdf(page, str(address))
        assert PRIVATE_WORD not in printed
        assert NAME in " ".join(printed.split())
