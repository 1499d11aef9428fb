"""What a committee's series plan."""

from datetime import date, timedelta
from typing import Final

from governance.models import MeetingSeries
from governance.policies.bank_holidays import bank_holidays
from governance.policies.recurrence import FURTHEST, PlannedDay, SeriesFacts, dates_of

# So far ahead meetings are planned.
AHEAD: Final = timedelta(days=366)
# Days from one meeting of a series to the next, at most: half a year, and what a month may vary.
_LONGEST_INTERVAL: Final = 190


def facts_of(series: MeetingSeries) -> SeriesFacts:
    """Return what a series asks for."""
    return SeriesFacts(
        rule=series.rule,
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        holiday_rule=series.holiday_rule,
        exceptions={date.fromisoformat(day): why for day, why in series.exceptions.items()},
    )


def plan_days(facts: SeriesFacts, *, since: date, until: date) -> list[PlannedDay]:
    """
    Return the days that a series plans, bank holidays of England apart.

    :raises ValueError: its rule is none that a committee can meet by
    """
    closed = bank_holidays(min(facts.starts_on, since), until + timedelta(days=2 * FURTHEST))
    return dates_of(facts, since=since, until=until, holidays=closed)


def next_days(facts: SeriesFacts, *, since: date, most: int) -> list[PlannedDay]:
    """Return the next days of a series, those without a meeting with them."""
    until = max(since, facts.starts_on) + timedelta(days=_LONGEST_INTERVAL * most)
    return plan_days(facts, since=since, until=until)[:most]
