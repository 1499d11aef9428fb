"""Steps that journeys of several roles share. Each does one thing."""

from typing import Final

from playwright.sync_api import Page, expect

from tests.browser import NARROW, WIDE, check_page
from tests.factories.accounts import PASSWORD

WINIFRED: Final = "999 012 3454"
KIERAN: Final = "999 024 6815"
RAJESH: Final = "999 079 1465"


def given_signed_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/accounts/sign-in/")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    # Going elsewhere while the form is still being sent would leave them outside.
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def given_record_open(page: Page, site: str, name: str, number: str) -> None:
    given_signed_in(page, site, name)
    when_they_search(page, number)


def when_they_search(page: Page, words: str) -> None:
    page.locator("[data-search-field]").fill(words)
    page.get_by_role("search").get_by_role("button", name="Find").click()


def when_they_open_section(page: Page, label: str) -> None:
    sections = page.get_by_role("navigation", name="Sections of the record")
    sections.get_by_role("link", name=label).click()


def when_they_follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words).first.click()


def when_they_press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words).first.click()


def when_they_sign_out(page: Page) -> None:
    page.locator(".ohc-who > summary").click()
    page.locator(".ohc-who").get_by_role("button", name="Sign out").click()
    # Going on while the page still leaves would act on a page that is no longer there.
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.wait_for_load_state()


def then_heading_is(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def then_page_says(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def then_page_does_not_say(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).not_to_contain_text(words)


def then_sources_say(page: Page, words: str) -> None:
    expect(page.get_by_role("region", name="Sources of this record")).to_contain_text(words)


def then_page_is_accessible(page: Page) -> None:
    check_page(page, WIDE)


def then_page_fits_a_telephone(page: Page) -> None:
    check_page(page, NARROW)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
