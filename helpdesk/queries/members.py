"""Who works in which queue, who is there now, and how much they have in hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, NullIf

from helpdesk.codes import OPEN_STATES
from helpdesk.models import QueueMembership, Sight, Ticket


class MemberLine(NamedTuple):
    """Somebody in a queue."""

    membership: UUID
    queue_id: UUID
    queue: str
    assigns_in_turn: bool
    role_id: UUID
    user_id: UUID
    name: str
    is_lead: bool
    is_on_shift: bool
    capacity: int
    seen_at: datetime | None
    last_assigned_at: datetime | None


def list_members(sight: Sight) -> list[MemberLine]:
    """Return the members of the queues in which the viewer works, queue by queue."""
    members = QueueMembership.objects.filter(queue__in=sight.queues, role__user__is_active=True)
    name = Coalesce(NullIf(F("role__user__display_name"), Value("")), F("role__user__username"))
    rows = members.order_by("queue__position", "queue__code", "-is_on_shift", name).values_list(
        "pk",
        "queue_id",
        "queue__name",
        "queue__assigns_in_turn",
        "role_id",
        "role__user_id",
        name,
        "is_lead",
        "is_on_shift",
        "capacity",
        "seen_at",
        "last_assigned_at",
    )
    return [MemberLine._make(row) for row in rows]


def count_in_hand(users: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many open tickets people have, in whatever queue: no more than the number."""
    held = Ticket.objects.filter(assignee__in=users, state__in=OPEN_STATES).order_by()
    return dict(held.values_list("assignee").annotate(Count("pk")))
