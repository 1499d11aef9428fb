"""The desk's list as a page: what stands at its side, its filters, its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import IntegerChoices, TextChoices
from django.http import QueryDict
from django.urls import reverse

from core.access import allowed
from core.dates import count_in_words
from helpdesk import permissions
from helpdesk.codes import (
    Priority,
    TicketCategory,
    TicketKind,
    TicketState,
    WaitingReason,
)
from helpdesk.models import Sight
from helpdesk.queries.counts import count_in_full_words
from helpdesk.queries.filters import ME, MINE, NOBODY, Choices, Due, Flag, Order
from helpdesk.queries.search import MOST_COUNTED as MOST_FOUND
from helpdesk.queries.search import Found

Option = tuple[str, str]

# The lists that everybody at the desk starts from: their names and addresses.
FIRST_LISTS: Final[Mapping[str, str]] = {
    "In your queues": "queue=mine",
    "Assigned to you": "assignee=me",
    "Not assigned, oldest first": "queue=mine&assignee=nobody&sort=oldest",
    "Overdue": "queue=mine&due=overdue",
    "Due within 4 hours": "queue=mine&due=soon",
    "All that are open": "state=open",
}
# Those of a privacy officer, who sees no others.
GOVERNANCE_LISTS: Final[Mapping[str, str]] = {
    "Open, due first": "flag=governance",
    "Overdue": "flag=governance&due=overdue",
    "All of your board": "flag=governance&state=any&sort=changed",
}
PAGES: Final[Mapping[str, str]] = {
    "How the desk does": "helpdesk:report",
    "Who is on shift": "helpdesk:queue_members",
}
_STATE_GROUPS: Final = (
    ("open", "Open"),
    ("done", "Resolved or closed"),
    ("ended", "Cancelled, merged or spam"),
    ("any", "Any state"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLink:
    """A list at the side of the desk, with how many tickets it holds, or another page."""

    label: str
    url: str
    is_current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideGroup:
    """Lists that belong together."""

    title: str
    links: Sequence[SideLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterField:
    """A filter to choose: `is_first` where it stands in the row that is always shown."""

    name: str
    label: str
    options: Sequence[Option]
    value: str
    is_first: bool = False


def side_lists(
    choices: Choices, saved: Mapping[str, str], *, sight: Sight
) -> dict[str, dict[str, str]]:
    """Return the lists at the side by group and name: their addresses' queries."""
    if not sight.is_staff:
        return {"Information governance": dict(GOVERNANCE_LISTS)}
    queues = {name: urlencode({"queue": code}) for code, name in choices.queue_names.items()}
    groups = {"Your work": dict(FIRST_LISTS), "Saved lists": dict(saved), "Queues": queues}
    return {title: lists for title, lists in groups.items() if lists}


def present_side(
    lists: Mapping[str, Mapping[str, str]], counts: Mapping[str, int], *, sight: Sight, current: str
) -> list[SideGroup]:
    """
    Return the lists at the side with their counts; the one on the page is marked.

    A list that searches for words has no count, because a false one would be worse.
    """
    groups = [
        SideGroup(
            title=title,
            links=[
                SideLink(
                    label=name,
                    url=list_url(query),
                    is_current=query == current,
                    note=_count_words(counts.get(f"{title}/{name}")),
                )
                for name, query in named.items()
            ],
        )
        for title, named in lists.items()
    ]
    pages = [SideLink(label=label, url=reverse(name)) for label, name in _pages(sight).items()]
    return [*groups, SideGroup(title="The desk", links=pages)] if pages else groups


def _count_words(count: int | None) -> str:
    return "" if count is None else count_in_full_words(count)


def _pages(sight: Sight) -> dict[str, str]:
    """Return the other pages that somebody at the desk may enter."""
    pages = dict(PAGES) if sight.is_staff else {}
    if allowed(permissions.check_leads_a_queue, sight):
        pages["Held files"] = "helpdesk:attachment_list"
    if allowed(permissions.check_reviews_redactions, sight):
        pages["Removed patient data"] = "helpdesk:redaction_list"
    return pages


def default_list(sight: Sight) -> str:
    """Return the list that somebody starts with: of their queues, or of all that they see."""
    if not sight.is_staff:
        return GOVERNANCE_LISTS["Open, due first"]
    return FIRST_LISTS["In your queues" if sight.queues else "All that are open"]


def found_words(found: Found) -> str:
    """Return how much a search found; very many matches are not counted to the end."""
    if found.has_more_than_counted:
        return f"{MOST_FOUND:,}+ found, best of the newest first"
    return f"{count_in_words(found.total, 'ticket')} found, best first"


def list_url(query: str) -> str:
    """Return the address of a list."""
    return f"{reverse('helpdesk:ticket_list')}?{query}"


def name_of_list(lists: Mapping[str, Mapping[str, str]], current: str, query: QueryDict) -> str:
    """Return what a list is called: by its place at the side, its search, or as one's own."""
    if words := query.get("q"):
        return f"Search for “{words}”"
    for named in lists.values():
        for name, its_query in named.items():
            if its_query == current:
                return name
    return "Tickets"


def present_filters(query: QueryDict, choices: Choices) -> list[FilterField]:
    """Return what a list can be narrowed by, with what is chosen."""
    states = [*_STATE_GROUPS, *_options(TicketState)]
    queues = [(MINE, "Your queues"), *choices.queue_names.items()]
    people = [(ME, "You"), (NOBODY, "Nobody"), *choices.staff.items()]
    fields = [
        ("state", "State", states, True),
        ("queue", "Queue", [("", "All queues"), *queues], True),
        ("assignee", "Assigned to", [("", "Anybody"), *people], True),
        ("priority", "Priority", [("", "Any"), *_options(Priority)], True),
        ("sort", "Order", _options(Order), True),
        ("due", "Deadline", [("", "Any"), *_options(Due)], False),
        ("flag", "Flag", [("", "Any"), *_options(Flag)], False),
        ("category", "Category", [("", "Any"), *_options(TicketCategory)], False),
        ("kind", "Kind", [("", "Any"), *_options(TicketKind)], False),
        ("waiting", "Waiting for", [("", "Any"), *_options(WaitingReason)], False),
        ("component", "Part of the service", _any(choices.component_names), False),
        ("region", "Region", _any(choices.region_names), False),
        ("organization", "Organisation", _any(choices.organization_names), False),
        ("tier", "Tier", [("", "Any"), *((str(t), f"Tier {t}") for t in choices.tiers)], False),
    ]
    return [
        FilterField(
            name=name,
            label=label,
            options=_with_several(options, query.getlist(name)),
            value=",".join(query.getlist(name)),
            is_first=is_first,
        )
        for name, label, options, is_first in fields
    ]


def _options(codes: type[TextChoices | IntegerChoices]) -> list[Option]:
    return [(str(value), str(label)) for value, label in codes.choices]


def _any(names: Mapping[str, str]) -> list[Option]:
    return [("", "Any"), *sorted(names.items(), key=lambda item: item[1])]


def _with_several(options: Sequence[Option], chosen: Sequence[str]) -> list[Option]:
    """Return options, with one more where an address names several at once."""
    if len(chosen) <= 1:
        return list(options)
    words = dict(options)
    return [*options, (",".join(chosen), " or ".join(words.get(each, each) for each in chosen))]
