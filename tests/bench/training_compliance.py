"""Compliance: the nightly count of everybody, and the pages that are read from it."""

import time
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.bench.helpdesk_pages import MOST_STATEMENTS, Timed, ask_often
from tests.bench.reader import signed_in_client
from tests.bench.report import answer, note, rounded
from tests.bench.scale import Scale
from tests.bench.training_world import LARGEST, SKILLS, fill_training
from training.actions.snapshots import snapshot_compliance

GRID_BUDGET: Final = 500
SNAPSHOT_BUDGET: Final = 60
# What any count of everybody must do at least: bring together roles and what their people hold.
BARE: Final = """
    SELECT count(*) FROM accounts_practitionerrole r
    JOIN accounts_competencygrant g ON g.user_id = r.user_id
"""


def run(scale: Scale, wanted: Collection[str]) -> None:
    on = timezone.localdate()
    for people in scale.trainees:
        trainer = fill_training(people, on=on)
        seconds = count_everybody(on)
        if "compliance_snapshot" in wanted:
            say_snapshot(people, seconds)
        if "compliance_grid" in wanted:
            client = signed_in_client(trainer)
            grid = reverse("training:compliance")
            place = reverse("training:compliance_organization", args=[LARGEST])
            say_pages(
                people,
                reference=ask_often(client, reverse("home"), scale.page_requests).p95,
                timed={
                    "grid": ask_often(client, grid, scale.page_requests),
                    "a role": ask_often(client, f"{grid}?role=nurse", scale.page_requests),
                    "by name": ask_often(client, f"{grid}?sort=name&trend=90", scale.page_requests),
                    "largest trust": ask_often(client, f"{place}?status=open", scale.page_requests),
                },
            )


def count_everybody(on: date) -> float:
    """Count for three days, so that there is a trend; return the seconds of the last."""
    for days in (90, 30):
        snapshot_compliance(on=on - timedelta(days=days))
    started = time.perf_counter()
    rows = snapshot_compliance(on=on)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE training_compliancesnapshot")
    note(f"{rows:,} rows of a snapshot in {seconds:.1f} s")
    return seconds


def say_snapshot(people: int, seconds: float) -> None:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BARE)
    answer(
        bench="compliance_snapshot",
        value=seconds,
        unit="s for everybody",
        reference=time.perf_counter() - started,
        size=people,
        skills=SKILLS,
        budget=SNAPSHOT_BUDGET,
        is_within=seconds <= SNAPSHOT_BUDGET,
    )


def say_pages(people: int, *, reference: float, timed: dict[str, Timed]) -> None:
    value = max(one.p95 for one in timed.values())
    statements = max(one.statements for one in timed.values())
    answer(
        bench="compliance_grid",
        value=value,
        unit="ms p95 of a whole request",
        reference=reference,
        size=people,
        skills=SKILLS,
        budget=GRID_BUDGET,
        is_within=value <= GRID_BUDGET and statements <= MOST_STATEMENTS,
        sql=statements,
        p50={name: rounded(one.p50) for name, one in timed.items()},
        p95={name: rounded(one.p95) for name, one in timed.items()},
        cpu={name: rounded(one.cpu_ms) for name, one in timed.items()},
    )
