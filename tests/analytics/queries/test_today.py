"""Today, as far as events have come in."""

from datetime import date, datetime

import pytest

from analytics.codes import FactKind
from analytics.measures.publishing import Cell
from analytics.queries.today import read_today
from core.dates import LONDON
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import keep, openings, people, sign_ins, stratum_of

pytestmark = pytest.mark.django_db


def test_counts_a_day_so_far_beside_that_of_a_week_before():
    stratum = stratum_of(HospitalFactory.create())
    who = people(6)
    keep(
        [
            *sign_ins(12, stratum, on=date(2026, 10, 14), people=who),
            *openings(9, stratum, on=date(2026, 10, 14), people=who[:3]),
            *openings(4, stratum, on=date(2026, 10, 7), people=who),
        ]
    )

    today = read_today([stratum.pk], on=date(2026, 10, 14))

    assert today.counts[FactKind.SIGN_INS] == Cell(12, 6)
    assert today.counts[FactKind.OPENINGS] == Cell(9, 3)
    assert today.week_before[FactKind.OPENINGS] == Cell(4, 4)
    assert (today.people, today.active) == (6, 3)
    assert today.taken_at == datetime(2026, 11, 1, tzinfo=LONDON)
