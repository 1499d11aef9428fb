"""A privacy officer finds who looked at a record."""

import pytest

from tests.browser import needs_browser

from .steps import (
    WINIFRED,
    given_record_open,
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_open_section,
    when_they_search,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]


class TestReviewingAccesses:
    def test_finds_who_looked_and_at_what(self, page, site):
        given_record_open(page, site, "ae.doctor", WINIFRED)
        when_they_open_section(page, "Medicines")
        then_heading_is(page, "Medicines")
        when_they_sign_out(page)

        given_signed_in(page, site, "privacy.officer")
        when_they_search(page, WINIFRED)

        then_heading_is(page, "Who looked at this record")
        then_page_says(page, "Dr Amina Example")
        then_page_says(page, "Read a section: Medicines")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
