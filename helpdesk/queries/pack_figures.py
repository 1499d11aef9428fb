"""What board packs say of the helpdesk: counts of tickets by week, for a board's organizations."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Sum

from accounts.queries import organizations_below
from core.dates import LONDON
from helpdesk.codes import Figure
from helpdesk.models import MajorIncident, ReportCell


@dataclass(slots=True)
class WeekFigures:
    """What happened to tickets in a week."""

    opened: int = 0
    resolved: int = 0
    in_time: int = 0
    with_target: int = 0
    backlog: int = 0


def read_weeks(organization_id: UUID, *, since: date, until: date) -> Mapping[date, WeekFigures]:
    """
    Return figures by week, each named by its Monday, of regions at or below an organization.

    Restricted tickets are not counted: not everybody who reads a pack may know of them.
    """
    places = organizations_below([organization_id])
    return read_weeks_of(places, since=since, until=until)


def read_weeks_of(
    places: Collection[UUID] | None, *, since: date, until: date
) -> Mapping[date, WeekFigures]:
    """Return figures by week of these regions, or of all tickets; restricted ones do not count."""
    cells = ReportCell.objects.filter(
        Q() if places is None else Q(region__in=places),
        is_restricted=False,
        week__range=(since, until),
        figure__in=[Figure.OPENED, Figure.RESOLVED, Figure.BACKLOG],
    )
    weeks: defaultdict[date, WeekFigures] = defaultdict(WeekFigures)
    rows = cells.values_list("week", "figure").annotate(
        Sum("number"), Sum("in_time"), Sum("with_target")
    )
    for week, figure, number, in_time, with_target in rows.order_by("week"):
        found = weeks[week]
        if figure == Figure.OPENED:
            found.opened = number
        elif figure == Figure.BACKLOG:
            found.backlog = number
        else:
            found.resolved, found.in_time, found.with_target = number, in_time, with_target
    return dict(weeks)


def list_major_incidents(
    organization_id: UUID, *, since: datetime, until: datetime
) -> list[MajorIncident]:
    """Return the major incidents that ran in a stretch of time, in these regions or in all."""
    here = Q(regions__isnull=True) | Q(regions__in=organizations_below([organization_id]))
    ran = Q(ended_at__isnull=True) | Q(ended_at__gte=since)
    incidents = MajorIncident.objects.filter(here, ran, declared_at__lt=until)
    incidents = incidents.filter(ticket__is_restricted=False)
    return list(incidents.distinct().order_by("declared_at"))


def london_day(moment: datetime) -> date:
    """Return the day of a moment in London."""
    return moment.astimezone(LONDON).date()
