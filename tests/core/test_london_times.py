"""A day and a time as they are typed, whatever the clocks do."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.dates import LONDON
from core.london_times import NoSuchTime, london_moment, read_clock

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
# Sessions are not held at night, when the clocks change.
by_day = clocks.filter(lambda clock: clock.hour >= 2)


class TestLondonMoment:
    @given(day=days, clock=by_day)
    @example(day=date(2026, 3, 28), clock=time(9, 30))
    @example(day=date(2026, 3, 29), clock=time(9, 30))
    @example(day=date(2026, 10, 24), clock=time(9, 30))
    @example(day=date(2026, 10, 25), clock=time(9, 30))
    def test_shows_the_same_day_and_time_on_a_clock_in_london(self, day, clock):
        moment = london_moment(day, clock)

        assert moment.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, clock)

    @given(day=days, start=by_day, end=by_day)
    def test_keeps_the_length_of_a_part_by_day(self, day, start, end):
        length = datetime.combine(day, end) - datetime.combine(day, start)

        assert london_moment(day, end) - london_moment(day, start) == length

    @pytest.mark.parametrize(
        ("day", "words"),
        [(date(2026, 3, 29), "does not exist"), (date(2026, 10, 25), "comes twice")],
    )
    def test_refuses_the_hour_that_the_clocks_change(self, day, words):
        with pytest.raises(NoSuchTime, match=words):
            london_moment(day, time(1, 30))

    def test_is_an_hour_shorter_over_the_night_when_summer_begins(self):
        before = london_moment(date(2026, 3, 28), time(9, 30))
        after = london_moment(date(2026, 3, 29), time(9, 30))

        assert after - before == timedelta(hours=23)


class TestReadClock:
    @given(clock=clocks, sign=st.sampled_from([":", ".", ""]))
    def test_reads_what_people_type(self, clock, sign):
        assert read_clock(f" {clock:%H}{sign}{clock:%M} ") == clock

    @pytest.mark.parametrize("typed", ["", "9", "25:00", "9:75", "half nine", "9:3", "١٢:٣٠"])
    def test_refuses_the_rest(self, typed):
        with pytest.raises(ValueError, match=r"."):
            read_clock(typed)
