from datetime import timedelta

import pytest

from core.board_pack import SectionWish
from records.codes import FeedState
from records.presenters.pack_section import build_pack_section
from tests.factories.accounts import BoardFactory, OrganizationFactory
from tests.factories.records import NOON, FeedFactory, ImportRunFactory

pytestmark = pytest.mark.django_db


def build(organization):
    wish = SectionWish(organization_id=organization.pk, since=NOON - timedelta(days=28), until=NOON)
    return build_pack_section(wish)


def figures(section):
    return {each.label: each.value for each in section.figures}


class TestBuildPackSection:
    def test_says_which_feeds_are_late_and_what_their_runs_did(self):
        feed = FeedFactory.create(last_received_at=NOON - timedelta(hours=50))
        FeedFactory.create()
        for days in (1, 2, 40):
            ImportRunFactory.create(feed=feed, received_at=NOON - timedelta(days=days), received=10)

        section = build(BoardFactory.create())

        assert figures(section)["Feeds on time"] == "1 of 2"
        assert figures(section)["Runs"] == "2"
        assert figures(section)["Entries received"] == "20"
        assert any("late" in row[1] for row in section.charts[0].table.rows)

    def test_leaves_out_feeds_that_do_not_run_and_those_of_others(self):
        FeedFactory.create(state=FeedState.PLANNED)
        FeedFactory.create(organization=OrganizationFactory.create(), shared_with=[])

        section = build(BoardFactory.create())

        assert section.summary == "No feed of these organisations is active yet."
        assert section.charts == []

    def test_says_of_a_feed_that_nothing_ever_came(self):
        feed = FeedFactory.create(last_received_at=None)

        section = build(BoardFactory.create())

        assert f"Nothing was ever received from {feed.name}" in section.summary
