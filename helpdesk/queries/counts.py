"""How many tickets many lists hold, in one question, each counted no further than people read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Value

from helpdesk.models import Sight

from .filters import TicketFilters
from .lists import matching

MOST_COUNTED: Final = 999


def count_lists(
    lists: Mapping[str, TicketFilters], *, sight: Sight, at: datetime
) -> dict[str, int]:
    """
    Return how many tickets a viewer finds in each list, by the names of the lists.

    More than MOST_COUNTED are said to be one more. Words that a list searches for do not count.
    """
    counts = dict.fromkeys(lists, 0)
    names, selects = list(lists), []
    params: list[Any] = []
    for position, name in enumerate(names):
        try:
            sql, values = _question(lists[name], sight=sight, at=at)
        except EmptyResultSet:
            continue
        selects.append(f"SELECT {position}, count(*) FROM ({sql}) AS counted")  # noqa: S608 — Django's
        params.extend(values)
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), params)
            counts.update({names[position]: number for position, number in cursor.fetchall()})
    return counts


def _question(
    filters: TicketFilters, *, sight: Sight, at: datetime
) -> tuple[str, tuple[object, ...]]:
    """
    Return the SQL of a list; to write it takes longer than to answer it, so it is kept.

    It follows from filters and sight alone, unless the list is one of deadlines.

    :raises EmptyResultSet: it cannot hold anything
    """
    if filters.due is not None:
        return _capped(filters, sight=sight, at=at)
    return _kept(filters, sight)


@lru_cache(maxsize=2_048)
def _kept(filters: TicketFilters, sight: Sight) -> tuple[str, tuple[object, ...]]:
    return _capped(filters, sight=sight, at=datetime.min.replace(tzinfo=UTC))


def _capped(
    filters: TicketFilters, *, sight: Sight, at: datetime
) -> tuple[str, tuple[object, ...]]:
    """
    Return the SQL of a list, cut off where counting ends.

    :raises EmptyResultSet: it cannot hold anything
    """
    found = matching(filters, sight=sight, at=at).values_list(Value(1))[: MOST_COUNTED + 1]
    sql, params = found.query.sql_with_params()
    return sql, tuple(params)


def count_in_full_words(count: int) -> str:
    """Return a count as people read it: "1,234", or "999+" where there are more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else f"{count:,}"
