"""Have a worker write a broadcast to its tickets; to hand one off twice does no harm."""

from functools import partial
from uuid import UUID

from celery import signature
from django.db import transaction


def hand_off_broadcast(broadcast_id: UUID) -> None:
    """Start the work once the transaction has committed."""
    kwargs = {"broadcast_id": str(broadcast_id)}
    work = signature("helpdesk.deliver_broadcast", kwargs=kwargs)
    transaction.on_commit(partial(work.apply_async))
