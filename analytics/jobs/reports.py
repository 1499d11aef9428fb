"""Reports in the background: made once, started by the calendar, gone on with after a crash."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from analytics.actions.report_schedule import start_due_runs
from analytics.actions.reports import fail_run, make_run
from analytics.actions.reports import resume_runs as resume
from analytics.presenters.report import draw_internal

FAILED = "It could not be made. Run it again; tell the helpdesk if that fails."
_logger = logging.getLogger(__name__)


@shared_task(name="analytics.make_report", time_limit=1800)  # type: ignore[untyped-decorator]  # no types
def make_report(*, run_id: str) -> None:
    """Freeze the figures of a report, and draw it."""
    try:
        make_run(UUID(run_id), draw=draw_internal, at=timezone.now())
    except Exception:
        _logger.exception("Report %s cannot be made", run_id)
        fail_run(UUID(run_id), why=FAILED)


@shared_task(name="analytics.resume_reports")  # type: ignore[untyped-decorator]  # no types
def resume_reports() -> None:
    """Go on with reports whose worker has died."""
    resume(at=timezone.now())


@shared_task(name="analytics.schedule_reports")  # type: ignore[untyped-decorator]  # no types
def schedule_reports() -> None:
    """Start the reports that are due."""
    start_due_runs(at=timezone.now())
