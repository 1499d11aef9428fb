"""A board member asks what the service gives back, how sure that is, and what it rests on."""

import pytest
from playwright.sync_api import expect

from tests.browser import needs_browser

from .figures import (
    HOSPITAL,
    given_use,
    then_nothing_is_withheld,
    then_page_of_figures_is_for_everybody,
)
from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]

MEMBER = "board.member"


def when_they_slide_by_keyboard(page, key):
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press(key)


def then_they_are_still_at_the_slider(page):
    expect(page.get_by_role("slider")).to_be_focused()


def when_they_ask_what_if_it_were_less(page):
    when_they_follow(page, "What if a factor were less?")
    page.get_by_label("Has to be worth, £ a year").fill("500")
    when_they_press(page, "Show")
    then_page_says(page, "It still pays")
    when_they_slide_by_keyboard(page, "Home")
    then_page_says(page, "It does not pay: £500 below what it has to be worth.")
    then_they_are_still_at_the_slider(page)
    when_they_slide_by_keyboard(page, "End")
    then_page_says(page, "It still pays")


def when_they_see_which_claims_do_not_agree(page):
    when_they_follow(page, "All 10 checks")
    then_page_says(page, "It holds only if social care is not costed.")
    then_page_does_not_say(page, "There is nothing to check.")


def test_a_board_member_asks_what_a_pound_rests_on(page, site):
    given_use()
    given_signed_in(page, site, MEMBER)
    page.goto(f"{site}/analytics/")
    when_they_follow(page, "Benefits")
    then_page_says(page, "hours a week of capacity released (non-cash-releasing)")
    then_page_says(page, "8 of 10 draws:")
    then_page_of_figures_is_for_everybody(page)

    when_they_ask_what_if_it_were_less(page)
    then_page_of_figures_is_for_everybody(page)

    when_they_follow(page, "Benefits")
    when_they_see_which_claims_do_not_agree(page)
    then_page_of_figures_is_for_everybody(page)

    when_they_follow(page, "Benefits")
    when_they_follow(page, "the openings that it rests on")
    then_heading_is(page, "The openings that it rests on")
    then_page_says(page, HOSPITAL)
    then_nothing_is_withheld(page)
    then_page_of_figures_is_for_everybody(page)
    when_they_follow(page, "Job role")
    then_page_says(page, "Clinical practitioner")
