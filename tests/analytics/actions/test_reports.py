from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, transaction

from analytics.actions import reports
from analytics.actions.intake import make_months
from analytics.actions.report_schedule import due_period, start_due_runs
from analytics.actions.reports import (
    GIVEN_UP_AFTER,
    LOST_AFTER,
    ask_for_recount,
    ask_for_run,
    hash_of,
    make_run,
    resume_runs,
    start_run,
)
from analytics.codes import ReportFrequency, ReportState, UsageKind
from analytics.measures.fingerprint import code_version, fingerprint
from analytics.measures.periods import Period
from analytics.measures.registry import MEASURES
from analytics.models import IntakeRun, ReportDefinition, ReportRun, UsageEvent, reach_of
from analytics.presenters.report import draw_internal
from analytics.queries.reports import compare_runs
from core.errors import Forbidden, NotPermittedNow
from tests.analytics.report_world import NOW, OCTOBER, a_definition, a_run, a_world
from tests.factories.accounts import BoardFactory
from tests.factories.analytics import an_analyst, event, keep, people, stratum_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


def counted(run, measure, group=""):
    [section] = run.figures["sections"]
    return [
        line["n"]
        for line in section["lines"]
        if (line["measure"], line["group"], line["first"]) == (measure, group, "2026-10-01")
    ]


class TestDefineReport:
    def test_is_for_figures_that_the_analyst_sees(self, world):
        stranger = an_analyst(BoardFactory.create(ods_code="QXX"))

        with pytest.raises(Forbidden):
            reports.define_report(
                terms=reports.ReportTerms(
                    title="Theirs",
                    organization=world.board,
                    sections=["use"],
                    frequency=ReportFrequency.NEVER,
                    is_active=True,
                ),
                by=reach_of(stranger, on=NOW.date()),
            )

    def test_keeps_whose_figures_were_run(self, world):
        definition = a_definition(world)
        a_run(definition)

        with pytest.raises(NotPermittedNow):
            reports.define_report(
                terms=reports.ReportTerms(
                    title="Another",
                    organization=world.hospitals[0],
                    sections=["use"],
                    frequency=ReportFrequency.NEVER,
                    is_active=True,
                ),
                by=world.reach,
                definition=definition,
            )


class TestAskForRun:
    def test_waits_once(self, world):
        definition = a_definition(world)
        ask_for_run(definition=definition, period=OCTOBER, by=world.reach, at=NOW)

        with pytest.raises(NotPermittedNow):
            ask_for_run(definition=definition, period=OCTOBER, by=world.reach, at=NOW)

        assert definition.runs.count() == 1


class TestMakeRun:
    def test_freezes_what_the_facts_say(self, world):
        run = a_run(a_definition(world))

        assert run.state == ReportState.FINISHED
        assert run.cut == IntakeRun.objects.get()
        assert run.code_version == code_version()
        assert run.sha256 == hash_of(run)
        assert counted(run, "openings") == [2 * (20 + 9 + 3) + 30]
        assert counted(run, "sign-ins") == [96]
        assert counted(run, "active-people") == [32]
        small = f"place:{world.board.ods_code}/{world.hospitals[2].ods_code}"
        assert counted(run, "openings", small) == [16]
        assert bytes(run.pdf).startswith(b"%PDF")

    def test_what_is_finished_stays(self, world):
        run = a_run(a_definition(world))

        with pytest.raises(DatabaseError), transaction.atomic():
            ReportRun.objects.filter(pk=run.pk).update(figures={})

    def test_is_made_once(self, world):
        run = a_run(a_definition(world))

        assert not make_run(run.pk, draw=draw_internal, at=NOW)

    def test_of_a_killed_worker_waits_and_is_handed_off_again(self, world):
        run = start_run(definition=a_definition(world), period=OCTOBER, user_id=None, at=NOW)

        def dies(_):
            raise SystemExit

        with pytest.raises(SystemExit):
            make_run(run.pk, draw=dies, at=NOW)

        run.refresh_from_db()
        assert (run.state, run.figures) == (ReportState.WAITING, {})
        with mock.patch.object(reports, "hand_off_run") as hand_off:
            resume_runs(at=NOW + LOST_AFTER)
        hand_off.assert_called_once_with(run.pk)

    def test_is_given_up_after_hours(self, world):
        run = start_run(definition=a_definition(world), period=OCTOBER, user_id=None, at=NOW)

        resume_runs(at=NOW + GIVEN_UP_AFTER)

        run.refresh_from_db()
        assert run.state == ReportState.FAILED
        assert "two hours" in run.error


class TestRecount:
    def count_again(self, world, run):
        again = ask_for_recount(run=run, by=world.reach, at=NOW)
        assert make_run(again.pk, draw=draw_internal, at=NOW)
        return ReportRun.objects.get(pk=again.pk)

    def test_from_raw_events_gives_the_same_figures(self, world):
        run = a_run(a_definition(world), Period(first=date(2026, 9, 1), last=date(2026, 10, 1)))

        again = self.count_again(world, run)

        assert again.figures == run.figures
        assert again.sha256 == run.sha256
        assert all(each.is_equal for each in compare_runs(run, again))

    def test_leaves_out_what_came_after_the_cut(self, world):
        run = a_run(a_definition(world))
        later = IntakeRun.objects.create(at=NOW + timedelta(days=1))
        at = datetime(2026, 10, 9, 12, tzinfo=UTC)
        keep(
            event(
                UsageKind.OPEN,
                stratum_of(world.hospitals[0]),
                at=at,
                person=person,
                subject=1,
                intake=later,
            )
            for person in people(9)
        )

        again = self.count_again(world, run)

        assert again.sha256 == run.sha256
        fresh = a_run(a_definition(world, title="Fresh"))
        assert counted(fresh, "openings") == [counted(run, "openings")[0] + 9]

    def test_says_which_lines_do_not_hold(self, world):
        run = a_run(a_definition(world))
        # A line that came by an earlier intake, which the facts never counted.
        at = datetime(2026, 10, 9, 12, tzinfo=UTC)
        make_months(date(2026, 10, 1), date(2026, 10, 1))
        [person] = people(1)
        stray = event(
            UsageKind.OPEN, stratum_of(world.hospitals[0]), at=at, person=person, subject=1
        )
        UsageEvent.objects.bulk_create([stray])

        again = self.count_again(world, run)

        assert again.sha256 != run.sha256
        unequal = {each.line.measure for each in compare_runs(run, again) if not each.is_equal}
        assert {"openings", "active-people"} <= unequal
        assert not unequal & {"sign-ins", "searches", "sections", "people-signed-in"}

    def test_is_not_for_strangers(self, world):
        run = a_run(a_definition(world))
        stranger = an_analyst(BoardFactory.create(ods_code="QXX"))

        with pytest.raises(Forbidden):
            ask_for_recount(run=run, by=reach_of(stranger, on=NOW.date()), at=NOW)


class TestSchedule:
    @pytest.mark.parametrize(
        ("frequency", "on", "first", "last"),
        [
            ("monthly", date(2026, 11, 3), date(2026, 10, 1), date(2026, 10, 1)),
            ("monthly", date(2026, 11, 2), date(2026, 9, 1), date(2026, 9, 1)),
            ("monthly", date(2027, 1, 31), date(2026, 12, 1), date(2026, 12, 1)),
            ("quarterly", date(2026, 12, 24), date(2026, 7, 1), date(2026, 9, 1)),
            ("quarterly", date(2027, 1, 3), date(2026, 10, 1), date(2026, 12, 1)),
            ("quarterly", date(2027, 1, 2), date(2026, 7, 1), date(2026, 9, 1)),
        ],
    )
    def test_is_due_on_the_3rd_for_what_is_over(self, frequency, on, first, last):
        found = due_period(frequency, on=on)

        assert found is not None
        due, period = found

        assert period == Period(first=first, last=last)
        assert due.day == 3
        assert due <= on

    def test_runs_each_month_once(self, world):
        definition = a_definition(world, frequency=ReportFrequency.MONTHLY)
        a_definition(world, title="Asked for", frequency=ReportFrequency.NEVER)
        a_definition(world, title="Ended", frequency=ReportFrequency.MONTHLY, is_active=False)
        ReportDefinition.objects.update(created_at=NOW - timedelta(days=20))

        [run] = start_due_runs(at=NOW)

        assert run.definition == definition
        assert run.first_month == date(2026, 10, 1)
        assert start_due_runs(at=NOW + timedelta(days=1)) == []
        assert [each.first_month for each in start_due_runs(at=NOW + timedelta(days=31))] == [
            date(2026, 11, 1)
        ]

    def test_waits_for_the_next_3rd_after_it_was_made(self, world):
        a_definition(world, frequency=ReportFrequency.MONTHLY)
        ReportDefinition.objects.update(created_at=NOW + timedelta(days=1))

        assert start_due_runs(at=NOW + timedelta(days=2)) == []


class TestCodeVersion:
    def test_changes_with_any_definition_and_with_no_order(self):
        assert fingerprint(MEASURES) == fingerprint(MEASURES[::-1])
        assert fingerprint(MEASURES) != fingerprint(MEASURES[1:])
        assert code_version().endswith(fingerprint(MEASURES))
