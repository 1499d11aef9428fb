import json
from io import StringIO

from django.core.management import call_command

from records.codes import FeedState
from tests.factories.records import FeedFactory, ImportRunFactory


def listed(*arguments):
    out = StringIO()
    call_command("feeds", *arguments, stdout=out)
    return out.getvalue()


class TestFeeds:
    def test_says_that_there_are_none(self, db):
        assert "no feeds yet" in listed()

    def test_lists_each_with_its_last_run_and_lag(self, db):
        ImportRunFactory.create(feed=FeedFactory.create(code="sath"))
        FeedFactory.create(code="wmas", state=FeedState.PLANNED, last_received_at=None)

        table, rows = listed(), json.loads(listed("--json"))

        assert [row["code"] for row in rows] == ["sath", "wmas"]
        assert rows[0]["last run"] == "2026-11-22 12:00 waiting"
        assert rows[1]["lag"] == "-"
        assert "sath" in table
