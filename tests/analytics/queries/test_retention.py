"""Who came back, by months of the calendar and by months that roll from the first day."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.codes import UsageKind
from analytics.measures.adoption import STARTERS
from analytics.measures.periods import Period, months_between
from analytics.models import DailyPerson, MonthlyPerson
from analytics.queries.retention import Months, read_cohorts
from core.dates import LONDON
from tests.factories.accounts import HospitalFactory, SurgeryFactory
from tests.factories.analytics import event, keep, people, stratum_of

pytestmark = pytest.mark.django_db
AUTUMN = Period(first=date(2026, 9, 1), last=date(2026, 12, 1))


def opens(person, stratum, *moments):
    return [event(UsageKind.OPEN, stratum, at=at, person=person, subject=1) for at in moments]


def london(year, month, day, hour=9, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def later(strata, period, months):
    return {c.month: (c.people, list(c.later)) for c in read_cohorts(strata, period, months=months)}


class TestReadCohorts:
    def test_two_minutes_over_midnight_are_a_calendar_month_and_no_rolling_one(self):
        stratum = stratum_of(HospitalFactory.create())
        (one,) = people(1)
        keep(opens(one, stratum, london(2026, 10, 31, 23, 59), london(2026, 11, 1, 0, 1)))

        calendar = later([stratum.pk], AUTUMN, Months.CALENDAR)
        rolling = later([stratum.pk], AUTUMN, Months.ROLLING)

        assert calendar[date(2026, 10, 1)] == (1, [1, 0])
        assert rolling[date(2026, 10, 1)] == (1, [0])

    @pytest.mark.parametrize(
        "first", [london(2026, 3, 28, 23, 59), london(2026, 10, 24, 0, 1), london(2028, 2, 28)]
    )
    @pytest.mark.parametrize(("days", "back"), [(29, 0), (30, 1), (59, 1), (60, 0)])
    def test_rolling_months_are_thirty_days_whatever_the_clocks_do(self, first, days, back):
        stratum = stratum_of(HospitalFactory.create())
        (one,) = people(1)
        month = first.date().replace(day=1)
        again = first + timedelta(days=days)
        period = Period(first=month, last=date(month.year + 1, month.month, 1))
        keep(opens(one, stratum, first, again))

        found = later([stratum.pk], period, Months.ROLLING)[month]

        assert found[1][0] == back

    def test_the_first_opening_is_the_first_within_what_is_selected(self):
        hospital, surgery = (
            stratum_of(HospitalFactory.create()), stratum_of(SurgeryFactory.create())
        )  # fmt: skip
        (one,) = people(1)
        keep(
            opens(one, hospital, london(2026, 9, 2))
            + opens(one, surgery, london(2026, 11, 2), london(2026, 12, 1))
        )

        assert later([surgery.pk], AUTUMN, Months.CALENDAR)[date(2026, 11, 1)] == (1, [1])
        both = later([hospital.pk, surgery.pk], AUTUMN, Months.CALENDAR)
        assert both[date(2026, 9, 1)] == (1, [0, 1, 1])
        assert both[date(2026, 11, 1)] == (0, [0])

    def test_who_began_before_the_period_is_in_no_cohort(self):
        stratum = stratum_of(HospitalFactory.create())
        (one,) = people(1)
        keep(opens(one, stratum, london(2026, 8, 31), london(2026, 9, 2)))

        for months in Months:
            assert not any(c.people for c in read_cohorts([stratum.pk], AUTUMN, months=months))

    def test_what_is_not_over_for_all_of_a_cohort_is_left_out(self):
        stratum = stratum_of(HospitalFactory.create())

        calendar = read_cohorts([stratum.pk], AUTUMN, months=Months.CALENDAR)
        rolling = read_cohorts([stratum.pk], AUTUMN, months=Months.ROLLING)

        assert [len(cohort.later) for cohort in calendar] == [3, 2, 1, 0]
        # Whoever began on 31 October has had their second thirty days by 29 December.
        assert [len(cohort.later) for cohort in rolling] == [2, 1, 0, 0]


DAYS = st.integers(min_value=0, max_value=120)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(visits=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1), DAYS), max_size=40))
def test_a_person_counts_once_whatever_they_do(db, visits):
    """Cohorts are what a plain loop over people says, and add up to those who started."""
    MonthlyPerson.objects.all().delete()
    DailyPerson.objects.all().delete()
    places = stratum_of(HospitalFactory.create()).pk, stratum_of(SurgeryFactory.create()).pk
    days = {(who, places[where], AUTUMN.first + timedelta(days=day)) for who, where, day in visits}
    DailyPerson.objects.bulk_create(
        DailyPerson(local_date=day, person_id=who, stratum_id=where, did=2, openings=1)
        for who, where, day in days
    )
    months = {(who, where, day.replace(day=1)) for who, where, day in days}
    MonthlyPerson.objects.bulk_create(
        MonthlyPerson(month=month, person_id=who, stratum_id=where, did=2, openings=1, days=1)
        for who, where, month in months
    )
    seen = defaultdict(set)
    for who, _, day in days:
        seen[who].add(day)

    for kind in Months:
        for cohort in read_cohorts(list(places), AUTUMN, months=kind):
            starters = [d for d in seen.values() if min(d).replace(day=1) == cohort.month]
            assert cohort.people == len(starters)
            for number, back in enumerate(cohort.later, start=1):
                assert back == sum(
                    any(_after(min(d), x, kind) == number for x in d) for d in starters
                )
                assert back <= cohort.people


def _after(first, day, kind):
    if kind == Months.CALENDAR:
        return months_between(first.replace(day=1), day.replace(day=1))
    return (day - first).days // 30


def test_starters_are_what_a_plain_count_of_events_says():
    stratum = stratum_of(HospitalFactory.create())
    one, two, three = people(3)
    keep(
        [
            *opens(one, stratum, london(2026, 8, 31, 23, 59), london(2026, 9, 9)),
            *opens(two, stratum, london(2026, 9, 1, 0, 0), london(2026, 10, 1)),
            *opens(three, stratum, london(2026, 12, 31, 23, 59)),
        ]
    )

    with connection.cursor() as cursor:
        cursor.execute(
            STARTERS.plain_sql,
            {"first": AUTUMN.first, "last": AUTUMN.end, "strata": [stratum.pk]},
        )
        plain = cursor.fetchone()[0]

    cohorts = read_cohorts([stratum.pk], AUTUMN, months=Months.CALENDAR)
    assert sum(cohort.people for cohort in cohorts) == plain == 2
