"""Have a worker make a report; to hand one off twice does no harm."""

from functools import partial
from uuid import UUID

from celery import signature
from django.db import transaction


def hand_off_run(run_id: UUID) -> None:
    """Start making a run once the transaction has committed."""
    work = signature("analytics.make_report", kwargs={"run_id": str(run_id)})
    transaction.on_commit(partial(work.apply_async), robust=True)
