"""Hands lists of many enrolments to a worker; to hand one off twice does no harm."""

from functools import partial
from uuid import UUID

from celery import signature
from django.db import transaction


def hand_off_check(batch_id: UUID) -> None:
    """Have a list checked once the transaction has committed."""
    _hand_off("training.check_list", batch_id)


def hand_off_enrolling(batch_id: UUID) -> None:
    """Have a list carried out once the transaction has committed."""
    _hand_off("training.enrol_list", batch_id)


def _hand_off(task: str, batch_id: UUID) -> None:
    work = signature(task, kwargs={"batch_id": str(batch_id)})
    transaction.on_commit(partial(work.apply_async))
