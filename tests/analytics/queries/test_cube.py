"""A cube counts what raw events say, and people once each, inside a selection and around it."""

from datetime import date

import pytest
from django.db import connection

from accounts.codes import JobRole
from analytics.codes import Did, Dimension, FactKind
from analytics.measures.periods import Period
from analytics.measures.use import OPENINGS, SIGN_INS
from analytics.models import UsageEvent, reach_of
from analytics.queries.counts import count_people
from analytics.queries.cube import count_people_of, read_cube
from analytics.queries.selection import Selection, keys_of, list_strata
from tests.factories.accounts import HospitalFactory, SurgeryFactory
from tests.factories.analytics import an_analyst, keep, openings, people, sign_ins, stratum_of

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
PERIOD = Period(first=SEPTEMBER, last=OCTOBER)
FILTERS = [
    {},
    {"organization": "RXW"},
    {"role": JobRole.NURSE},
    {"organization": "RXW", "role": JobRole.NURSE},
    {"organization": "M82016", "role": JobRole.CLINICIAN, "board": "QOC"},
]


@pytest.fixture
def strata():
    role = an_analyst()
    hospital = HospitalFactory.create(parent=role.organization)
    surgery = SurgeryFactory.create(parent=role.organization)
    doctors, nurses = stratum_of(hospital), stratum_of(hospital, JobRole.NURSE)
    practice = stratum_of(surgery)
    one, two = people(6), people(5)
    keep(
        [
            *openings(30, doctors, on=date(2026, 9, 30), people=one),
            *openings(40, doctors, on=date(2026, 10, 25), people=one[:4]),
            # The same people in another role, and at another place.
            *openings(20, nurses, on=date(2026, 10, 25), people=[*one[:2], *two]),
            *openings(10, practice, on=date(2026, 10, 1), people=[one[0], two[0]]),
            *sign_ins(50, doctors, on=date(2026, 10, 31), people=one),
        ]
    )
    return list_strata(reach_of(role, on=date(2026, 11, 25)))


def plain(measure, strata, month):
    period = Period(first=month, last=month)
    with connection.cursor() as cursor:
        cursor.execute(
            measure.plain_sql, {"first": period.first, "last": period.end, "strata": strata}
        )
        return cursor.fetchone()[0]


def opened(strata, months):
    """Return who opened a record, by raw events."""
    found = UsageEvent.objects.filter(stratum__in=strata, kind=11)
    return {
        person
        for person, day in found.values_list("person_id", "local_date")
        if day.replace(day=1) in months
    }


@pytest.mark.parametrize("filters", FILTERS)
class TestReadCube:
    def test_counts_what_raw_events_say(self, strata, filters):
        selection = Selection(period=PERIOD, **filters)
        keys = keys_of(selection, strata)

        cube = read_cube(
            selection,
            Dimension.JOB_ROLE,
            strata,
            months=[SEPTEMBER, OCTOBER],
            kinds=[FactKind.OPENINGS, FactKind.SIGN_INS],
        )

        for month in (SEPTEMBER, OCTOBER):
            assert cube.count(FactKind.OPENINGS, month) == plain(OPENINGS, keys, month)
            assert cube.count(FactKind.SIGN_INS, month) == plain(SIGN_INS, keys, month)
            assert cube.count_people(Did.OPENED, month) == len(opened(keys, {month}))

    def test_counts_who_stands_between_it_and_wider_selections(self, strata, filters):
        selection = Selection(period=PERIOD, **filters)
        outside = [row.id for row in strata if not selection.fits(row)]

        cube = read_cube(
            selection, Dimension.BOARD, strata, months=[OCTOBER], kinds=[FactKind.OPENINGS]
        )

        between = list(cube.between(Did.OPENED, OCTOBER))
        assert len(between) == 2 ** len(filters) - 1
        assert max(between, default=0) == len(opened(outside, {OCTOBER}))


@pytest.mark.parametrize("filters", FILTERS)
def test_people_of_a_period_are_counted_once(strata, filters):
    selection = Selection(period=PERIOD, **filters)
    keys = keys_of(selection, strata)
    october = Period(first=OCTOBER, last=OCTOBER)

    counted = count_people_of(selection, strata, periods=[PERIOD, october], did=Did.OPENED)

    assert [inside for inside, _ in counted] == [
        len(opened(keys, {SEPTEMBER, OCTOBER})),
        len(opened(keys, {OCTOBER})),
    ]
    assert counted[0][0] == count_people(Did.OPENED, keys, PERIOD)
