"""The record opens to those who are trained, and in an emergency to those who were."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.demo.organizations import SHROPSHIRE
from accounts.models import Organization, User
from core.record_gate import StandingState
from helpdesk.models import Ticket
from tests.browser import needs_browser
from tests.factories.gate import stands, the_record_asks
from tests.factories.training import CompetencyFactory, CourseFactory, make_version

from .steps import (
    WINIFRED,
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
    when_they_search,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

DOCTOR, NURSE, OFFICER, AGENT = (
    "ae.doctor",
    "community.nurse",
    "privacy.officer",
    "agent.shropshire",
)


@pytest.fixture(autouse=True)
def region_that_asks(first_night):
    """Have the record ask everybody of the board for safe use, and a desk that hears of it."""
    call_command("load_demo_helpdesk", "--only", "desk", verbosity=0)
    competency = CompetencyFactory.create(code="record-safe-use", name="Safe use of the record")
    the_record_asks(organization=Organization.objects.get(ods_code=SHROPSHIRE))
    make_version(
        grants=competency,
        course=CourseFactory.create(code="safe-use", name="Safe use of the record"),
    )


def given_standing(name, state):
    stands(User.objects.get(username=name), state)


def then_banner_of_patient_says(page, words):
    expect(page.get_by_role("region", name="Patient")).to_contain_text(words)


def then_line_of_training_says(page, words):
    expect(page.get_by_role("region", name="Your training")).to_contain_text(words)


def when_they_go_to(page, part):
    parts = page.get_by_role("navigation", name="Parts of the service")
    parts.get_by_role("link", name=part, exact=True).click()


@pytest.fixture
def passing(page, site, django_capture_on_commit_callbacks):
    """Return how a doctor opens a record in an emergency."""

    def _pass() -> None:
        given_standing(DOCTOR, StandingState.LAPSED)
        given_signed_in(page, site, DOCTOR)
        then_heading_is(page, "Your training has lapsed")
        when_they_search(page, WINIFRED)
        page.get_by_label("Urgent care that cannot wait").check()
        page.get_by_label("Why can it not wait?").fill("Sepsis in resus, no history to be had.")
        with django_capture_on_commit_callbacks(execute=True):
            when_they_press(page, "Open records in an emergency")
            then_banner_of_patient_says(page, "TESTWOOD, Winifred")

    return _pass


class TestALapsedDoctor:
    def test_is_led_to_the_refresher_and_goes_on_without_records(self, page, site):
        given_standing(DOCTOR, StandingState.LAPSED)
        given_signed_in(page, site, DOCTOR)
        then_heading_is(page, "Your training has lapsed")
        then_page_says(page, "Start the refresher")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_follow(page, "Go on without records")
        then_page_says(page, "Your training has lapsed")
        then_page_is_accessible(page)
        when_they_search(page, WINIFRED)
        then_heading_is(page, "Your training has lapsed")

        when_they_press(page, "Open records in an emergency")
        then_page_says(page, "Say what the emergency is")
        then_page_is_accessible(page)

    def test_passes_in_an_emergency_that_the_desk_hears_of(self, page, site, passing):
        passing()
        then_banner_of_patient_says(page, "TESTWOOD, Winifred")
        then_line_of_training_says(page, "Every record you open is reviewed.")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        when_they_sign_out(page)

        given_signed_in(page, site, AGENT)
        page.goto(f"{site}/helpdesk/tickets/{Ticket.objects.get().number}/")

        then_page_says(page, "Emergency access with lapsed training")
        then_page_says(page, "Sepsis in resus")

    def test_passes_in_an_emergency_that_is_reviewed(self, page, site, passing):
        passing()
        when_they_sign_out(page)
        given_signed_in(page, site, OFFICER)
        when_they_go_to(page, "Emergency access")
        then_page_says(page, "Sepsis in resus")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
        then_page_says(page, "Opened the record")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_follow(page, "Record 1")
        then_page_says(page, "Emergency access")


class TestANurseWhoWasNeverTrained:
    def test_opens_a_record_in_the_sitting_in_which_she_passes(self, page, site):
        given_signed_in(page, site, NURSE)
        then_page_says(page, "You need training before you open records")
        then_page_is_accessible(page)
        when_they_search(page, WINIFRED)
        then_heading_is(page, "You need training before you open records")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        given_standing(NURSE, StandingState.OPEN)
        page.reload()

        then_banner_of_patient_says(page, "TESTWOOD, Winifred")
        expect(page.get_by_role("region", name="Your training")).to_have_count(0)


class TestADoctorInGrace:
    def test_goes_on_by_one_click(self, page, site):
        given_standing(DOCTOR, StandingState.GRACE)
        given_signed_in(page, site, DOCTOR)
        then_page_says(page, "Your training ran out on")
        then_page_is_accessible(page)
        when_they_search(page, WINIFRED)
        then_heading_is(page, "Your training ran out on")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_press(page, "Continue to records")

        then_banner_of_patient_says(page, "TESTWOOD, Winifred")
        then_line_of_training_says(page, "Records close to you after")
        then_page_is_accessible(page)
