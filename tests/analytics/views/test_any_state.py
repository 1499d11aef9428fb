"""Every page stands, whatever there is to show and whatever its address says."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from analytics.demo.benefits import load_benefits
from analytics.measures.control import CHARTS
from core.dates import LONDON
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=LONDON)
PAGES = [
    ("overview", []),
    ("today", []),
    ("measure_list", []),
    ("measure_detail", ["openings"]),
    ("export", ["use", "csv"]),
    ("export", ["use-by", "xlsx"]),
    ("adoption", []),
    ("retention", []),
    ("residents", []),
    ("silent_teams", []),
    ("adoption_file", ["steps", "csv"]),
    ("control", []),
    ("growth", []),
    *(("control_chart", [chart.code]) for chart in CHARTS),
    ("annotation_list", []),
    ("benefits", []),
    ("claims", []),
    ("switching", []),
    ("quality", []),
    ("report_list", []),
    ("report_new", []),
    ("export_log", []),
]
BAD = [
    {"period": "\x00"},
    {"period": "9999-12_9999-12"},
    {"period": "0000-00_0000-00"},
    {"period": "1" * 5000},
    {"board": "'; DROP TABLE x; --", "organization": "🦊", "setting": "\x00", "role": "-1"},
    {"measure": "\x00", "by": "💥", "compare": "never", "months": "?", "kind": "\x00"},
    {"scenario": "\x00", "basis": "x", "as_of": "9999-99-99", "minutes": "1e999", "share": "nan"},
    {"days": "-1", "page": "\x00", "version": "x"},
]


@pytest.fixture
def page(client, sign_in):
    role = an_analyst(sees_all=True)

    def _page(name, arguments, query=None):
        with time_machine.travel(NOW, tick=False):
            sign_in(client, role.user)
            return client.get(reverse(f"analytics:{name}", args=arguments), query or {})

    return _page


class TestPages:
    @pytest.mark.parametrize(("name", "arguments"), PAGES)
    def test_stand_where_nothing_has_happened_yet(self, page, name, arguments):
        assert page(name, arguments).status_code == 200

    def test_stand_after_the_first_morning(self, page):
        keep(openings(3, stratum_of(HospitalFactory.create()), on=NOW.date(), people=people(1)))
        load_benefits(NOW)

        for name, arguments in PAGES:
            assert page(name, arguments).status_code == 200, name

    @pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
    def test_stand_whatever_the_address_says(self, page, query):
        stratum = stratum_of(HospitalFactory.create())
        keep(openings(30, stratum, on=date(2026, 10, 7), people=people(9)))
        load_benefits(NOW)

        for name, arguments in PAGES:
            assert page(name, arguments, query).status_code in (200, 404), name
