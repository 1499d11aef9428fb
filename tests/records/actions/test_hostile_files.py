"""Files that nobody should send: each ends in a sentence, and keeps nothing else out."""

import gzip

import pytest
from django.db import DataError, OperationalError

from records.actions import imports
from records.codes import ImportRunState, QuarantineReason
from records.models import ImportRun, QuarantinedItem, RecordEntry
from tests.records.feed_files import condition, person, write_ndjson

pytestmark = pytest.mark.django_db


def nested(levels):
    """Return extensions inside one another, as bytes."""
    return b'[{"url":"u","extension":' * levels + b"[]" + b"}]" * levels


class TestOneItem:
    def test_that_is_nested_too_deeply_is_set_aside_alone(self, tmp_path, delta, send):
        deep = (
            b'{"resourceType":"Condition","id":"deep","subject":{"reference":"Patient/p1"},'
            b'"code":{"text":"x"},"extension":' + nested(300) + b"}"
        )

        run = send(delta, write_ndjson(tmp_path / "a", person(), deep, condition("c1")))

        assert (run.state, run.created, run.quarantined) == (ImportRunState.FINISHED, 1, 1)

    def test_that_is_a_person_nested_too_deeply_is_set_aside(self, tmp_path, delta, send):
        deep = b'{"resourceType":"Patient","id":"p9","extension":' + nested(300) + b"}"

        run = send(delta, write_ndjson(tmp_path / "a", person(), deep, condition("c1")))

        assert (run.state, run.created, run.quarantined) == (ImportRunState.FINISHED, 1, 1)

    def test_that_is_a_person_of_an_endless_id_is_set_aside(self, tmp_path, delta, send):
        run = send(delta, write_ndjson(tmp_path / "a", person(), person("q" * 400)))

        assert (run.state, run.patients_created) == (ImportRunState.FINISHED, 1)
        assert QuarantinedItem.objects.get().reason in (
            QuarantineReason.BAD_VALUE,
            QuarantineReason.INVALID,
        )


class TestOneFile:
    def test_that_unpacks_without_end_is_refused(self, tmp_path, delta, send):
        bomb = tmp_path / "a.ndjson.gz"
        with gzip.open(bomb, "wb") as file:
            for _ in range(300):
                file.write(b"\n" * 1_000_000)

        run = send(delta, bomb)

        assert run.state == ImportRunState.FAILED
        assert "unpacks to over 200 times its size" in run.failure

    def test_that_grows_while_it_is_read_withdraws_nothing(self, tmp_path, snapshot, send):
        send(snapshot, write_ndjson(tmp_path / "a", person(), condition("c1"), condition("c2")))
        path = write_ndjson(tmp_path / "b", person(), condition("c1"))

        def grow(_run):
            with path.open("ab") as file:
                file.write(b"\n")

        run = send(snapshot, path, watch=grow)

        assert run.withdrawn == 0
        assert RecordEntry.objects.count() == 2
        assert any("changed while it was read" in note.text for note in run.notes.all())


class TestOneRun:
    def test_that_the_database_refuses_stands_in_no_other_ones_way(
        self, tmp_path, delta, send, monkeypatch
    ):
        path = write_ndjson(tmp_path / "a", person(), condition("c1"))

        def refuse(*_args, **_kwargs):
            raise DataError

        with monkeypatch.context() as patch:
            patch.setattr(imports, "carry_out", refuse)
            with pytest.raises(DataError):
                send(delta, path)

        assert ImportRun.objects.get().state == ImportRunState.FAILED
        assert send(delta, path).created == 1

    def test_that_loses_the_database_is_left_to_go_on(self, tmp_path, delta, send, monkeypatch):
        def lose(*_args, **_kwargs):
            raise OperationalError

        monkeypatch.setattr(imports, "carry_out", lose)
        with pytest.raises(OperationalError):
            send(delta, write_ndjson(tmp_path / "a", person()))

        assert ImportRun.objects.get().state == ImportRunState.WAITING
