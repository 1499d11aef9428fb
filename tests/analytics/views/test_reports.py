import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.codes import JobRole
from analytics.actions.exports import note_export
from analytics.actions.reports import ask_for_recount, make_run
from analytics.codes import ReportState
from analytics.models import ExportLine, ReportDefinition, ReportRun, reach_of
from analytics.presenters.report import draw_internal
from tests.analytics.report_world import NOW, OCTOBER, a_definition, a_run, a_world
from tests.factories.accounts import BoardFactory, OrganizationFactory, PractitionerRoleFactory
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def world():
    return a_world()


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def as_role(client, sign_in):
    def _as(role):
        role.user.active_role = role
        sign_in(client, role.user)
        return client

    return _as


def at(name, *args):
    return reverse(f"analytics:{name}", args=args)


class TestReportList:
    def test_offers_a_new_report_to_an_analyst(self, as_role, world):
        a_run(a_definition(world))

        answer = as_role(world.analyst).get(at("report_list"))

        assert "Use of the record" in answer.text
        assert "New report" in answer.text
        assert "Finished" in answer.text

    def test_shows_an_analyst_of_another_board_none_of_it(self, as_role, world):
        a_definition(world)

        answer = as_role(an_analyst(BoardFactory.create(ods_code="QXX"))).get(at("report_list"))

        assert "There are no reports yet." in answer.text
        assert "Use of the record" not in answer.text

    def test_is_not_for_clinicians(self, as_role):
        assert as_role(PractitionerRoleFactory.create()).get(at("report_list")).status_code == 403

    def test_takes_few_queries(self, as_role, world, django_assert_max_num_queries):
        for number in range(4):
            a_run(a_definition(world, title=f"Report {number}"))
        client = as_role(world.analyst)

        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(at("report_list"))


class TestReportNew:
    def test_keeps_a_report(self, as_role, world):
        client = as_role(world.analyst)
        assert "Sections" in client.get(at("report_new")).text

        answer = client.post(
            at("report_new"),
            {
                "title": "Board report",
                "organization": str(world.board.pk),
                "sections": ["use"],
                "frequency": "monthly",
                "is_active": "on",
            },
            follow=True,
        )

        assert "“Board report” is kept." in answer.text
        assert ReportDefinition.objects.get().frequency == "monthly"

    def test_says_what_is_missing(self, as_role, world):
        answer = as_role(world.analyst).post(at("report_new"), {"title": ""})

        assert answer.status_code == 422
        assert "Enter title" in answer.text
        assert "Select sections" in answer.text

    def test_offers_no_organization_of_another_board(self, as_role, world):
        BoardFactory.create(ods_code="QXX", short_name="Another board")

        answer = as_role(world.analyst).get(at("report_new"))

        assert "Large Hospital" in answer.text
        assert "Another board" not in answer.text

    def test_is_for_analysts(self, as_role, world):
        member = PractitionerRoleFactory.create(
            job_role=JobRole.BOARD_MEMBER, organization=world.board
        )

        assert as_role(member).get(at("report_new")).status_code == 403


class TestReportRun:
    def test_waits_for_a_worker_and_says_so(self, as_role, world):
        definition = a_definition(world)

        answer = as_role(world.analyst).post(
            at("report_run", definition.pk), {"length": "1", "last": "2026-10-01"}, follow=True
        )

        assert "The report is being made" in answer.text
        assert "data-polls" in answer.text
        assert ReportRun.objects.get().first_month == OCTOBER.first

    def test_is_not_for_a_month_that_is_not_over(self, as_role, world):
        definition = a_definition(world)

        answer = as_role(world.analyst).post(
            at("report_run", definition.pk), {"length": "1", "last": "2026-11-01"}
        )

        assert answer.status_code == 422
        assert not ReportRun.objects.exists()

    def test_is_for_analysts_of_those_figures(self, as_role, world):
        definition = a_definition(world)
        said = {"length": "1", "last": "2026-10-01"}
        for role in (
            PractitionerRoleFactory.create(job_role=JobRole.BOARD_MEMBER, organization=world.board),
            an_analyst(BoardFactory.create(ods_code="QXX")),
            PractitionerRoleFactory.create(),
        ):
            answer = as_role(role).post(at("report_run", definition.pk), said)
            assert answer.status_code == 403
        assert not ReportRun.objects.exists()


class TestReportDetail:
    def test_lists_the_runs_to_a_board_member_who_cannot_run_it(self, as_role, world):
        run = a_run(a_definition(world))
        member = PractitionerRoleFactory.create(
            job_role=JobRole.BOARD_MEMBER, organization=world.board
        )

        answer = as_role(member).get(at("report_detail", run.definition_id))

        assert "By itself" in answer.text
        assert "Run it now" not in answer.text

    def test_takes_few_queries(self, as_role, world, django_assert_max_num_queries):
        run = a_run(a_definition(world))
        client = as_role(world.analyst)

        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(at("report_detail", run.definition_id))


class TestReportRunDetail:
    def test_shows_published_figures_with_the_reason_for_stars(self, as_role, world):
        run = a_run(a_definition(world))

        answer = as_role(world.analyst).get(at("report_run_detail", run.pk))

        assert "In Oct 2026 about 30 people opened records 94 times." in answer.text
        assert "too few people stand behind it" in answer.text
        assert "<svg" in answer.text
        assert run.sha256 in answer.text

    def test_takes_few_queries(self, as_role, world, django_assert_max_num_queries):
        run = a_run(a_definition(world))
        client = as_role(world.analyst)

        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(at("report_run_detail", run.pk))

    def test_says_why_it_was_not_made(self, as_role, world):
        run = a_run(a_definition(world))
        failed = ReportRun.objects.create(
            definition=run.definition,
            state=ReportState.FAILED,
            error="It could not be made.",
            first_month=OCTOBER.first,
            last_month=OCTOBER.last,
            asked_at=NOW,
        )

        answer = as_role(world.analyst).get(at("report_run_detail", failed.pk))

        assert "It could not be made." in answer.text

    def test_is_for_those_who_see_the_figures(self, as_role, world):
        run = a_run(a_definition(world))
        for role in (
            an_analyst(BoardFactory.create(ods_code="QXX")),
            PractitionerRoleFactory.create(),
        ):
            for name in ("report_run_detail", "report_run_pdf", "report_run_xlsx"):
                assert as_role(role).get(at(name, run.pk)).status_code == 403
            assert as_role(role).post(at("report_rerun", run.pk)).status_code == 403

    def test_that_is_not_there_is_not_found(self, as_role, world):
        missing = world.board.pk

        assert as_role(world.analyst).get(at("report_run_detail", missing)).status_code == 404
        assert as_role(world.analyst).get(at("report_detail", missing)).status_code == 404


class TestRecount:
    def test_shows_line_by_line_that_a_report_holds(self, as_role, world):
        run = a_run(a_definition(world))
        client = as_role(world.analyst)

        waiting = client.post(at("report_rerun", run.pk), follow=True)
        assert "Every line is being counted from raw events" in waiting.text
        again = ReportRun.objects.get(parameters__recount_of=str(run.pk))
        make_run(again.pk, draw=draw_internal, at=NOW)

        answer = client.get(at("report_run_detail", again.pk))
        assert "The report holds" in answer.text
        assert "Small Hospital" in answer.text
        assert answer.text.count("The same") == len(run.figures["sections"][0]["lines"])
        assert "The same" in client.get(at("report_run_detail", run.pk)).text

    def test_has_no_files(self, as_role, world):
        run = a_run(a_definition(world))
        again = ask_for_recount(run=run, by=world.reach, at=NOW)

        assert as_role(world.analyst).get(at("report_run_pdf", again.pk)).status_code == 404


class TestFiles:
    def test_are_noted(self, as_role, world):
        run = a_run(a_definition(world))
        client = as_role(world.analyst)

        pdf = client.get(at("report_run_pdf", run.pk))
        public = client.get(at("report_run_xlsx", run.pk), {"version": "public"})

        assert pdf.content.startswith(b"%PDF")
        assert pdf["Cache-Control"] == "no-store"
        book = CalamineWorkbook.from_filelike(io.BytesIO(public.content))
        made = {
            row[0]: str(row[1]) for row in book.get_sheet_by_name("How it was made").to_python()
        }
        assert made["Version"].startswith("For publication. Fewer than 8 people")
        assert "for-publication.xlsx" in public["Content-Disposition"]
        assert list(ExportLine.objects.order_by("what").values_list("what", flat=True)) == [
            "report-internal-pdf",
            "report-publication-xlsx",
        ]
        assert all(line.withheld > 0 for line in ExportLine.objects.all())


class TestExportLog:
    def note(self, role, selection, *, minutes=0):
        note_export(
            reach=reach_of(role, on=NOW.date()),
            what="use",
            selection=selection,
            rows=12,
            withheld=1,
            at=NOW - timedelta(minutes=minutes),
        )

    def test_flags_two_files_between_which_few_people_stand(self, as_role, world):
        # Without its nurses: three people of the small hospital alone.
        code = world.hospitals[0].ods_code
        few = people(3)
        keep(
            openings(
                9,
                stratum_of(world.hospitals[0], JobRole.NURSE),
                on=datetime(2026, 10, 5, tzinfo=UTC).date(),
                people=few,
            )
        )
        self.note(world.analyst, f"organization={code}&period=2026-10_2026-10")
        self.note(world.analyst, f"organization={code}&role=clinician&period=2026-10_2026-10")

        answer = as_role(world.analyst).get(at("export_log"))

        assert "Few people stand between these" in answer.text
        assert answer.text.count("Few people between") == 2

    def test_flags_nothing_where_many_do_or_where_others_took_them(self, as_role, world):
        colleague = an_analyst(world.board)
        large, small = (world.hospitals[place].ods_code for place in (0, 2))
        self.note(world.analyst, "period=2026-10_2026-10")
        self.note(world.analyst, f"organization={large}&period=2026-10_2026-10")
        self.note(colleague, f"organization={small}&period=2026-10_2026-10")

        answer = as_role(world.analyst).get(at("export_log"))

        assert "No two files of one person differ by few people." in answer.text
        assert "months 2026-10 to 2026-10" in answer.text

    def test_is_for_privacy_officers_of_the_place(self, as_role, world):
        self.note(world.analyst, "")
        officer = PractitionerRoleFactory.create(
            job_role=JobRole.PRIVACY_OFFICER, organization=world.board
        )
        elsewhere = PractitionerRoleFactory.create(
            job_role=JobRole.PRIVACY_OFFICER, organization=OrganizationFactory.create()
        )

        assert str(world.analyst.user) in as_role(officer).get(at("export_log")).text
        assert "Nobody took figures away" in as_role(elsewhere).get(at("export_log")).text

    def test_is_not_for_board_members_or_clinicians(self, as_role, world):
        member = PractitionerRoleFactory.create(
            job_role=JobRole.BOARD_MEMBER, organization=world.board
        )

        assert as_role(member).get(at("export_log")).status_code == 403
        assert as_role(PractitionerRoleFactory.create()).get(at("export_log")).status_code == 403

    def test_takes_few_queries(self, as_role, world, django_assert_max_num_queries):
        for number in range(1, 10):
            self.note(world.analyst, f"period=2026-0{number}_2026-10")
        client = as_role(world.analyst)

        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(at("export_log"))
