"""Openings of organizations beside residents or trained people, and who stands only in the pool."""

from datetime import date

import pytest

from accounts.codes import OrganizationKind
from analytics.measures.periods import Period
from analytics.measures.publishing import Cell
from analytics.models import Population, reach_of
from analytics.queries.residents import read_peers
from tests.factories.accounts import (
    BoardFactory,
    CouncilFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
)
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of
from tests.factories.gate import the_record_asks, trained_until

pytestmark = pytest.mark.django_db
AUTUMN = Period(first=date(2026, 9, 1), last=date(2026, 10, 1))


def counted(organization, number, *, on=date(2026, 1, 1)):
    return Population.objects.create(
        organization=organization, counted_on=on, people=number, source="Census"
    )


def read(viewer=None):
    return read_peers(reach_of(viewer or an_analyst(sees_all=True), on=AUTUMN.end), AUTUMN)


class TestReadPeers:
    def test_takes_the_latest_count_on_or_before_the_last_day(self):
        council = CouncilFactory.create()
        counted(council, 100, on=date(2021, 3, 21))
        counted(council, 200, on=AUTUMN.end)
        counted(council, 300, on=date(2026, 11, 1))

        [peer] = read()[OrganizationKind.LOCAL_AUTHORITY].own

        assert (peer.residents, peer.counted_on) == (200, AUTUMN.end)

    def test_counts_openings_of_the_period_and_those_behind_them(self):
        council = CouncilFactory.create()
        counted(council, 1000)
        stratum = stratum_of(council)
        who = people(6)
        keep(
            [
                *openings(4, stratum, on=date(2026, 8, 31), people=who),
                *openings(12, stratum, on=date(2026, 9, 1), people=who),
                *openings(1, stratum, on=date(2026, 10, 31), people=who),
            ]
        )

        [peer] = read()[OrganizationKind.LOCAL_AUTHORITY].own

        assert peer.openings == Cell(13, 6)

    def test_organizations_without_residents_stand_beside_their_trained_people(self):
        the_record_asks()
        for _ in range(3):
            role = PractitionerRoleFactory.create()
            trained_until(role.user, date(2026, 12, 1))
        PractitionerRoleFactory.create()

        peers = read()[OrganizationKind.ACUTE]

        assert not peers.by_residents
        assert [peer.eligible for peer in peers.own] == [3]

    def test_those_out_of_reach_are_only_to_be_pooled(self):
        analyst = an_analyst()
        own = CouncilFactory.create()
        elsewhere = OrganizationFactory.create(
            kind=OrganizationKind.LOCAL_AUTHORITY,
            parent=BoardFactory.create(ods_code="QUA"),
        )
        far = OrganizationFactory.create(kind=OrganizationKind.AMBULANCE)
        for place in (own, elsewhere, far):
            counted(place, 500)

        found = read(analyst)

        councils = found[OrganizationKind.LOCAL_AUTHORITY]
        assert [peer.ods_code for peer in councils.own] == [own.ods_code]
        assert [peer.ods_code for peer in councils.others] == [elsewhere.ods_code]
        assert councils.own[0].board == "QOC"
        assert OrganizationKind.AMBULANCE not in found

    def test_closed_organizations_have_no_peers(self):
        HospitalFactory.create()
        counted(CouncilFactory.create(is_active=False), 500)

        assert read() == {}
