"""What a page of figures is asked for: by whom, of whom, and of when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.http import SignedInRequest
from analytics.forms.filters import read_filters
from analytics.measures.periods import Period, add_months, month_of
from analytics.models import Reach
from analytics.presenters.filtering import FilterView, present_filters
from analytics.queries.selection import (
    Selection,
    StratumRow,
    find_first_month,
    keys_of,
    list_strata,
)

from .frame import reach_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose figures somebody asks for, and of when; `strata` are all that they may see."""

    reach: Reach
    strata: Sequence[StratumRow]
    selection: Selection
    dropped: Sequence[str]
    today: date
    begins: date

    @property
    def keys(self) -> list[int]:
        """The keys of the strata that are asked for."""
        return keys_of(self.selection, self.strata)

    @property
    def rows(self) -> list[StratumRow]:
        """The strata that are asked for."""
        return [row for row in self.strata if self.selection.fits(row)]

    def filters(
        self,
        kept: Mapping[str, str] | None = None,
        *,
        compares: bool = True,
        dropped: Sequence[str] = (),
    ) -> FilterView:
        """Return the filters of the page; `kept` is what else its address holds."""
        over = Period(first=self.begins, last=add_months(month_of(self.today), -1))
        return present_filters(
            self.selection,
            self.strata,
            months=list(over.months()),
            dropped=[*self.dropped, *dropped],
            kept=kept,
            compares=compares,
        )


def ask(request: SignedInRequest) -> Asked:
    """
    Return what a page is asked for, from its address and from who asks.

    :raises Forbidden: they may see no figures at all
    """
    reach, today = reach_for(request), timezone.localdate()
    strata = list_strata(reach)
    last = add_months(month_of(today), -1)
    begins = min(find_first_month() or last, last)
    reading = read_filters(request.GET, strata, today=today, begins=begins)
    return Asked(
        reach=reach,
        strata=strata,
        selection=reading.selection,
        dropped=reading.dropped,
        today=today,
        begins=begins,
    )
