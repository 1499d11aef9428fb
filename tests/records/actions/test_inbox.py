"""What a run knows of the files that it was given."""

import os
from datetime import timedelta

import pytest

from records.actions.inbox import register_run
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
