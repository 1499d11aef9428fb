"""Which tickets somebody may know of, and of which they read what staff wrote among themselves."""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from accounts.codes import JobRole
from accounts.models import PractitionerRole
from accounts.queries import board_of
from helpdesk.codes import ParticipantKind

from .queue import OrganizationContact, QueueMembership


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """
    What a viewer may see of the helpdesk, read once and used by every path to a ticket.

    `queues` are those that they work in, `restricted_queues` those whose restricted tickets they
    may see too, `led_queues` those that they lead.
    """

    user_id: UUID
    job_role: str
    organization_id: UUID
    board_id: UUID | None
    queues: frozenset[UUID]
    restricted_queues: frozenset[UUID]
    led_queues: frozenset[UUID]
    is_contact: bool

    @property
    def is_staff(self) -> bool:
        """Whether they work at the helpdesk: at the desk itself, or in one of its queues."""
        return self.job_role == JobRole.HELPDESK_ANALYST or bool(self.queues)

    @property
    def has_lists(self) -> bool:
        """Whether they work with lists of tickets: staff do, and privacy officers."""
        return self.is_staff or self.job_role == JobRole.PRIVACY_OFFICER

    def as_staff(self, prefix: str = "") -> Q:
        """Return the tickets of which they read everything, notes of the staff included."""
        q = Q(**{f"{prefix}pk__in": []})
        if self.job_role == JobRole.HELPDESK_ANALYST:
            q |= Q(**{f"{prefix}is_restricted": False})
        elif self.queues:
            q |= Q(**{f"{prefix}queue_id__in": self.queues, f"{prefix}is_restricted": False})
        if self.restricted_queues:
            q |= Q(
                **{f"{prefix}queue_id__in": self.restricted_queues, f"{prefix}is_restricted": True}
            )
        if self.job_role == JobRole.PRIVACY_OFFICER and self.board_id:
            q |= Q(**{f"{prefix}has_governance_flag": True, f"{prefix}region_id": self.board_id})
        return q

    def as_works_on(self, prefix: str = "") -> Q:
        """Return the tickets that they may change: those of the queues in which they work."""
        open_ones = Q(**{f"{prefix}queue_id__in": self.queues, f"{prefix}is_restricted": False})
        return open_ones | Q(
            **{f"{prefix}queue_id__in": self.restricted_queues, f"{prefix}is_restricted": True}
        )

    def as_caller(self, prefix: str = "") -> Q:
        """Return the tickets of which they read what a caller may: theirs, their organization's."""
        parts = apps.get_model("helpdesk", "TicketParticipant").objects.filter(user_id=self.user_id)
        if self.is_staff:  # to watch a ticket gives no right to it
            parts = parts.exclude(kind=ParticipantKind.WATCHER)
        q = Q(**{f"{prefix}pk__in": parts.values("ticket_id")})
        if self.is_contact:
            q |= Q(
                **{
                    f"{prefix}organization_id": self.organization_id,
                    f"{prefix}is_restricted": False,
                    f"{prefix}has_safety_flag": False,
                }
            )
        return q


def sight_of(viewer: PractitionerRole) -> Sight:
    """Return what a viewer may see, in two small questions."""
    memberships = QueueMembership.objects.filter(role=viewer, queue__is_active=True)
    rows = list(memberships.values_list("queue_id", "sees_restricted", "is_lead"))
    board = board_of(viewer.organization)
    at_desk = viewer.job_role == JobRole.HELPDESK_ANALYST
    return Sight(
        user_id=viewer.user_id,
        job_role=viewer.job_role,
        organization_id=viewer.organization_id,
        board_id=board.pk if board else None,
        queues=frozenset(queue for queue, _, _ in rows),
        restricted_queues=frozenset(queue for queue, sees, _ in rows if sees),
        led_queues=frozenset(queue for queue, _, leads in rows if leads),
        is_contact=not at_desk and OrganizationContact.objects.filter(role=viewer).exists(),
    )
