"""Hands papers to a worker for the virus check."""

from uuid import UUID

from celery import signature


def hand_off_check(*, version_id: UUID) -> None:
    """Have a worker check a version of a paper; what was checked already stays as it is."""
    signature("governance.check_paper", kwargs={"version_id": str(version_id)}).apply_async()
