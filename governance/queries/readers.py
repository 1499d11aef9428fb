"""Who may read an item or a paper, beyond those who always may; for chair and secretary."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from guardian.models import UserObjectPermission

from accounts.models import User
from governance.models import SERVES, AgendaItem, GrantEvent, Membership, Paper

from .committee_people import people_of
from .seats import conflicted_people

MOST_EVENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who prepares the meeting, who is named, who of them has a conflict, and what changed when."""

    serving: list[User]
    named: list[User]
    conflicted: frozenset[UUID]
    events: list[GrantEvent]


def list_readers_of_item(item: AgendaItem, *, on: date) -> Readers:
    """Return who may read an item by name, and the log of it."""
    return _readers(item, item=item, events=GrantEvent.objects.filter(item=item), on=on)


def list_readers_of_paper(paper: Paper, *, on: date) -> Readers:
    """Return who may read a single paper by name, and the log of it."""
    return _readers(paper, item=paper.item, events=GrantEvent.objects.filter(paper=paper), on=on)


def people_concerned(item: AgendaItem, *, viewer_id: UUID, on: date) -> QuerySet[User]:
    """Return whom an item concerns: the committee, its presenter, who was named, the viewer."""
    named = GrantEvent.objects.filter(item=item).values_list("user_id", flat=True)
    beside = {viewer_id, *named}
    if item.presenter_id is not None:
        beside.add(item.presenter_id)
    return people_of(item.meeting.committee_id, on=on) | User.objects.filter(pk__in=beside)


def _readers(
    thing: AgendaItem | Paper, *, item: AgendaItem, events: QuerySet[GrantEvent], on: date
) -> Readers:
    serving = Membership.objects.current(on).filter(
        committee_id=item.meeting.committee_id, role__in=SERVES
    )
    kind = ContentType.objects.get_for_model(thing)
    named = UserObjectPermission.objects.filter(object_pk=str(thing.pk), content_type=kind)
    by_name = User.objects.order_by("display_name", "username")
    newest = events.select_related("user", "by").order_by("-happened_at", "-created_at")
    return Readers(
        serving=list(by_name.filter(pk__in=serving.values("user_id"))),
        named=list(by_name.filter(pk__in=named.values("user_id"))),
        conflicted=conflicted_people(item),
        events=list(newest[:MOST_EVENTS]),
    )
