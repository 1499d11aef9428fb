"""What workers and the scheduler carry out."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from .actions import imports
from .actions.feed_locks import FeedBusy


@shared_task(name="records.import_files")  # type: ignore[untyped-decorator]  # no types
def import_files(*, run_id: str) -> None:
    """Carry out an import run; where the feed is busy, it is taken up again later."""
    try:
        imports.perform_run(UUID(run_id), clock=timezone.now)
    except FeedBusy:
        return


@shared_task(name="records.run_nightly")  # type: ignore[untyped-decorator]  # no types
def run_nightly(*, feed: str = "") -> None:
    """Import what lies in the inbox of one feed, or of all."""
    imports.start_nightly_runs(at=timezone.now(), codes=[feed] if feed else [])


@shared_task(name="records.resume_stalled_runs")  # type: ignore[untyped-decorator]  # no types
def resume_stalled_runs() -> None:
    """Take up runs whose worker died."""
    imports.resume_stalled_runs(at=timezone.now())
