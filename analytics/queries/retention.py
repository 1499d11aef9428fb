"""Who came back: people by the month of their first opening, and months later; true counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from analytics.codes import Did
from analytics.measures.adoption import ROLLING_DAYS
from analytics.measures.periods import Period, months_between, next_month

# How many months after the first are looked at.
MOST_MONTHS: Final = 12

# The first month of each person, within what is selected, where it falls into the period.
_STARTED: Final = f"""
    WITH started AS MATERIALIZED (
        SELECT person_id, min(month) AS month FROM analytics_monthlyperson
        WHERE stratum_id = ANY(%(strata)s) AND did & {Did.OPENED:d} > 0 AND month <= %(last)s
        GROUP BY person_id HAVING min(month) >= %(first)s
    )
"""
_BY_CALENDAR: Final = f"""
    {_STARTED}
    SELECT began, month, count(*) FROM (
        SELECT DISTINCT started.month AS began, later.month, person_id
        FROM started JOIN analytics_monthlyperson later USING (person_id)
        WHERE later.stratum_id = ANY(%(strata)s) AND later.did & {Did.OPENED:d} > 0
          AND later.month BETWEEN %(first)s AND %(last)s
    ) AS once GROUP BY began, month
"""
# Days of London are numbers, so that a day of 23 or 25 hours is one day like any other. What is
# grouped twice is hashed; days in the order of each person would have to be sorted.
_BY_ROLLING: Final = f"""
    {_STARTED}, days AS MATERIALIZED (
        SELECT started.month, person_id, day.local_date
        FROM started JOIN analytics_dailyperson day USING (person_id)
        WHERE day.stratum_id = ANY(%(strata)s) AND day.did & {Did.OPENED:d} > 0
          AND day.local_date BETWEEN %(first)s AND %(end)s
    ), begun AS (
        SELECT person_id, min(local_date) AS first_day FROM days GROUP BY person_id
    )
    SELECT month, later, count(*) FROM (
        SELECT DISTINCT days.month, person_id,
               (days.local_date - begun.first_day) / {ROLLING_DAYS} AS later
        FROM days JOIN begun USING (person_id)
    ) AS once WHERE later <= {MOST_MONTHS} GROUP BY month, later
"""


class Months(StrEnum):
    """How the months after a first opening are counted."""

    CALENDAR = "calendar"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """
    People who began in a month, and how many of them came back so many months later.

    `later` begins with the month after the first; what is not over yet for all of them is not
    there.
    """

    month: date
    people: int
    later: Sequence[int] = field(default_factory=list)


def read_cohorts(strata: Sequence[int], period: Period, *, months: Months) -> list[Cohort]:
    """Return the people who began in each month of a period, months without any as well."""
    rolling = months == Months.ROLLING
    values: dict[str, Any] = {
        "strata": list(strata),
        "first": period.first,
        "last": period.last,
        "end": period.end,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_ROLLING if rolling else _BY_CALENDAR, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    counted = {
        (month, later if rolling else months_between(month, later)): people
        for month, later, people in rows
    }
    return [
        Cohort(
            month=month,
            people=counted.get((month, 0), 0),
            later=[
                counted.get((month, number), 0)
                for number in range(1, _whole_months(month, period, rolling=rolling) + 1)
            ],
        )
        for month in period.months()
    ]


def _whole_months(month: date, period: Period, *, rolling: bool) -> int:
    """Return how many months after a cohort's first are over for each of its people."""
    if not rolling:
        return min(months_between(month, period.last), MOST_MONTHS)
    last_starter = next_month(month) - timedelta(days=1)
    days = (period.end - last_starter).days + 1
    return max(0, min(days // ROLLING_DAYS - 1, MOST_MONTHS))
