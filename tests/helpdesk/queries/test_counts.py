"""Counts of lists: true, in one question, and never of what the viewer may not know of."""

import pytest

from helpdesk.models import sight_of
from helpdesk.queries import counts
from helpdesk.queries.counts import count_in_full_words, count_lists
from helpdesk.queries.filters import NOBODY, TicketFilters
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    make_ticket,
)

pytestmark = pytest.mark.django_db


class TestCountLists:
    def test_counts_what_the_viewer_sees_in_one_question(self, django_assert_num_queries):
        sight, other = sight_of(agent()), QueueFactory.create(code="access")
        make_ticket()
        make_ticket(queue=other)
        make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)
        lists = {
            "all": TicketFilters(),
            "other": TicketFilters(queues=frozenset({other.pk})),
            "none": TicketFilters(queues=frozenset()),
            "nobody's": TicketFilters(assignee=NOBODY),
            "closed": TicketFilters(states=("closed",)),
        }

        with django_assert_num_queries(1):
            counted = count_lists(lists, sight=sight, at=MONDAY)

        assert counted == {"all": 2, "other": 1, "none": 0, "nobody's": 2, "closed": 0}

    def test_stops_counting_where_nobody_reads_on(self, monkeypatch):
        monkeypatch.setattr(counts, "MOST_COUNTED", 1)
        for _ in range(3):
            make_ticket()

        counted = count_lists({"all": TicketFilters()}, sight=sight_of(agent()), at=MONDAY)

        assert counted == {"all": 2}
        assert count_in_full_words(2) == "1+"
        assert count_in_full_words(1) == "1"

    def test_nothing_to_count_asks_nothing(self, django_assert_num_queries):
        sight = sight_of(agent())

        with django_assert_num_queries(0):
            assert count_lists({}, sight=sight, at=MONDAY) == {}
