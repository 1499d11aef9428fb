"""A doctor with two roles acts in one at a time, and each shows its own."""

import pytest

from accounts.models import Organization, PractitionerRole
from tests.browser import needs_browser

from .steps import (
    RAJESH,
    given_signed_in,
    then_heading_is,
    then_page_says,
    then_sources_say,
    when_they_press,
    when_they_search,
)

pytestmark = [*needs_browser, pytest.mark.journey]


def given_second_role_at(ods_code):
    """Let the doctor's urgent care role be at another hospital."""
    role = PractitionerRole.objects.get(user__username="gp", job_title="GP in urgent care")
    role.organization = Organization.objects.get(ods_code=ods_code)
    role.save()


def when_they_change_role(page, words):
    page.locator(".ohc-who > summary").click()
    page.locator(".ohc-who").get_by_role("button", name=words).click()


class TestChangingRole:
    def test_changes_which_sources_are_seen(self, page, site):
        given_second_role_at("RNA")
        given_signed_in(page, site, "gp")
        then_heading_is(page, "Choose a role")
        when_they_press(page, "General practitioner")

        when_they_search(page, RAJESH)
        then_sources_say(page, "withheld")
        then_page_says(page, "from a source that does not share with your organisation")

        when_they_change_role(page, "GP in urgent care")
        then_heading_is(page, "GP in urgent care")
        when_they_search(page, RAJESH)
        then_sources_say(page, "Dudley Group")
