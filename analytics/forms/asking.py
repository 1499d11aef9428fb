"""What is asked for, by whom, of whom, and of when: one reading for pages and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from analytics.measures.periods import add_months, month_of
from analytics.models import Reach
from analytics.queries.selection import (
    Selection,
    StratumRow,
    find_first_month,
    keys_of,
    list_strata,
)

from .filters import read_filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """
    Whose figures somebody asks for, and of when; `strata` are all that they may see.

    `dropped` says in words what of the address nobody can ask for.
    """

    reach: Reach
    strata: Sequence[StratumRow]
    selection: Selection
    dropped: Sequence[str]
    today: date
    begins: date

    @classmethod
    def read(cls, query: Mapping[str, str], reach: Reach, *, today: date) -> Self:
        """Return what an address asks for."""
        strata = list_strata(reach)
        last = add_months(month_of(today), -1)
        begins = min(find_first_month() or last, last)
        reading = read_filters(query, strata, today=today, begins=begins)
        return cls(
            reach=reach,
            strata=strata,
            selection=reading.selection,
            dropped=reading.dropped,
            today=today,
            begins=begins,
        )

    def with_places(self, query: Mapping[str, str], places: Sequence[StratumRow]) -> Self:
        """Return it read again, where these can be asked for as well."""
        strata = [*self.strata, *places]
        reading = read_filters(query, strata, today=self.today, begins=self.begins)
        return replace(self, strata=strata, selection=reading.selection, dropped=reading.dropped)

    @property
    def keys(self) -> list[int]:
        """The keys of the strata that are asked for."""
        return keys_of(self.selection, self.strata)

    @property
    def rows(self) -> list[StratumRow]:
        """The strata that are asked for."""
        return [row for row in self.strata if self.selection.fits(row)]
