"""Charts mark major incidents by themselves, and rebases and targets belong to a place."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from analytics.codes import AnnotationKind
from analytics.measures.periods import Period
from analytics.models import Target, reach_of
from analytics.queries.marks import find_place, find_targets, list_annotations
from analytics.queries.selection import Selection
from core.dates import LONDON
from helpdesk.models import MajorIncident
from tests.factories.accounts import HospitalFactory, OrganizationFactory
from tests.factories.analytics import an_analyst
from tests.factories.helpdesk import agent, make_ticket

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 25)
ALL = Selection(period=Period(first=date(2026, 10, 1), last=date(2026, 10, 1)))


def place_of(selection, reach):
    place = find_place(selection, reach)
    assert place is not None
    return place


def an_incident(title, declared_at, *regions):
    incident = MajorIncident.objects.create(
        ticket=make_ticket(), title=title, commander=agent().user, declared_at=declared_at
    )
    incident.regions.set(regions)
    return incident


class TestListAnnotations:
    def test_holds_incidents_of_the_board_and_of_all_by_their_day_in_london(self):
        reach = reach_of(an_analyst(), on=ON)
        place = place_of(ALL, reach)
        late = datetime(2026, 6, 30, 23, 30, tzinfo=LONDON)
        an_incident("Letters do not open", late, place.organization)
        an_incident("Nobody can sign in", late)
        an_incident("Of another board", late, OrganizationFactory.create(kind="icb"))
        an_incident("Before", datetime(2026, 5, 31, 23, 30, tzinfo=LONDON))

        marks = list_annotations(place, reach, first=date(2026, 6, 1), last=date(2026, 6, 30))

        assert [(mark.on, mark.kind, mark.words) for mark in marks] == [
            (date(2026, 6, 30), AnnotationKind.INCIDENT, "Letters do not open"),
            (date(2026, 6, 30), AnnotationKind.INCIDENT, "Nobody can sign in"),
        ]


class TestFindPlace:
    def test_is_the_board_the_organisation_or_the_whole_service(self):
        hospital = HospitalFactory.create()
        board = reach_of(an_analyst(), on=ON)
        everything = reach_of(an_analyst(sees_all=True), on=ON)

        assert place_of(ALL, board).organization == hospital.parent
        assert (
            place_of(Selection(period=ALL.period, organization="RXW"), board).organization
            == hospital
        )
        assert place_of(ALL, everything).id is None

    def test_is_none_of_others_and_no_part_of_one(self):
        OrganizationFactory.create(ods_code="X99")
        reach = reach_of(an_analyst(), on=ON)

        assert find_place(Selection(period=ALL.period, organization="X99"), reach) is None
        assert find_place(Selection(period=ALL.period, setting="hospital"), reach) is None


class TestFindTargets:
    def test_prefers_that_of_the_place_and_of_the_latest_day(self):
        reach = reach_of(an_analyst(), on=ON)
        place = place_of(ALL, reach)
        for where, value, since in (
            (None, 1, date(2026, 11, 1)),
            (place.organization, 2, date(2026, 1, 1)),
            (place.organization, 3, date(2026, 6, 1)),
            (place.organization, 4, date(2026, 12, 1)),
        ):
            Target.objects.create(
                measure="found-share", organization=where, value=value, valid_from=since, source="x"
            )

        assert find_targets(place, ["found-share"], on=ON)["found-share"].value == Decimal(3)
        elsewhere = place_of(ALL, reach_of(an_analyst(sees_all=True), on=ON))
        assert find_targets(elsewhere, ["found-share"], on=ON)["found-share"].value == Decimal(1)
