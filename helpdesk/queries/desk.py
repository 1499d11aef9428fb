"""What surrounds the desk's lists: what filters can name, who looks at what, saved views."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts.codes import OrganizationKind
from accounts.models import Organization, User
from helpdesk.models import (
    Presence,
    Queue,
    QueueMembership,
    SavedView,
    ServiceComponent,
    Sight,
)

from .filters import Choices

PRESENCE_LASTS: Final = timedelta(seconds=30)


class PresenceMark(NamedTuple):
    """That somebody has a ticket before them."""

    ticket: int
    user_id: UUID
    name: str
    kind: str


def read_choices(sight: Sight) -> Choices:
    """Return what the filters of a viewer's lists can name, in one question."""
    rows = _queues(sight).union(_organizations(), _components(), _staff(), all=True)
    found: dict[str, list[tuple[str, UUID, str, str]]] = {"q": [], "o": [], "c": [], "s": []}
    for sort, code, key, name, extra, _ in sorted(rows, key=lambda row: (row[0], row[5], row[3])):
        found[sort].append((code, UUID(key), name, extra))
    queues, organizations = found["q"], found["o"]
    boards = [row for row in organizations if row[3] == OrganizationKind.ICB]
    return Choices(
        queues={code: key for code, key, _, _ in queues},
        queue_names={code: name for code, _, name, _ in queues},
        tiers={
            tier: frozenset(key for _, key, _, each in queues if int(each) == tier)
            for tier in sorted({int(each) for _, _, _, each in queues})
        },
        regions={code: key for code, key, _, _ in boards},
        region_names={code: name for code, _, name, _ in boards},
        organizations={code: key for code, key, _, _ in organizations},
        organization_names={code: name for code, _, name, _ in organizations},
        components={code: key for code, key, _, _ in found["c"]},
        component_names={code: name for code, _, name, _ in found["c"]},
        staff={str(key): name for _, key, name, _ in found["s"]},
    )


_Row = tuple[str, str, str, str, str, int]


def _queues(sight: Sight) -> QuerySet[Queue, _Row]:
    """Return the queues that a viewer may choose: confidential ones only where they work."""
    queues = Queue.objects.filter(is_active=True).filter(
        Q(is_confidential=False) | Q(pk__in=sight.queues)
    )
    return queues.values_list(
        Value("q"),
        F("code"),
        _text("id"),
        F("name"),
        _text("tier"),
        F("position"),
    )


def _organizations() -> QuerySet[Organization, _Row]:
    organizations = Organization.objects.exclude(kind=OrganizationKind.REGION)
    return organizations.values_list(
        Value("o"), F("ods_code"), _text("id"), F("short_name"), F("kind"), Value(0)
    )


def _components() -> QuerySet[ServiceComponent, _Row]:
    components = ServiceComponent.objects.filter(is_active=True)
    return components.values_list(
        Value("c"), F("code"), _text("id"), F("name"), Value(""), F("position")
    )


def _staff() -> QuerySet[User, _Row]:
    members = QueueMembership.objects.filter(queue__is_active=True).values("role__user_id")
    name = Coalesce(NullIf(F("display_name"), Value("")), F("username"))
    return User.objects.filter(pk__in=members).values_list(
        Value("s"), Value(""), _text("id"), name, Value(""), Value(0)
    )


def _text(column: str) -> Cast:
    return Cast(column, CharField())


def list_presences(numbers: Iterable[int], *, sight: Sight, at: datetime) -> list[PresenceMark]:
    """Return who else has which of these tickets, all seen by the viewer, before them."""
    rows = Presence.objects.filter(ticket__in=list(numbers), seen_at__gt=at - PRESENCE_LASTS)
    name = Coalesce(NullIf(F("user__display_name"), Value("")), F("user__username"))
    others = rows.exclude(user_id=sight.user_id).order_by("ticket_id", "-kind", "user_id")
    return [PresenceMark(*row) for row in others.values_list("ticket_id", "user_id", name, "kind")]


def list_saved_views(sight: Sight) -> list[SavedView]:
    """Return the views of the whole desk, then those of the viewer."""
    views = SavedView.objects.filter(Q(owner__isnull=True) | Q(owner_id=sight.user_id))
    return list(views.order_by(F("owner").asc(nulls_first=True), "position", "name"))
