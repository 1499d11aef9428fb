"""Tickets like another, never beyond what the viewer may know of."""

from datetime import timedelta

import pytest

from helpdesk.codes import TicketCategory
from helpdesk.models import sight_of
from helpdesk.queries.similar import LOOKS_BACK, Likeness, likeness_of, list_similar
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def similar(viewer, like):
    return [line.number for line in list_similar(like, sight=sight_of(viewer), at=MONDAY)]


class TestListSimilar:
    def test_finds_what_is_about_the_same_and_not_itself(self):
        ticket = make_ticket(subject="Letters from the hospital are missing")
        same = make_ticket(subject="Hospital letters missing", by=caller())
        make_ticket(
            subject="Mouse broken", by=caller(), organization=None, category=TicketCategory.HARDWARE
        )

        assert similar(agent(), likeness_of(ticket)) == [same.number]

    def test_what_the_viewer_may_not_know_of_is_not_there(self):
        like = Likeness(subject="Letters are missing", category=TicketCategory.SOFTWARE)
        hidden = make_ticket(
            subject="Letters are missing",
            queue=ConfidentialQueueFactory.create(),
            has_governance_flag=True,
        )
        officer = agent(hidden.queue, sees_restricted=True)

        assert similar(agent(), like) == []
        assert similar(officer, like) == [hidden.number]
        assert similar(caller(), like) == []

    def test_the_same_feed_counts_though_the_words_differ(self):
        ticket = make_ticket(subject="Results are late", context={"feed": "sath"})
        same = make_ticket(subject="No bloods since Friday", context={"feed": "sath"}, by=caller())

        assert similar(agent(), likeness_of(ticket)) == [same.number]

    def test_what_is_long_past_is_left_out(self):
        make_ticket(subject="Letters missing", at=MONDAY - LOOKS_BACK - timedelta(days=1))

        assert similar(agent(), Likeness(subject="Letters missing")) == []
