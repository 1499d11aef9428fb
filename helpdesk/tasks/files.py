"""Hands files to a worker for the virus check."""

from uuid import UUID

from celery import signature


def hand_off_scan(*, attachment_id: UUID) -> None:
    """Have a worker check a file; one that was checked already is left as it is."""
    kwargs = {"attachment_id": str(attachment_id)}
    signature("helpdesk.scan_attachment", kwargs=kwargs).apply_async()
