"""Control charts and growth, as those who read figures see them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from analytics.codes import AnnotationKind, FactKind
from analytics.measures.control import CHARTS
from analytics.models import Annotation, ExportLine, Rebase, Target
from core.dates import LONDON
from tests.factories.accounts import (
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.analytics import an_analyst, people, stratum_of
from tests.factories.usage import mondays, used

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=LONDON)
WEEKS = mondays(60, before=NOW.date())
K = FactKind


@pytest.fixture
def visit(client, sign_in):
    known = set()

    def _visit(role, name, *args, data=None, method="get", query=""):
        with time_machine.travel(NOW, tick=False):
            if role.user_id not in known:
                sign_in(client, role.user)
            known.add(role.user_id)
            url = reverse(f"analytics:{name}", args=args) + query
            return getattr(client, method)(url, data or {})

    return _visit


@pytest.fixture
def hospital():
    place = HospitalFactory.create()
    days = {
        week: {
            K.OPENINGS: 200 + number % 3 if number < 59 else 500,
            K.SIGN_INS: 250,
            K.FOUND: 160,
            K.FAILED_SIGN_INS: 12 + number % 2,
        }
        for number, week in enumerate(WEEKS)
    }
    used(stratum_of(place), days, people(20))
    return place


class TestControl:
    def test_watches_all_charts_with_words_for_each_icon(self, visit, hospital):
        text = visit(an_analyst(), "control").text

        for chart in CHARTS:
            assert chart.measure.title in text
        assert "Improvement, above the upper limit" in text
        assert "No significant change" in text
        assert "Flagged by chance, expected" in text

    def test_shows_another_board_only_its_own(self, visit, hospital):
        other = an_analyst(OrganizationFactory.create(kind="icb"))

        text = visit(other, "control").text

        assert "Nothing was counted here in this time." in text
        assert "Improvement" not in text.split("ohc-control-key")[0]

    def test_is_closed_to_clinicians(self, visit):
        assert visit(PractitionerRoleFactory.create(), "control").status_code == 403

    def test_asks_few_queries(self, visit, hospital, django_assert_max_num_queries):
        role = an_analyst()
        visit(role, "control")

        with django_assert_max_num_queries(18):
            visit(role, "control")

    def test_gives_the_list_as_a_file(self, visit, hospital):
        response = visit(an_analyst(), "control_file", "csv")

        assert "Openings per sign-in,week,2.0" in response.text
        assert ExportLine.objects.get().what == "control-charts"


class TestChart:
    def test_flags_the_week_that_differs_and_says_so(self, visit, hospital):
        text = visit(an_analyst(), "control_chart", "openings-per-sign-in").text

        assert "the week of 16 Nov 2026, is 2.000: above the upper limit" in text
        assert "This is an improvement" in text
        assert "Improvement: above the upper limit" in text
        assert "<svg" in text

    def test_leaves_out_the_week_that_is_not_over(self, visit, hospital):
        nurses = stratum_of(hospital, setting="emergency-care")
        used(nurses, {date(2026, 11, 23): {K.OPENINGS: 9999}}, people(20))

        text = visit(an_analyst(), "control_chart", "openings-per-sign-in").text

        assert "9,999" not in text
        assert "23 Nov 2026" not in text

    def test_marks_what_happened_and_not_what_happened_elsewhere(self, visit, hospital):
        elsewhere = OrganizationFactory.create(short_name="Elsewhere")
        for place, words in ((hospital, "Go-live of wards"), (elsewhere, "Not theirs")):
            Annotation.objects.create(
                on=date(2026, 9, 1), kind=AnnotationKind.GO_LIVE, words=words, organization=place
            )

        text = visit(an_analyst(), "control_chart", "openings-per-sign-in").text

        assert "Go-live of wards" in text
        assert "Not theirs" not in text

    def test_judges_its_target(self, visit, hospital):
        Target.objects.create(
            measure="openings-per-sign-in",
            value=Decimal("0.5"),
            valid_from=date(2026, 1, 1),
            source="Programme board, January",
        )

        text = visit(an_analyst(), "control_chart", "openings-per-sign-in").text

        assert "Target will be met" in text
        assert "Target: 0.500 (Programme board, January)" in text

    def test_draws_nothing_of_few_events(self, visit):
        place = SurgeryFactory.create()
        used(stratum_of(place), {week: {K.OPENINGS: 3, K.SIGN_INS: 9} for week in WEEKS}, people(9))

        text = visit(an_analyst(), "control_chart", "openings-per-sign-in").text

        assert "with fewer than 5 a week the limits would be chance" in text
        assert "Each point as a table" not in text

    def test_withholds_weeks_of_few_people(self, visit):
        place = SurgeryFactory.create()
        used(
            stratum_of(place), {week: {K.OPENINGS: 77, K.SIGN_INS: 99} for week in WEEKS}, people(4)
        )

        text = visit(an_analyst(), "control_chart", "openings-per-sign-in").text

        assert "too few people stand behind" in text
        assert "77" not in text.split("<main")[1]
        assert "99" not in text.split("<main")[1]

    def test_withholds_an_organisation_that_leaves_few_people_of_its_board(self, visit, hospital):
        small = SurgeryFactory.create(parent=hospital.parent)
        used(
            stratum_of(small), {week: {K.OPENINGS: 30, K.SIGN_INS: 30} for week in WEEKS}, people(3)
        )

        text = visit(
            an_analyst(), "control_chart", "openings-per-sign-in", query="?organization=RXW"
        ).text

        assert "few people stand between it and a wider figure" in text

    def test_is_not_there_by_another_name(self, visit):
        assert visit(an_analyst(), "control_chart", "openings").status_code == 404

    def test_is_closed_to_clinicians(self, visit):
        role = PractitionerRoleFactory.create()

        assert visit(role, "control_chart", "found-share").status_code == 403

    @pytest.mark.parametrize("chart", [chart.code for chart in CHARTS])
    def test_asks_few_queries(self, visit, hospital, django_assert_max_num_queries, chart):
        role = an_analyst()
        visit(role, "control_chart", chart)

        with django_assert_max_num_queries(18):
            visit(role, "control_chart", chart)

    def test_gives_its_points_as_a_file(self, visit, hospital):
        response = visit(an_analyst(), "control_chart_file", "openings-per-sign-in", "csv")

        lines = response.text.splitlines()
        assert lines[1].startswith("16 Nov 2026,2.0,500,250,")
        assert lines[1].endswith("Improvement: above the upper limit")
        assert len(lines) == 53


class TestRebase:
    def test_counts_anew_and_says_who_and_why(self, visit, hospital):
        role = an_analyst()
        data = {"on_day": "1", "on_month": "6", "on_year": "2026", "reason": "Launch from EPR"}

        sent = visit(role, "rebase_new", "openings-per-sign-in", data=data, method="post")

        assert sent.status_code == 302
        text = visit(role, "control_chart", "openings-per-sign-in").text
        assert "From 1 June 2026" in text
        assert "Launch from EPR" in text
        assert role.user.display_name in text
        assert "since the last rebase" in text

    def test_needs_a_reason_and_a_day_that_is_over(self, visit, hospital):
        data = {"on_day": "25", "on_month": "11", "on_year": "2026", "reason": ""}

        text = visit(an_analyst(), "rebase_new", "found-share", data=data, method="post").text

        assert "Choose a day that is over" in text
        assert "Enter what changed" in text
        assert not Rebase.objects.exists()

    def test_once_only_from_a_day(self, visit, hospital):
        role = an_analyst()
        data = {"on_day": "1", "on_month": "6", "on_year": "2026", "reason": "Launch from EPR"}
        visit(role, "rebase_new", "found-share", data=data, method="post")

        again = visit(role, "rebase_new", "found-share", data=data, method="post")

        assert "counts anew from that day already" in again.text

    def test_can_be_taken_back_and_stays_known(self, visit, hospital):
        role = an_analyst()
        rebase = Rebase.objects.create(
            chart="found-share",
            organization=role.organization,
            on=date(2026, 6, 1),
            reason="A mistake",
            by=role.user,
        )

        visit(role, "rebase_remove", rebase.pk, method="post")

        rebase.refresh_from_db()
        assert (rebase.removed_at, rebase.removed_by) == (NOW, role.user)
        text = visit(role, "control_chart", "found-share").text
        assert "Taken back by" in text
        assert "since the last rebase" not in text

    def test_is_an_analysts_to_decide(self, visit, hospital):
        member = PractitionerRoleFactory.create(
            job_role="board-member", organization=hospital.parent
        )
        theirs = Rebase.objects.create(
            chart="found-share",
            organization=hospital.parent,
            on=date(2026, 6, 1),
            reason="New",
            by=member.user,
        )

        assert visit(member, "rebase_new", "found-share").status_code == 403
        assert visit(member, "rebase_remove", theirs.pk, method="post").status_code == 403

    def test_of_another_board_is_not_there(self, visit, hospital):
        other = an_analyst(OrganizationFactory.create(kind="icb"))
        theirs = Rebase.objects.create(
            chart="found-share",
            organization=hospital,
            on=date(2026, 6, 1),
            reason="New",
            by=other.user,
        )

        assert visit(other, "rebase_remove", theirs.pk).status_code == 404


class TestTarget:
    def test_is_kept_for_the_place(self, visit, hospital):
        role = an_analyst()
        data = {
            "value": "80",
            "valid_from_day": "1",
            "valid_from_month": "4",
            "valid_from_year": "2026",
            "source": "Programme board",
        }

        visit(role, "target_new", "found-share", data=data, method="post")

        target = Target.objects.get()
        assert (target.measure, target.value) == ("found-share", Decimal(80))
        assert target.organization == role.organization

    def test_is_an_analysts_to_set(self, visit, hospital):
        member = PractitionerRoleFactory.create(
            job_role="board-member", organization=hospital.parent
        )

        assert visit(member, "target_new", "found-share").status_code == 403


class TestGrowth:
    def test_is_the_factor_and_the_percentage_of_the_case_study(self, visit):
        place, who = stratum_of(HospitalFactory.create()), people(10)
        used(
            place,
            {
                date(2023, 2, 1): {K.SIGN_INS: 11527, K.OPENINGS: 11245},
                date(2024, 2, 1): {K.SIGN_INS: 30000, K.OPENINGS: 29000},
                date(2026, 10, 1): {K.SIGN_INS: 236105, K.OPENINGS: 229793},
            },
            who,
        )

        text = visit(an_analyst(), "growth").text

        assert "×20.48" in text
        assert "×20.44" in text
        assert "7.10%" in text
        assert "in 44 months" in text
        assert "same height" in text

    def test_says_where_nothing_was_counted(self, visit):
        assert "Nothing was counted here yet" in visit(an_analyst(), "growth").text

    def test_is_closed_to_clinicians(self, visit):
        assert visit(PractitionerRoleFactory.create(), "growth").status_code == 403

    def test_asks_few_queries(self, visit, hospital, django_assert_max_num_queries):
        role = an_analyst()
        visit(role, "growth")

        with django_assert_max_num_queries(18):
            visit(role, "growth")

    def test_gives_the_months_as_a_file(self, visit, hospital):
        response = visit(an_analyst(), "growth_file", "xlsx")

        assert response.status_code == 200
        assert ExportLine.objects.get().what == "growth"
