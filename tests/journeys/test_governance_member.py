"""A member votes, answers in writing, moves an action and keeps a private note."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.actions.motions import MotionFacts, open_motion, propose_motion
from governance.actions.written import WrittenFacts, open_written
from governance.codes import Majority, MeetingState, VoteChoice, VotingMethod
from governance.models import ActionItem, ReaderNote, Vote, WrittenResponse
from tests.browser import needs_browser
from tests.factories.governance import make_action, reach_of_user

from .boardroom import (
    OPEN_WORD,
    Board,
    given_a_board,
    given_a_meeting,
    given_everybody_is_in_the_room,
    given_items_with_papers,
    then_page_is_well_made,
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
NOTE = "Ask who pays for the second year"


def given_an_open_motion(board: Board) -> None:
    """Have a meeting go on, and members vote on a motion."""
    meeting = given_a_meeting(board, MeetingState.IN_PROGRESS, timezone.now())
    item = given_items_with_papers(meeting)[OPEN_WORD]
    given_everybody_is_in_the_room(board, meeting)
    facts = MotionFacts(
        text="That results be shown within an hour.",
        method=VotingMethod.SHOWN,
        majority=Majority.SIMPLE,
        proposer_id=None,
        seconder_id=None,
    )
    by = reach_of_user(board.secretary)
    motion = propose_motion(item_id=item.pk, facts=facts, by=by)
    open_motion(motion_id=motion.pk, by=by, at=timezone.now())


def given_a_resolution_in_writing(board: Board) -> None:
    """Have the secretary ask the members between two meetings."""
    facts = WrittenFacts(
        title="Extend the pilot by a month",
        text="That the pilot runs until the end of March.",
        reason="It ends before the next meeting.",
        majority=Majority.SIMPLE,
        deadline_at=timezone.now() + timedelta(days=3),
    )
    open_written(
        committee_id=board.committee.pk,
        facts=facts,
        by=reach_of_user(board.secretary),
        at=timezone.now(),
    )


def when_they_vote(page: Page) -> None:
    when_they_follow(page, "Vote: ")
    then_heading_is(page, "Motion 1")
    then_page_is_well_made(page)
    page.get_by_label("Against", exact=True).check()
    when_they_press(page, "Vote")
    then_page_says(page, "You voted: Against")
    then_page_is_well_made(page)


def when_they_answer_in_writing(page: Page, site: str) -> None:
    page.goto(f"{site}/governance/")
    when_they_follow(page, "Answer: ")
    then_page_is_well_made(page)
    page.get_by_label("For", exact=True).check()
    page.get_by_label("What you want the committee to know").fill("A month is enough.")
    when_they_press(page, "Answer")
    then_page_says(page, "A month is enough.")
    then_page_is_well_made(page)


def when_they_move_an_action(page: Page) -> None:
    when_they_follow(page, "Write to the practices.")
    then_page_is_well_made(page)
    page.get_by_text("Move the due date").click()
    day = timezone.localdate() + timedelta(days=40)
    moving = page.get_by_role("main").locator("form", has=page.get_by_text("New due date"))
    moving.get_by_label("Day").fill(str(day.day))
    moving.get_by_label("Month").fill(str(day.month))
    moving.get_by_label("Year").fill(str(day.year))
    moving.get_by_label("Why").fill("The list of practices is late.")
    then_page_is_well_made(page)
    moving.get_by_role("button", name="Move").click()
    then_page_says(page, "The list of practices is late.")
    then_page_is_well_made(page)


class TestBetweenAndAtMeetings:
    def test_they_vote_answer_and_move_an_action(self, page, site):
        board = given_a_board()
        given_an_open_motion(board)
        given_a_resolution_in_writing(board)
        due = timezone.localdate() + timedelta(days=5)
        make_action(board.committee, board.member, due_on=due, first_due_on=due)
        given_signed_in(page, site, "board.member")
        page.goto(f"{site}/governance/")
        then_page_is_well_made(page)

        when_they_vote(page)
        when_they_answer_in_writing(page, site)
        page.goto(f"{site}/governance/actions/")
        then_page_is_well_made(page)
        when_they_move_an_action(page)

        assert Vote.objects.get().choice == VoteChoice.AGAINST
        assert WrittenResponse.objects.get().choice == VoteChoice.FOR
        assert ActionItem.objects.get().times_moved == 1

    def test_they_keep_a_note_that_nobody_else_reads(self, page, site):
        board = given_a_board()
        in_two_days = timezone.now() + timedelta(days=2)
        meeting = given_a_meeting(board, MeetingState.AGENDA_PUBLISHED, in_two_days)
        given_items_with_papers(meeting)
        given_signed_in(page, site, "board.member")
        page.goto(f"{site}/governance/meetings/{meeting.pk}/")

        when_they_follow(page, "Read it on one page")
        then_page_is_well_made(page)
        page.get_by_text("Your note").first.click()
        page.get_by_label("Your note on item 1").fill(NOTE)
        page.get_by_role("button", name="Keep the note").first.click()
        expect(page.get_by_role("status")).to_contain_text("Your note is kept")
        expect(page.get_by_label("Your note on item 1")).to_have_value(NOTE)
        then_page_is_well_made(page)
        page.goto(f"{site}/governance/search/?q=pays")
        then_page_says(page, "0 results")
        when_they_sign_out(page)

        assert ReaderNote.objects.get().user == board.member
        for name in ("board.chair", "board.secretary"):
            given_signed_in(page, site, name)
            page.goto(f"{site}/governance/meetings/{meeting.pk}/read/")
            then_page_says(page, OPEN_WORD)
            assert NOTE not in page.content()
            when_they_sign_out(page)
