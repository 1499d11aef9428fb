"""Compliance as tables of values for a spreadsheet: figures, or names within reach."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, Self, TypeAlias
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Organization
from core.spreadsheets import Cell
from training import permissions
from training.codes import ComplianceStatus
from training.models import ComplianceSnapshot, Reach

from .compliance import GridFilters, Place, find_days, list_places
from .standings import STANDING, standing_values

FIGURES: Final = "figures"
NAMES: Final = "names"
ROWS_AT_ONCE: Final = 2_000
FIGURE_COLUMNS: Final = (
    "Day", "Organisation", "Code", "Kind", "Board", "Role", "Competency", "In scope", "Current",
    "Due", "In grace", "Lapsed", "Never trained", "Compliant %",
)  # fmt: skip
NAME_COLUMNS: Final = (
    "Name", "Role", "Organisation", "Code", "Competency", "Status", "Due from", "Valid until",
    "Grace until", "Opens records",
)  # fmt: skip
_NAMES: Final = (
    STANDING
    + """
SELECT coalesce(nullif(u.display_name, ''), u.username), s.job_role, s.organization_id, c.name,
       s.status, s.renew_from, s.valid_until, s.grace_days, s.opens_record
FROM standing s
JOIN accounts_user u ON u.id = s.user_id
JOIN accounts_competency c ON c.id = s.competency_id
WHERE (%(job_role)s = '' OR s.job_role = %(job_role)s)
  AND (%(statuses)s::text[] IS NULL OR s.status = ANY(%(statuses)s))
  AND (%(competency)s = '' OR c.code = %(competency)s)
ORDER BY s.organization_id, 1, s.user_id, s.job_role, c.name
"""
)

Rows: TypeAlias = Generator[Sequence[Cell], None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """What somebody wants as a file; what is blank narrows nothing."""

    what: str
    board: str = ""
    kind: str = ""
    place: str = ""
    job_role: str = ""
    competency: str = ""
    statuses: tuple[str, ...] | None = None

    def as_facts(self) -> dict[str, object]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: dict[str, object]) -> Self:
        """Return what was kept."""
        statuses = facts.get("statuses")
        words = {name: str(facts.get(name, "")) for name in cls.__slots__ if name != "statuses"}
        kept = tuple(map(str, statuses)) if isinstance(statuses, list | tuple) else None
        return cls(**words, statuses=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of values, whose rows are read as they are asked for, and whom it is about."""

    title: str
    columns: Sequence[str]
    rows: Rows
    places: Sequence[UUID]

    def first(self, most: int) -> list[Sequence[Cell]]:
        """Return the first rows and read no more: what reads them has then been closed."""
        with closing(self.rows) as rows:
            return list(islice(rows, most))


def open_table(wish: ExportWish, *, reach: Reach, on: date) -> Table:
    """
    Return the table that is wished for, of what lies within reach.

    :raises Forbidden: names are for those alone who may know them, figures for who follows them
    """
    names = wish.what == NAMES
    if names:
        permissions.check_may_read_names(reach)
    permissions.check_may_read_figures(reach)
    within = reach.people if names else reach.figures
    filters = GridFilters(board=wish.board, kind=wish.kind)
    places = {
        place.id: place
        for place in list_places(reach)
        if place.id in within and filters.fit(place) and wish.place in ("", place.ods_code)
    }
    return Table(
        title="People" if names else "Compliance",
        columns=NAME_COLUMNS if names else FIGURE_COLUMNS,
        rows=_names(wish, places, on=on) if names else _figures(wish, places, on=on),
        places=list(places),
    )


def _figures(wish: ExportWish, places: dict[UUID, Place], *, on: date) -> Rows:
    taken = find_days(on, trend_days=30)
    if taken.on is None:
        return
    boards = dict(
        Organization.objects.filter(kind=OrganizationKind.ICB).values_list("ods_code", "short_name")
    )
    snapshots = ComplianceSnapshot.objects.filter(on=taken.on, organization__in=list(places))
    if wish.job_role:
        snapshots = snapshots.filter(job_role=wish.job_role)
    if wish.competency:
        snapshots = snapshots.filter(competency__code=wish.competency)
    rows = snapshots.order_by("organization__short_name", "job_role", "competency__name")
    for place_id, job_role, skill, in_scope, *counts in rows.values_list(
        "organization_id", "job_role", "competency__name", "in_scope",
        "current", "due", "grace", "lapsed", "never",
    ).iterator(ROWS_AT_ONCE):  # fmt: skip
        place = places[place_id]
        compliant = round(100 * (counts[0] + counts[1]) / in_scope, 1)
        yield (
            taken.on, place.name, place.ods_code, OrganizationKind(place.kind).label,
            boards.get(place.board, ""), JobRole(job_role).label, skill, in_scope, *counts,
            compliant,
        )  # fmt: skip


def _names(wish: ExportWish, places: dict[UUID, Place], *, on: date) -> Rows:
    values = {
        **standing_values(on, organizations=list(places)),
        "job_role": wish.job_role,
        "statuses": None if wish.statuses is None else list(wish.statuses),
        "competency": wish.competency,
    }
    # A cursor on the server lives in a transaction, and the whole answer in nobody's memory.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_NAMES, values)
        yield from _name_cells(cursor, places)


def _name_cells(cursor: CursorWrapper, places: dict[UUID, Place]) -> Iterator[Sequence[Cell]]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for name, job_role, place_id, skill, status, renew, until, grace_days, opens in rows:
            place = places[place_id]
            yield (
                name, JobRole(job_role).label, place.name, place.ods_code, skill,
                ComplianceStatus(status).label, renew, until,
                None if until is None else until + timedelta(days=grace_days),
                "yes" if opens else "no",
            )  # fmt: skip
