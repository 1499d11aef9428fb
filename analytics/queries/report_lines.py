"""
The lines of a report: true counts, each of a measure, a group of strata and months.

A line is read from the facts when a report is frozen, and counted again from raw events by the
plain SQL of its measure when somebody wants to know whether it holds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from analytics.codes import Did, Dimension
from analytics.measures import use
from analytics.measures.measure import Measure
from analytics.measures.periods import Period, add_months
from analytics.measures.publishing import Cell

from .counts import (
    break_down_events,
    break_down_people,
    count_people,
    count_people_by_month,
    read_cell,
    read_months,
)
from .selection import StratumRow

# Everybody that the report is of.
WHOLE: Final = ""
# How many months a trend shows, the last of the report among them: a year back and the same month.
TREND_MONTHS: Final = 13
TREND: Final = (use.SIGN_INS, use.OPENINGS, use.ACTIVE)
TOTALS: Final = (
    use.SIGN_INS, use.OPENINGS, use.ACTIVE, use.SIGNED_IN, use.SEARCHES, use.SECTIONS,
    use.DOCUMENTS, use.FOUND, use.EMERGENCY, use.FAILED_SIGN_INS,
)  # fmt: skip
PLACES: Final = (use.OPENINGS, use.SIGN_INS, use.ACTIVE)
DID: Final[Mapping[str, int]] = {use.ACTIVE.code: Did.OPENED, use.SIGNED_IN.code: Did.SIGNED_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWish:
    """What a section is made of: months, and the strata that the report may count."""

    period: Period
    rows: Sequence[StratumRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Strata that are counted together: a board, or an organization of a board."""

    name: str
    strata: Sequence[int]
    board: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A true count, and the people behind its weakest month."""

    measure: str
    group: str
    first: date
    last: date
    n: int
    people: int

    @property
    def period(self) -> Period:
        """Its months."""
        return Period(first=self.first, last=self.last)

    @property
    def cell(self) -> Cell:
        """It, to be published."""
        return Cell(self.n, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFigures:
    """The true figures of a section."""

    lines: Sequence[Line]
    groups: Mapping[str, Group]

    def find(self, measure: Measure, group: str, period: Period) -> Line:
        """Return the line of a measure, a group and months; nought where nothing was counted."""
        for line in self.lines:
            if (line.measure, line.group, line.period) == (measure.code, group, period):
                return line
        return Line(
            measure=measure.code, group=group, first=period.first, last=period.last, n=0, people=0
        )

    def as_json(self) -> dict[str, object]:
        """Return it as it is frozen: words and whole numbers alone."""
        lines = [
            asdict(each) | {"first": each.first.isoformat(), "last": each.last.isoformat()}
            for each in self.lines
        ]
        groups = {
            key: asdict(each) | {"strata": list(each.strata)} for key, each in self.groups.items()
        }
        return {"lines": lines, "groups": groups}


Reader = Callable[[ReportWish], SectionFigures]


def thaw(frozen: Mapping[str, Any]) -> SectionFigures:
    """Return figures from how they were frozen."""
    lines = [
        Line(
            measure=row["measure"],
            group=row["group"],
            first=date.fromisoformat(row["first"]),
            last=date.fromisoformat(row["last"]),
            n=row["n"],
            people=row["people"],
        )
        for row in frozen["lines"]
    ]
    groups = {
        key: Group(name=row["name"], strata=row["strata"], board=row["board"])
        for key, row in frozen["groups"].items()
    }
    return SectionFigures(lines=lines, groups=groups)


def read_use(wish: ReportWish) -> SectionFigures:
    """Return how the record was used: month by month, in all, and by board and organization."""
    groups = {WHOLE: Group(name="All", strata=sorted(row.id for row in wish.rows))}
    groups |= _groups_of(wish.rows)
    last = wish.period.last
    trend = Period(first=min(wish.period.first, add_months(last, 1 - TREND_MONTHS)), last=last)
    lines = [
        *(line for measure in TREND for line in _by_month(measure, groups[WHOLE].strata, trend)),
        *(_total(measure, groups[WHOLE].strata, wish.period) for measure in TOTALS),
        *(line for measure in PLACES for line in _by_place(measure, wish)),
    ]
    once = {(line.measure, line.group, line.first, line.last): line for line in lines}
    return SectionFigures(lines=list(once.values()), groups=groups)


def board_key(row: StratumRow) -> str:
    """Return the key of a stratum's board as a group."""
    return f"board:{row.board}"


def place_key(row: StratumRow) -> str:
    """Return the key of a stratum's organization, in the board that it belonged to, as a group."""
    return f"place:{row.board}/{row.organization}"


def _groups_of(rows: Sequence[StratumRow]) -> dict[str, Group]:
    found: dict[str, Group] = {}
    strata: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        strata.setdefault(board_key(row), []).append(row.id)
        strata.setdefault(place_key(row), []).append(row.id)
        found[board_key(row)] = Group(name=row.board_name, strata=strata[board_key(row)])
        found[place_key(row)] = Group(
            name=row.organization_name, strata=strata[place_key(row)], board=board_key(row)
        )
    return found


def _by_month(measure: Measure, strata: Sequence[int], period: Period) -> list[Line]:
    if measure.kind is not None:
        cells = read_months(measure.kind, strata, period)
    else:
        people = count_people_by_month(DID[measure.code], strata, period)
        cells = {month: Cell(n, n) for month, n in people.items()}
    return [
        _line(measure, WHOLE, Period(first=month, last=month), cell)
        for month, cell in cells.items()
    ]


def _total(measure: Measure, strata: Sequence[int], period: Period) -> Line:
    if measure.kind is not None:
        return _line(measure, WHOLE, period, read_cell(measure.kind, strata, period))
    people = count_people(DID[measure.code], strata, period)
    return _line(measure, WHOLE, period, Cell(people, people))


def _by_place(measure: Measure, wish: ReportWish) -> list[Line]:
    """Return a line for each board and each organization that did anything."""
    renamed = [row._replace(board=board_key(row), organization=place_key(row)) for row in wish.rows]
    lines = []
    for dimension in (Dimension.BOARD, Dimension.ORGANIZATION):
        if measure.kind is not None:
            cells = break_down_events(measure.kind, dimension, renamed, wish.period)
        else:
            people = break_down_people(DID[measure.code], dimension, renamed, wish.period)
            cells = {name: Cell(n, n) for name, n in people.items()}
        lines += [_line(measure, name, wish.period, cell) for name, cell in sorted(cells.items())]
    return lines


def _line(measure: Measure, group: str, period: Period, cell: Cell) -> Line:
    return Line(
        measure=measure.code,
        group=group,
        first=period.first,
        last=period.last,
        n=cell.n,
        people=cell.people,
    )


# Which figures a section freezes; `presenters.report_sections` puts them into words.
READERS: Final[dict[str, Reader]] = {"use": read_use}
