"""A run that is cut off anywhere goes on to the result of one that never was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection

from records.actions import imports, running
from records.actions.feed_locks import is_free
from records.actions.storing import write_batch
from records.codes import FeedMode, ImportRunState
from records.models import ImportRun, Patient, RecordEntry, RecordEntryVersion
from tests.factories.records import FeedFactory, test_number
from tests.records.feed_files import condition, person, write_ndjson

ENTRIES = 20_000
COUNTS = ("received", "created", "updated", "unchanged", "quarantined", "skipped", "withdrawn")

pytestmark = pytest.mark.django_db(transaction=True)


def files(folder, *, text="Asthma"):
    folder.mkdir()
    people = [
        person(f"p{n}", nhs=test_number(n), family=f"Family{n}", born=f"19{50 + n % 50}-03-12")
        for n in range(50)
    ]
    entries = [
        condition(f"c{n}", about=f"p{n % 50}", text=f"{text} {n // 3}") for n in range(ENTRIES)
    ]
    bad = [{**condition(f"bad{n}"), "recordedDate": 7} for n in range(0, ENTRIES, 1000)]
    write_ndjson(folder / "Patient.ndjson", *people)
    write_ndjson(folder / "Condition1.ndjson", *entries[: ENTRIES // 2], *bad)
    write_ndjson(folder / "Condition2.ndjson", *entries[ENTRIES // 2 :], *entries[:10])
    return folder


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT p.nhs_number, e.id, e.source_id, e.display, e.status, e.section,
                   e.recorded_at, encode(e.content_hash, 'hex'), e.resource::text
            FROM {table} e JOIN records_patient p ON p.id = e.patient_id ORDER BY e.id, e.display
            """  # noqa: S608
        )
        return cursor.fetchall()


def outcome(run):
    run.refresh_from_db()
    counts = [getattr(run, name) for name in COUNTS]
    return counts, rows("records_recordentry"), rows("records_recordentryversion")


def empty():
    tables = [
        "recordentry", "recordentryversion", "quarantineditem", "sourcepatient",
        "patientidentifier", "importrunnote", "importfile", "importrun", "patient",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM records_{table}")  # noqa: S608


def database_url():
    known = connection.settings_dict
    host, port = known["HOST"], known["PORT"] or "5432"
    place = f"?host={quote(host, safe='')}&port={port}" if host.startswith("/") else ""
    where = "" if place else f"{host}:{port}"
    password = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{password}@{where}/{known['NAME']}{place}"


def start_import(feed, folder):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": django_settings.CELERY_BROKER_URL,
        "IMPORT_BATCH_ENTRIES": "500",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    command = [sys.executable, "manage.py", "import_feed", feed.code, str(folder)]
    return subprocess.Popen(
        command,
        env=environment,
        cwd=Path(__file__).resolve().parents[3],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for_items(worker, least):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        run = ImportRun.objects.filter(received__gte=least).order_by("-received_at").first()
        if run is not None:
            return run
        assert worker.poll() is None, worker.stderr.read().decode()
        time.sleep(0.01)
    raise AssertionError("The import never came so far.")


def kill(worker):
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stderr.close()


def wait_until_free(feed):
    deadline = time.monotonic() + 60
    while not is_free(feed.pk):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("least", [500, 12_000])
def test_killed_without_warning_and_resumed(tmp_path, clock, settings, least):
    settings.IMPORT_BATCH_ENTRIES = 700
    feed = FeedFactory.create(mode=FeedMode.SNAPSHOT)
    folder = files(tmp_path / "first")
    changed = files(tmp_path / "second", text="COPD")
    imports.import_now(feed, [folder], clock=clock)
    undisturbed = outcome(imports.import_now(feed, [changed], clock=clock))
    empty()

    imports.import_now(feed, [folder], clock=clock)
    worker = start_import(feed, changed)
    run = wait_for_items_of_last(worker, least)
    kill(worker)
    wait_until_free(feed)
    run.refresh_from_db()
    assert run.state == ImportRunState.RUNNING
    imports.perform_run(run.pk, clock=clock)

    assert outcome(run) == undisturbed
    assert RecordEntry.objects.count() == RecordEntryVersion.objects.count() == ENTRIES
    assert Patient.objects.count() == 50


def wait_for_items_of_last(worker, least):
    """Return the run that the worker has brought so far, once it has."""
    first = ImportRun.objects.get()
    while True:
        run = wait_for_items(worker, least)
        if run.pk != first.pk:
            return run
        assert worker.poll() is None, worker.stderr.read().decode()


class TestLostDatabase:
    def test_leaves_a_run_to_be_taken_up(self, tmp_path, clock, settings, monkeypatch):
        settings.IMPORT_BATCH_ENTRIES = 500
        feed = FeedFactory.create()
        path = write_ndjson(tmp_path / "a", person(), *[condition(f"c{n}") for n in range(3000)])
        written: list[None] = []

        def write_some(*args, **more):
            if len(written) == 2:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            write_batch(*args, **more)
            written.append(None)

        monkeypatch.setattr(running, "write_batch", write_some)
        with pytest.raises(OperationalError):
            imports.import_now(feed, [path], clock=clock)
        monkeypatch.undo()
        connection.close()

        run = ImportRun.objects.get()
        assert (run.state, run.created) == (ImportRunState.RUNNING, 999)
        imports.resume_runs_of(feed, clock=clock)
        run.refresh_from_db()
        assert (run.state, run.created) == (ImportRunState.FINISHED, 3000)
        assert RecordEntry.objects.count() == 3000


class TestResumeStalledRuns:
    def test_hands_runs_off_again_whose_worker_died(self, tmp_path, clock, monkeypatch):
        handed = []
        monkeypatch.setattr(imports, "hand_off_import", lambda *, run_id: handed.append(run_id))
        feed = FeedFactory.create()
        path = write_ndjson(tmp_path / "a", person())
        run = imports.import_now(feed, [path], clock=clock)
        ImportRun.objects.update(state=ImportRunState.RUNNING)

        assert imports.resume_stalled_runs(at=clock()) == [run]
        assert handed == [run.pk]

    def test_leaves_runs_alone_that_are_at_work_or_just_waiting(self, tmp_path, clock, monkeypatch):
        monkeypatch.setattr(imports, "hand_off_import", None)
        feed = FeedFactory.create()
        run = imports.import_now(feed, [write_ndjson(tmp_path / "a", person())], clock=clock)
        ImportRun.objects.update(state=ImportRunState.WAITING)
        run.refresh_from_db()

        assert imports.resume_stalled_runs(at=run.created_at) == []


def test_a_defect_closes_the_run_and_says_so(tmp_path, clock, monkeypatch):
    def break_down(*args, **more):
        raise ZeroDivisionError

    monkeypatch.setattr(running, "write_batch", break_down)
    path = write_ndjson(tmp_path / "a", person(), condition("c1"))

    with pytest.raises(ZeroDivisionError):
        imports.import_now(FeedFactory.create(), [path], clock=clock)

    run = ImportRun.objects.get()
    assert run.state == ImportRunState.FAILED
    assert "ZeroDivisionError" in run.failure
