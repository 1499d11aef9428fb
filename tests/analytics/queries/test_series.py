"""Weeks and months of control charts are what a plain count over raw events says."""

from datetime import date, timedelta

import pytest
from django.db import connection

from analytics.codes import FactKind
from analytics.measures import change, use
from analytics.measures.periods import Period
from analytics.measures.publishing import INTERNAL, Withheld
from analytics.measures.steps import Step, list_starts
from analytics.models import reach_of
from analytics.queries.selection import Selection, list_strata
from analytics.queries.series import count_for, read_counts
from tests.factories.accounts import HospitalFactory, SurgeryFactory
from tests.factories.analytics import an_analyst, keep, openings, people, sign_ins, stratum_of
from tests.factories.usage import used

pytestmark = pytest.mark.django_db
K = FactKind
TODAY = date(2026, 11, 2)
MONTHS = Period(first=date(2026, 10, 1), last=date(2026, 10, 1))


def read(step, number, kinds, *, today=TODAY, **narrowed):
    rows = list_strata(reach_of(an_analyst(), on=today))
    return read_counts(
        step,
        kinds,
        list_starts(step, number, today=today),
        counted=count_for(Selection(period=MONTHS, **narrowed), rows),
        policy=INTERNAL,
    )


def plain(measure, stratum, first, last):
    with connection.cursor() as cursor:
        cursor.execute(measure.plain_sql, {"first": first, "last": last, "strata": [stratum.pk]})
        return cursor.fetchone()[0]


def test_weeks_equal_a_plain_count_over_the_end_of_summer_time():
    stratum, who = stratum_of(HospitalFactory.create()), people(6)
    days = [date(2026, 10, 19) + timedelta(days=n) for n in range(14)]
    keep(
        each
        for n, day in enumerate(days)
        for each in (
            *openings(6 + n, stratum, on=day, people=who),
            *sign_ins(6 + 2 * n, stratum, on=day, people=who),
        )
    )

    counts = read(Step.WEEK, 2, [K.OPENINGS, K.SIGN_INS])

    for start in counts.starts:
        last = start + timedelta(days=6)
        for kind, measure in ((K.OPENINGS, use.OPENINGS), (K.SIGN_INS, use.SIGN_INS)):
            assert counts.events[kind, start].n == plain(measure, stratum, start, last) > 0
        assert (
            plain(change.SIGN_IN_ATTEMPTS, stratum, start, last)
            == counts.events[K.SIGN_INS, start].n
        )


def test_people_are_counted_once_a_week_and_rounded():
    ward, clinic = (
        stratum_of(HospitalFactory.create(), setting=each) for each in ("hospital", "community")
    )
    who = people(12)
    days = {date(2026, 10, 26) + timedelta(days=n): {K.OPENINGS: 12} for n in range(3)}
    used(ward, days, who)
    used(clinic, days, who)

    counts = read(Step.WEEK, 1, [K.OPENINGS])

    assert counts.people[date(2026, 10, 26)].n == 10
    assert counts.events[K.OPENINGS, date(2026, 10, 26)].n == 72


def test_a_week_of_few_people_is_withheld_and_one_of_nought_is_shown():
    stratum = stratum_of(HospitalFactory.create())
    used(stratum, {date(2026, 10, 26): {K.OPENINGS: 40}}, people(4))

    counts = read(Step.WEEK, 2, [K.OPENINGS])

    assert counts.events[K.OPENINGS, date(2026, 10, 26)].withheld == Withheld.FEW_PEOPLE
    assert counts.events[K.OPENINGS, date(2026, 10, 19)].n == 0


def test_an_organisation_is_withheld_where_few_people_are_left_of_its_board():
    hospital, surgery = HospitalFactory.create(), SurgeryFactory.create()
    week = {date(2026, 10, 26): {K.OPENINGS: 40}}
    used(stratum_of(hospital), week, people(9))
    used(stratum_of(surgery), week, people(3))

    counts = read(Step.WEEK, 1, [K.OPENINGS], organization="RXW")

    assert counts.events[K.OPENINGS, date(2026, 10, 26)].withheld == Withheld.DIFFERENCE


def test_one_week_is_not_what_the_month_of_four_weeks_leaves_over():
    hospital = HospitalFactory.create()
    weeks = [date(2027, 2, 1) + timedelta(weeks=n) for n in range(4)]
    settings = ("hospital", "community", "emergency-care", "other")
    for week, setting, number in zip(weeks, settings, (9, 4, 9, 8), strict=True):
        place = stratum_of(hospital, setting=setting)
        used(place, {week: {K.OPENINGS: 10 * number}}, people(number))

    counts = read(Step.WEEK, 4, [K.OPENINGS], today=date(2027, 3, 2))

    assert [counts.events[K.OPENINGS, week].withheld for week in weeks] == [
        None,
        Withheld.FEW_PEOPLE,
        None,
        Withheld.COMPLEMENT,
    ]
