"""A social worker sees what their work needs, what is withheld, and why."""

import pytest

from tests.browser import needs_browser

from .steps import (
    WINIFRED,
    given_record_open,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    then_sources_say,
    when_they_open_section,
)

pytestmark = [*needs_browser, pytest.mark.journey]


class TestReadingARecord:
    def test_says_what_is_withheld_and_why(self, page, site):
        given_record_open(page, site, "social.worker", WINIFRED)
        then_page_says(page, "Home care: 4 visits a day")
        then_page_says(page, "Your role does not include results.")
        then_sources_say(page, "withheld")
        then_page_is_accessible(page)

        page.get_by_role("link", name="why").click()
        then_page_says(page, "items are not part of your role's view.")

        when_they_open_section(page, "Results")
        then_heading_is(page, "Results")
        then_page_says(page, "Ask your organisation's privacy officer if your work needs it.")
        then_page_does_not_say(page, "mmol/L")
        then_page_fits_a_telephone(page)
