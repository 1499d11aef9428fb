import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from records.actions.feed_locks import FeedBusy
from records.management.commands import import_feed
from tests.factories.records import FeedFactory
from tests.records.feed_files import condition, person, write_ndjson

KEYS = {
    "received",
    "created",
    "updated",
    "unchanged",
    "withdrawn",
    "quarantined",
    "patients_created",
    "patients_linked",
    "patients_held",
    "seconds",
    "skipped",
    "run",
}


@pytest.fixture
def feed(db):
    return FeedFactory.create(code="sath")


def run(*arguments):
    out, progress = StringIO(), StringIO()
    call_command("import_feed", *arguments, stdout=out, stderr=progress)
    return out.getvalue(), progress.getvalue()


class TestImportFeed:
    def test_prints_the_counts_as_json(self, tmp_path, feed):
        write_ndjson(tmp_path / "a.ndjson", person(), condition("c1"))

        out, progress = run("sath", str(tmp_path), "--json")

        counts = json.loads(out)
        assert set(counts) == KEYS
        assert (counts["received"], counts["created"]) == (2, 1)
        assert "2 of 2 items" in progress

    def test_prints_the_counts_in_words(self, tmp_path, feed):
        practice = {"resourceType": "Organization", "id": "o1", "name": "A"}
        write_ndjson(tmp_path / "a.ndjson", person(), condition("c1"), practice)

        out, _ = run("sath", str(tmp_path))

        assert "created                       1" in out
        assert "Organization helps to read other entries" in out
        assert "1 new entries" in out

    def test_fails_where_nothing_can_be_read(self, tmp_path, feed):
        (tmp_path / "a.xml").write_text("<Patient/>")

        with pytest.raises(CommandError, match="XML"):
            run("sath", str(tmp_path))

    def test_fails_where_there_is_nothing(self, tmp_path, feed):
        with pytest.raises(CommandError, match="nothing at"):
            run("sath", str(tmp_path / "none"))

    def test_names_the_feeds_there_are(self, tmp_path, feed):
        with pytest.raises(CommandError, match="no feed sah"):
            run("sah", str(tmp_path))

    @pytest.mark.parametrize(
        ("error", "words"),
        [(FeedBusy("Another run"), "Another run"), (OperationalError(), "database went away")],
    )
    def test_says_what_stands_in_the_way(self, tmp_path, feed, monkeypatch, error, words):
        def fail(*args: object, **more: object) -> None:
            raise error

        monkeypatch.setattr(import_feed, "import_now", fail)

        with pytest.raises(CommandError, match=words):
            run("sath", str(tmp_path))
