from io import StringIO

from django.core.management import call_command

from records.actions import imports
from records.actions.inbox import inbox_of
from tests.factories.records import FeedFactory
from tests.records.actions.test_nightly import put
from tests.records.feed_files import person


class TestRunNightly:
    def test_says_what_it_handed_off(self, db, settings, tmp_path, monkeypatch):
        settings.INBOX_DIR = tmp_path
        handed = []
        monkeypatch.setattr(imports, "hand_off_import", lambda *, run_id: handed.append(run_id))
        feed = FeedFactory.create(code="sath")
        put(feed, "a.ndjson", person(), age=100_000)
        assert inbox_of(feed).is_dir()
        out = StringIO()

        call_command("run_nightly", "--feed", "sath", stdout=out)
        call_command("run_nightly", stdout=out)

        first, second = out.getvalue().splitlines()
        assert first.startswith("sath: run ")
        assert first.endswith("1 files")
        assert second == "No inbox holds files that are ready."
