"""Open time is counted in the hours of work of each local day, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from core.business_hours import (
    BusinessHours,
    Interval,
    NeverOpens,
    add_open_seconds,
    is_open,
    next_opening,
    open_seconds,
    openings_between,
)

LONDON = ZoneInfo("Europe/London")
HOUR = 3600
ENGLAND = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2029)))


def week(start, end, days=range(5)):
    return tuple(Interval(day, start * 60, end * 60) for day in days)


OFFICE = BusinessHours(intervals=week(9, 17), holidays=ENGLAND)
ALWAYS = BusinessHours(is_always_open=True)
ALL_DAY = BusinessHours(intervals=week(0, 24, range(7)))


def local(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


INSTANTS = st.datetimes(
    min_value=datetime(2021, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2028, 6, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
SECONDS = st.integers(min_value=0, max_value=200 * HOUR)
# An hour a week at least: less would put deadlines beyond a lifetime.
INTERVALS = st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda each: each[2] - each[1] >= 60
)
CALENDARS = st.builds(
    lambda intervals, off: BusinessHours(
        intervals=tuple(Interval(*each) for each in intervals), holidays=frozenset(off)
    ),
    st.lists(INTERVALS, min_size=1, max_size=12),
    st.frozensets(st.dates(date(2021, 1, 1), date(2028, 12, 31)), max_size=8),
)


class TestDeadlines:
    def test_nights_are_not_counted(self):
        assert add_open_seconds(OFFICE, local(2026, 11, 23, 16), 2 * HOUR) == local(
            2026, 11, 24, 10
        )

    def test_what_begins_at_night_counts_from_the_morning(self):
        assert add_open_seconds(OFFICE, local(2026, 11, 23, 22), HOUR) == local(2026, 11, 24, 10)

    def test_weekends_and_bank_holidays_are_not_counted(self):
        # Good Friday and Easter Monday 2026.
        assert add_open_seconds(OFFICE, local(2026, 4, 2, 16), 2 * HOUR) == local(2026, 4, 7, 10)

    def test_the_substitute_for_boxing_day_is_not_counted(self):
        assert add_open_seconds(OFFICE, local(2026, 12, 24, 16), 2 * HOUR) == local(
            2026, 12, 29, 10
        )

    def test_a_day_that_is_used_up_is_due_at_its_end(self):
        assert add_open_seconds(OFFICE, local(2026, 11, 23, 9), 8 * HOUR) == local(2026, 11, 23, 17)

    def test_always_open_means_the_wall_clock(self):
        start = local(2026, 10, 24, 23)

        assert add_open_seconds(ALWAYS, start, 72 * HOUR) - start.astimezone(UTC) == timedelta(
            hours=72
        )

    def test_a_calendar_without_hours_says_so(self):
        with pytest.raises(NeverOpens):
            add_open_seconds(BusinessHours(), local(2026, 11, 23, 9), 1)

    def test_deadlines_are_instants_in_utc(self):
        due = add_open_seconds(OFFICE, local(2026, 7, 1, 9), HOUR)

        assert due.tzinfo is UTC
        assert due.isoformat() == "2026-07-01T09:00:00+00:00"


class TestChangesOfTheClocks:
    @pytest.mark.parametrize("monday", [local(2026, 3, 30), local(2026, 10, 26)])
    def test_move_nothing_in_working_hours(self, monday):
        friday = monday - timedelta(days=3)

        due = add_open_seconds(OFFICE, friday.replace(hour=16), 2 * HOUR)

        assert due == monday.replace(hour=10)

    def test_a_day_has_twenty_three_or_twenty_five_hours(self):
        assert open_seconds(ALL_DAY, local(2026, 3, 29), local(2026, 3, 30)) == 23 * HOUR
        assert open_seconds(ALL_DAY, local(2026, 10, 25), local(2026, 10, 26)) == 25 * HOUR

    def test_the_repeated_hour_is_counted_twice_and_no_more(self):
        halves = BusinessHours(intervals=(Interval(6, 60, 90), Interval(6, 90, 120)))

        assert open_seconds(halves, local(2026, 10, 25), local(2026, 10, 26)) == 2 * HOUR

    def test_the_missing_hour_is_not_counted(self):
        early = BusinessHours(intervals=(Interval(6, 60, 120),))

        assert open_seconds(early, local(2026, 3, 29), local(2026, 3, 30)) == 0


class TestHoursOfWork:
    def test_open_all_day_loses_no_minute(self):
        start = local(2026, 11, 1)

        assert open_seconds(ALL_DAY, start, start + timedelta(days=28)) == 28 * 24 * HOUR

    def test_a_day_may_have_several_intervals(self):
        split = BusinessHours(intervals=(Interval(0, 540, 720), Interval(0, 780, 1020)))

        assert add_open_seconds(split, local(2026, 11, 23, 11), 2 * HOUR) == local(2026, 11, 23, 14)

    @pytest.mark.parametrize("day", [1, 2, 3])
    def test_any_day_may_be_missing(self, day):
        one = BusinessHours(intervals=(Interval(day, 540, 600),))

        assert open_seconds(one, local(2026, 11, 2), local(2026, 11, 30)) == 4 * HOUR

    def test_intervals_that_overlap_count_once(self):
        double = BusinessHours(intervals=(Interval(0, 540, 720), Interval(0, 600, 780)))

        assert open_seconds(double, local(2026, 11, 23), local(2026, 11, 24)) == 4 * HOUR

    def test_the_end_of_an_interval_is_closed(self):
        assert is_open(OFFICE, local(2026, 11, 23, 9))
        assert not is_open(OFFICE, local(2026, 11, 23, 17))
        assert next_opening(OFFICE, local(2026, 11, 20, 17)) == local(2026, 11, 23, 9)

    @pytest.mark.parametrize("interval", [(7, 0, 60), (0, 60, 60), (0, 0, 1441), (0, -1, 60)])
    def test_an_interval_beyond_its_day_is_refused(self, interval):
        with pytest.raises(ValueError, match="within one day"):
            BusinessHours(intervals=(Interval(*interval),))


class TestBankHolidays:
    def test_agree_with_the_governments_own_list(self):
        published = {
            each["date"]
            for each in BankHolidays(use_cached_holidays=True).get_holidays(
                division=BankHolidays.ENGLAND_AND_WALES
            )
        }
        years = {day.year for day in published}
        ours = set(holidays.country_holidays("GB", subdiv="ENG", years=years))

        # A holiday that falls on a weekend is off in any case; only its substitute is published.
        assert published == {day for day in ours if day.weekday() < 5 or day in published}

    @pytest.mark.parametrize(
        "day",
        [date(2022, 6, 3), date(2023, 5, 8), date(2026, 12, 28), date(2027, 12, 27)],
    )
    def test_hold_known_days(self, day):
        assert day in ENGLAND


class TestProperties:
    @given(hours=CALENDARS, start=INSTANTS, seconds=SECONDS)
    def test_what_is_due_after_some_time_has_had_that_time(self, hours, start, seconds):
        due = add_open_seconds(hours, start, seconds)

        assert open_seconds(hours, start, due) == seconds

    @given(hours=CALENDARS, start=INSTANTS, seconds=SECONDS, more=SECONDS)
    def test_more_time_is_never_due_sooner(self, hours, start, seconds, more):
        assert add_open_seconds(hours, start, seconds) <= add_open_seconds(
            hours, start, seconds + more
        )

    @given(hours=CALENDARS, times=st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
    def test_time_in_two_parts_is_the_time_of_the_whole(self, hours, times):
        first, middle, last = (each.replace(microsecond=0) for each in times)

        parts = open_seconds(hours, first, middle) + open_seconds(hours, middle, last)

        assert parts == open_seconds(hours, first, last)

    @given(hours=CALENDARS, start=INSTANTS, length=st.integers(0, 30 * 24 * HOUR))
    def test_sums_agree_with_the_stretches_themselves(self, hours, start, length):
        start = start.replace(microsecond=0)
        end = start + timedelta(seconds=length)

        stretches = openings_between(hours, start, end)
        total = sum(((o.end - o.start).total_seconds() for o in stretches), start=0.0)

        assert total == open_seconds(hours, start, end)

    @given(hours=CALENDARS, start=INSTANTS)
    def test_the_next_opening_is_open(self, hours, start):
        assert is_open(hours, next_opening(hours, start))
