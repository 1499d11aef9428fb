"""An integration engineer keeps feeds going, and decides about what was set aside."""

import re

import pytest
from playwright.sync_api import expect

from records.codes import QuarantineReason
from records.models import Feed, Patient, SourcePatient
from tests.browser import needs_browser
from tests.factories.records import SourcePatientFactory, test_number

from .steps import (
    WINIFRED,
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    then_sources_say,
    when_they_follow,
    when_they_press,
    when_they_search,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

ENGINEER = "engineer"


def given_held_person_like(number, **facts):
    """Let the hospital have somebody held who shares names and birth date with a patient."""
    person = SourcePatientFactory.create(
        feed=Feed.objects.get(code="sath"),
        patient=Patient.objects.get(nhs_number=number.replace(" ", "")),
        **facts,
    )
    person.patient, person.hold_reason = None, QuarantineReason.IDENTITY_CONFLICT
    person.save()


def when_they_go_to(page, words):
    parts = page.get_by_role("navigation", name="Parts of the service")
    parts.get_by_role("link", name=words).click()


def when_they_open_the_feed(page, name):
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def when_they_open_the_newest_run(page):
    page.get_by_role("table", name="Runs").get_by_role("link").first.click()


def when_they_open_an_item(page, why):
    rows = page.get_by_role("table", name="Items in quarantine").get_by_role("row")
    rows.filter(has_text=why).first.get_by_role("link").click()


def when_they_open_a_held_person(page, why):
    rows = page.get_by_role("table", name="People held for review").get_by_role("row")
    rows.filter(has_text=why).first.get_by_role("link").click()


def name_of_the_held_person(page):
    """Return the name that the source gives the person."""
    return page.locator("main b").filter(has_text=",").first.inner_text()


def source_of_the_held_person(page):
    """Return the organization that sent the person: it differs with the day of the files."""
    person = SourcePatient.objects.get(pk=page.url.rstrip("/").rpartition("/")[2])
    return person.feed.organization.short_name


class TestQuarantine:
    def test_says_why_an_item_is_there_and_lets_them_dismiss_it(self, page, site):
        given_signed_in(page, site, ENGINEER)
        then_page_says(page, "Latest runs")
        then_page_is_accessible(page)

        when_they_open_the_feed(page, "Eve Hill Medical Practice")
        then_heading_is(page, "Eve Hill Medical Practice")
        then_page_is_accessible(page)
        when_they_open_the_newest_run(page)
        then_page_says(page, "Outcome")
        then_page_is_accessible(page)

        when_they_follow(page, "Quarantine of this feed")
        then_page_is_accessible(page)
        when_they_open_an_item(page, "Not readable as JSON")
        then_page_says(page, "Ask the source to send the item again, whole.")
        then_page_says(page, "EH-broken-3")
        then_page_is_accessible(page)

        when_they_press(page, "Retry now")
        expect(page.get_by_role("status")).to_contain_text("It still cannot go in.")
        when_they_press(page, "Dismiss")
        expect(page.get_by_role("status")).to_contain_text("Dismissed.")
        then_page_says(page, "Closed by")

    def test_narrows_to_one_reason(self, page, site):
        given_signed_in(page, site, ENGINEER)
        when_they_go_to(page, "Quarantine")

        when_they_follow(page, "Not valid FHIR R4")

        then_page_does_not_say(page, "social_care.csv")
        then_page_is_accessible(page)


class TestHeldPeople:
    def test_are_linked_and_their_entries_reach_the_clinician(self, page, site):
        given_signed_in(page, site, ENGINEER)
        when_they_go_to(page, "Feeds")
        when_they_open_a_held_person(page, "May be someone already known")
        then_page_is_accessible(page)
        name, source = name_of_the_held_person(page), source_of_the_held_person(page)

        when_they_press(page, "This is the same person")
        expect(page.get_by_role("status")).to_contain_text("Decided.")
        when_they_sign_out(page)

        given_signed_in(page, site, "ae.doctor")
        when_they_search(page, re.sub(r" \(.*", "", name))
        when_they_follow(page, name.partition(",")[0])
        then_sources_say(page, source)

    def test_are_never_linked_to_another_number(self, page, site):
        given_held_person_like(WINIFRED, nhs_number=test_number(7), source_id="Patient/S-twin")
        given_signed_in(page, site, ENGINEER)
        when_they_go_to(page, "Feeds")

        when_they_open_a_held_person(page, "S-twin")

        then_page_says(page, "NHS number (differs)")
        then_page_says(page, "Two people with different NHS numbers are never one patient.")
        then_page_is_accessible(page)


class TestATelephone:
    def test_shows_every_page_of_feeds_without_sideways_scroll(self, page, site):
        given_signed_in(page, site, ENGINEER)
        then_page_says(page, "Latest runs")
        then_page_fits_a_telephone(page)
        when_they_open_the_feed(page, "Eve Hill Medical Practice")
        then_page_fits_a_telephone(page)
        when_they_open_the_newest_run(page)
        then_page_fits_a_telephone(page)
        when_they_go_to(page, "Quarantine")
        then_page_fits_a_telephone(page)
        when_they_follow(page, "Not readable as JSON")
        when_they_open_an_item(page, "Not readable as JSON")
        then_page_fits_a_telephone(page)
        when_they_go_to(page, "Feeds")
        when_they_open_a_held_person(page, "May be someone already known")
        then_page_fits_a_telephone(page)
