import pytest
from django.core.management import CommandError, call_command
from django_celery_beat.models import PeriodicTask

from accounts.models import User
from records.codes import FeedState
from records.feeds.column_maps import COLUMN_MAPS
from records.models import Feed


class TestLoadDemo:
    def test_can_run_again_without_a_trace(self, db):
        call_command("load_demo", verbosity=0)
        before = list(Feed.objects.order_by("code").values())
        history = Feed.history.count()

        call_command("load_demo", verbosity=0)

        assert list(Feed.objects.order_by("code").values()) == before
        assert Feed.history.count() == history

    def test_leaves_what_people_have_changed_since(self, db):
        call_command("load_demo", verbosity=0)
        Feed.objects.filter(code="sath").update(state=FeedState.SUSPENDED)

        call_command("load_demo", verbosity=0)

        assert Feed.objects.get(code="sath").state == FeedState.SUSPENDED
        assert not PeriodicTask.objects.filter(name="Import sath").exists()

    def test_has_every_active_feed_read_each_night(self, db):
        call_command("load_demo", verbosity=0)

        names = PeriodicTask.objects.filter(name__startswith="Import ").values_list(
            "name", flat=True
        )

        active = Feed.objects.filter(state=FeedState.ACTIVE)
        assert set(names) == {f"Import {feed.code}" for feed in active}

    def test_shares_each_feed_with_its_boards(self, db):
        call_command("load_demo", verbosity=0)

        def boards(code) -> set[str]:
            feed = Feed.objects.get(code=code)
            return set(feed.shared_with.values_list("ods_code", flat=True))

        assert boards("gp-radbrook-green") == {"QUA", "QNC", "QOC"}
        assert boards("shropshire-council") == boards("shropcom") == {"QOC"}
        assert boards("dudley-group") == {"QUA"}

    def test_names_a_column_map_that_exists(self, db):
        call_command("load_demo", verbosity=0)

        assert Feed.objects.get(code="shropshire-council").column_map in COLUMN_MAPS

    def test_has_a_feed_that_does_not_share_yet(self, db):
        call_command("load_demo", verbosity=0)

        feed = Feed.objects.get(code="wmas")

        assert (feed.state, feed.schedule) == (FeedState.PLANNED, "")

    def test_is_refused_where_people_rely_on_the_service(self, db, settings):
        settings.SETTINGS_MODULE = "config.settings.production"

        with pytest.raises(CommandError, match="share a password"):
            call_command("load_demo")

        assert not User.objects.exists()
