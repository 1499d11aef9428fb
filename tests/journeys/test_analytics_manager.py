"""A manager sees how their organisation uses the service, and takes along who does not."""

import csv
from pathlib import Path

import pytest

from tests.browser import needs_browser

from .figures import (
    HOSPITAL,
    MANAGER,
    given_use,
    then_nothing_is_withheld,
    then_page_of_figures_is_for_everybody,
)
from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_says,
    when_they_follow,
)

pytestmark = [*needs_browser, pytest.mark.journey]


def test_a_manager_finds_who_of_their_own_does_not_come(page, site):
    given_use()
    given_signed_in(page, site, MANAGER)
    then_page_says(page, "Use of the record")
    then_nothing_is_withheld(page)

    when_they_follow(page, "See how the service is used")
    then_heading_is(page, "Use of the service")
    then_page_does_not_say(page, "Radbrook Green Surgery")
    then_nothing_is_withheld(page)
    then_page_of_figures_is_for_everybody(page)

    when_they_follow(page, "Adoption")
    then_page_says(page, "35 people were invited: 35 of them were trained, 20 had used")
    then_page_of_figures_is_for_everybody(page)

    when_they_follow(page, "Silent teams")
    then_heading_is(page, "Silent teams")
    then_page_says(page, f"The largest: nurse at {HOSPITAL}, 15 trained.")
    then_page_of_figures_is_for_everybody(page)

    with page.expect_download() as download:
        when_they_follow(page, "CSV")
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file) if line[:1] == [HOSPITAL]]
    assert [line[:4] for line in lines] == [[HOSPITAL, "Nurse", "15", "0"]]
