"""What a run knows of the files that it was given."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from records.actions.inbox import TAKEN, inbox_of, list_ready, register_run, take_inbox
from records.codes import RunTrigger
from tests.factories.records import NOON, FeedFactory

pytestmark = pytest.mark.django_db


class TestRegisterRun:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "Condition.ndjson"
        path.write_text("{}\n")
        return path

    def test_knows_when_its_newest_file_came(self, file):
        came = NOON - timedelta(days=2)
        os.utime(file, (came.timestamp(), came.timestamp()))

        run = register_run(FeedFactory.create(), [file], trigger=RunTrigger.PERSON, at=NOON)

        assert run.arrived_at == came
        assert run.received_at == NOON

    def test_believes_no_file_from_the_future(self, file):
        came = NOON + timedelta(days=2)
        os.utime(file, (came.timestamp(), came.timestamp()))

        run = register_run(FeedFactory.create(), [file], trigger=RunTrigger.PERSON, at=NOON)

        assert run.arrived_at == NOON

    def test_never_counts_as_received_before_the_run_before(self, file):
        feed = FeedFactory.create()
        first = register_run(feed, [file], trigger=RunTrigger.PERSON, at=NOON)

        second = register_run(feed, [file], trigger=RunTrigger.PERSON, at=NOON - timedelta(hours=1))

        assert second.received_at > first.received_at

    def test_takes_a_file_that_may_not_be_read_for_the_run_to_say_so(self, file, monkeypatch):
        def refuse(*_args):
            raise PermissionError

        monkeypatch.setattr("pathlib.Path.open", refuse)

        run = register_run(FeedFactory.create(), [file], trigger=RunTrigger.PERSON, at=NOON)

        assert run.files.get().sha256 == ""


class TestTakeInbox:
    @pytest.fixture
    def feed(self, settings, tmp_path):
        settings.INBOX_DIR = tmp_path / "inbox"
        feed = FeedFactory.create()
        inbox_of(feed).mkdir(parents=True)
        return feed

    def put(self, folder, name, text="{}\n"):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text)
        before = (NOON - timedelta(hours=1)).timestamp()
        os.utime(path, (before, before))
        return path

    def test_follows_no_links(self, feed, tmp_path):
        secret = self.put(tmp_path, "secret.txt")
        (inbox_of(feed) / "a.ndjson").symlink_to(secret)
        (inbox_of(feed) / "b.ndjson").symlink_to(tmp_path / "nothing")

        assert list_ready(feed, at=NOON) == []

    def test_takes_a_name_that_is_no_text(self, feed):
        self.put(inbox_of(feed), os.fsdecode(b"caf\xe9.ndjson"))

        run = take_inbox(feed, at=NOON)

        assert run is not None
        assert run.files.get().name == "caf\ufffd.ndjson"

    def test_lets_what_is_put_back_overwrite_nothing(self, feed):
        orphans = inbox_of(feed) / TAKEN / "11111111-1111-4111-8111-111111111111"
        self.put(orphans, "a.ndjson", "older")
        self.put(inbox_of(feed), "a.ndjson", "newer")

        run = take_inbox(feed, at=NOON)

        assert run is not None
        files = run.files.order_by("position")
        assert [Path(file.path).read_text() for file in files] == ["older", "newer"]
