"""What a page of figures is asked for, and the filters that it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.http import SignedInRequest
from analytics.forms.asking import Asking
from analytics.measures.periods import Period, add_months, month_of
from analytics.presenters.filtering import FilterView, present_filters

from .frame import reach_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Asking):
    """What a page is asked for."""

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
    return Asked.read(request.GET, reach_for(request), today=timezone.localdate())
