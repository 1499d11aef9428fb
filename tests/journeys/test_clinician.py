"""A clinician finds a person and reads what every source sent."""

import re

import pytest
from playwright.sync_api import expect

from records.models import Feed
from tests.browser import needs_browser
from tests.factories.records import PatientFactory, SourcePatientFactory

from .steps import (
    KIERAN,
    RAJESH,
    WINIFRED,
    given_record_open,
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    then_sources_say,
    when_they_follow,
    when_they_open_section,
    when_they_search,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

DOCTOR = "ae.doctor"
CONFLICT = "stopped by hospital, still on GP list"


def given_namesakes(number, **facts):
    """Let a hospital know so many people with these facts."""
    feed = Feed.objects.get(code="sath")
    for _ in range(number):
        SourcePatientFactory.create(feed=feed, patient=PatientFactory.create(**facts))


def when_they_open_entry(page, words):
    line = page.locator(".ohc-entry").filter(has_text=words).first
    line.locator("summary").click()
    line.get_by_role("link", name="History").click()


def when_they_go_back(page):
    page.go_back()


def then_banner_says(page, words):
    expect(page.get_by_role("region", name="Patient")).to_contain_text(words)


def then_letter_is_framed(page, words):
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", re.compile(words))
    answer = page.request.get(page.url.rstrip("/") + "/content")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def then_nothing_of_a_record_shows(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "TESTWOOD" not in page.content()


class TestReadingARecord:
    def test_from_the_search_to_the_history_of_an_entry(self, page, site):
        given_signed_in(page, site, DOCTOR)
        then_page_says(page, "Find a person")
        then_page_is_accessible(page)

        when_they_search(page, WINIFRED)
        then_banner_says(page, "TESTWOOD, Winifred (Mrs)")
        then_banner_says(page, "Penicillin")
        then_sources_say(page, "West Midlands Ambulance does not share yet")
        then_page_says(page, CONFLICT)
        then_page_is_accessible(page)

        when_they_open_section(page, "Medicines")
        then_heading_is(page, "Medicines")
        then_page_is_accessible(page)
        when_they_open_entry(page, "Furosemide 40mg")
        then_page_says(page, "The source has not changed this entry")
        then_page_is_accessible(page)

    def test_from_a_letter_back_to_the_record_and_out(self, page, site):
        given_record_open(page, site, DOCTOR, WINIFRED)
        when_they_open_section(page, "Letters and documents")
        when_they_follow(page, "Read Discharge summary")
        then_heading_is(page, "Discharge summary")
        then_letter_is_framed(page, "Discharge summary")
        when_they_go_back(page)
        then_heading_is(page, "Letters and documents")

        page.goto(site)
        then_page_says(page, "TESTWOOD, Winifred (Mrs)")
        when_they_follow(page, "TESTWOOD, Winifred")
        then_banner_says(page, "999 012 3454")

        when_they_sign_out(page)
        when_they_go_back(page)
        then_nothing_of_a_record_shows(page)

    def test_with_a_letter_of_words(self, page, site):
        given_record_open(page, site, DOCTOR, KIERAN)
        then_sources_say(page, "late")

        when_they_open_section(page, "Letters and documents")
        when_they_follow(page, "Read Outpatient review")

        then_page_says(page, "no voices for three months")
        then_page_is_accessible(page)

    def test_withholds_what_another_region_does_not_share(self, page, site):
        given_record_open(page, site, DOCTOR, RAJESH)

        then_sources_say(page, "withheld")
        then_page_says(page, "from a source that does not share with your organisation")

        when_they_open_section(page, "Results")
        when_they_follow(page, "Next page")
        then_page_says(page, "51 to 100 of")


class TestFindingAPerson:
    def test_by_name_and_birth_date_with_several_matches(self, page, site):
        given_namesakes(2, family_name="Pairwell", given_names="Ada")
        given_signed_in(page, site, DOCTOR)

        when_they_search(page, "Ada Pairwell 12/3/1948")

        then_page_says(page, "2 people found")
        then_page_is_accessible(page)
        when_they_follow(page, "PAIRWELL, Ada")
        then_banner_says(page, "PAIRWELL, Ada")

    def test_that_nobody_knows(self, page, site):
        given_signed_in(page, site, DOCTOR)

        when_they_search(page, "Nemo Nowhere 1/1/1950")

        then_page_says(page, "Nobody found")
        then_page_says(page, "Try fewer letters of the names")
        then_page_is_accessible(page)

    def test_among_too_many(self, page, site):
        given_namesakes(26, family_name="Manywell", given_names="Ada")
        given_signed_in(page, site, DOCTOR)

        when_they_search(page, "Manywell, Ada")

        then_page_says(page, "More than 25 people match. Add the date of birth")

    def test_by_a_number_with_a_wrong_digit(self, page, site):
        given_signed_in(page, site, DOCTOR)

        when_they_search(page, "999 012 3455")

        then_page_says(page, "the last digit does not fit the others")
        then_page_is_accessible(page)


class TestTheSecondNight:
    def test_shows_what_changed_and_drops_what_was_withdrawn(self, page, site, import_second_night):
        given_record_open(page, site, DOCTOR, "999 068 0353")
        when_they_open_section(page, "Medicines")
        import_second_night()

        page.reload()
        when_they_open_entry(page, "stopped")
        then_page_says(page, "As received")
        then_page_says(page, "Stopped at medication review")

    def test_withdraws_what_the_practice_left_out(self, page, site, import_second_night):
        given_record_open(page, site, DOCTOR, RAJESH)
        before = entries_counted(page)

        import_second_night()
        page.reload()

        assert entries_counted(page) == before - 1


def entries_counted(page):
    """Return how many entries the list of sections counts in all."""
    sections = page.get_by_role("navigation", name="Sections of the record")
    counts = sections.locator(".ohc-side__count").all_inner_texts()
    return sum(int(words.replace(",", "")) for words in counts if words != "withheld")


class TestTheKeyboard:
    def test_leads_from_the_search_to_an_entry(self, page, site):
        given_signed_in(page, site, DOCTOR)
        then_page_says(page, "Find a person")
        page.wait_for_load_state()

        page.keyboard.press("/")
        expect(page.locator("[data-search-field]")).to_be_focused()
        page.keyboard.type(WINIFRED)
        page.keyboard.press("Enter")
        then_banner_says(page, "TESTWOOD, Winifred")

        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="All, with history")).to_be_focused()
        page.keyboard.press("Enter")
        then_heading_is(page, "Medicines")

        page.locator(".ohc-entry summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".ohc-entry details").first).to_have_attribute("open", "")


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_the_record_reads_the_same(self, page, site):
        given_record_open(page, site, DOCTOR, WINIFRED)
        then_banner_says(page, "TESTWOOD, Winifred (Mrs)")
        then_page_says(page, CONFLICT)

        when_they_open_section(page, "Letters and documents")
        when_they_follow(page, "Read Discharge summary")
        then_letter_is_framed(page, "Discharge summary")

        when_they_search(page, "Nemo Nowhere 1/1/1950")
        then_page_says(page, "Nobody found")
        when_they_sign_out(page)
        then_heading_is(page, "Sign in")


class TestATelephone:
    def test_shows_every_page_of_a_record_without_sideways_scroll(self, page, site):
        given_record_open(page, site, DOCTOR, WINIFRED)
        then_page_fits_a_telephone(page)

        for section in ("Results", "Personal details"):
            when_they_open_section(page, section)
            then_page_fits_a_telephone(page)
        when_they_open_section(page, "Letters and documents")
        when_they_follow(page, "Read Discharge summary")
        then_page_fits_a_telephone(page)
        when_they_open_section(page, "Medicines")
        when_they_open_entry(page, "Furosemide 40mg")
        then_page_fits_a_telephone(page)
        when_they_search(page, "Testwood, Winifred")
        then_page_fits_a_telephone(page)
        page.goto(site)
        then_page_fits_a_telephone(page)


class TestASessionThatEnds:
    def test_warns_and_lets_them_stay_on_the_record(self, page, site, settings):
        given_record_open(page, site, DOCTOR, WINIFRED)
        then_banner_says(page, "TESTWOOD, Winifred")

        settings.SESSION_IDLE_MINUTES = 1.9
        page.reload()
        expect(page.get_by_role("dialog")).to_contain_text("Your session is about to end")
        settings.SESSION_IDLE_MINUTES = 45
        page.get_by_role("button", name="Stay signed in").click()

        page.get_by_role("dialog").wait_for(state="hidden")
        then_banner_says(page, "TESTWOOD, Winifred")
        then_page_does_not_say(page, "about to end")
