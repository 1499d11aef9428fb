"""What a call asks for: the same filters as the pages, but what is unknown is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from accounts.api import viewer_of
from analytics import permissions
from analytics.codes import Comparison, Dimension
from analytics.forms.filters import read_filters
from analytics.measures.periods import add_months, month_of
from analytics.models import Reach, reach_of
from analytics.queries.selection import (
    Selection,
    StratumRow,
    find_first_month,
    keys_of,
    list_strata,
)

PERIOD: Final = OpenApiParameter(
    "period",
    str,
    description="1, 3, 12 or 24 for the last months that are over, all, or 2025-01_2025-06",
)
FILTERS: Final = [
    PERIOD,
    OpenApiParameter("board", str, description="ODS code of an integrated care board"),
    OpenApiParameter("organization", str, description="ODS code"),
    OpenApiParameter("setting", str, description="Code of a care setting"),
    OpenApiParameter("role", str, description="Code of a job role"),
]
BY: Final = OpenApiParameter("by", str, enum=Dimension.values, description="What to break down by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Whose figures are asked for, and of when; `strata` are all that the viewer may see."""

    reach: Reach
    strata: Sequence[StratumRow]
    selection: Selection
    today: date
    begins: date

    @property
    def keys(self) -> list[int]:
        """The keys of the strata that are asked for."""
        return keys_of(self.selection, self.strata)


def reach_for(request: Request) -> Reach:
    """
    Return whose figures whoever calls may see.

    :raises Forbidden: none at all
    """
    reach = reach_of(viewer_of(request), on=timezone.localdate())
    permissions.check_may_see_figures(reach)
    return reach


def read_call(request: Request, *, places: Sequence[StratumRow] = ()) -> Call:
    """
    Return what a call asks for; `places` can be asked for beside those where something was done.

    :raises Forbidden: whoever calls may see no figures
    :raises ParseError: a filter is unknown, or names what they may not see
    """
    reach, today = reach_for(request), timezone.localdate()
    strata = [*list_strata(reach), *places]
    last = add_months(month_of(today), -1)
    begins = min(find_first_month() or last, last)
    asked = request.query_params.dict()
    reading = read_filters(asked, strata, today=today, begins=begins)
    if reading.dropped:
        raise ParseError(reading.dropped[0])
    return Call(reach=reach, strata=strata, selection=reading.selection, today=today, begins=begins)


def read_by(request: Request) -> Dimension:
    """
    Return what figures are to be broken down by; organizations where nothing is said.

    :raises ParseError: there is no such dimension
    """
    value = request.query_params.get("by", Dimension.ORGANIZATION.value)
    if value not in Dimension.values:
        raise ParseError("Figures cannot be broken down by that.")
    return Dimension(value)


def without_comparison(call: Call) -> Selection:
    """Return the selection, compared with nothing."""
    selection = call.selection
    if selection.comparison == Comparison.NOTHING:
        return selection
    raise ParseError("The API compares nothing: ask for both periods.")
