"""Hands changes of many tickets to a worker."""

from uuid import UUID

from celery import signature


def hand_off_bulk(*, bulk_id: UUID) -> None:
    """Have a worker carry a change of many tickets out; to hand one off twice does no harm."""
    signature("helpdesk.perform_bulk", kwargs={"bulk_id": str(bulk_id)}).apply_async()
