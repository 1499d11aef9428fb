"""When people may be written to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.policies import when_to_write

LONDON = ZoneInfo("Europe/London")


def london(year, month, day, hour, minute):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


class TestWhenToWrite:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (london(2026, 11, 23, 9, 0), london(2026, 11, 23, 9, 0)),
            (london(2026, 11, 23, 6, 40), london(2026, 11, 23, 7, 0)),
            (london(2026, 11, 23, 19, 0), london(2026, 11, 24, 7, 0)),
            # A Friday evening, and the Monday after the clocks went back.
            (london(2026, 10, 23, 22, 0), london(2026, 10, 26, 7, 0)),
            # Christmas on a Friday, Boxing Day's holiday on the Monday.
            (london(2026, 12, 24, 20, 0), london(2026, 12, 29, 7, 0)),
            # New Year's Day lies in the year after.
            (london(2026, 12, 31, 20, 0), london(2027, 1, 4, 7, 0)),
            # England's Easter Monday, on which Scotland works.
            (london(2026, 4, 6, 9, 0), london(2026, 4, 7, 7, 0)),
        ],
    )
    def test_is_by_day_on_days_of_work(self, at, expected):
        assert when_to_write(at) == expected

    @given(st.integers(0, 14 * 365 * 24 * 60))
    def test_is_never_at_night_nor_at_a_weekend(self, minutes):
        at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

        local = when_to_write(at).astimezone(LONDON)

        assert local >= at
        assert 7 <= local.hour < 19
        assert local.weekday() < 5
