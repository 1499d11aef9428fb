"""
Forty-five months of use and the running one, as raw events, made by a few statements a month.

Chance is a hash of who and when: the same people get the same history each time. A month's counts
are handed out exactly, to the people of each group of settings and their days. Every month is a
transaction; what was broken off goes on with the first month that is missing.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from analytics.actions.facts import rebuild_month
from analytics.actions.intake import make_months
from analytics.codes import EventSource
from analytics.demo import statements
from analytics.demo.curve import (
    LAST_BY_SETTING,
    MONTHS,
    Month,
    days_of,
    months_until,
    share_out,
)
from analytics.demo.members import Member, load_members, share_of_life
from analytics.models import IntakeRun, MonthlyFact, UsageEvent

SEED: Final = 45
# Wrong names and passwords for each sign-in.
FAILED: Final = 0.035
_EVENTS_OF_A_MONTH: Final = 1_000_000_000
_TABLES: Final = (
    "analytics_usageevent, analytics_dailyfact, analytics_dailyperson, analytics_monthlyfact, "
    "analytics_monthlyperson, analytics_stratum, analytics_usageperson"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: how many events, and of which months."""

    events: int
    months: int


def write_history(
    *, at: datetime, scale: float = 1.0, months: int = MONTHS, beside: bool = False
) -> Written:
    """
    Write the history up to yesterday, month by month, with the facts that are counted of it.

    With `beside`, facts are counted on a second connection while the next events are made; that
    is not for callers within a transaction.
    """
    today = timezone.localdate(at)
    plan = months_until(today, scale=scale, months=months)
    missing = [month for month in plan if not _has_events(month)]
    members = load_members(first=plan[0].first, months=months, today=today, seed=SEED)
    if not members:
        return Written(events=0, months=0)
    run = _begin(at) if missing else None
    events = 0
    _take_memory()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS demo_member")
        cursor.execute(statements.MAKE_MEMBERS)
        cursor.execute(statements.FILL_MEMBERS, _columns(members))
    with _Counter(beside=beside) as counter:
        for month in plan:
            if run and month in missing:
                events += _write_month(month, plan, members, run)
            if month in missing or not _has_facts(month):
                counter.count(month.first)
    if run:
        run.taken = events
        run.save(update_fields=["taken"])
    _forget_and_look()
    return Written(events=events, months=len(missing))


class _Counter:
    """Counts the facts of months: at once, or one after the other on a thread of its own."""

    def __init__(self, *, beside: bool) -> None:
        self._threads = (
            ThreadPoolExecutor(max_workers=1, initializer=_take_memory) if beside else None
        )
        self._asked: list[Future[None]] = []

    def __enter__(self) -> "_Counter":
        return self

    def count(self, month: date) -> None:
        """Have a month counted."""
        if self._threads:
            self._asked.append(self._threads.submit(rebuild_month, month))
        else:
            rebuild_month(month)

    def __exit__(self, *_error: object) -> None:
        if self._threads:
            self._threads.submit(connection.close)
            self._threads.shutdown()
        for each in self._asked:
            each.result()


@transaction.atomic
def _write_month(
    month: Month, plan: Sequence[Month], members: Sequence[Member], run: IntakeRun
) -> int:
    """Write the events of a month, and return how many they are."""
    make_months(month.first, month.first)
    days = list(days_of(month))
    with connection.cursor() as cursor:
        cursor.execute(
            statements.MAKE_DAYS,
            [
                [each.day for each in days],
                [each.around_the_clock for each in days],
                [each.busy for each in days],
                [each.left for each in days],
            ],
        )
        cursor.execute(statements.MAKE_TOTALS, list(_totals(month, plan, members)))
        cursor.execute(statements.MAKE_CELLS, {"seed": SEED})
        cursor.execute(
            statements.KEEP,
            {
                "seed": SEED,
                "intake": run.pk,
                "first_id": _EVENTS_OF_A_MONTH * (month.index + 1),
                "reads": 40 + month.index // 3,
            },
        )
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE demo_day, demo_total, demo_cell")
    return written


def _totals(month: Month, plan: Sequence[Month], members: Sequence[Member]) -> Iterator[list[int]]:
    """Give groups, their openings, sign-ins and failures: by who was there, and the last month."""
    last_complete = next(each for each in reversed(plan) if each.is_complete)
    there, at_last = _lives(month, members), _lives(last_complete, members)
    weights = [
        share * there[group] / at_last[group] if at_last[group] else 0.0
        for group, share in enumerate(LAST_BY_SETTING.values())
    ]
    failures = FAILED * month.sign_ins * (2 if month.is_outage else 1)
    yield list(range(len(weights)))
    yield share_out(month.openings, weights)
    yield share_out(month.sign_ins, weights)
    yield share_out(round(failures), weights)


def _lives(month: Month, members: Sequence[Member]) -> list[float]:
    """Return how much of each group was there in a month."""
    lives = [0.0 for _ in LAST_BY_SETTING]
    for member in members:
        lives[member.group] += share_of_life(member, month.first, month.last)
    return lives


def _columns(members: Sequence[Member]) -> list[list[Any]]:
    """Return members as columns, in the order of the table."""
    return [
        list(range(len(members))),
        [each.person for each in members],
        [each.stratum for each in members],
        [each.group for each in members],
        [each.around_the_clock for each in members],
        [each.opens for each in members],
        [each.signs_in for each in members],
        [each.starts for each in members],
        [each.ends for each in members],
    ]


def _begin(at: datetime) -> IntakeRun:
    """Return the intake that the events come by; it leaves the trails where they are."""
    before = IntakeRun.objects.aggregate(
        last_sign_in=Max("last_sign_in", default=0), last_access=Max("last_access", default=0)
    )
    return IntakeRun.objects.create(at=at, **before)


def _has_events(month: Month) -> bool:
    return UsageEvent.objects.filter(
        source=EventSource.CARRIED_OVER, local_date__range=(month.first, month.last)
    ).exists()


def _has_facts(month: Month) -> bool:
    return MonthlyFact.objects.filter(month=month.first).exists()


def _take_memory() -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements.MORE_MEMORY)


def _forget_and_look() -> None:
    """Have the database look at what was just written: it plans badly for tables it knows not."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE demo_member; RESET work_mem")
        cursor.execute(f"ANALYZE {_TABLES}")
