"""Where the numbers of merged tickets lead, and which tickets one may be merged into."""

from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from helpdesk.codes import OPEN_STATES, EventKind
from helpdesk.models import Sight, Ticket, TicketEvent

MOST_CANDIDATES: Final = 20


def resolve_merged(number: int) -> int:
    """
    Return the ticket at which a number ends: itself, or the one that it was merged into.

    Pointers are kept short, so that this is one step; a ring, which the database refuses, would
    end where it begins.

    :raises Ticket.DoesNotExist: there is none with this number
    """
    seen: list[int] = []
    here: int | None = number
    while here is not None and here not in seen:
        seen.append(here)
        here = Ticket.objects.values_list("merged_into_id", flat=True).get(pk=here)
    return seen[-1] if here is None else min(seen)


def list_union(number: int) -> list[int]:
    """Return a ticket with all that were merged into it: those whose events are one timeline."""
    merged = Ticket.objects.filter(merged_into_id=number).order_by("number")
    return [number, *merged.values_list("number", flat=True)]


def own_targets(numbers: Iterable[int]) -> dict[int, int]:
    """Return what each of some merged tickets was merged into, before pointers were shortened."""
    found: dict[int, int] = {}
    merges = TicketEvent.objects.filter(
        ticket_id__in=list(numbers), kind=EventKind.MERGED, facts__has_key="into"
    ).exclude(facts__has_key="via")
    for ticket, facts in merges.order_by("position").values_list("ticket_id", "facts"):
        found[ticket] = int(facts["into"])
    return found


def list_merge_candidates(ticket: Ticket, *, sight: Sight, words: str = "") -> list[Ticket]:
    """
    Return open tickets that another may be merged into: those that the viewer works on.

    Without words the caller's own and their organization's come, the newest first; words search
    all that staff may read, and a number finds that ticket.
    """
    mine = Ticket.objects.filter(sight.as_works_on(), state__in=OPEN_STATES)
    mine = mine.exclude(pk=ticket.pk).select_related("requester", "organization", "queue")
    words = words.strip().removeprefix("#")[:200]
    if words.isascii() and words.isdigit():
        mine = mine.filter(pk=min(int(words), 2**63 - 1))
    elif words:
        query = SearchQuery(words, search_type="websearch", config="english")
        mine = mine.filter(search__all_words=query)
    else:
        near = Q(pk__in=[])
        if ticket.requester_id:
            near |= Q(requester_id=ticket.requester_id)
        if ticket.organization_id:
            near |= Q(organization_id=ticket.organization_id)
        mine = mine.filter(near)
    return list(mine.order_by("-changed_at", "-number")[:MOST_CANDIDATES])
