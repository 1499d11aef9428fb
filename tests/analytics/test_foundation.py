"""Facts are what a plain count over raw events says."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from accounts.codes import SignInEventKind
from accounts.models import RequestOrigin, SignInEvent
from analytics.actions.intake import take_in_events
from analytics.codes import Did, UsageKind
from analytics.measures.periods import Period
from analytics.measures.registry import MEASURES
from analytics.models import DailyFact, MonthlyFact, UsageEvent, reach_of
from analytics.queries.counts import count_people, read_cell
from analytics.queries.selection import Selection, keys_of, list_strata
from core.dates import LONDON
from records.codes import AccessKind
from records.queries.access import write_access
from tests.factories.accounts import HospitalFactory, PractitionerRoleFactory
from tests.factories.analytics import an_analyst, event, keep, people, stratum_of

pytestmark = pytest.mark.django_db
OCTOBER = Period(first=date(2026, 10, 1), last=date(2026, 10, 1))


def plain(measure, strata):
    with connection.cursor() as cursor:
        cursor.execute(
            measure.plain_sql, {"first": OCTOBER.first, "last": OCTOBER.end, "strata": strata}
        )
        return cursor.fetchone()[0]


def test_each_measure_of_events_is_its_plain_count():
    stratum = stratum_of(HospitalFactory.create())
    one, two = people(2)
    night = datetime(2026, 10, 24, 23, 50, tzinfo=LONDON)
    keep(
        event(kind, stratum, at=night + timedelta(minutes=minutes), person=person, subject=subject)
        for minutes, kind, person, subject in [
            (-1, UsageKind.SIGN_IN, one, None),
            (0, UsageKind.OPEN, one, 7),
            (1, UsageKind.SECTION, one, 7),
            (20, UsageKind.OPEN, one, 7),
            (49, UsageKind.OPEN, one, 7),
            (79, UsageKind.OPEN, one, 7),
            (79, UsageKind.OPEN, two, 7),
            (80, UsageKind.SEARCH, two, None),
            (200, UsageKind.DOCUMENT, two, 7),
        ]
    )

    for measure in MEASURES:
        if measure.kind:
            counted = read_cell(measure.kind, [stratum.pk], OCTOBER).n
            assert counted == plain(measure, [stratum.pk])
    assert count_people(Did.OPENED, [stratum.pk], OCTOBER) == 2
    assert dict(MonthlyFact.objects.values_list("kind", "n")) == {
        1: 1,
        3: 1,
        4: 3,
        5: 1,
        6: 1,
        7: 1,
    }


def test_the_trails_are_taken_in_once():
    role = PractitionerRoleFactory.create()
    at = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)
    SignInEvent.objects.note(
        SignInEventKind.SUCCESS, user=role.user, origin=RequestOrigin(), at=at, role=role
    )
    write_access(viewer=role, at=at, kind=AccessKind.SEARCH)

    run = take_in_events(at=at)

    assert run is not None
    assert run.taken == 2
    assert take_in_events(at=at) is None
    assert UsageEvent.objects.count() == 2
    assert set(DailyFact.objects.values_list("local_date", "n")) == {(date(2026, 10, 25), 1)}


def test_an_analyst_sees_the_strata_of_the_board():
    role = an_analyst()
    seen = stratum_of(HospitalFactory.create(parent=role.organization))
    stratum_of(None)

    rows = list_strata(reach_of(role, on=date(2026, 11, 25)))

    assert keys_of(Selection(period=OCTOBER), rows) == [seen.pk]
