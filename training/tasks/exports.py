"""Have a worker make a file of compliance; to hand one off twice does no harm."""

from functools import partial
from uuid import UUID

from celery import signature
from django.db import transaction


def hand_off_export(export_id: UUID) -> None:
    """Start the work once the transaction has committed."""
    work = signature("training.make_export", kwargs={"export_id": str(export_id)})
    transaction.on_commit(partial(work.apply_async), robust=True)
