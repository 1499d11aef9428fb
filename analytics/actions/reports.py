"""Define reports, ask for runs, and freeze them."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import rfc8785
from django.db import connection, transaction

from accounts.models import Organization
from accounts.queries import organizations_below
from analytics import permissions
from analytics.codes import ReportFrequency, ReportState
from analytics.measures.fingerprint import code_version
from analytics.measures.periods import Period
from analytics.models import IntakeRun, Reach, ReportDefinition, ReportRun
from analytics.queries.report_lines import READERS, ReportWish, thaw
from analytics.queries.report_recount import recount
from analytics.queries.selection import list_strata_of
from analytics.tasks.reports import hand_off_run
from core.errors import NotPermittedNow

from .facts import LOCK

# What was handed off is picked up at once; what waits longer was lost on the way.
LOST_AFTER: Final = timedelta(minutes=2)
GIVEN_UP_AFTER: Final = timedelta(hours=2)
GIVEN_UP: Final = (
    "It could not be made within two hours. Run it again; tell the helpdesk if it fails."
)

Draw = Callable[[ReportRun], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTerms:
    """What a report is of, and when it is run by itself."""

    title: str
    organization: Organization | None
    sections: Sequence[str]
    frequency: ReportFrequency
    is_active: bool


@transaction.atomic
def define_report(
    *, terms: ReportTerms, by: Reach, definition: ReportDefinition | None = None
) -> ReportDefinition:
    """
    Keep a report, a new one or one that is there.

    :raises Forbidden: they are no analyst, or may not see those figures
    :raises NotPermittedNow: it has been run for another organization
    """
    permissions.check_may_edit(by)
    _check_organization(by, terms.organization)
    if definition is None:
        definition = ReportDefinition(made_by_id=by.viewer.user_id)
    else:
        _check_organization(by, definition.organization)
        # Who may see a run is told by its report.
        if definition.organization != terms.organization and definition.runs.exists():
            raise NotPermittedNow(
                "This report has been run: it keeps whose figures it shows. Make another one."
            )
    definition.title, definition.organization = terms.title, terms.organization
    definition.sections, definition.frequency = list(terms.sections), terms.frequency
    definition.is_active = terms.is_active
    definition.save()
    return definition


@transaction.atomic
def ask_for_run(
    *, definition: ReportDefinition, period: Period, by: Reach, at: datetime
) -> ReportRun:
    """
    Ask for a run of a report for whole months that are over.

    :raises Forbidden: they are no analyst, or may not see those figures
    :raises NotPermittedNow: the months are not over, or such a run is waiting
    """
    permissions.check_may_edit(by)
    _check_organization(by, definition.organization)
    locked = ReportDefinition.objects.select_for_update().get(pk=definition.pk)
    return start_run(definition=locked, period=period, user_id=by.viewer.user_id, at=at)


@transaction.atomic
def ask_for_recount(*, run: ReportRun, by: Reach, at: datetime) -> ReportRun:
    """
    Ask for the figures of a run once more: from raw events up to its cut, by plain SQL.

    :raises Forbidden: they may not see those figures
    :raises NotPermittedNow: the run has no figures
    """
    permissions.check_may_see_figures(by)
    _check_organization(by, run.definition.organization)
    if run.state != ReportState.FINISHED or "recount_of" in run.parameters:
        raise NotPermittedNow("Only a finished report can be counted again.")
    again = ReportRun.objects.create(
        definition=run.definition,
        first_month=run.first_month,
        last_month=run.last_month,
        cut=run.cut,
        asked_at=at,
        by_id=by.viewer.user_id,
        parameters=run.parameters | {"recount_of": str(run.pk)},
    )
    hand_off_run(again.pk)
    return again


def start_run(
    *, definition: ReportDefinition, period: Period, user_id: UUID | None, at: datetime
) -> ReportRun:
    """
    Let a run wait for a worker; within a transaction that holds its definition.

    :raises NotPermittedNow: such a run is waiting already
    """
    waiting = definition.runs.exclude(parameters__has_key="recount_of").filter(
        state=ReportState.WAITING, first_month=period.first, last_month=period.last
    )
    if waiting.exists():
        raise NotPermittedNow("This report is being made for these months. Wait until it is ready.")
    run = ReportRun.objects.create(
        definition=definition,
        first_month=period.first,
        last_month=period.last,
        asked_at=at,
        by_id=user_id,
    )
    hand_off_run(run.pk)
    return run


@transaction.atomic
def make_run(run_id: UUID, *, draw: Draw, at: datetime) -> bool:
    """
    Make a run that waits; False where it does not, or another worker is at it.

    All of it is one transaction: killed in the middle, the run still waits.
    """
    locked = ReportRun.objects.select_for_update(of=("self",), skip_locked=True)
    run = (
        locked.select_related("definition__organization", "cut")
        .filter(pk=run_id, state=ReportState.WAITING)
        .first()
    )
    if run is None:
        return False
    source = run.parameters.get("recount_of")
    if source:
        _count_again(run, ReportRun.objects.get(pk=source))
    else:
        _freeze(run)
    run.sha256 = hash_of(run)
    run.code_version, run.made_at, run.state = code_version(), at, ReportState.FINISHED
    if not source:
        run.pdf = draw(run)
    run.save()
    return True


@transaction.atomic
def fail_run(run_id: UUID, *, why: str) -> None:
    """Give a run up that waits."""
    waiting = ReportRun.objects.filter(pk=run_id, state=ReportState.WAITING)
    waiting.update(state=ReportState.FAILED, error=why)


def resume_runs(*, at: datetime) -> None:
    """Hand off again what has waited too long, and give up what cannot be made."""
    waiting = ReportRun.objects.filter(state=ReportState.WAITING, asked_at__lte=at - LOST_AFTER)
    for run in waiting.only("id", "asked_at"):
        if run.asked_at <= at - GIVEN_UP_AFTER:
            fail_run(run.pk, why=GIVEN_UP)
        else:
            hand_off_run(run.pk)


def hash_of(run: ReportRun) -> str:
    """Return the hash over what a run says, and of what: canonical JSON (RFC 8785), SHA-256."""
    said = {
        "cut": run.cut_id or 0,
        "parameters": {k: v for k, v in run.parameters.items() if k != "recount_of"},
        "figures": run.figures,
    }
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def _freeze(run: ReportRun) -> None:
    """Read the figures from the facts, while no intake changes them."""
    organization = run.definition.organization
    period = Period(first=run.first_month, last=run.last_month)
    places = None if organization is None else organizations_below([organization.pk])
    with connection.cursor() as cursor:
        # Facts and cut are of one moment: no intake ends before this transaction does.
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
    run.cut = IntakeRun.objects.order_by("-pk").first()
    wish = ReportWish(period=period, rows=list_strata_of(places))
    sections = [
        {"key": key, **READERS[key](wish).as_json()}
        for key in run.definition.sections
        if key in READERS
    ]
    run.figures = {"sections": sections}
    run.parameters = {
        "organization": organization.ods_code if organization else "",
        "organization_name": organization.short_name if organization else "The whole service",
        "first_month": _iso(run.first_month),
        "last_month": _iso(run.last_month),
        "sections": [str(each["key"]) for each in sections],
    }


def _count_again(run: ReportRun, source: ReportRun) -> None:
    sections: Sequence[Mapping[str, Any]] = source.figures["sections"]
    run.figures = {
        "sections": [
            {"key": each["key"], **recount(thaw(each), cut=source.cut_id or 0).as_json()}
            for each in sections
        ]
    }


def _check_organization(by: Reach, organization: Organization | None) -> None:
    permissions.check_may_see_organization(by, organization.pk if organization else None)


def _iso(day: date) -> str:
    return day.isoformat()
