"""The overview in a browser: by keyboard, on a narrow screen, and with nothing that axe minds."""

from datetime import date

import pytest
from django.test import Client

from accounts.codes import CareSetting, JobRole
from tests.browser import NARROW, WIDE, check_page, needs_browser
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of

pytestmark = [*needs_browser, pytest.mark.django_db]


@pytest.fixture
def enter(page, site):
    """Return how an analyst of a board in which records were opened comes to a page."""
    role = an_analyst()
    stratum = stratum_of(
        HospitalFactory.create(parent=role.organization), JobRole.NURSE, CareSetting.HOSPITAL
    )
    keep(openings(30, stratum, on=date(2026, 10, 14), people=people(7)))
    client = Client()
    client.force_login(role.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])

    def _enter(query):
        page.goto(f"{site}/analytics/{query}")
        return page

    return _enter


class TestOverview:
    def test_is_open_to_everybody_at_any_width(self, enter):
        page = enter("?period=2026-09_2026-10&by=organization")

        for size in (WIDE, NARROW):
            check_page(page, size)

    def test_leads_by_keyboard_from_a_row_to_what_is_behind_it(self, enter):
        page = enter("?period=2026-10_2026-10&by=organization")

        page.get_by_role("link", name="Shrewsbury and Telford Hospital").focus()
        page.keyboard.press("Enter")

        lifts = page.get_by_role("link", name="Organisation: Shrewsbury and Telford Hospital")
        lifts.wait_for()
        assert "organization=RXW" in page.url

    def test_leads_from_the_chart_to_a_month(self, enter):
        page = enter("?period=2026-09_2026-10")

        page.locator(".ohc-chart__drawing a[href]").last.click()

        page.get_by_role("heading", name="Record openings by month").wait_for()
        page.wait_for_url("**period=2026-10_2026-10**")
