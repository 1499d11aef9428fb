"""Say who takes new tickets, and how many at once."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import PractitionerRole
from core.errors import Forbidden
from helpdesk.models import QueueMembership, sight_of
from helpdesk.tasks.sharing_out import share_out_soon

SEEN_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def set_shift(
    *, membership_id: UUID, is_on_shift: bool, by: PractitionerRole, capacity: int | None = None
) -> QueueMembership:
    """
    Put somebody on shift in a queue or off it, and say how many open tickets they take.

    Everybody may do so for themselves, except for how many; those who lead the queue for all.

    :raises Forbidden: the membership is somebody else's, and the actor does not lead the queue
    """
    sight = sight_of(by)
    membership = (
        QueueMembership.objects.select_for_update(of=("self",))
        .select_related("queue", "role__user")
        .filter(pk=membership_id)
        .first()
    )
    leads = membership is not None and membership.queue_id in sight.led_queues
    if membership is None or not (leads or membership.role_id == by.pk):
        raise Forbidden("Only those who lead the queue may do this for others.")
    membership.is_on_shift = is_on_shift
    if leads and capacity is not None:
        membership.capacity = capacity
    membership.save(update_fields=["is_on_shift", "capacity", "updated_at"])
    share_out_soon()
    return membership


@transaction.atomic
def set_own_shift(*, is_on_shift: bool, by: PractitionerRole) -> int:
    """Put oneself on shift or off it in every queue; return in how many."""
    own = QueueMembership.objects.filter(role=by, queue__is_active=True)
    changed = 0
    for membership in own.exclude(is_on_shift=is_on_shift).order_by("pk"):
        set_shift(membership_id=membership.pk, is_on_shift=is_on_shift, by=by)
        changed += 1
    return changed


def note_seen(*, role: PractitionerRole, at: datetime) -> None:
    """Note, once a minute, that somebody is there: they have the desk or a ticket before them."""
    stale = Q(seen_at__isnull=True) | Q(seen_at__lt=at - SEEN_EVERY)
    QueueMembership.objects.filter(stale, role=role).update(seen_at=at)
