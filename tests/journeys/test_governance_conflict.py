"""A member with a conflict loses the item everywhere; an observer reads open items only."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.actions.motions import MotionFacts, open_motion, propose_motion
from governance.codes import Majority, MeetingState, VotingMethod
from governance.models import ItemInterest, Meeting, PersonalPack
from tests.browser import connection_in_use, needs_browser
from tests.factories.governance import reach_of_user

from .boardroom import (
    CONTRACT_WORD,
    OPEN_WORD,
    PRIVATE_WORD,
    given_a_board,
    given_a_meeting,
    given_a_pack,
    given_everybody_is_in_the_room,
    given_items_with_papers,
    in_a_week,
    read_pdf,
    then_page_is_well_made,
    when_the_workers_make_the_packs,
)
from .steps import (
    given_signed_in,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]


def then_nothing_is_said_of(page: Page, *words: str) -> None:
    """Look at all that the browser was sent, not only at what it shows."""
    page.wait_for_load_state()
    sent = page.content()
    for word in words:
        assert word not in sent, f"{word} on {page.url}"


def then_it_is_nowhere(page: Page, site: str, meeting: Meeting, word: str) -> None:
    """Look for a word on the pages of a meeting, in the reader and in the search."""
    of_meeting = f"{site}/governance/meetings/{meeting.pk}/"
    for path in ("", "read/", "packs/", "actions/"):
        page.goto(f"{of_meeting}{path}")
        then_nothing_is_said_of(page, word)
        then_page_is_well_made(page)
    page.goto(f"{site}/governance/search/?q=text")
    then_page_says(page, OPEN_WORD)
    then_nothing_is_said_of(page, word)
    then_page_is_well_made(page)
    for path in ("", "decisions/", "actions/log/", "committees/journey-board/"):
        page.goto(f"{site}/governance/{path}")
        then_nothing_is_said_of(page, word)


def own_pack(page: Page, site: str, username: str) -> str:
    """Return the text of the newest pack that somebody can download."""
    newest = PersonalPack.objects.filter(user__username=username).latest("pack__number").pack
    return read_pdf(page, f"{site}/governance/meetings/{newest.meeting_id}/packs/{newest.pk}/file/")


def then_their_pack_lacks(page: Page, site: str, username: str, word: str) -> None:
    text = own_pack(page, site, username)
    assert word not in text
    assert OPEN_WORD in text


def given_an_open_motion(item, by) -> str:
    """Return the path of a motion on which members vote."""
    facts = MotionFacts(
        text="That the contract be renewed.",
        method=VotingMethod.SHOWN,
        majority=Majority.SIMPLE,
        proposer_id=None,
        seconder_id=None,
    )
    with connection_in_use:
        motion = propose_motion(item_id=item.pk, facts=facts, by=by)
        open_motion(motion_id=motion.pk, by=by, at=item.meeting.starts_at)
    return f"/governance/motions/{motion.pk}/"


def when_they_declare_an_interest(page: Page) -> None:
    when_they_follow(page, "Declare an interest")
    page.get_by_label("What the interest is").fill("My wife works for the supplier.")
    page.get_by_label("Leaves for the item").check()
    then_page_is_well_made(page)
    when_they_press(page, "Declare")
    expect(page.get_by_role("status")).to_contain_text("The interest is declared")


class TestAMemberWithAConflict:
    def test_loses_item_paper_search_pack_and_vote(self, page, site):
        board = given_a_board()
        meeting = given_a_meeting(board, MeetingState.AGENDA_PUBLISHED, in_a_week())
        items = given_items_with_papers(meeting)
        given_a_pack(board, meeting)
        given_signed_in(page, site, "board.conflicted")
        assert CONTRACT_WORD in own_pack(page, site, "board.conflicted")
        page.goto(f"{site}/governance/meetings/{meeting.pk}/")
        when_they_follow(page, f"Renewal {CONTRACT_WORD}")
        then_page_says(page, f"Offer {CONTRACT_WORD}")
        then_page_is_well_made(page)
        item_address = page.url

        when_they_declare_an_interest(page)
        then_nothing_is_said_of(page, CONTRACT_WORD)
        then_page_is_well_made(page)
        when_the_workers_make_the_packs()

        assert ItemInterest.objects.get().item == items[CONTRACT_WORD]
        assert page.goto(item_address).status == 404
        then_it_is_nowhere(page, site, meeting, CONTRACT_WORD)
        then_their_pack_lacks(page, site, "board.conflicted", CONTRACT_WORD)
        page.goto(f"{site}/governance/interests/")
        then_nothing_is_said_of(page, CONTRACT_WORD)
        then_page_says(page, "My wife works for the supplier.")
        then_page_is_well_made(page)

    def test_cannot_vote(self, page, telephone, site):
        board = given_a_board()
        meeting = given_a_meeting(board, MeetingState.IN_PROGRESS, timezone.now())
        items = given_items_with_papers(meeting)
        given_everybody_is_in_the_room(board, meeting)
        path = given_an_open_motion(items[CONTRACT_WORD], reach_of_user(board.secretary))
        given_signed_in(page, site, "board.conflicted")
        page.goto(f"{site}{path}")
        then_page_says(page, "Your vote")
        then_page_is_well_made(page)

        page.goto(f"{site}/governance/items/{items[CONTRACT_WORD].pk}/")
        when_they_declare_an_interest(page)

        assert page.goto(f"{site}{path}").status == 404
        then_nothing_is_said_of(page, CONTRACT_WORD)
        given_signed_in(telephone, site, "board.member")
        telephone.goto(f"{site}{path}")
        then_page_says(telephone, "0 of 2 have voted")


class TestAnObserver:
    def test_reads_open_items_only_on_screen_and_in_the_pack(self, page, site):
        board = given_a_board()
        meeting = given_a_meeting(board, MeetingState.AGENDA_PUBLISHED, in_a_week())
        items = given_items_with_papers(meeting)
        given_a_pack(board, meeting)

        given_signed_in(page, site, "board.observer")
        page.goto(f"{site}/governance/meetings/{meeting.pk}/")
        then_page_says(page, OPEN_WORD)
        then_page_says(page, "Withheld")

        then_it_is_nowhere(page, site, meeting, PRIVATE_WORD)
        assert page.goto(f"{site}/governance/items/{items[PRIVATE_WORD].pk}/").status == 404
        then_their_pack_lacks(page, site, "board.observer", PRIVATE_WORD)
        page.goto(f"{site}/governance/search/?q={PRIVATE_WORD}")
        then_page_says(page, "0 results")
        page.goto(f"{site}/governance/items/{items[OPEN_WORD].pk}/")
        then_page_says(page, f"How fast {OPEN_WORD}")
        then_page_is_well_made(page)
