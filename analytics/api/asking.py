"""What a call asks for: the same filters as the pages, but what is unknown is refused."""

from datetime import date
from typing import Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from accounts.api import viewer_of
from analytics import permissions
from analytics.codes import Comparison, Dimension
from analytics.forms.asking import Asking
from analytics.models import Reach, reach_of
from analytics.queries.roster import Roster, read_roster
from analytics.queries.selection import Selection

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


def reach_for(request: Request) -> Reach:
    """
    Return whose figures whoever calls may see.

    :raises Forbidden: none at all
    """
    reach = reach_of(viewer_of(request), on=_today())
    permissions.check_may_see_figures(reach)
    return reach


def read_call(request: Request) -> Asking:
    """
    Return what a call asks for.

    :raises Forbidden: whoever calls may see no figures
    :raises ParseError: a filter is unknown, or names what they may not see
    """
    return _whole(Asking.read(request.query_params, reach_for(request), today=_today()))


def read_call_of_people(request: Request, *, on: date | None = None) -> tuple[Asking, Roster]:
    """
    Return what a call asks for of people, with who may open records on a day.

    The day is the last one of the period where none is given. Places where people are can be asked
    for as well as those where something was done.

    :raises Forbidden: whoever calls may see no figures
    :raises ParseError: a filter is unknown, or names what they may not see
    """
    query = request.query_params
    asked = Asking.read(query, reach_for(request), today=_today())
    roster = read_roster(asked.reach, on=on or asked.selection.period.end)
    return _whole(asked.with_places(query, roster.places)), roster


def _whole(asked: Asking) -> Asking:
    if asked.dropped:
        raise ParseError(asked.dropped[0])
    return asked


def _today() -> date:
    return timezone.localdate()


def read_by(request: Request) -> Dimension:
    """
    Return what figures are to be broken down by; organizations where nothing is said.

    :raises ParseError: there is no such dimension
    """
    value = request.query_params.get("by", Dimension.ORGANIZATION.value)
    if value not in Dimension.values:
        raise ParseError("Figures cannot be broken down by that.")
    return Dimension(value)


def without_comparison(call: Asking) -> Selection:
    """Return the selection, compared with nothing."""
    selection = call.selection
    if selection.comparison == Comparison.NOTHING:
        return selection
    raise ParseError("The API compares nothing: ask for both periods.")
