"""A secretary builds an agenda, issues the pack, runs the meeting by keyboard, and closes it."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.codes import MeetingState
from governance.models import ActionItem, Decision, Meeting
from tests.browser import needs_browser

from .boardroom import (
    given_a_board,
    given_a_meeting,
    in_a_week,
    read_pdf,
    then_page_is_well_made,
    when_the_workers_make_the_packs,
)
from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_says,
    when_they_follow,
    when_they_press,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]
ITEM = "Results of the region in the record"


def when_they_build_the_agenda(page: Page) -> None:
    when_they_press(page, "Prepare the agenda")
    then_heading_is(page, "Build the agenda")
    then_page_says(page, "Declarations of interest")
    then_page_is_well_made(page)
    when_they_press(page, "Add an item")
    page.get_by_label("Title").fill(ITEM)
    page.get_by_label("To decide").check()
    page.get_by_label("Minutes", exact=True).fill("20")
    page.get_by_label("Presenter", exact=True).select_option(label="Sir Edmund Makebelieve")
    page.get_by_label("A paper is wanted").check()
    then_page_is_well_made(page)
    when_they_press(page, "Add the item")
    up = page.get_by_role("button", name=f"move “{ITEM}” one place up")
    up.focus()
    page.keyboard.press("Enter")
    last = page.get_by_role("list", name="Agenda", exact=True).locator("> li").last
    expect(last).to_contain_text("Any other business")
    expect(up).to_be_focused()


def when_they_send_a_paper(page: Page) -> None:
    when_they_follow(page, ITEM)
    then_page_is_well_made(page)
    when_they_follow(page, "Send a paper")
    page.get_by_label("Title").fill("How fast results come")
    page.get_by_label("Or write it here").fill("# Results\n\n* Nine in ten within an hour")
    then_page_is_well_made(page)
    when_they_press(page, "Send")
    then_heading_is(page, "How fast results come")
    then_page_says(page, "Nine in ten within an hour")
    then_page_is_well_made(page)


def when_they_publish(page: Page, site: str, meeting: Meeting) -> None:
    page.goto(f"{site}/governance/meetings/{meeting.pk}/")
    when_they_press(page, "Build the agenda")
    when_they_press(page, "Publish")
    then_heading_is(page, "Publish the agenda")
    then_page_is_well_made(page)
    when_they_press(page, "Publish the agenda")
    expect(page.get_by_role("status")).to_contain_text("The agenda is published")
    then_page_is_well_made(page)


def when_they_issue_the_pack(page: Page) -> None:
    when_they_follow(page, "Board packs")
    then_page_is_well_made(page)
    when_they_press(page, "Issue the pack")
    then_page_says(page, "Being put together")
    then_page_is_well_made(page)
    when_the_workers_make_the_packs()
    download = page.get_by_role("main").get_by_role("button", name="Download your pack")
    expect(download).to_be_visible()
    then_page_is_well_made(page)
    text = read_pdf(page, str(download.get_attribute("href")))
    assert ITEM in text
    assert "Nine in ten within an hour" in text
    when_they_follow(page, "Hash, and who has opened theirs")
    then_page_says(page, "5 readers have opened their pack")
    then_page_is_well_made(page)


def when_somebody_is_there(page: Page, name: str) -> None:
    page.get_by_label("Who", exact=True).select_option(label=name)
    when_they_press(page, "Add to the register")
    expect(page.get_by_role("main")).to_contain_text("In the room")
    expect(page.get_by_label("Who", exact=True).get_by_text(name, exact=True)).to_have_count(0)


def when_they_type(page: Page, words: str, shown: str) -> None:
    """Write an entry without leaving the keyboard."""
    box = page.get_by_label("What was said")
    box.focus()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ohc-minutes")).to_contain_text(shown)
    expect(box).to_be_focused()


def when_they_run_the_meeting(page: Page, site: str, meeting: Meeting) -> None:
    page.goto(f"{site}/governance/meetings/{meeting.pk}/")
    when_they_follow(page, "Run the meeting")
    then_page_is_well_made(page)
    for name in ("Sir Edmund Makebelieve", "Dame Ruth Makebelieve", "Mrs Hannah Minutely"):
        when_somebody_is_there(page, name)
    when_they_press(page, "Open the meeting")
    then_page_says(page, "In progress")
    when_they_follow(page, ITEM)
    when_they_press(page, "Take up this item")
    then_page_says(page, "2 voters in the room")
    then_page_is_well_made(page)
    when_they_type(page, "Members asked how late the slowest results are.", "the slowest results")
    when_they_type(page, "/a edmund 2w Write to the slowest laboratory", "slowest laboratory")
    when_they_type(page, "/s The figures are complete.", "The figures are complete.")
    page.keyboard.type("/x What is this")
    page.keyboard.press("Control+Enter")
    then_page_says(page, "There is no command “/x”")
    then_page_is_well_made(page)
    page.get_by_label("What was said").fill("")


def when_they_decide_by_motion(page: Page) -> None:
    when_they_follow(page, "New motion")
    page.get_by_label("The motion, word for word").fill("That results be shown within an hour.")
    then_page_is_well_made(page)
    when_they_press(page, "Write the motion down")
    then_heading_is(page, "Motion 1")
    when_they_press(page, "Open it")
    then_page_says(page, "0 of 2 have voted")
    then_page_is_well_made(page)


def when_members_vote(telephone: Page, site: str, path: str, names: tuple[str, ...]) -> None:
    for name in names:
        given_signed_in(telephone, site, name)
        telephone.goto(f"{site}{path}")
        telephone.get_by_label("For", exact=True).check()
        when_they_press(telephone, "Vote")
        then_page_says(telephone, "You voted: For")
        when_they_sign_out(telephone)


def when_they_close_motion_and_record(page: Page) -> None:
    then_page_says(page, "2 of 2 have voted")
    when_they_press(page, "Close the vote")
    then_page_says(page, "Carried")
    then_page_is_well_made(page)
    when_they_press(page, "Record its decision")
    page.get_by_label("Title").fill("Results within an hour")
    then_page_is_well_made(page)
    when_they_press(page, "Record the decision")
    then_page_says(page, "Decided and locked")
    then_page_is_well_made(page)


def when_they_close_the_meeting(page: Page) -> None:
    when_they_press(page, "Close the meeting")
    then_page_says(page, "Held")
    then_page_is_well_made(page)
    when_they_press(page, "Go to the minutes")
    then_page_is_well_made(page)
    when_they_press(page, "Begin the minutes")
    then_page_says(page, "Results within an hour")
    then_page_is_well_made(page)


class TestAMeetingOfTheBoard:
    def test_from_an_empty_agenda_to_minutes_in_draft(self, page, telephone, site):
        board = given_a_board()
        meeting = given_a_meeting(board, MeetingState.PLANNED, in_a_week())
        given_signed_in(page, site, "board.secretary")
        page.goto(f"{site}/governance/meetings/{meeting.pk}/")
        then_page_is_well_made(page)

        when_they_build_the_agenda(page)
        when_they_send_a_paper(page)
        when_they_publish(page, site, meeting)
        when_they_issue_the_pack(page)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
        when_they_run_the_meeting(page, site, meeting)
        when_they_decide_by_motion(page)
        path = page.url.removeprefix(site)
        when_members_vote(telephone, site, path, ("board.chair", "board.member"))
        when_they_close_motion_and_record(page)
        when_they_close_the_meeting(page)

        meeting.refresh_from_db()
        assert meeting.state == MeetingState.MINUTES_DRAFT
        assert Decision.objects.get().is_quorate
        assert ActionItem.objects.get().owner == board.chair
