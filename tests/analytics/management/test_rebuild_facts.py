"""`manage.py rebuild_facts`."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from analytics.models import DailyFact, MonthlyFact
from tests.factories.accounts import HospitalFactory
from tests.factories.analytics import keep, people, sign_ins, stratum_of

pytestmark = pytest.mark.django_db


def test_counts_all_months_anew():
    stratum = stratum_of(HospitalFactory.create())
    for month in (9, 10):
        keep(sign_ins(3, stratum, on=date(2026, month, 5), people=people(1)))
    before = sorted(MonthlyFact.objects.values_list())
    MonthlyFact.objects.all().delete()
    DailyFact.objects.all().delete()
    said = StringIO()

    call_command("rebuild_facts", stdout=said)

    assert sorted(MonthlyFact.objects.values_list()) == before
    assert [line.split()[0] for line in said.getvalue().splitlines()] == ["2026-09", "2026-10"]


def test_says_how_a_month_is_written():
    with pytest.raises(CommandError, match="as in 2026-10"):
        call_command("rebuild_facts", month="October")
