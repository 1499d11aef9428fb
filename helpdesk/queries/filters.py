"""What a list of tickets is narrowed by, and in which order it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, TextChoices

from helpdesk.codes import DONE_STATES, ENDED_STATES, OPEN_STATES
from helpdesk.models import Sight

DUE_SOON: Final = timedelta(hours=4)
STATE_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "open": OPEN_STATES,
    "done": DONE_STATES,
    "ended": ENDED_STATES,
}
ANY_STATE: Final = "any"
MINE: Final = "mine"
ME: Final = "me"
NOBODY: Final = "nobody"


class Order(TextChoices):
    """The orders of a list; each is total, so that pages neither skip nor repeat a ticket."""

    DUE = "due", "Due first"
    CHANGED = "changed", "Newest change"
    OLDEST = "oldest", "Oldest first"
    PRIORITY = "priority", "Priority, then oldest"


class Due(TextChoices):
    """How a ticket stands to its deadline."""

    OVERDUE = "overdue", "Overdue"
    SOON = "soon", "Due within 4 hours"


class Flag(TextChoices):
    """What sets a ticket apart."""

    SAFETY = "safety", "Clinical safety"
    GOVERNANCE = "governance", "Information governance"
    RESTRICTED = "restricted", "Restricted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilters:
    """
    What a list is narrowed by; empty means everything that the viewer sees.

    `queues` is None where no queue is asked for, and may be empty where none fits. `assignee` is
    ME, NOBODY or a person's key. `measure` names a figure of the reports, with its days.
    """

    queues: frozenset[UUID] | None = None
    region: UUID | None = None
    states: tuple[str, ...] = ()
    waiting_reason: str = ""
    kind: str = ""
    category: str = ""
    priorities: tuple[int, ...] = ()
    assignee: str = ""
    organization: UUID | None = None
    component: UUID | None = None
    flag: Flag | None = None
    due: Due | None = None
    text: str = ""
    measure: str = ""
    since: date | None = None
    until: date | None = None


_COLUMNS: Final = {
    "region": "region_id",
    "waiting_reason": "waiting_reason",
    "kind": "kind",
    "category": "category",
    "organization": "organization_id",
    "component": "component_id",
}
_FLAGS: Final = {
    Flag.SAFETY: Q(has_safety_flag=True),
    Flag.GOVERNANCE: Q(has_governance_flag=True),
    Flag.RESTRICTED: Q(is_restricted=True),
}


def condition_of(filters: TicketFilters, *, sight: Sight, at: datetime) -> Q:
    """Return filters as a condition on tickets; words are searched for elsewhere."""
    condition = Q()
    for name, column in _COLUMNS.items():
        if value := getattr(filters, name):
            condition &= Q(**{column: value})
    if filters.queues is not None:
        condition &= Q(queue_id__in=filters.queues)
    if filters.states:
        condition &= Q(state__in=filters.states)
    if filters.priorities:
        condition &= Q(priority__in=filters.priorities)
    if filters.flag:
        condition &= _FLAGS[filters.flag]
    return condition & _assigned(filters.assignee, sight) & _due(filters.due, at)


def _assigned(assignee: str, sight: Sight) -> Q:
    if not assignee:
        return Q()
    if assignee == NOBODY:
        return Q(assignee__isnull=True)
    return Q(assignee_id=sight.user_id if assignee == ME else UUID(assignee))


def _due(due: Due | None, at: datetime) -> Q:
    """Return a condition on the deadline: overdue is worked out, never kept."""
    if due == Due.OVERDUE:
        return Q(due_at__lt=at)
    if due == Due.SOON:
        return Q(due_at__gte=at, due_at__lt=at + DUE_SOON)
    return Q()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters of a list can name: keys by their codes, with the words for people."""

    queues: Mapping[str, UUID] = field(default_factory=dict)
    queue_names: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[int, frozenset[UUID]] = field(default_factory=dict)
    regions: Mapping[str, UUID] = field(default_factory=dict)
    region_names: Mapping[str, str] = field(default_factory=dict)
    organizations: Mapping[str, UUID] = field(default_factory=dict)
    organization_names: Mapping[str, str] = field(default_factory=dict)
    components: Mapping[str, UUID] = field(default_factory=dict)
    component_names: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)
