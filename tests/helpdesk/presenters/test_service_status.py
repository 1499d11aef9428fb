"""How long a part was in trouble, however often it was said."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.presenters.service_status import _joined

BEGIN = datetime(2026, 10, 25, tzinfo=UTC)  # the day on which the clocks go back
MINUTES = st.integers(0, 3000)
SPANS = st.lists(st.tuples(MINUTES, MINUTES).map(sorted), max_size=12)


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


class TestJoined:
    @given(SPANS)
    def test_counts_each_minute_once(self, spans):
        joined = _joined([(at(start), at(end)) for start, end in spans])

        minutes = {minute for start, end in spans for minute in range(start, end)}
        length = sum((end - start for start, end in joined), timedelta(0))
        assert length == timedelta(minutes=len(minutes))

    @given(SPANS)
    def test_leaves_times_that_lie_apart(self, spans):
        joined = _joined([(at(start), at(end)) for start, end in spans])

        assert all(earlier[1] < later[0] for earlier, later in pairwise(joined))

    def test_what_follows_at_once_is_one_time(self):
        assert _joined([(at(0), at(30)), (at(30), at(45))]) == [(at(0), at(45))]
