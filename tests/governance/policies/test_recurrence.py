"""On which days a committee meets: whatever the clocks and the bank holidays do."""

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import LONDON
from governance.codes import HolidayRule
from governance.policies.bank_holidays import bank_holidays
from governance.policies.recurrence import (
    SATURDAY,
    PlannedDay,
    SeriesFacts,
    check_rule,
    dates_of,
    moment_of,
)

FIRST, LAST = date(2024, 1, 1), date(2031, 12, 31)
CLOSED = bank_holidays(FIRST, LAST)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")

rules = st.one_of(
    st.builds(
        "FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 6), st.sampled_from(WEEKDAYS)
    ),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY={}{}".format,
        st.integers(1, 6),
        st.sampled_from(["1", "2", "3", "4", "-1"]),
        st.sampled_from(WEEKDAYS),
    ),
)
series = st.builds(
    SeriesFacts,
    rule=rules,
    starts_on=st.dates(FIRST, date(2026, 12, 31)),
    ends_on=st.one_of(st.none(), st.dates(date(2027, 1, 1), date(2029, 1, 1))),
    holiday_rule=st.sampled_from(HolidayRule.values),
    exceptions=st.dictionaries(
        st.dates(FIRST, date(2029, 1, 1)), st.just("The room is being painted"), max_size=5
    ),
)
spans = st.tuples(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 500).map(timedelta))


def plan(facts: SeriesFacts, since: date = FIRST, until: date = date(2029, 12, 31)):
    return dates_of(facts, since=since, until=until, holidays=CLOSED)


@given(series)
def test_no_meeting_is_ever_on_a_bank_holiday(facts):
    assert not [day for day in plan(facts) if day.on in CLOSED]


@given(series)
def test_a_meeting_that_is_moved_is_on_a_day_of_work_and_says_why(facts):
    for day in plan(facts):
        if day.on is not None and day.on != day.planned_on:
            assert day.on.weekday() < SATURDAY
            assert day.planned_on in CLOSED
            assert day.reason


@given(series)
def test_no_two_meetings_of_a_series_are_on_one_day(facts):
    met = [day.on for day in plan(facts) if day.on is not None]

    assert len(met) == len(set(met))


@given(series)
def test_no_day_that_the_rule_asks_for_is_lost(facts):
    bare = SeriesFacts(rule=facts.rule, starts_on=facts.starts_on, ends_on=facts.ends_on)
    asked = [day.planned_on for day in dates_of(bare, since=FIRST, until=LAST, holidays={})]
    planned = plan(facts, until=LAST)

    assert [day.planned_on for day in planned] == asked
    assert all(day.on is not None or day.reason for day in planned)


@given(series, spans)
def test_a_day_comes_out_the_same_whatever_part_is_asked_for(facts, span):
    since, until = span[0], span[0] + span[1]
    whole = [day for day in plan(facts) if since <= day.planned_on <= until]

    assert plan(facts, since, until) == whole


@given(series, st.times(min_value=time(7), max_value=time(20)))
def test_the_clock_on_the_wall_stays_the_same_through_the_year(facts, clock):
    clock = clock.replace(second=0, microsecond=0)
    for day in plan(facts):
        if day.on is not None:
            moment = moment_of(day.on, clock)
            assert moment.tzinfo == UTC
            assert moment.astimezone(LONDON).replace(tzinfo=None).time() == clock
            assert moment.astimezone(LONDON).date() == day.on


class TestBothChangesOfTheClocks:
    def test_a_weekly_meeting_keeps_two_in_the_afternoon(self):
        facts = SeriesFacts(rule="FREQ=WEEKLY;BYDAY=TH", starts_on=date(2026, 3, 19))

        days = plan(facts, until=date(2026, 11, 5))
        hours = {moment_of(day.on, time(14)).hour for day in days if day.on}
        local = {moment_of(day.on, time(14)).astimezone(LONDON).hour for day in days if day.on}

        assert hours == {13, 14}
        assert local == {14}


class TestBankHolidays:
    CHRISTMAS = date(2026, 12, 25)

    @pytest.mark.parametrize(
        ("rule", "on"),
        [
            # Boxing Day falls on a Saturday in 2026, and is made up for on the Monday.
            (HolidayRule.NEXT, date(2026, 12, 29)),
            (HolidayRule.PREVIOUS, date(2026, 12, 24)),
            (HolidayRule.SKIP, None),
        ],
    )
    def test_christmas_moves_or_goes_as_the_series_says(self, rule, on):
        facts = SeriesFacts(
            rule="FREQ=MONTHLY;BYDAY=4FR", starts_on=date(2026, 1, 1), holiday_rule=rule
        )

        [day] = plan(facts, self.CHRISTMAS, self.CHRISTMAS)

        assert day == PlannedDay(self.CHRISTMAS, on, "Bank holiday: Christmas Day")

    def test_a_meeting_does_not_move_onto_a_weekend(self):
        # The bank holiday at the end of August 2026 is a Monday: the weekend lies before it.
        facts = SeriesFacts(
            rule="FREQ=WEEKLY;BYDAY=MO",
            starts_on=date(2026, 8, 3),
            holiday_rule=HolidayRule.PREVIOUS,
        )

        [day] = plan(facts, date(2026, 8, 31), date(2026, 8, 31))

        assert day.on == date(2026, 8, 28)

    def test_a_day_that_was_taken_out_is_not_moved(self):
        facts = SeriesFacts(
            rule="FREQ=MONTHLY;BYDAY=4FR",
            starts_on=date(2026, 1, 1),
            exceptions={self.CHRISTMAS: "Nobody is there"},
        )

        [day] = plan(facts, self.CHRISTMAS, self.CHRISTMAS)

        assert day == PlannedDay(self.CHRISTMAS, None, "Nobody is there")


class TestCheckRule:
    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=MO,TU",
            "FREQ=MONTHLY;BYDAY=5TH",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=MONTHLY;INTERVAL=0;BYDAY=3TH",
            "FREQ=WEEKLY;BYDAY=TH;COUNT=3",
            "FREQ=WEEKLY;BYDAY=TH\nEXDATE:20260101",
            "",
        ],
    )
    def test_refuses_what_no_committee_can_meet_by(self, rule):
        with pytest.raises(ValueError, match="Meetings come back"):
            check_rule(rule)

    @given(rules)
    def test_takes_what_the_form_makes(self, rule):
        check_rule(rule)
