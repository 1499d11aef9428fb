"""A privacy officer finds who looked at a record."""

import pytest

from accounts.models import PractitionerRole
from tests.browser import needs_browser
from tests.factories.helpdesk import ConfidentialQueueFactory, make_ticket

from .steps import (
    WINIFRED,
    given_record_open,
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_open_section,
    when_they_press,
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


def given_letter_sent_astray():
    """Have the doctor tell of a letter that reached the wrong person, and of a dark screen."""
    doctor = PractitionerRole.objects.get(user__username="ae.doctor")
    make_ticket(
        by=doctor,
        queue=ConfidentialQueueFactory.create(),
        has_governance_flag=True,
        subject="A letter went to the wrong address",
        text="The letter of Mrs Testwell went to her neighbour.",
    )
    make_ticket(by=doctor, subject="The screen is dark")


class TestTicketsOfTheBoard:
    def test_from_the_home_page_to_words_that_are_gone(self, page, site):
        given_letter_sent_astray()
        given_signed_in(page, site, "privacy.officer")
        then_page_says(page, "Information governance: open tickets of your board, due first")
        then_page_is_accessible(page)

        page.get_by_role("link", name="Tickets", exact=True).click()
        then_heading_is(page, "Open, due first")
        then_page_says(page, "A letter went to the wrong address")
        then_page_does_not_say(page, "The screen is dark")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_follow(page, "A letter went to the wrong address")
        then_page_says(page, "went to her neighbour")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_follow(page, "Redact")
        page.get_by_role("checkbox", name="The letter of Mrs Testwell").check()
        page.get_by_label("Patient-identifiable data").check()
        page.get_by_label("Reason in your words").fill("It names a patient.")
        when_they_press(page, "Look at it once more")
        when_they_press(page, "Destroy it")
        then_page_says(page, "characters were removed")
        then_page_does_not_say(page, "Testwell")
