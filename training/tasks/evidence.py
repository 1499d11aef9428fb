"""Hands evidence to a worker for the virus check."""

from uuid import UUID

from celery import signature


def hand_off_check(*, claim_id: UUID) -> None:
    """Have a worker check the evidence of a claim; what was checked already stays as it is."""
    signature("training.check_evidence", kwargs={"claim_id": str(claim_id)}).apply_async()
