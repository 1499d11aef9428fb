"""An analyst reads what a figure counts, reckons with a new parameter, and proves a report."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from analytics.models import BenefitParameter
from tests.browser import needs_browser

from .figures import (
    given_use,
    then_nothing_is_withheld,
    then_page_of_figures_is_for_everybody,
    when_a_worker_makes_the_report,
)
from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]

ANALYST = "analyst"
SURVEY = "Timed at the bedside, 40 openings"


def when_they_enter_a_day(page, day):
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(part))


def when_they_say_how_many_minutes(page):
    page.get_by_label("Factor").select_option(label="Minutes given a saving")
    page.get_by_label("Value").fill("4")
    when_they_enter_a_day(page, timezone.localdate())
    page.get_by_label("Source").fill(SURVEY)


def when_they_define_a_report(page):
    page.get_by_label("Title").fill("Report of the board")
    page.get_by_label("Whose figures").select_option("Shropshire, Telford and Wrekin ICB")
    page.get_by_label("Use of the shared record").check()
    page.get_by_label("Monthly, on the 3rd").check()
    when_they_press(page, "Keep the report")


def test_an_analyst_reads_a_measure_and_reckons_with_a_new_parameter(page, site):
    given_use()
    given_signed_in(page, site, ANALYST)
    page.goto(f"{site}/analytics/")
    page.get_by_role("link", name=re.compile("What is counted ?: Record openings$")).first.click()
    then_heading_is(page, "Record openings")
    then_page_says(page, "Count it again")
    then_page_of_figures_is_for_everybody(page)
    when_they_follow(page, "Measures")
    then_page_of_figures_is_for_everybody(page)

    when_they_follow(page, "Benefits")
    when_they_follow(page, "Less time spent finding information in A&E")
    then_page_of_figures_is_for_everybody(page)
    when_they_press(page, "Add a parameter")
    when_they_press(page, "Record it")
    then_page_says(page, "There is a problem")
    then_page_of_figures_is_for_everybody(page)
    when_they_say_how_many_minutes(page)
    when_they_press(page, "Record it")

    then_heading_is(page, "Less time spent finding information in A&E")
    then_page_says(page, SURVEY)
    then_page_of_figures_is_for_everybody(page)
    recorded = BenefitParameter.objects.select_related("recorded_by").get(source=SURVEY)
    assert str(recorded.recorded_by and recorded.recorded_by.username) == ANALYST


def test_an_analyst_has_a_report_made_and_proves_it(page, site):
    given_use()
    given_signed_in(page, site, ANALYST)
    page.goto(f"{site}/analytics/")
    when_they_follow(page, "Reports")
    then_page_of_figures_is_for_everybody(page)
    when_they_press(page, "New report")
    when_they_define_a_report(page)
    then_heading_is(page, "Report of the board")
    then_page_of_figures_is_for_everybody(page)

    page.get_by_label("The last of them").select_option(index=0)
    when_they_press(page, "Run the report")
    then_page_says(page, "The report is being made")
    when_a_worker_makes_the_report(page)
    then_page_says(page, "How this report was made")
    then_nothing_is_withheld(page)
    then_page_of_figures_is_for_everybody(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    when_they_press(page, "Count it again")
    then_page_says(page, "Every line is being counted from raw events")
    when_a_worker_makes_the_report(page)
    then_page_says(page, "The report holds")
    then_page_of_figures_is_for_everybody(page)
