"""The pages of accounts in a real browser: accessible at both widths, and usable."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from tests.browser import NARROW, WIDE, check_page, needs_browser
from tests.factories.accounts import (
    PASSWORD,
    PractitionerRoleFactory,
    SurgeryFactory,
    UserFactory,
)

pytestmark = needs_browser


def enter(page, site, name, password=PASSWORD):
    page.goto(f"{site}/accounts/sign-in/")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def leave_alone(page, seconds):
    """Put the last use of a session back by some seconds."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies["sessionid"])
    session["seen_at"] -= seconds
    session.save()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
class TestPages:
    def test_at_the_door(self, page, site, size):
        page.goto(f"{site}/accounts/sign-in/?ended=idle")
        check_page(page, size)

        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        check_page(page, size)

        for number in range(5):
            enter(page, site, "nobody", f"guess {number}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Too many wrong passwords")
        check_page(page, size)

    def test_of_a_person_with_two_roles(self, page, site, size, clinician):
        PractitionerRoleFactory.create(
            user=clinician, organization=SurgeryFactory.create(), job_title="General practitioner"
        )
        enter(page, site, clinician.username)
        expect(page.get_by_role("heading", level=1)).to_have_text("Choose a role")
        check_page(page, size)

        page.get_by_role("button", name="General practitioner").click()
        page.wait_for_url(f"{site}/")
        for path in ("/", "/accounts/", "/accounts/role/", "/accounts/password/"):
            page.goto(site + path)
            check_page(page, size)

    def test_of_a_person_without_a_role(self, page, site, size):
        enter(page, site, UserFactory.create().username)

        expect(page.get_by_role("heading", level=1)).to_have_text("You have no current role")
        check_page(page, size)
        page.get_by_role("link", name="See the roles you have had").click()
        check_page(page, size)


class TestHeader:
    def test_leads_to_the_other_role_the_account_and_out(self, page, site, clinician):
        PractitionerRoleFactory.create(
            user=clinician, organization=SurgeryFactory.create(), job_title="General practitioner"
        )
        enter(page, site, clinician.username)
        page.get_by_role("button", name="General practitioner").click()

        page.locator("summary").first.click()
        page.get_by_role("button", name="A&E doctor, Shrewsbury and Telford Hospital").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("A&E doctor")

        page.locator("summary").first.click()
        page.get_by_role("link", name="Your account").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

        page.locator("summary").first.click()
        page.get_by_role("button", name="Sign out").last.click()
        page.wait_for_url(f"{site}/accounts/sign-in/")


class TestSession:
    def test_ends_on_the_screen_and_at_the_server(self, page, site, clinician, settings):
        settings.SESSION_IDLE_MINUTES = 0.2
        enter(page, site, clinician.username)

        expect(page.get_by_role("dialog")).to_contain_text("Your session is about to end")
        page.wait_for_url("**/accounts/sign-in/?next=*")

        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.goto(f"{site}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    def test_goes_on_for_those_who_stay(self, page, site, clinician, settings):
        settings.SESSION_IDLE_MINUTES = 2.5
        enter(page, site, clinician.username)
        leave_alone(page, seconds=50)
        page.goto(f"{site}/")

        page.get_by_role("button", name="Stay signed in").click()

        page.get_by_role("dialog").wait_for(state="hidden")
        expect(page.locator("[data-session-left]")).to_have_text("3 min")
