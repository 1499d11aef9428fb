"""Use by board and by organization, as reports say it: both levels published together."""

from collections.abc import Mapping, Sequence

from analytics.measures import use
from analytics.measures.measure import Measure
from analytics.measures.periods import Period
from analytics.measures.publishing import (
    Cell,
    Published,
    PublishedTable,
    SuppressionPolicy,
    Withheld,
    published_levels,
    published_people_table,
)
from analytics.queries.report_lines import PLACES, WHOLE, Group, SectionFigures

from .filtering import NO_ROLE, say_period
from .tables import TableCell, TableView, number_of, say_withheld

# By board only where there are several.
_TWO = 2
_COLUMNS = (use.SIGN_INS, use.OPENINGS, use.ACTIVE)


def present_places(
    figures: SectionFigures, period: Period, policy: SuppressionPolicy
) -> list[TableView]:
    """Return use by board, where there are several, and by organization."""
    boards = {key: group for key, group in figures.groups.items() if key.startswith("board:")}
    places = {key: group for key, group in figures.groups.items() if group.board}
    shown = {
        measure: _publish(figures, measure, period, policy, boards, places) for measure in PLACES
    }
    tables = []
    if len(boards) >= _TWO:
        tables.append(_table(f"By board, {say_period(period)}", "Board", boards, shown))
    tables.append(_table(f"By organisation, {say_period(period)}", "Organisation", places, shown))
    return tables


def _publish(
    figures: SectionFigures,
    measure: Measure,
    period: Period,
    policy: SuppressionPolicy,
    boards: Mapping[str, Group],
    places: Mapping[str, Group],
) -> dict[str, Published]:
    """Return what may be seen of a measure, by the keys of all groups, and of the whole."""
    cells = {key: figures.find(measure, key, period).cell for key in (WHOLE, *boards, *places)}
    by_board = {
        board: {key: cells[key] for key, group in places.items() if group.board == board}
        for board in boards
    }
    if measure.kind is None:
        return _publish_people(cells, by_board, policy)
    totals = {board: cells[board] for board in boards}
    top, parts = published_levels(by_board, totals, cells[WHOLE], policy)
    return _together(top, parts)


def _publish_people(
    cells: Mapping[str, Cell],
    by_board: Mapping[str, Mapping[str, Cell]],
    policy: SuppressionPolicy,
) -> dict[str, Published]:
    top = published_people_table(
        {board: cells[board].people for board in by_board}, cells[WHOLE].people, policy
    )
    parts = {}
    for board, within in by_board.items():
        people = {key: cell.people for key, cell in within.items()}
        if top.cells[board].is_shown:
            table = published_people_table(people, cells[board].people, policy)
            parts[board] = dict(table.cells)
        else:
            parts[board] = dict.fromkeys(people, Published(None, Withheld.COMPLEMENT))
    return _together(top, parts)


def _together(
    top: PublishedTable[str], parts: Mapping[str, Mapping[str, Published]]
) -> dict[str, Published]:
    shown = {WHOLE: top.total, **top.cells}
    for within in parts.values():
        shown |= within
    return shown


def _table(
    caption: str,
    heading: str,
    groups: Mapping[str, Group],
    shown: Mapping[Measure, Mapping[str, Published]],
) -> TableView:
    """Return a row a group, in order of their names, the whole first; silent ones are left out."""
    keys: Sequence[str] = sorted(
        (key for key in groups if any(shown[measure][key].n != 0 for measure in _COLUMNS)),
        key=lambda key: groups[key].name,
    )
    rows: list[list[TableCell]] = [
        [name, *(number_of(shown[measure][key]) for measure in _COLUMNS)]
        for key, name in [(WHOLE, "All"), *((key, groups[key].name or NO_ROLE) for key in keys)]
    ]
    seen = [shown[measure][key] for key in (WHOLE, *keys) for measure in _COLUMNS]
    return TableView(
        caption=caption,
        headings=[heading, *(measure.title for measure in _COLUMNS)],
        rows=rows,
        numeric=[1, 2, 3],
        note=say_withheld(seen),
    )
