"""An analyst has a report made, reads it, counts it again, and takes the public version."""

import pytest
from django.utils import timezone

from analytics.jobs.reports import make_report
from analytics.measures.periods import add_months, month_of
from analytics.models import ReportRun
from tests.analytics.report_world import a_world
from tests.browser import connection_in_use, needs_browser

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]


@pytest.fixture
def world(db):
    """A board whose analyst can sign in, with use in the last two months that are over."""
    world = a_world(last=add_months(month_of(timezone.localdate()), -1))
    world.analyst.user.username = "report.analyst"
    world.analyst.user.save(update_fields=["username"])
    return world


def when_a_worker_makes_it(page):
    with connection_in_use:
        run = ReportRun.objects.get(state="waiting")
        make_report(run_id=str(run.pk))
    page.reload()


def then_page_is_for_everybody(page):
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


def when_they_define_a_report(page):
    then_page_says(page, "There are no reports yet.")
    when_they_press(page, "New report")
    page.get_by_label("Title").fill("Board report of use")
    page.get_by_label("Whose figures").select_option("Shropshire, Telford and Wrekin ICB")
    page.get_by_label("Use of the shared record").check()
    page.get_by_label("Monthly, on the 3rd").check()
    then_page_is_for_everybody(page)
    when_they_press(page, "Keep the report")


@pytest.mark.usefixtures("world")
def test_an_analyst_has_a_report_made_and_counted_again(page, site):
    given_signed_in(page, site, "report.analyst")
    page.goto(f"{site}/analytics/reports/")
    when_they_define_a_report(page)

    then_heading_is(page, "Board report of use")
    then_page_is_for_everybody(page)
    page.get_by_label("The last of them").select_option(index=0)
    when_they_press(page, "Run the report")
    then_page_says(page, "The report is being made")
    when_a_worker_makes_it(page)
    then_page_says(page, "too few people stand behind it")
    then_page_is_for_everybody(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="Public PDF").click()
    assert download.value.suggested_filename.endswith("for-publication.pdf")

    when_they_press(page, "Count it again")
    then_page_says(page, "Every line is being counted from raw events")
    when_a_worker_makes_it(page)
    then_page_says(page, "The report holds")
    then_page_is_for_everybody(page)

    page.goto(f"{site}/analytics/reports/exports/")
    then_page_says(page, "report-publication-pdf")
    then_page_is_for_everybody(page)
