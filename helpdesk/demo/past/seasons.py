"""When tickets come: working days, Monday mornings, winters, go-lives, new doctors, outages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from core.business_hours import BusinessHours, Interval

LONDON: Final = ZoneInfo("Europe/London")
DAYS: Final = 730
# How much comes on a day of the week, in a month, and in an hour of the day.
WEEKDAYS: Final = (1.5, 1.15, 1.0, 1.0, 0.9, 0.12, 0.08)
MONTHS: Final = (1.15, 1.1, 1.0, 0.95, 0.95, 1.0, 0.9, 0.95, 1.05, 1.1, 1.1, 0.85)
HOURS: Final = (
    0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 2, 8, 14, 12, 10, 6, 8, 10, 8, 6, 3, 1, 0.8, 0.7, 0.6,
    0.5, 0.3,
)  # fmt: skip
ON_A_HOLIDAY: Final = 0.15
GO_LIVE_DAYS: Final = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class GoLive:
    """That an organization began to use the service, so many days before the end."""

    days_before: int
    ods_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Something that many reported: when it began, how long it lasted, and in what share of all."""

    days_before: int
    hour: int
    hours: float
    topic: str
    share: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """That a ticket comes: when, and from whom or about what if that is given."""

    at: datetime
    ods_code: str = ""
    outage: Outage | None = None
    is_rotation: bool = False


GO_LIVES: Final = tuple(
    GoLive(days_before=days, ods_code=code)
    for days, code in (
        (690, "RJE"), (610, "RRE"), (525, "RNA"), (450, "RL4"), (372, "R1D"), (300, "RBK"),
        (215, "E10000028"), (140, "TAJ"), (58, "RXK"),
    )
)  # fmt: skip
OUTAGES: Final = (
    Outage(
        days_before=655, hour=9, hours=2.5, topic="outage-sign-in", share=0.005,
        title="Nobody could sign in with a smartcard",
    ),
    Outage(
        days_before=541, hour=14, hours=1.5, topic="outage-record", share=0.006,
        title="Records did not open",
    ),
    Outage(
        days_before=409, hour=8, hours=5.0, topic="outage-results", share=0.005,
        title="No new results from two hospitals",
    ),
    Outage(
        days_before=281, hour=10, hours=1.0, topic="outage-sign-in", share=0.004,
        title="Sign-in failed for the Black Country",
    ),
    Outage(
        days_before=188, hour=9, hours=3.5, topic="outage-record", share=0.009,
        title="Records opened slowly or not at all",
    ),
    Outage(
        days_before=96, hour=7, hours=6.0, topic="outage-results", share=0.004,
        title="Results came a day late",
    ),
    Outage(
        days_before=34, hour=13, hours=1.25, topic="outage-record", share=0.005,
        title="Errors on every record after a release",
    ),
)  # fmt: skip


def desk_hours(first: date, last: date) -> BusinessHours:
    """Return when the desk is there: eight to six on working days."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(first.year, last.year + 2))
    return BusinessHours(
        intervals=tuple(Interval(weekday, 8 * 60, 18 * 60) for weekday in range(5)),
        holidays=frozenset(closed),
    )


def instant(day: date, minutes: int, seconds: int = 0) -> datetime:
    """Return the instant of a local minute of a day."""
    local = datetime.combine(day, time(minutes // 60, minutes % 60, seconds), LONDON)
    return local.astimezone(UTC)


def plan_arrivals(tickets: int, *, until: datetime, rng: Random) -> list[Arrival]:
    """Return when so many tickets come in the two years before a moment, in that order."""
    last = until.astimezone(LONDON).date()
    planned = [arrival for outage in OUTAGES for arrival in _in_outage(outage, tickets, last, rng)]
    days = [last - timedelta(days=n) for n in range(DAYS, -1, -1)]
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(days[0].year, last.year + 1))
    weights = [_weight(day, last, is_holiday=day in closed) for day in days]
    for day in rng.choices(days, weights, k=max(tickets - len(planned), 0)):
        hour = rng.choices(range(24), HOURS)[0]
        at = instant(day, hour * 60 + rng.randrange(60), rng.randrange(60))
        planned.append(
            Arrival(at=at, ods_code=_gone_live(day, last, rng), is_rotation=_is_rotation(day))
        )
    return sorted((one for one in planned if one.at < until), key=lambda one: one.at)


def _weight(day: date, last: date, *, is_holiday: bool) -> float:
    """Return how much comes on a day; over two years the service has grown by two thirds."""
    grown = 1.2 - 0.5 * (last - day).days / DAYS
    weight = WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * grown
    if is_holiday:
        weight *= ON_A_HOLIDAY
    if any(0 <= go.days_before - (last - day).days < GO_LIVE_DAYS for go in _began(day, last)):
        weight *= 1.35
    return weight * (1.25 if _is_rotation(day) else 1.0)


def _began(day: date, last: date) -> list[GoLive]:
    """Return what went live in the weeks before a day."""
    ago = (last - day).days
    return [go for go in GO_LIVES if 0 <= go.days_before - ago < GO_LIVE_DAYS]


def _gone_live(day: date, last: date, rng: Random) -> str:
    """Return the organization that has just begun, for three calls in ten of those weeks."""
    began = _began(day, last)
    return began[0].ods_code if began and rng.random() < 0.3 else ""


def _is_rotation(day: date) -> bool:
    """Whether junior doctors have just changed: the week of the first Wednesday of August."""
    return day.month == 8 and day.day <= 11


def _in_outage(outage: Outage, tickets: int, last: date, rng: Random) -> Sequence[Arrival]:
    day = last - timedelta(days=outage.days_before)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    began = instant(day, outage.hour * 60)
    # Most of them ring in the first hour.
    return [
        Arrival(
            at=began + timedelta(hours=outage.hours * rng.random() ** 2, seconds=rng.randrange(60)),
            outage=outage,
        )
        for _ in range(round(tickets * outage.share))
    ]
