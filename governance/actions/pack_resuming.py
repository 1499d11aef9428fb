"""Go on with board packs whose worker has died."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from governance.codes import PackState
from governance.models import BoardPack, PersonalPack
from governance.policies.packs import LEASE
from governance.tasks.packs import hand_off_pack, hand_off_personal_pack

from .packs import fail_pack, settle_pack

# What was handed off is picked up at once; what waits longer was lost on the way.
LOST_AFTER: Final = timedelta(minutes=2)
GIVEN_UP_AFTER: Final = timedelta(hours=1)
_OPEN: Final = [PackState.WAITING, PackState.BUILDING]


def resume_packs(*, at: datetime) -> None:
    """Hand off again what nobody is at, and give up what could not be put together for an hour."""
    idle = Q(heartbeat_at__lte=at - LEASE) | Q(
        heartbeat_at__isnull=True, updated_at__lte=at - LOST_AFTER
    )
    packs = BoardPack.objects.filter(state__in=_OPEN)
    for pack in packs.filter(idle, issued_at__isnull=True).defer("content"):
        if pack.asked_at <= at - GIVEN_UP_AFTER:
            fail_pack(pack.pk, why="It could not be put together within an hour.", at=at)
        else:
            hand_off_pack(pack.pk)
    for pack_id in packs.filter(idle, issued_at__isnull=False).values_list("pk", flat=True):
        settle_pack(pack_id, at=at)
    waiting = PersonalPack.objects.filter(idle, state__in=_OPEN)
    for personal_id in waiting.values_list("pk", flat=True):
        hand_off_personal_pack(personal_id)
