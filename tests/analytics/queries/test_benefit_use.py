"""Openings behind benefits: no month can be told from a year."""

from datetime import date

import pytest

from accounts.codes import CareSetting
from analytics.codes import Basis, Dimension, FactKind
from analytics.measures.periods import Period, add_months
from analytics.measures.publishing import INTERNAL, published_breakdown
from analytics.models import reach_of
from analytics.queries.benefit_use import read_benefit_use, year_ending
from analytics.queries.counts import break_down_events
from analytics.queries.selection import list_strata
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of

pytestmark = pytest.mark.django_db
LAST = date(2026, 10, 1)
GROUPS = {CareSetting.EMERGENCY.value: "a-and-e", CareSetting.HOSPITAL.value: "wards"}


def read(*, few_in=None):
    """Return openings of two settings over a year; in one month few people came to A&E."""
    hospital = HospitalFactory.create()
    emergency = stratum_of(hospital, setting=CareSetting.EMERGENCY)
    wards = stratum_of(hospital, setting=CareSetting.HOSPITAL)
    who = people(12)
    events = []
    for back in range(12):
        month = add_months(LAST, -back)
        came = who[:3] if month == few_in else who
        events += openings(24, emergency, on=month, people=came)
        events += openings(36, wards, on=month, people=who)
    keep(events)
    rows = list_strata(reach_of(an_analyst(), on=date(2026, 11, 25)))
    return read_benefit_use(GROUPS, rows, year_ending(LAST))


def test_a_year_is_the_sum_of_its_months():
    use = read()

    assert use.shown("a-and-e", Basis.TRAILING).n == 12 * 24
    assert use.shown("wards", Basis.TRAILING).n == 12 * 36
    assert use.shown("a-and-e", Basis.RUN_RATE).n == 24


def test_a_year_with_a_withheld_month_is_withheld():
    use = read(few_in=date(2026, 3, 1))

    assert use.shown("a-and-e", Basis.TRAILING).n is None
    # The neighbour is withheld in that month, so its year would tell it.
    assert use.shown("wards", Basis.TRAILING).n is None
    assert use.shown("a-and-e", Basis.RUN_RATE).n == 24
    assert use.shown("wards", Basis.RUN_RATE).n == 36


def test_the_same_settings_are_withheld_as_in_the_overview():
    hospital = HospitalFactory.create()
    who = people(30)
    by_setting = {
        CareSetting.SOCIAL_CARE: who[:2],
        CareSetting.AMBULANCE: who[:6],
        CareSetting.EMERGENCY: who[:8],
        CareSetting.HOSPITAL: who,
    }
    keep(
        each
        for setting, came in by_setting.items()
        for each in openings(40, stratum_of(hospital, setting=setting), on=LAST, people=came)
    )
    rows = list_strata(reach_of(an_analyst(), on=date(2026, 11, 25)))
    groups = {
        CareSetting.SOCIAL_CARE.value: "social",
        CareSetting.EMERGENCY.value: "a-and-e",
        CareSetting.AMBULANCE.value: "rest",
        CareSetting.HOSPITAL.value: "rest",
    }

    use = read_benefit_use(groups, rows, year_ending(LAST))

    month = Period(first=LAST, last=LAST)
    cells = break_down_events(FactKind.OPENINGS, Dimension.SETTING, rows, month)
    overview = published_breakdown(cells, INTERNAL)
    hidden = {setting for setting, each in overview.items() if not each.is_shown}
    assert hidden == {CareSetting.SOCIAL_CARE, CareSetting.AMBULANCE}
    # With "rest" shown, the wards of the overview taken from it would tell the ambulances.
    shown = {group: use.shown(group, Basis.RUN_RATE).n for group in ("social", "a-and-e", "rest")}
    assert shown == {"social": None, "a-and-e": 40, "rest": None}
