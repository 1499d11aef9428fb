"""
Full text search over what tickets say.

Those who see a ticket as staff search all of its words; those who see it as callers search what
callers may read, so that no answer tells them what staff wrote among themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from helpdesk.models import Sight, Ticket, TicketSearch

from .filters import TicketFilters, condition_of
from .lists import LINES_A_PAGE, TicketLine, read_lines

# Only the newest matches are ranked: to rank a very common word in all tickets costs seconds.
MOST_RANKED: Final = 2_000
MOST_COUNTED: Final = 1_000
LONGEST_QUERY: Final = 200
_LARGEST_NUMBER: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what a search found, the best first."""

    lines: Sequence[TicketLine]
    total: int
    page: int
    has_next: bool

    @property
    def has_more_than_counted(self) -> bool:
        """Whether there are more matches than anybody will read, so that they are not counted."""
        return self.total > MOST_COUNTED


def number_in(text: str) -> int | None:
    """Return the ticket number that a text is, such as "1234" or "#1234", or None."""
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return number if (number := int(digits)) <= _LARGEST_NUMBER else None


def search_tickets(filters: TicketFilters, *, sight: Sight, at: datetime, page: int = 1) -> Found:
    """
    Return the tickets that a viewer sees, that the filters keep and that say the words.

    A ticket number finds that ticket first, whatever the other filters say.
    """
    numbers = _ranked(filters, sight=sight, at=at)
    if (number := number_in(filters.text)) is not None:
        direct = Ticket.objects.within(sight).filter(pk=number)
        numbers = [*direct.values_list("pk", flat=True), *(n for n in numbers if n != number)]
    start = (page - 1) * LINES_A_PAGE
    return Found(
        lines=read_lines(numbers[start : start + LINES_A_PAGE], sight=sight),
        total=len(numbers),
        page=page,
        has_next=len(numbers) > start + LINES_A_PAGE,
    )


def numbers_found(filters: TicketFilters, *, sight: Sight, at: datetime, most: int) -> list[int]:
    """Return the numbers of the tickets that a search finds, the best first."""
    return _ranked(filters, sight=sight, at=at)[:most]


def _ranked(filters: TicketFilters, *, sight: Sight, at: datetime) -> list[int]:
    """Return the numbers of the newest matches, the best first."""
    words = SearchQuery(filters.text[:LONGEST_QUERY], search_type="websearch", config="english")
    condition = condition_of(filters, sight=sight, at=at)
    rows = _matches("public_words", words, condition & sight.as_caller() & ~sight.as_staff())
    rows += _matches("all_words", words, condition & sight.as_staff())
    rows.sort(key=lambda row: (-row[1], -row[0]))
    return [number for number, _ in rows[:MOST_RANKED]]


def _matches(column: str, words: SearchQuery, condition: Q) -> list[tuple[int, float]]:
    """Return the newest matches in some words of tickets, each with how well it fits."""
    newest: QuerySet[Ticket] = Ticket.objects.filter(condition, **{f"search__{column}": words})
    numbers = newest.order_by("-number").values("number")[:MOST_RANKED]
    rank = SearchRank(F(column), words, cover_density=True)
    found = TicketSearch.objects.filter(pk__in=numbers)
    return list(found.values_list("pk", rank))
