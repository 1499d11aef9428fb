"""What board packs say of training: compliance by organization, and the sessions that were held."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Sum

from accounts.queries import organizations_below
from training.codes import BookingState, SessionState
from training.models import Booking, ComplianceSnapshot, Session

from .compliance import Share, Taken, find_days

_CAME: Final = [BookingState.ATTENDED, BookingState.PARTIAL]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigures:
    """
    How an organization stood on the day of the latest count, and on an earlier one.

    `people` are at least those who stand behind the latest: of the competency asked of most.
    """

    name: str
    now: Share
    before: Share
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFigures:
    """The sessions that were held in a stretch of time, and who came."""

    held: int
    cancelled: int
    came: int
    missed: int


def read_places(
    organization_id: UUID, *, on: date, days: int
) -> tuple[Taken, Sequence[PlaceFigures]]:
    """Return how each organization at or below one stands, the worst first, and when counted."""
    return read_places_of(organizations_below([organization_id]), on=on, days=days)


def read_places_of(
    organizations: Collection[UUID], *, on: date, days: int
) -> tuple[Taken, Sequence[PlaceFigures]]:
    """Return how each of these organizations stands, the worst first, and when counted."""
    taken = find_days(on, trend_days=days)
    snapshots = ComplianceSnapshot.objects.filter(
        organization__in=organizations,
        on__in=[day for day in (taken.on, taken.before) if day],
    )
    rows = snapshots.values(
        "organization_id", "organization__short_name", "on", "competency_id"
    ).annotate(people=Sum("in_scope"), compliant=Sum(F("current") + F("due")))
    names: dict[UUID, str] = {}
    shares: defaultdict[tuple[UUID, date], Share] = defaultdict(Share)
    people: defaultdict[tuple[UUID, date], int] = defaultdict(int)
    for row in rows:
        key = row["organization_id"], row["on"]
        names[key[0]] = row["organization__short_name"]
        shares[key] = shares[key].plus(Share(row["people"], row["compliant"]))
        people[key] = max(people[key], row["people"])
    places = [
        PlaceFigures(
            name=name,
            now=shares.get((key, taken.on), Share()) if taken.on else Share(),
            before=shares.get((key, taken.before), Share()) if taken.before else Share(),
            people=people.get((key, taken.on), 0) if taken.on else 0,
        )
        for key, name in names.items()
    ]
    return taken, sorted(places, key=_worst_first)


def read_sessions(organization_id: UUID, *, since: datetime, until: datetime) -> SessionFigures:
    """Return the sessions that organizations at or below one held in a stretch of time."""
    sessions = Session.objects.filter(
        host__in=organizations_below([organization_id]),
        starts_at__gte=since,
        starts_at__lt=until,
    )
    states = dict(sessions.order_by().values_list("state").annotate(Count("pk")))
    held = sessions.filter(state=SessionState.HELD)
    bookings = Booking.objects.filter(session__in=held)
    return SessionFigures(
        held=states.get(SessionState.HELD, 0),
        cancelled=states.get(SessionState.CANCELLED, 0),
        came=bookings.filter(state__in=_CAME).count(),
        missed=bookings.filter(state=BookingState.NO_SHOW).count(),
    )


def _worst_first(place: PlaceFigures) -> tuple[float, str]:
    return place.now.ratio, place.name
