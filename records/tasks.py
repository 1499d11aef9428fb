"""What actions hand to workers after they commit; the work itself is in `records.jobs`."""

from uuid import UUID

from celery import signature


def hand_off_import(*, run_id: UUID) -> None:
    """Have a worker carry out an import run; to hand one off twice does no harm."""
    signature("records.import_files", kwargs={"run_id": str(run_id)}).apply_async()
