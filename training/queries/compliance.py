"""How training stands in figures, by organization, job role and competency: from snapshots."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from accounts.codes import OrganizationKind
from accounts.models import Competency, Organization
from training.models import ComplianceSnapshot, Reach

# A night without a count is no reason to show no trend; a fortnight without one is.
_DAYS: Final = """
    SELECT latest, (
        SELECT max(s."on") FROM training_compliancesnapshot s
        WHERE s."on" <= latest - %(days)s AND s."on" > latest - %(days)s - 14)
    FROM (SELECT max("on") AS latest FROM training_compliancesnapshot
          WHERE "on" <= %(on)s::date) AS newest
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFilters:
    """What of the grid is asked for; what is blank narrows nothing."""

    board: str = ""
    kind: str = ""
    job_role: str = ""
    by_name: bool = False
    trend_days: int = 30

    def fit(self, place: "Place") -> bool:
        """Whether an organization is asked for."""
        return self.board in ("", place.board) and self.kind in ("", place.kind)


class Share(NamedTuple):
    """How many are compliant of those in scope."""

    in_scope: int = 0
    compliant: int = 0

    def plus(self, other: "Share") -> "Share":
        return Share(self.in_scope + other.in_scope, self.compliant + other.compliant)

    @property
    def ratio(self) -> float:
        """The part that is compliant; all, where nobody is in scope."""
        return self.compliant / self.in_scope if self.in_scope else 1.0


class Place(NamedTuple):
    """An organization of the grid, with the code of the board that it belongs to."""

    id: UUID
    ods_code: str
    name: str
    kind: str
    board: str


class Skill(NamedTuple):
    """A competency of the grid."""

    id: UUID
    code: str
    name: str


@dataclass(slots=True)
class Line:
    """The shares of a row: by competency and in all, now and before."""

    cells: dict[UUID, Share] = field(default_factory=dict)
    all: Share = field(default_factory=Share)
    before: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The days of the latest snapshot and of the one that it is compared with."""

    on: date | None
    before: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Organizations by competencies, as the latest snapshot has them."""

    taken: Taken
    skills: Sequence[Skill]
    rows: Sequence[tuple[Place, Line]]
    total: Line
    skills_before: Mapping[UUID, Share]
    boards: Sequence[Place]


def read_grid(filters: GridFilters, *, reach: Reach, on: date) -> Grid:
    """Return how the organizations within reach stand, the worst first or by name."""
    taken = find_days(on, trend_days=filters.trend_days)
    places = list_places(reach)
    shown = {place.id: place for place in places if filters.fit(place)}
    lines: defaultdict[UUID, Line] = defaultdict(Line)
    before: defaultdict[UUID, Share] = defaultdict(Share)
    for day, place_id, skill_id, share in _read_cells(taken, list(shown), filters.job_role):
        line = lines[place_id]
        if day == taken.on:
            line.cells[skill_id] = share
            line.all = line.all.plus(share)
        else:
            line.before = share if line.before is None else line.before.plus(share)
            before[skill_id] = before[skill_id].plus(share)
    rows = [(shown[key], line) for key, line in lines.items() if line.cells]
    total = add_up(line for _, line in rows)
    return Grid(
        taken=taken,
        skills=list_skills(total.cells),
        rows=sorted(rows, key=_by_name if filters.by_name else _worst_first),
        total=total,
        skills_before=before,
        boards=[place for place in places if place.kind == OrganizationKind.ICB],
    )


def find_days(on: date, *, trend_days: int) -> Taken:
    """Return the day of the latest snapshot, and of one so many days before it, if there are."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"on": on, "days": trend_days})
        latest, before = cursor.fetchone()
    return Taken(on=latest, before=before)


def add_up(lines: Iterable[Line]) -> Line:
    """Return the sum of rows."""
    total = Line()
    for line in lines:
        total.all = total.all.plus(line.all)
        for key, share in line.cells.items():
            total.cells[key] = total.cells.get(key, Share()).plus(share)
        if line.before is not None:
            total.before = line.before.plus(total.before or Share())
    return total


def list_skills(keys: Iterable[UUID]) -> list[Skill]:
    """Return competencies by name."""
    found = Competency.objects.filter(pk__in=list(keys)).order_by("name")
    return [Skill(*row) for row in found.values_list("pk", "code", "name")]


def get_place(ods_code: str, *, reach: Reach) -> Organization:
    """
    Return an organization whose figures a viewer may see.

    :raises Organization.DoesNotExist: there is none, or it is out of reach
    """
    return Organization.objects.get(ods_code=ods_code, pk__in=reach.figures)


def read_by_job_role(place: Organization, taken: Taken) -> Mapping[str, Line]:
    """Return how an organization stands, job role by job role."""
    snapshots = ComplianceSnapshot.objects.filter(
        on__in=[day for day in (taken.on, taken.before) if day], organization=place
    )
    lines: defaultdict[str, Line] = defaultdict(Line)
    rows = snapshots.annotate(compliant=F("current") + F("due")).values_list(
        "on", "job_role", "competency_id", "in_scope", "compliant"
    )
    for day, job_role, skill_id, in_scope, compliant in rows:
        line, share = lines[job_role], Share(in_scope, compliant)
        if day == taken.on:
            line.cells[skill_id] = share
            line.all = line.all.plus(share)
        else:
            line.before = share if line.before is None else line.before.plus(share)
    return {job_role: line for job_role, line in lines.items() if line.cells}


def list_places(reach: Reach) -> list[Place]:
    """
    Return the organizations whose figures a viewer may see, by name.

    The table is small enough to be read whole, which finds the board of each without asking again.
    """
    rows = {
        row[0]: row
        for row in Organization.objects.order_by("short_name").values_list(
            "pk", "ods_code", "short_name", "kind", "parent_id"
        )
    }

    def board_of(key: UUID | None) -> str:
        while key is not None and rows[key][3] != OrganizationKind.ICB:
            key = rows[key][4]
        return "" if key is None else rows[key][1]

    return [Place(*row[:4], board_of(key)) for key, row in rows.items() if key in reach.figures]


def _read_cells(
    taken: Taken, places: list[UUID], job_role: str
) -> Iterable[tuple[date, UUID, UUID, Share]]:
    snapshots = ComplianceSnapshot.objects.filter(
        on__in=[day for day in (taken.on, taken.before) if day], organization__in=places
    )
    if job_role:
        snapshots = snapshots.filter(job_role=job_role)
    rows = (
        snapshots.values("on", "organization_id", "competency_id")
        .annotate(people=Sum("in_scope"), compliant=Sum(F("current") + F("due")))
        .values_list("on", "organization_id", "competency_id", "people", "compliant")
    )
    return (
        (day, place_id, skill_id, Share(people, compliant))
        for day, place_id, skill_id, people, compliant in rows.iterator()
    )


def _worst_first(row: tuple[Place, Line]) -> tuple[float, int, str]:
    place, line = row
    return line.all.ratio, line.all.compliant - line.all.in_scope, place.name


def _by_name(row: tuple[Place, Line]) -> str:
    return row[0].name
