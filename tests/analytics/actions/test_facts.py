"""Whatever happened, in whatever order it came in: the facts are the plain counts of the events."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from analytics.actions.facts import count_days, list_event_months, rebuild_month
from analytics.actions.intake import make_months
from analytics.codes import Did, FactKind, UsageKind
from analytics.measures.measure import Scoring
from analytics.measures.periods import Period
from analytics.measures.registry import MEASURES
from analytics.models import DailyFact, DailyPerson, MonthlyFact, MonthlyPerson, UsageEvent
from analytics.queries.counts import count_people, count_people_by_month, read_cell
from core.dates import LONDON
from tests.factories.accounts import CouncilFactory, HospitalFactory
from tests.factories.analytics import event, keep, people, stratum_of

# The nights on which the clocks change, a year's end, a leap day, and an ordinary midnight.
EDGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 0, tzinfo=UTC),
    datetime(2026, 6, 30, 23, tzinfo=UTC),
]
moments = st.builds(
    lambda edge, minutes: edge + timedelta(minutes=minutes),
    st.sampled_from(EDGES),
    st.integers(-100, 100),
)
happenings = st.lists(
    st.tuples(
        st.sampled_from(UsageKind),
        moments,
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(1, 2),
        st.booleans(),
    ),
    max_size=25,
)
TABLES = (DailyFact, DailyPerson, MonthlyFact, MonthlyPerson)


def facts() -> list[list[tuple[object, ...]]]:
    return [sorted(table.objects.values_list()) for table in TABLES]


def plain(sql: str, first: date, last: date, strata: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"first": first, "last": last, "strata": strata})
        return int(cursor.fetchone()[0])


class FactsAreWhatHappened(TestCase):
    def given_events(self, happened) -> tuple[list[UsageEvent], list[int]]:
        who = people(3)
        strata = [stratum_of(HospitalFactory.create()), stratum_of(CouncilFactory.create())]
        # Only what is done with a record is about one; only attempts may be nobody's.
        return [
            event(
                kind,
                strata[where],
                at=at,
                person=who[person],
                subject=subject if kind >= UsageKind.OPEN else None,
                in_emergency=in_emergency and kind == UsageKind.OPEN,
            )
            for kind, at, person, where, subject, in_emergency in happened
        ], [each.pk for each in strata]

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(happenings)
    def test_every_measure_of_every_month_is_its_plain_count(self, happened):
        events, strata = self.given_events(happened)
        keep(events)

        for month in list_event_months():
            period = Period(first=month, last=month)
            for measure in MEASURES:
                counted = None
                if measure.kind:
                    counted = read_cell(measure.kind, strata, period).n
                elif measure.scoring == Scoring.PEOPLE and measure.plain_sql:
                    did = {"active-people": Did.OPENED, "people-signed-in": Did.SIGNED_IN}
                    if measure.code not in did:
                        continue
                    counted = count_people(did[measure.code], strata, period)
                if counted is not None:
                    assert counted == plain(measure.plain_sql, month, period.end, strata)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(happenings, st.randoms(use_true_random=False))
    def test_the_order_of_arrival_makes_no_difference(self, happened, chance):
        events, _ = self.given_events(happened)
        shuffled = list(events)
        chance.shuffle(shuffled)
        days = [each.local_date for each in events]
        if days:
            make_months(min(days).replace(day=1), max(days).replace(day=1))
        half = len(shuffled) // 2
        for part in (shuffled[:half], shuffled[half:]):
            UsageEvent.objects.bulk_create(part)
            count_days(each.local_date for each in part)
        grown = facts()

        for month in list_event_months():
            rebuild_month(month)

        assert facts() == grown

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(happenings)
    def test_somebody_counts_once_in_whatever_many_places_and_months(self, happened):
        events, strata = self.given_events(happened)
        keep(events)
        opened = {each.person_id for each in events if each.kind == UsageKind.OPEN}
        months = list_event_months()
        if not months:
            return
        period = Period(first=months[0], last=months[-1])

        assert count_people(Did.OPENED, strata, period) == len(opened)
        by_month = count_people_by_month(Did.OPENED, strata, period)
        assert list(by_month) == list(period.months())
        for month, number in by_month.items():
            there = {
                each.person_id
                for each in events
                if each.kind == UsageKind.OPEN and each.local_date.replace(day=1) == month
            }
            assert number == len(there)


@pytest.mark.django_db
class TestOpenings:
    def opened_at(self, *moments_: datetime) -> int:
        [person] = people(1)
        stratum = stratum_of(HospitalFactory.create())
        keep(event(UsageKind.OPEN, stratum, at=at, person=person, subject=1) for at in moments_)
        return sum(DailyFact.objects.filter(kind=4).values_list("n", flat=True))

    def test_within_half_an_hour_it_is_the_same_one(self):
        first = datetime(2026, 10, 7, 9, tzinfo=LONDON)

        assert self.opened_at(first, first + timedelta(minutes=29, seconds=59)) == 1

    def test_after_half_an_hour_it_is_another(self):
        first = datetime(2026, 10, 7, 9, tzinfo=LONDON)

        assert self.opened_at(first, first + timedelta(minutes=30)) == 2

    def test_midnight_makes_no_new_one(self):
        first = datetime(2026, 10, 7, 23, 50, tzinfo=LONDON)

        assert self.opened_at(first, first + timedelta(minutes=20)) == 1

    def test_what_is_read_after_midnight_was_found_by_the_opening_before(self):
        [person] = people(1)
        stratum = stratum_of(HospitalFactory.create())
        opened = datetime(2026, 9, 30, 23, 50, tzinfo=LONDON)
        keep([event(UsageKind.OPEN, stratum, at=opened, person=person, subject=1)])
        read = event(
            UsageKind.SECTION,
            stratum,
            at=opened + timedelta(minutes=15),
            person=person,
            subject=1,
        )
        make_months(date(2026, 10, 1), date(2026, 10, 1))
        UsageEvent.objects.bulk_create([read])

        count_days([read.local_date])

        found = MonthlyFact.objects.get(month=date(2026, 9, 1), kind=FactKind.FOUND)
        assert found.n == 1

    def test_the_hour_that_comes_twice_is_two_hours(self):
        first = datetime(2026, 10, 25, 0, 40, tzinfo=UTC)  # 01:40, and 01:40 again an hour later

        assert self.opened_at(first, first + timedelta(hours=1)) == 2

    def test_the_day_is_that_of_london(self):
        self.opened_at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))

        assert DailyFact.objects.get().local_date == date(2026, 7, 1)
        assert MonthlyFact.objects.get().month == date(2026, 7, 1)


@pytest.mark.django_db
class TestDroppedMonths:
    def test_keep_their_facts_when_the_day_after_is_counted(self):
        stratum, [person] = stratum_of(HospitalFactory.create()), people(1)
        last = datetime(2026, 9, 30, 12, tzinfo=LONDON)
        keep([event(UsageKind.SIGN_IN, stratum, at=last, person=person)])
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE analytics_usageevent_202609")
        later = event(UsageKind.SIGN_IN, stratum, at=last + timedelta(days=1), person=person)
        make_months(date(2026, 10, 1), date(2026, 10, 1))
        later.save(force_insert=True)

        count_days([later.local_date])

        counted = dict(MonthlyFact.objects.values_list("month", "n"))
        assert counted == {date(2026, 9, 1): 1, date(2026, 10, 1): 1}
