"""The demonstration's analytics: the case study to the number, and true to the rules of facts."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Max, Min, Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.codes import CareSetting, JobRole
from accounts.demo.organizations import load_organizations
from accounts.demo.people import load_people
from accounts.models import Organization, PractitionerRole
from analytics.actions.facts import rebuild_month
from analytics.codes import FactKind, UsageKind
from analytics.demo.curve import months_until, share_out, went_live
from analytics.demo.history import write_history
from analytics.http import known_pages
from analytics.measures.periods import add_months, month_of
from analytics.measures.registry import MEASURES
from analytics.models import (
    Annotation,
    BenefitProfile,
    DailyFact,
    MonthlyFact,
    PageTime,
    Population,
    Stratum,
    SurveyResponse,
    UsageEvent,
    reach_of,
)
from core.dates import LONDON
from core.record_gate import StandingState
from tests.factories.accounts import PASSWORD
from tests.factories.gate import stands, the_record_asks
from training.demo.learners import load_learners

MONTHS, SCALE = 3, 0.004
YEAR = timedelta(days=365)


@pytest.fixture
def people(db):
    organizations = load_organizations()
    load_people(organizations, password=PASSWORD, on=timezone.localdate())
    load_learners(organizations, on=timezone.localdate(), count=300)


@pytest.fixture
def demonstration(people):
    load()


def load() -> str:
    said = StringIO()
    call_command(
        "load_demo_analytics",
        "--one-connection",
        scale=SCALE,
        months=MONTHS,
        stdout=said,
    )
    return said.getvalue()


def last_month():
    return add_months(month_of(timezone.localdate()), -1)


def count(kind, month, **filters) -> int:
    rows = MonthlyFact.objects.filter(kind=kind, month=month, **filters)
    return int(rows.aggregate(total=Sum("n", default=0))["total"])


class TestLoadDemoAnalytics:
    def test_its_months_and_settings_are_those_of_the_case_study(self, demonstration):
        first = add_months(last_month(), 1 - MONTHS)

        assert count(FactKind.SIGN_INS, first) == round(11_527 * SCALE)
        assert count(FactKind.OPENINGS, first) == round(11_245 * SCALE)
        assert count(FactKind.SIGN_INS, last_month()) == round(236_105 * SCALE)
        assert count(FactKind.OPENINGS, last_month()) == round(229_793 * SCALE)

        found = {
            setting: count(FactKind.OPENINGS, last_month(), stratum__care_setting=setting)
            for setting in (CareSetting.EMERGENCY, CareSetting.PRIMARY_CARE)
        }

        assert found == {
            CareSetting.EMERGENCY: round(23_400 * SCALE),
            CareSetting.PRIMARY_CARE: round(35_000 * SCALE),
        }

    def test_what_is_counted_is_the_plain_count_of_events(self, demonstration):
        month = last_month()
        strata = list(Stratum.objects.values_list("pk", flat=True))
        span = {"first": month, "last": add_months(month, 1) - timedelta(days=1)}

        for measure in MEASURES:
            if measure.kind and measure.plain_sql:
                with connection.cursor() as cursor:
                    cursor.execute(measure.plain_sql, {**span, "strata": strata})
                    [plain] = cursor.fetchone()
                assert count(measure.kind, month) == plain, measure.code

        opened = UsageEvent.objects.filter(kind=UsageKind.OPEN).count()
        counted = MonthlyFact.objects.filter(kind=FactKind.OPENINGS).aggregate(n=Sum("n"))["n"]
        assert counted < opened < 1.2 * counted  # opened again at once

    def test_every_event_lies_on_its_day_in_london_and_before_today(self, demonstration):
        ends = UsageEvent.objects.aggregate(first=Min("local_date"), last=Max("local_date"))
        days = UsageEvent.objects.values_list("at", "local_date")

        assert ends["first"] >= add_months(last_month(), 1 - MONTHS)
        assert ends["last"] < timezone.localdate()
        assert all(at.astimezone(LONDON).date() == day for at, day in days)

    def test_loading_it_twice_adds_nothing(self, demonstration):
        before = UsageEvent.objects.count()

        assert load() == "Analytics is there already\n"
        assert UsageEvent.objects.count() == before
        assert Annotation.objects.filter(kind="go-live", words__contains="Shrewsbury").count() == 1

    def test_brings_readers_populations_answers_and_benefits(self, demonstration):
        today = timezone.localdate()
        roles = PractitionerRole.objects.select_related("organization__parent")
        assert reach_of(roles.get(user__username="analyst"), on=today).sees_all
        assert not reach_of(roles.get(user__username="board.member"), on=today).sees_all
        assert Population.objects.get(organization__ods_code="QOC").people == 509_200
        assert SurveyResponse.objects.filter(
            stratum__care_setting=CareSetting.PRIMARY_CARE
        ).exists()
        assert BenefitProfile.objects.exists()
        assert set(PageTime.objects.values_list("page", flat=True)) <= known_pages()

    def test_is_refused_where_people_are_real(self, db, settings):
        settings.SETTINGS_MODULE = "config.settings.production"

        with pytest.raises(CommandError, match="only where the demonstration runs"):
            call_command("load_demo_analytics")


@pytest.mark.usefixtures("people")
class TestWriteHistory:
    def test_a_history_that_was_broken_off_is_finished(self):
        at = timezone.now()
        write_history(at=at, scale=SCALE, months=MONTHS)
        whole = sorted(MonthlyFact.objects.values_list("month", "kind", "stratum_id", "n"))
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE analytics_usageevent_{last_month():%Y%m}")
        rebuild_month(last_month())

        again = write_history(at=at, scale=SCALE, months=MONTHS)

        assert again.months == 1
        assert sorted(MonthlyFact.objects.values_list("month", "kind", "stratum_id", "n")) == whole

    def test_is_silent_before_an_organization_went_live(self):
        write_history(at=timezone.now(), scale=SCALE, months=MONTHS)
        first = add_months(last_month(), 1 - MONTHS)
        opened = dict(
            DailyFact.objects.filter(kind=FactKind.OPENINGS)
            .values_list("stratum__organization__ods_code")
            .annotate(first=Min("local_date"))
        )

        began = {
            code: went_live(Organization.objects.get(ods_code=code), first=first, months=MONTHS)
            for code in opened
        }

        assert min(opened.values()) < max(filter(None, began.values()))
        assert all(opened[code] >= since for code, since in began.items() if since)
        assert None not in began.values()

    def test_only_those_who_were_trained_open_records(self):
        roles = PractitionerRole.objects.filter(job_role=JobRole.NURSE, organization__kind="acute")
        trained = list(
            roles.filter(
                user__username__startswith="learner.", starts_on__lt=timezone.localdate() - YEAR
            ).select_related("user")
        )
        the_record_asks(organization=Organization.objects.get(ods_code="QOC"))
        for role in trained:
            stands(role.user, StandingState.OPEN)

        write_history(at=timezone.now(), scale=SCALE, months=MONTHS)

        named = UsageEvent.objects.filter(person__user__isnull=False)
        opened = set(named.values_list("person__user", flat=True))
        assert opened
        assert opened <= {role.user_id for role in trained}


def test_the_whole_history_grows_as_published():
    plan = months_until(date(2026, 11, 25), scale=1.0)
    complete = [month for month in plan if month.is_complete]

    assert len(complete) == 45
    assert (complete[0].sign_ins, complete[0].openings) == (11_527, 11_245)
    assert (complete[-1].sign_ins, complete[-1].openings) == (236_105, 229_793)
    assert sum(month.openings for month in complete) == 3_156_150
    assert plan[-1].last == date(2026, 11, 24)


def test_on_the_first_day_of_a_month_there_is_no_running_one():
    plan = months_until(date(2026, 11, 1), scale=1.0)

    assert [month.is_complete for month in plan] == [True] * 45
    assert plan[-1].last == date(2026, 10, 31)


@settings(max_examples=100)
@given(
    total=st.integers(0, 10_000),
    weights=st.lists(st.floats(0, 1_000), min_size=1, max_size=6).filter(any),
)
def test_shares_make_up_the_total(total, weights):
    parts = share_out(total, weights)

    assert sum(parts) == total
    assert all(
        abs(part - total * weight / sum(weights)) < 1 + 1e-6
        for part, weight in zip(parts, weights, strict=True)
    )
