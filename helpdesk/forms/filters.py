"""The filters of a list as its address has them: only what is listed here is ever read."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.http import QueryDict

from core.dates import EARLIEST_YEAR, LATEST_YEAR
from helpdesk.actions.identifiers import clean_text
from helpdesk.codes import TicketCategory, TicketKind, TicketState, WaitingReason
from helpdesk.models import Sight
from helpdesk.queries.filters import (
    ANY_STATE,
    ME,
    MINE,
    NOBODY,
    STATE_GROUPS,
    Choices,
    Due,
    Flag,
    Order,
    TicketFilters,
)
from helpdesk.queries.lists import Cursor, is_cursor_of
from helpdesk.queries.measures import BACKLOG, MEASURES

LONGEST_TEXT: Final = 200
# In this order they stand in an address, so that equal lists have equal addresses.
NAMES: Final = (
    "q",
    "queue",
    "tier",
    "region",
    "state",
    "waiting",
    "kind",
    "category",
    "priority",
    "assignee",
    "organization",
    "component",
    "flag",
    "due",
    "measure",
    "since",
    "until",
    "sort",
)
SEVERAL: Final = {"queue", "state", "priority"}
MOST_VALUES: Final = 20
KNOWN_MEASURES: Final = {*MEASURES, BACKLOG}
LAST_PAGE: Final = 100


def clean_query(query: QueryDict) -> QueryDict:
    """
    Return what an address says of filters and nothing else, so that equal lists are equal.

    An NHS number among the words becomes its reference, by which tickets name it.
    """
    clean = QueryDict(mutable=True)
    for name in NAMES:
        values = [each.replace("\x00", "").strip()[:LONGEST_TEXT] for each in query.getlist(name)]
        if name == "q":
            values = [clean_text(value) for value in values]
        if name in SEVERAL:
            values = [part for value in values for part in value.split(",")]
        if kept := [value for value in values if value][:MOST_VALUES]:
            clean.setlist(name, kept)
    if clean.get("sort") == Order.DUE:
        del clean["sort"]
    if clean.getlist("state") == ["open"] and len(clean) > 1:
        del clean["state"]
    return clean


def read_filters(query: QueryDict, *, choices: Choices, sight: Sight) -> TicketFilters:
    """Return the filters that an address names; what is not a choice is left out."""
    return TicketFilters(
        queues=_queues(query, choices, sight),
        region=choices.regions.get(query.get("region", "")),
        states=_states(query.getlist("state")),
        waiting_reason=_one_of(WaitingReason, query.get("waiting", "")),
        kind=_one_of(TicketKind, query.get("kind", "")),
        category=_one_of(TicketCategory, query.get("category", "")),
        priorities=tuple(int(each) for each in query.getlist("priority") if each in set("12345")),
        assignee=_assignee(query.get("assignee", "")),
        organization=choices.organizations.get(query.get("organization", "")),
        component=choices.components.get(query.get("component", "")),
        flag=Flag(flag) if (flag := query.get("flag", "")) in Flag else None,
        due=Due(due) if (due := query.get("due", "")) in Due else None,
        text=query.get("q", ""),
        measure=measure if (measure := query.get("measure", "")) in KNOWN_MEASURES else "",
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
    )


def _queues(query: QueryDict, choices: Choices, sight: Sight) -> frozenset[UUID] | None:
    """Return the queues that are asked for by name, as one's own, or by their tier."""
    codes, tier = query.getlist("queue"), query.get("tier", "")
    asked: frozenset[UUID] | None = None
    if codes:
        named = frozenset(choices.queues[code] for code in codes if code in choices.queues)
        asked = named | sight.queues if MINE in codes else named
    if tier.isascii() and tier.isdigit():
        on_tier = choices.tiers.get(int(tier), frozenset())
        asked = on_tier if asked is None else asked & on_tier
    return asked


def _states(values: list[str]) -> tuple[str, ...]:
    """Return states by name or by group; open ones where nothing is asked for."""
    if ANY_STATE in values:
        return ()
    states: list[str] = []
    for value in values:
        states += STATE_GROUPS.get(value, (value,) if value in TicketState else ())
    return tuple(dict.fromkeys(states)) or STATE_GROUPS["open"]


def _one_of(
    codes: type[TicketKind] | type[TicketCategory] | type[WaitingReason], value: str
) -> str:
    return value if value in codes else ""


def _assignee(value: str) -> str:
    if value in (ME, NOBODY):
        return value
    return str(_key(value) or "")


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def _key(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def read_order(query: QueryDict) -> Order:
    """Return the order that an address names: what is due first, where it names none."""
    value = query.get("sort", "")
    return Order(value) if value in Order else Order.DUE


def read_cursor(query: QueryDict, order: Order) -> Cursor | None:
    """Return where the page begins that an address names, or None for the first page."""
    for name, is_backwards in (("after", False), ("before", True)):
        parts = query.get(name, "").split("-")
        if all(part.isascii() and part.isdigit() for part in parts):
            *leading, number = (int(part) for part in parts)
            cursor = Cursor(tuple(leading), number, is_backwards)
            return cursor if is_cursor_of(cursor, order) else None
    return None


def write_cursor(cursor: Cursor) -> Mapping[str, str]:
    """Return a cursor as an address has it."""
    value = "-".join(str(each) for each in (*cursor.leading, cursor.number))
    return {"before" if cursor.is_backwards else "after": value}


def read_page_number(query: QueryDict) -> int:
    """Return the page of a search that an address names, the first where it names none."""
    value = query.get("page", "")
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value) <= LAST_PAGE else 1
