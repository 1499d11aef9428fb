"""Lists of tickets, page by page: the one query behind the desk's lists and their export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from helpdesk.models import Sight, Ticket
from helpdesk.models.ticket import NEVER

from .filters import Order, TicketFilters, condition_of
from .measures import measured

LINES_A_PAGE: Final = 50
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class TicketLine(NamedTuple):
    """A ticket in a list."""

    number: int
    kind: str
    category: str
    state: str
    waiting_reason: str
    subject: str
    priority: int
    queue_id: UUID
    queue: str
    assignee_id: UUID | None
    assignee: str | None
    requester: str | None
    organization: str | None
    has_safety_flag: bool
    has_governance_flag: bool
    is_restricted: bool
    opened_at: datetime
    changed_at: datetime
    due_at: datetime | None
    last_event_id: int


class Cursor(NamedTuple):
    """
    Where a page begins: after the ticket with these values, or before it.

    `leading` is what stands before the number in the order: a priority, moments.
    """

    leading: tuple[int, ...]
    number: int
    is_backwards: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list, and where those beside it begin."""

    lines: Sequence[TicketLine]
    next: Cursor | None = None
    previous: Cursor | None = None


class _Key(NamedTuple):
    """A column of an order."""

    name: str
    descends: bool = False
    is_moment: bool = True


_DUE: Final = Coalesce("due_at", Value(NEVER))
_ORDERS: Final[dict[Order, tuple[_Key, ...]]] = {
    Order.CHANGED: (
        _Key("changed_at", descends=True),
        _Key("number", descends=True, is_moment=False),
    ),
    Order.OLDEST: (_Key("opened_at"), _Key("number", is_moment=False)),
    Order.DUE: (_Key("due"), _Key("number", is_moment=False)),
    Order.PRIORITY: (
        _Key("priority", is_moment=False),
        _Key("opened_at"),
        _Key("number", is_moment=False),
    ),
}


def matching(filters: TicketFilters, *, sight: Sight, at: datetime) -> QuerySet[Ticket]:
    """Return the tickets that a viewer sees and that the filters keep, words left aside."""
    seen = Ticket.objects.within(sight).filter(condition_of(filters, sight=sight, at=at))
    if not (filters.measure and filters.since and filters.until):
        return seen
    return measured(
        seen, measure=filters.measure, since=filters.since, until=filters.until, sight=sight
    )


def list_tickets(
    filters: TicketFilters,
    *,
    sight: Sight,
    at: datetime,
    order: Order = Order.CHANGED,
    cursor: Cursor | None = None,
    most: int = LINES_A_PAGE,
) -> Page:
    """Return a page of the tickets that a viewer sees and that the filters keep."""
    keys = _ORDERS[order]
    backwards = cursor is not None and cursor.is_backwards
    found = matching(filters, sight=sight, at=at)
    if order == Order.DUE:
        found = found.annotate(due=_DUE)
    if cursor is not None:
        found = found.filter(_beyond(cursor, keys))
    numbers = found.order_by(*_directions(keys, backwards=backwards)).values("number")
    rows = _lines(Ticket.objects.filter(pk__in=numbers[: most + 1]), keys, backwards=backwards)
    there_is_more, rows = len(rows) > most, rows[:most]
    if backwards:
        rows.reverse()
    return Page(
        lines=rows,
        next=_cursor_at(rows, -1, order) if there_is_more or backwards else None,
        previous=_cursor_at(rows, 0, order)
        if cursor is not None and (there_is_more or not backwards)
        else None,
    )


def read_lines(numbers: Sequence[int], *, sight: Sight) -> list[TicketLine]:
    """Return tickets that a viewer sees as lines, in the order of their numbers as given."""
    seen = Ticket.objects.within(sight).filter(pk__in=numbers)
    by_number = {line.number: line for line in _as_lines(seen)}
    return [by_number[number] for number in numbers if number in by_number]


def iterate_lines(
    filters: TicketFilters, *, sight: Sight, at: datetime, order: Order, most: int
) -> Iterator[TicketLine]:
    """Return the first lines of a list one after the other, for an export."""
    keys = _ORDERS[order]
    found = matching(filters, sight=sight, at=at).annotate(due=_DUE)
    ordered = found.order_by(*_directions(keys, backwards=False))
    for row in _values(ordered)[:most].iterator(chunk_size=1_000):
        yield TicketLine._make(row)


def _lines(tickets: QuerySet[Ticket], keys: Sequence[_Key], *, backwards: bool) -> list[TicketLine]:
    return _as_lines(tickets.annotate(due=_DUE).order_by(*_directions(keys, backwards=backwards)))


def _as_lines(tickets: QuerySet[Ticket]) -> list[TicketLine]:
    return [TicketLine._make(row) for row in _values(tickets)]


def _values(tickets: QuerySet[Ticket]) -> QuerySet[Ticket, tuple[object, ...]]:
    """Return what a line says, without objects."""
    return tickets.values_list(
        "number",
        "kind",
        "category",
        "state",
        "waiting_reason",
        "subject",
        "priority",
        "queue_id",
        "queue__name",
        "assignee_id",
        _name_of("assignee"),
        _name_of("requester"),
        "organization__short_name",
        "has_safety_flag",
        "has_governance_flag",
        "is_restricted",
        "opened_at",
        "changed_at",
        "due_at",
        "last_event_id",
    )


def _name_of(person: str) -> Coalesce:
    return Coalesce(NullIf(F(f"{person}__display_name"), Value("")), F(f"{person}__username"))


def _directions(keys: Sequence[_Key], *, backwards: bool) -> list[str]:
    return [f"-{key.name}" if key.descends != backwards else key.name for key in keys]


def _beyond(cursor: Cursor, keys: Sequence[_Key]) -> Q:
    """Return a condition for what lies beyond a cursor, in a form that an index can start at."""
    values = [*cursor.leading, cursor.number]
    read = [
        _EPOCH + value * _MICROSECOND if key.is_moment else value
        for key, value in zip(keys, values, strict=True)
    ]
    beyond, same = Q(), Q()
    for key, value in zip(keys, read, strict=True):
        side = "lt" if key.descends != cursor.is_backwards else "gt"
        beyond |= same & Q(**{f"{key.name}__{side}": value})
        same &= Q(**{key.name: value})
    first = keys[0]
    side = "lte" if first.descends != cursor.is_backwards else "gte"
    return Q(**{f"{first.name}__{side}": read[0]}) & beyond


def _cursor_at(lines: Sequence[TicketLine], index: int, order: Order) -> Cursor | None:
    if not lines:
        return None
    line = lines[index]
    leading = {
        Order.CHANGED: (_micros(line.changed_at),),
        Order.OLDEST: (_micros(line.opened_at),),
        Order.DUE: (_micros(line.due_at or NEVER),),
        Order.PRIORITY: (line.priority, _micros(line.opened_at)),
    }[order]
    return Cursor(leading, line.number, is_backwards=index == 0)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def is_cursor_of(cursor: Cursor, order: Order) -> bool:
    """Whether a cursor that came with an address fits an order."""
    keys = _ORDERS[order]
    if len(cursor.leading) != len(keys) - 1:
        return False
    longest = _micros(NEVER)
    return all(0 <= value <= longest for value in (*cursor.leading, cursor.number))
