"""Openings behind benefits: no month can be told from a year."""

from datetime import date

import pytest

from accounts.codes import CareSetting
from analytics.codes import Basis
from analytics.measures.periods import add_months
from analytics.models import reach_of
from analytics.queries.benefit_use import read_benefit_use, year_ending
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
