"""Analytics at its size: all facts counted anew, a night taken in, and the pages of figures."""

import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import PractitionerRole
from analytics.actions.facts import list_event_months, rebuild_month
from analytics.actions.intake import take_in_events
from analytics.models import MonthlyFact, UsageEvent
from records.queries.usage import USAGE_ROWS
from tests.bench.analytics_world import fill_patients, fill_use, write_night
from tests.bench.helpdesk_pages import Timed, ask_often
from tests.bench.reader import signed_in_client
from tests.bench.report import answer, note, rounded
from tests.bench.scale import Scale

REBUILD_BUDGET: Final = 600
INCREMENT_BUDGET: Final = 30
DASHBOARD_BUDGET: Final = 400
MOST_STATEMENTS: Final = 15
# What any count must do at least: read all events once, and add them up.
READ_ALL: Final = """
    SELECT count(*) FROM (
        SELECT local_date, stratum_id, kind, count(*) FROM analytics_usageevent
        GROUP BY local_date, stratum_id, kind
    ) AS added
"""
READ_NIGHT: Final = f"""
    CREATE TEMPORARY TABLE bench_night AS
    SELECT id, at, user_id, organization_id, job_role, care_setting, kind
    FROM accounts_signinevent WHERE at >= %(since)s
    UNION ALL
    SELECT id, at, user_id, organization_id, job_role, care_setting, kind
    FROM ({USAGE_ROWS}) AS access WHERE at >= %(since)s
"""
# Who looks at figures: one who sees the whole service, and one who sees a board.
READERS: Final = ("analyst", "board.member")


def run(scale: Scale, wanted: Collection[str]) -> None:
    for number, openings in enumerate(scale.use_openings):
        events = fill_use(openings, months=scale.use_months, people=scale.use_people)
        if "analytics_rebuild" in wanted:
            say_rebuild(openings, events)
        if "analytics_increment" in wanted:
            say_increment(openings, scale.night_events[number])
        if "analytics_dashboard" in wanted:
            say_dashboard(openings, events, scale.page_requests)


def say_rebuild(openings: int, events: int) -> None:
    """
    Count the facts of all months anew.

    :raises RuntimeError: other facts come out than were there
    """
    before = facts_of_all_months()
    started = time.perf_counter()
    for month in list_event_months():
        rebuild_month(month)
    seconds = time.perf_counter() - started
    if facts_of_all_months() != before:
        raise RuntimeError("Counted anew, the facts are others.")
    note(f"{events:,} events counted in {seconds:.1f} s")
    answer(
        bench="analytics_rebuild",
        value=seconds,
        unit="s for all months",
        reference=seconds_of(READ_ALL),
        size=openings,
        events=events,
        budget=REBUILD_BUDGET,
        is_within=seconds <= REBUILD_BUDGET,
    )


def say_increment(openings: int, night: int) -> None:
    """
    Take in a night that both trails have just written.

    :raises RuntimeError: it is not taken in whole
    """
    fill_patients()
    at = timezone.now()
    write_night(night, at=at)
    run = take_in_events(at=at)
    if run is None or run.taken != night:
        raise RuntimeError(f"{run.taken if run else 0} of {night} events were taken in.")
    note(f"{night:,} events taken in within {run.seconds:.1f} s")
    answer(
        bench="analytics_increment",
        value=run.seconds,
        unit="s for a night",
        reference=seconds_of(READ_NIGHT, since=at - timedelta(hours=9)),
        size=openings,
        night=night,
        there=UsageEvent.objects.count(),
        budget=INCREMENT_BUDGET,
        is_within=run.seconds <= INCREMENT_BUDGET,
    )


def say_dashboard(openings: int, events: int, requests: int) -> None:
    """Ask for the pages of figures; the value is that of the slowest of them."""
    timed: dict[str, Timed] = {}
    first: dict[str, float] = {}
    reference = 0.0
    for name in READERS:
        roles = PractitionerRole.objects.select_related("user")
        client = signed_in_client(roles.get(user__username=name))
        reference = max(reference, ask_often(client, reverse("home"), requests).p95)
        for page, path in pages().items():
            first[f"{page}, {name}"] = ask_first(client, path)
            timed[f"{page}, {name}"] = one = ask_often(client, path, requests)
            note(f"{page}, {name}: {one.p95:.0f} ms/{one.cpu_ms:.0f} CPU/{one.statements}")
    value = max(one.p95 for one in timed.values())
    statements = max(one.statements for one in timed.values())
    answer(
        bench="analytics_dashboard",
        value=value,
        unit="ms p95 of a whole request",
        reference=reference,
        size=openings,
        events=events,
        budget=DASHBOARD_BUDGET,
        is_within=value <= DASHBOARD_BUDGET and statements <= MOST_STATEMENTS,
        sql=statements,
        p50={name: rounded(one.p50) for name, one in timed.items()},
        p95={name: rounded(one.p95) for name, one in timed.items()},
        cpu={name: rounded(one.cpu_ms) for name, one in timed.items()},
        first={name: rounded(milliseconds) for name, milliseconds in first.items()},
    )


def ask_first(client: Client, path: str) -> float:
    """Return the milliseconds of a page whose charts nobody has had drawn yet."""
    started = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - started) * 1000


def pages() -> dict[str, str]:
    """Return the pages of figures, and some of their filters."""
    overview = reverse("analytics:overview")
    return {
        "overview": overview,
        "overview, all months": f"{overview}?period=all",
        "overview, by organisation": f"{overview}?period=24&by=organization&compare=year",
        "adoption": reverse("analytics:adoption"),
        "retention": reverse("analytics:retention"),
        "residents": reverse("analytics:residents"),
        "silent teams": reverse("analytics:silent_teams"),
        "control charts": reverse("analytics:control"),
        "a control chart": reverse("analytics:control_chart", args=["openings-per-person"]),
        "growth": reverse("analytics:growth"),
        "quality": reverse("analytics:quality"),
        "benefits": reverse("analytics:benefits"),
        "claims": reverse("analytics:claims"),
    }


def facts_of_all_months() -> list[tuple[object, ...]]:
    rows = MonthlyFact.objects.order_by("month", "stratum_id", "kind")
    return list(rows.values_list("month", "stratum_id", "kind", "n"))


def seconds_of(sql: str, **values: datetime) -> float:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_night")
        started = time.perf_counter()
        cursor.execute(sql, values or None)
        return time.perf_counter() - started
