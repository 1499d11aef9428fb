"""A board whose figures can all be shown, and what every page of figures has to be like."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.codes import CareSetting, JobRole
from accounts.models import Organization, PractitionerRole
from analytics.demo.benefits import load_benefits
from analytics.jobs.reports import make_report
from analytics.measures.periods import add_months, month_of
from analytics.models import ReportRun, UsageEvent, UsagePerson
from tests.browser import connection_in_use
from tests.factories.accounts import (
    CouncilFactory,
    HospitalFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
    UserFactory,
)
from tests.factories.analytics import keep, openings, sign_ins, stratum_of
from tests.factories.gate import the_record_asks, trained_until
from tests.factories.usage import mondays
from training.models import TrainingManager

from .steps import then_page_fits_a_telephone, then_page_is_accessible

MANAGER: Final = "manager.of.hospital"
HOSPITAL: Final = "Shrewsbury and Telford Hospital"
# The last three months can be compared with those of a year before.
_MONTHS: Final = 16
_WEEKS: Final = 4

_NUMBER_STOPS: Final = """() => {
  const main = document.querySelector("main");
  const stops = main.querySelectorAll(
    "a[href], button, select, textarea, summary, input:not([type=hidden]):not([type=radio])"
  );
  // A link within a drawing stands in its table as well, and is reached there.
  const seen = [...stops].filter(
    (each) => !each.disabled && each.checkVisibility() && !each.closest(".ohc-chart__drawing")
  );
  seen.forEach((each, number) => each.setAttribute("data-stop", number));
  window.reached = new Set();
  main.addEventListener("focusin", (event) => window.reached.add(event.target.dataset.stop));
  main.setAttribute("tabindex", "-1");
  main.focus();
}"""
_WORDS: Final = re.compile(r"\w")
_MOST_STOPS = 500
_IN_MAIN: Final = "document.querySelector('main').contains(document.activeElement)"
_DRAWN_ALONE: Final = """() => {
  const links = [...document.querySelectorAll("main a[href]")];
  const isDrawn = (each) => Boolean(each.closest(".ohc-chart__drawing"));
  const whither = (each) => new URL(each.getAttribute("href"), document.baseURI).href;
  const written = new Set(links.filter((each) => !isDrawn(each)).map(whither));
  return links.filter(isDrawn).map(whither).filter((href) => !written.has(href));
}"""
_MISSED: Final = """() => [...document.querySelectorAll("main [data-stop]")]
  .filter((each) => !window.reached.has(each.dataset.stop)).map((each) => each.outerHTML)"""


def given_use() -> Organization:
    """
    Have a hospital's A&E, a surgery and a council open records, and the hospital's nurses not.

    All are trained, and so many that nothing is withheld. Somebody manages the hospital.
    """
    with connection_in_use:
        hospital = HospitalFactory.create()
        the_record_asks(organization=hospital.parent)
        staff = [
            (_team(20, hospital, JobRole.CLINICIAN, CareSetting.EMERGENCY), 60),
            (_team(15, SurgeryFactory.create(), JobRole.CLINICIAN, CareSetting.PRIMARY_CARE), 45),
            (
                _team(
                    10,
                    CouncilFactory.create(),
                    JobRole.SOCIAL_CARE_PROFESSIONAL,
                    CareSetting.SOCIAL_CARE,
                ),
                30,
            ),
        ]
        _team(15, hospital, JobRole.NURSE, CareSetting.HOSPITAL)
        today = timezone.localdate()
        keep(
            event
            for roles, number in staff
            for day in _days(today)
            for event in _use(roles, number, day)
        )
        load_benefits(timezone.now())
        manager = PractitionerRoleFactory.create(
            user=UserFactory.create(username=MANAGER),
            organization=hospital,
            job_role=JobRole.DEMOGRAPHICS_VIEWER,
        )
        TrainingManager.objects.create(user=manager.user, organization=hospital)
        return hospital


def _team(
    number: int, organization: Organization, job_role: JobRole, setting: CareSetting
) -> list[PractitionerRole]:
    roles = PractitionerRoleFactory.create_batch(
        number, organization=organization, job_role=job_role, care_setting=setting
    )
    for role in roles:
        trained_until(role.user, timezone.localdate() + timedelta(days=200))
    return roles


def _days(today: date) -> list[date]:
    """Return a day of each month and of each of the last weeks, all of them over."""
    months = [add_months(month_of(today), -number).replace(day=7) for number in range(1, _MONTHS)]
    return sorted({*months, *mondays(_WEEKS, before=today)})


def _use(roles: Sequence[PractitionerRole], number: int, day: date) -> list[UsageEvent]:
    people = [UsagePerson.objects.get_or_create(user=role.user)[0] for role in roles]
    stratum = stratum_of(roles[0].organization, roles[0].job_role, roles[0].setting)
    return [
        *sign_ins(number + 10, stratum, on=day, people=people),
        *openings(number, stratum, on=day, people=people),
    ]


def when_a_worker_makes_the_report(page: Page) -> None:
    with connection_in_use:
        run = ReportRun.objects.get(state="waiting")
        make_report(run_id=str(run.pk))
    page.reload()


def then_page_of_figures_is_for_everybody(page: Page) -> None:
    """Require that anybody can use a page, at any width, by keyboard, and without seeing charts."""
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)
    then_all_is_reached_by_keyboard(page)
    then_charts_can_be_read(page)


def then_all_is_reached_by_keyboard(page: Page) -> None:
    page.evaluate(_NUMBER_STOPS)
    # A page that keeps the focus to itself is a failure, and no reason to press for ever.
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if not page.evaluate(_IN_MAIN):
            break
    missed = page.evaluate(_MISSED)
    missed += page.evaluate(_DRAWN_ALONE)
    assert not missed, missed


def then_charts_can_be_read(page: Page) -> None:
    for chart in page.locator("figure.ohc-chart").all():
        expect(chart.locator(".ohc-chart__words")).to_have_text(_WORDS)
        assert chart.locator("table tbody tr").count() > 0


def then_nothing_is_withheld(page: Page) -> None:
    expect(page.get_by_role("main")).not_to_contain_text("too few people")
    assert page.locator("main td", has_text="*").count() == 0
