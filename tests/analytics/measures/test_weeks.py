"""Whole weeks are Monday to Sunday, whatever the year and the clocks do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.weeks import last_whole_weeks


@given(on=st.dates(date(2020, 1, 1), date(2040, 12, 31)), number=st.integers(1, 60))
def test_the_last_whole_weeks_are_over_and_no_later_ones_are(on, number):
    weeks = last_whole_weeks(number, on=on)

    assert weeks.first.isoweekday() == 1
    assert weeks.last.isoweekday() == 7
    assert weeks.length == number
    assert on - timedelta(days=7) < weeks.last <= on
    days = [weeks.first + timedelta(days=day) for day in range(7 * number)]
    assert len({day.isocalendar()[:2] for day in days}) == number
    assert all((day - weeks.first).days // 7 < number for day in days)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 10, 31), date(2026, 9, 28), date(2026, 10, 25)),
        (date(2026, 11, 1), date(2026, 10, 5), date(2026, 11, 1)),
        (date(2027, 1, 3), date(2026, 12, 7), date(2027, 1, 3)),
        (date(2028, 3, 1), date(2028, 1, 31), date(2028, 2, 27)),
    ],
)
def test_four_weeks(on, first, last):
    weeks = last_whole_weeks(4, on=on)

    assert (weeks.first, weeks.last) == (first, last)
