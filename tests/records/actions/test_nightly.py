import os
from pathlib import Path

import pytest
from django_celery_beat.models import PeriodicTask

from records import jobs
from records.actions import imports
from records.actions.feed_locks import FeedBusy
from records.actions.inbox import TAKEN, inbox_of
from records.actions.schedules import NotASchedule, schedule_feed
from records.codes import FeedState, ImportRunState, RunTrigger
from records.models import ImportRun, RecordEntry
from tests.factories.records import NOON, FeedFactory
from tests.records.feed_files import condition, person, write_ndjson


def put(feed, name, *resources, age=60):
    """Put a file into a feed's inbox, so many seconds before noon."""
    folder = inbox_of(feed)
    folder.mkdir(parents=True, exist_ok=True)
    path = write_ndjson(folder / name, *resources)
    moment = NOON.timestamp() - age
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def handed(settings, tmp_path, monkeypatch):
    """Return the ids of the runs that are handed to workers."""
    settings.INBOX_DIR = tmp_path / "inbox"
    ids = []
    monkeypatch.setattr(imports, "hand_off_import", lambda *, run_id: ids.append(run_id))
    return ids


class TestStartNightlyRuns:
    def test_takes_what_is_ready_and_hands_it_off(
        self, delta, handed, django_capture_on_commit_callbacks
    ):
        put(delta, "b.ndjson", condition("c1"))
        put(delta, "a.ndjson", person())

        with django_capture_on_commit_callbacks(execute=True):
            [run] = imports.start_nightly_runs(at=NOON)

        taken = inbox_of(delta) / TAKEN / str(run.pk)
        assert handed == [run.pk]
        assert (run.state, run.trigger) == (ImportRunState.WAITING, RunTrigger.SCHEDULE)
        assert [Path(file.path) for file in run.files.order_by("position")] == [
            taken / "a.ndjson",
            taken / "b.ndjson",
        ]
        assert imports.start_nightly_runs(at=NOON) == []

    def test_waits_for_files_that_are_still_written(self, delta, handed):
        put(delta, "a.ndjson.part", person())
        put(delta, "b.ndjson", person(), age=1)
        put(delta, ".c.ndjson", person())

        assert imports.start_nightly_runs(at=NOON) == []

    def test_reads_active_feeds_only_and_those_asked_for(self, db, handed):
        active, other = FeedFactory.create(), FeedFactory.create()
        planned = FeedFactory.create(state=FeedState.PLANNED)
        for feed in (active, other, planned):
            put(feed, "a.ndjson", person())

        runs = imports.start_nightly_runs(at=NOON, codes=[active.code, planned.code])

        assert [run.feed for run in runs] == [active]

    def test_takes_again_what_was_moved_and_never_registered(self, delta, handed):
        path = put(delta, "a.ndjson", person())
        orphan = inbox_of(delta) / TAKEN / "2f84a75c-0000-4000-8000-000000000000"
        orphan.mkdir(parents=True)
        path.rename(orphan / "a.ndjson")

        [run] = imports.start_nightly_runs(at=NOON)

        assert run.files.count() == 1

    def test_starts_other_feeds_where_one_inbox_cannot_be_read(self, db, handed, monkeypatch):
        feeds = [FeedFactory.create(code=f"feed-{letter}") for letter in "ab"]
        for feed in feeds:
            put(feed, "a.ndjson", person())
        stat = Path.stat
        first = inbox_of(feeds[0])

        def refuse(path, **kwargs):
            if path == first:
                raise PermissionError(13, "Permission denied")
            return stat(path, **kwargs)

        monkeypatch.setattr(Path, "stat", refuse)

        runs = imports.start_nightly_runs(at=NOON)

        assert [run.feed_id for run in runs] == [feeds[1].pk]


class TestJobs:
    def test_carry_the_night_out(self, delta, handed, django_capture_on_commit_callbacks):
        put(delta, "a.ndjson", person(), condition("c1"))

        with django_capture_on_commit_callbacks(execute=True):
            jobs.run_nightly(feed=delta.code)
        jobs.import_files(run_id=str(handed[0]))
        jobs.import_files(run_id=str(handed[0]))

        assert ImportRun.objects.get().state == ImportRunState.FINISHED
        assert RecordEntry.objects.count() == 1

    def test_leave_a_busy_feed_for_later(self, db, monkeypatch):
        def busy(*args: object, **more: object) -> None:
            raise FeedBusy("busy")

        monkeypatch.setattr(imports, "perform_run", busy)

        jobs.import_files(run_id="2f84a75c-0000-4000-8000-000000000000")

    def test_carry_out_an_older_run_first(self, delta, handed, django_capture_on_commit_callbacks):
        put(delta, "a.ndjson", person(), condition("c1", text="Older"))
        [older] = imports.start_nightly_runs(at=NOON)
        put(delta, "b.ndjson", person(), condition("c1", text="Newer"))
        [newer] = imports.start_nightly_runs(at=NOON)

        for run in (newer, older, newer):
            jobs.import_files(run_id=str(run.pk))

        assert RecordEntry.objects.get().display == "Newer"

    def test_take_up_stalled_runs(self, delta, handed):
        ImportRun.objects.create(
            feed=delta,
            trigger=RunTrigger.SCHEDULE,
            received_at=NOON,
            state=ImportRunState.RUNNING,
        )

        jobs.resume_stalled_runs()

        assert len(handed) == 1


class TestScheduleFeed:
    def test_keeps_one_schedule_for_a_feed(self, delta):
        for schedule in ("15 2 * * *", "30 3 * * 1-5"):
            delta.schedule = schedule
            schedule_feed(delta)

        task = PeriodicTask.objects.get()
        assert (task.task, task.kwargs) == ("records.run_nightly", f'{{"feed": "{delta.code}"}}')
        assert (task.crontab.minute, task.crontab.day_of_week) == ("30", "1-5")

    @pytest.mark.parametrize("change", [{"schedule": ""}, {"state": FeedState.SUSPENDED}])
    def test_has_none_for_a_feed_that_is_not_read(self, delta, change):
        delta.schedule = "15 2 * * *"
        schedule_feed(delta)
        for name, value in change.items():
            setattr(delta, name, value)

        schedule_feed(delta)

        assert not PeriodicTask.objects.exists()

    def test_refuses_what_is_no_crontab_line(self, delta):
        delta.schedule = "at two"

        with pytest.raises(NotASchedule):
            schedule_feed(delta)
