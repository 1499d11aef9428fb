"""Everything that the page of one ticket shows, in a fixed number of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject, NullIf

from helpdesk.codes import PresenceKind
from helpdesk.models import (
    Attachment,
    Draft,
    Presence,
    Sight,
    Ticket,
    TicketClock,
    TicketEvent,
    TicketLink,
    TicketParticipant,
)

from .clocks import list_clocks
from .desk import PRESENCE_LASTS

EVENTS_A_PAGE: Final = 50
MOST_NEIGHBOURS: Final = 5
MOST_LINKED: Final = 30

CALLER, ORGANIZATION, PARENT, CHILD, INTO, MERGED, LINK_FROM, LINK_TO = (
    "caller", "organization", "parent", "child", "into", "merged", "link-from", "link-to",
)  # fmt: skip


class Neighbour(NamedTuple):
    """Another ticket that stands beside one, and how."""

    relation: str
    link: str
    number: int
    subject: str
    state: str
    waiting_reason: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The newest events before a place, the newest first, and whether there are earlier ones."""

    events: Sequence[TicketEvent]
    has_earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """A ticket with what stands around it. `reads_all` is whether the viewer sees it as staff."""

    ticket: Ticket
    reads_all: bool
    timeline: Timeline
    participants: Sequence[TicketParticipant]
    clocks: Sequence[TicketClock]
    neighbours: Sequence[Neighbour]
    files: Sequence[Attachment]
    present: Sequence[tuple[str, PresenceKind]] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)


def read_ticket(number: int, *, sight: Sight, at: datetime) -> Ticket:
    """
    Return a ticket with what its page names, who has it before them, and the viewer's drafts.

    :raises Ticket.DoesNotExist: there is none, or the viewer may not know of it
    """
    found = Ticket.objects.within(sight).select_related(
        "queue__escalates_to",
        "assignee",
        "requester",
        "organization",
        "component",
        "request_type",
        "merged_into",
    )
    return found.annotate(
        reads_all=ExpressionWrapper(sight.as_staff(), output_field=BooleanField()),
        present=ArraySubquery(_present(sight, at)),
        drafted=ArraySubquery(_drafts(sight)),
    ).get(pk=number)


def _present(sight: Sight, at: datetime) -> QuerySet[Presence, Any]:
    others = Presence.objects.filter(ticket=OuterRef("pk"), seen_at__gt=at - PRESENCE_LASTS)
    name = Coalesce(NullIf(F("user__display_name"), Value("")), F("user__username"))
    rows = others.exclude(user_id=sight.user_id).annotate(row=JSONObject(name=name, kind=F("kind")))
    return rows.order_by("-kind", "user_id").values("row")


def _drafts(sight: Sight) -> QuerySet[Draft, Any]:
    mine = Draft.objects.filter(ticket=OuterRef("pk"), user_id=sight.user_id)
    return mine.annotate(row=JSONObject(visibility=F("visibility"), text=F("text"))).values("row")


def read_ticket_page(number: int, *, sight: Sight, at: datetime) -> TicketPage:
    """
    Return everything of a ticket's page, as far as the viewer may read it.

    :raises Ticket.DoesNotExist: there is none, or the viewer may not know of it
    """
    ticket = read_ticket(number, sight=sight, at=at)
    reads_all = bool(getattr(ticket, "reads_all"))  # noqa: B009 — annotated, so not on the model
    present = getattr(ticket, "present") if reads_all else []  # noqa: B009
    drafted = getattr(ticket, "drafted")  # noqa: B009
    return TicketPage(
        ticket=ticket,
        reads_all=reads_all,
        timeline=read_timeline(ticket, sight=sight),
        participants=list_participants(ticket),
        clocks=list_clocks(number, sight=sight) if reads_all else [],
        neighbours=list_neighbours(ticket, sight=sight) if reads_all else [],
        files=list_files(ticket, sight=sight),
        present=[(each["name"], PresenceKind(each["kind"])) for each in present],
        drafts={each["visibility"]: each["text"] for each in drafted},
    )


def events_of(ticket: Ticket, *, sight: Sight) -> QuerySet[TicketEvent]:
    """Return the events of a ticket and of those merged into it that the viewer may read."""
    numbers = Ticket.objects.filter(Q(pk=ticket.pk) | Q(merged_into_id=ticket.pk))
    events = TicketEvent.objects.within(sight).filter(ticket_id__in=numbers.values("pk"))
    return events.select_related("text")


def list_files(ticket: Ticket, *, sight: Sight) -> list[Attachment]:
    """Return the files of a ticket and of those merged into it that the viewer may know of."""
    numbers = Ticket.objects.filter(Q(pk=ticket.pk) | Q(merged_into_id=ticket.pk))
    files = Attachment.objects.within(sight).filter(ticket_id__in=numbers.values("pk"))
    return list(files.order_by("created_at", "pk"))


def read_timeline(
    ticket: Ticket, *, sight: Sight, before: int | None = None, most: int = EVENTS_A_PAGE
) -> Timeline:
    """Return the newest events, or the newest before one of them."""
    events = events_of(ticket, sight=sight)
    if before is not None:
        pivot = events.filter(pk=before).values_list("at", flat=True).first()
        if pivot is None:
            return Timeline(events=(), has_earlier=False)
        events = events.filter(Q(at__lt=pivot) | Q(at=pivot, pk__lt=before))
    found = list(events.order_by("-at", "-pk")[: most + 1])
    return Timeline(events=found[:most], has_earlier=len(found) > most)


def list_events_after(ticket: Ticket, after: int, *, sight: Sight) -> list[TicketEvent]:
    """Return what was recorded after an event, the newest first: what a page does not show yet."""
    newer = events_of(ticket, sight=sight).filter(pk__gt=after)
    return list(newer.order_by("-at", "-pk")[:EVENTS_A_PAGE])


def list_participants(ticket: Ticket) -> list[TicketParticipant]:
    """Return who takes part in a ticket and who watches it, the caller first."""
    people = ticket.participants.select_related("user")
    return sorted(people, key=lambda each: (each.kind != "requester", each.kind, str(each.user)))


def list_neighbours(ticket: Ticket, *, sight: Sight) -> list[Neighbour]:
    """Return the tickets beside one that the viewer may know of, in one question."""
    parts = _linked(ticket, sight)
    if ticket.requester_id:
        own = Ticket.objects.filter(requester_id=ticket.requester_id)
        parts.append(_latest(own, ticket, sight, CALLER))
    if ticket.organization_id:
        theirs = Ticket.objects.filter(organization_id=ticket.organization_id)
        theirs = theirs.exclude(requester_id=ticket.requester_id) if ticket.requester_id else theirs
        parts.append(_latest(theirs, ticket, sight, ORGANIZATION))
    rows = parts[0].union(*parts[1:], all=True)
    found = [Neighbour(*row) for row in rows]
    return sorted(found, key=lambda each: (each.relation, each.opened_at), reverse=True)


def _linked(ticket: Ticket, sight: Sight) -> list[QuerySet[Ticket, Any]]:
    seen = Ticket.objects.within(sight)
    above = seen.filter(pk=ticket.parent_id or 0)
    from_here = TicketLink.objects.filter(source=ticket)
    to_here = TicketLink.objects.filter(target=ticket)
    return [
        _rows(above, PARENT),
        _rows(seen.filter(parent_id=ticket.pk), CHILD),
        _rows(seen.filter(pk=ticket.merged_into_id or 0), INTO),
        _rows(seen.filter(merged_into_id=ticket.pk), MERGED),
        _rows(seen.filter(links_to__in=from_here), LINK_FROM, F("links_to__kind")),
        _rows(seen.filter(links_from__in=to_here), LINK_TO, F("links_from__kind")),
    ]


def _latest(
    tickets: QuerySet[Ticket], ticket: Ticket, sight: Sight, relation: str
) -> QuerySet[Ticket, Any]:
    others = tickets.within(sight).exclude(pk=ticket.pk).order_by("-changed_at", "-number")  # type: ignore[attr-defined]  # our own query set
    return _rows(others, relation, most=MOST_NEIGHBOURS)


def _rows(
    tickets: QuerySet[Ticket],
    relation: str,
    link: F | Value | None = None,
    *,
    most: int = MOST_LINKED,
) -> QuerySet[Ticket, Any]:
    marked = tickets.annotate(
        relation=Value(relation, output_field=CharField()),
        link=link or Value("", output_field=CharField()),
    )
    return marked.values_list(
        "relation", "link", "number", "subject", "state", "waiting_reason", "opened_at"
    )[:most]
