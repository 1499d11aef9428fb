from datetime import date

import pytest

from analytics.codes import Dimension, FactKind
from analytics.measures.periods import Period
from analytics.measures.publishing import INTERNAL, Cell, published_events, published_months
from analytics.models import reach_of
from analytics.queries.counts import break_down_events, read_cell, read_months
from analytics.queries.selection import list_strata
from tests.factories.accounts import OrganizationFactory
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of

pytestmark = pytest.mark.django_db
AUTUMN = Period(first=date(2026, 9, 1), last=date(2026, 10, 1))


@pytest.fixture
def hospitals():
    """Return strata of two hospitals; of the first, one person alone opened in September."""
    role = an_analyst()
    late, early = (OrganizationFactory.create(parent=role.organization) for _ in range(2))
    staff = people(12)
    keep(
        [
            *openings(3, stratum_of(late), on=date(2026, 9, 9), people=staff[:1]),
            *openings(20, stratum_of(late), on=date(2026, 10, 9), people=staff[:6]),
            *openings(30, stratum_of(early), on=date(2026, 9, 9), people=staff[6:]),
            *openings(40, stratum_of(early), on=date(2026, 10, 9), people=staff[6:]),
        ]
    )
    return role, late, early


class TestReadCell:
    def test_takes_the_people_of_the_weakest_month(self, hospitals):
        _, late, early = hospitals

        assert read_cell(FactKind.OPENINGS, [stratum_of(late).pk], AUTUMN) == Cell(23, 1)
        assert read_cell(FactKind.OPENINGS, [stratum_of(early).pk], AUTUMN) == Cell(70, 6)
        assert read_cell(FactKind.SEARCHES, [stratum_of(early).pk], AUTUMN) == Cell(0, 0)

    def test_so_that_a_shorter_period_tells_nothing(self, hospitals):
        _, late, _ = hospitals
        months = read_months(FactKind.OPENINGS, [stratum_of(late).pk], AUTUMN)

        assert published_months(months, INTERNAL).total.n is None
        cell = read_cell(FactKind.OPENINGS, [stratum_of(late).pk], AUTUMN)
        assert published_events(cell, INTERNAL).n is None


class TestBreakDownEvents:
    def test_takes_the_people_of_the_weakest_month(self, hospitals):
        role, late, early = hospitals
        rows = list_strata(reach_of(role, on=date(2026, 11, 1)))

        counted = break_down_events(FactKind.OPENINGS, Dimension.ORGANIZATION, rows, AUTUMN)

        assert counted == {early.ods_code: Cell(70, 6), late.ods_code: Cell(23, 1)}
