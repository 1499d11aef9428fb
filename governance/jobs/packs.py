"""Board packs in the background: put together once, drawn for each reader."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from governance.actions.pack_resuming import resume_packs as resume
from governance.actions.packs import fail_pack, freeze_pack
from governance.actions.personal_packs import (
    claim_personal_pack,
    fail_personal_pack,
    keep_personal_pack,
)
from governance.presenters.pack import draw_personal_pack as draw

_logger = logging.getLogger(__name__)


@shared_task(name="governance.build_pack", time_limit=600)  # type: ignore[untyped-decorator]  # no types
def build_pack(*, pack_id: str) -> None:
    """Freeze what a pack holds, and have its readers' packs drawn."""
    try:
        freeze_pack(UUID(pack_id), at=timezone.now())
    except Exception:
        _logger.exception("Pack %s cannot be put together", pack_id)
        why = "It could not be put together. Issue it again; tell the helpdesk if that fails."
        fail_pack(UUID(pack_id), why=why, at=timezone.now())


@shared_task(name="governance.draw_personal_pack", time_limit=280)  # type: ignore[untyped-decorator]  # no types
def draw_personal_pack(*, personal_id: str) -> None:
    """Draw one reader's pack; one that cannot be drawn does not keep the others waiting."""
    drawing = claim_personal_pack(UUID(personal_id), at=timezone.now())
    if drawing is None:
        return
    try:
        drawn = draw(drawing)
    except Exception:
        _logger.exception("Personal pack %s cannot be drawn", personal_id)
        fail_personal_pack(drawing, at=timezone.now())
        return
    keep_personal_pack(drawing, drawn, at=timezone.now())


@shared_task(name="governance.resume_packs")  # type: ignore[untyped-decorator]  # no types
def resume_packs() -> None:
    """Go on with packs whose worker has died."""
    resume(at=timezone.now())
