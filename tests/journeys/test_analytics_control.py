"""An analyst asks whether a change is more than chance, says why, and shows how use has grown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.codes import AnnotationKind, FactKind
from analytics.models import Annotation, Rebase
from tests.browser import needs_browser
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import an_analyst, people, stratum_of
from tests.factories.usage import mondays, used

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]
K = FactKind
_WAVES = (0, 4, -3, 6, 1, -5, 3, 0, -2, 5, -4, 2)


@pytest.fixture
def analyst(db):
    """An analyst of a board whose hospital found more since a launch, and fails less."""
    hospital = HospitalFactory.create()
    today = timezone.localdate()
    days = {}
    for number, week in enumerate(mondays(190, before=today)):
        wave = _WAVES[number % 12] + _WAVES[number % 7]
        openings = int((200 + 2 * wave) * 1.017**number)
        after = number > 165
        days[week] = {
            K.OPENINGS: openings,
            K.SIGN_INS: int(openings * (1.02 + wave / 400)),
            K.FOUND: int(openings * ((0.83 if after else 0.72) + wave / 500)),
            K.FAILED_SIGN_INS: int(openings * (0.06 + wave / 900)),
        }
    used(stratum_of(hospital), days, people(40))
    Annotation.objects.create(
        on=today - timedelta(weeks=25),
        kind=AnnotationKind.RELEASE,
        words="Launch from the hospital's own record",
        organization=hospital,
    )
    role = an_analyst(hospital.parent)
    role.user.username = "control.analyst"
    role.user.save(update_fields=["username"])
    return role


def test_an_analyst_finds_a_change_and_what_it_came_with(page, site, analyst):
    given_signed_in(page, site, "control.analyst")
    page.goto(f"{site}/analytics/control/")
    then_heading_is(page, "Control charts")
    then_page_says(page, "Flagged by chance, expected")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)

    when_they_follow(page, "Openings that found something, of all")
    then_page_says(page, "This is an improvement")
    then_page_says(page, "Launch from the hospital's own record")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)

    page.goto(f"{site}/analytics/control/growth/")
    then_page_says(page, "Doubles in")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


def test_an_analyst_has_a_chart_count_anew(page, site, analyst):
    day = timezone.localdate() - timedelta(weeks=25)
    given_signed_in(page, site, "control.analyst")
    page.goto(f"{site}/analytics/control/found-share/")
    when_they_follow(page, "Rebase the chart")
    when_they_press(page, "Rebase")
    then_page_says(page, "There is a problem")
    then_page_is_accessible(page)

    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(part))
    page.get_by_label("What changed, and how we know").fill("Launch from the hospital's record")
    when_they_press(page, "Rebase")

    then_page_says(page, "since the last rebase")
    then_page_is_accessible(page)
    assert Rebase.objects.get().by == analyst.user
