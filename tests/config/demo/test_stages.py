import pytest

from config.demo import stages


@pytest.fixture
def feeds(tmp_path, monkeypatch, settings):
    """Files that have been written, and an empty inbox."""
    folder = tmp_path / "demo" / "feeds"
    (folder / "sath").mkdir(parents=True)
    (folder / "README.txt").write_text("synthetic")
    (folder / "sath" / "one.json").write_text("{}")
    monkeypatch.setattr(stages, "FEEDS", folder)
    settings.INBOX_DIR = tmp_path / "inbox"
    return folder


class TestDeliverFeeds:
    def test_puts_each_feed_into_its_inbox_once(self, feeds, settings):
        stages.deliver_feeds()
        delivered = settings.INBOX_DIR / "sath" / "one.json"
        assert delivered.read_text() == "{}"
        delivered.unlink()

        stages.deliver_feeds()

        assert not delivered.exists()

    def test_another_database_gets_them_too(self, feeds, settings):
        stages.deliver_feeds()
        (settings.INBOX_DIR / "sath" / "one.json").unlink()

        settings.DATABASE_URL = "postgres://other.example/care"
        stages.deliver_feeds()

        assert (settings.INBOX_DIR / "sath" / "one.json").exists()


class TestStage:
    def test_says_what_is_done_and_how_long_it_took(self, capsys):
        with stages.stage("Tables") as show:
            show("half way")

        assert capsys.readouterr().out == "  Tables … 0.0 s\n"
