"""Have workers make a board pack; to hand one off twice does no harm."""

from functools import partial
from uuid import UUID

from celery import signature
from django.db import transaction


def hand_off_pack(pack_id: UUID) -> None:
    """Start putting a pack together once the transaction has committed."""
    work = signature("governance.build_pack", kwargs={"pack_id": str(pack_id)})
    transaction.on_commit(partial(work.apply_async), robust=True)


def hand_off_personal_pack(personal_id: UUID) -> None:
    """Start drawing one reader's pack once the transaction has committed."""
    work = signature("governance.draw_personal_pack", kwargs={"personal_id": str(personal_id)})
    transaction.on_commit(partial(work.apply_async), robust=True)
