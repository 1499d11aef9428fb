"""A ward administrator sees who a person is, and nothing of their health."""

import pytest
from playwright.sync_api import expect

from tests.browser import needs_browser

from .steps import (
    WINIFRED,
    given_record_open,
    then_heading_is,
    then_page_is_accessible,
    then_page_says,
    when_they_open_section,
)

pytestmark = [*needs_browser, pytest.mark.journey]


class TestReadingARecord:
    def test_opens_at_personal_details(self, page, site):
        given_record_open(page, site, "administrator", WINIFRED)

        then_heading_is(page, "Personal details")
        then_page_says(page, "14 Larkspur Close")
        then_page_is_accessible(page)

    def test_does_not_tell_which_sections_hold_something(self, page, site):
        given_record_open(page, site, "administrator", WINIFRED)

        sections = page.get_by_role("navigation", name="Sections of the record")
        expect(sections).not_to_contain_text("End of life care")
        expect(page.get_by_role("region", name="Patient")).not_to_contain_text("Penicillin")

        when_they_open_section(page, "Allergies")
        then_page_says(page, "Your role does not include allergies.")
