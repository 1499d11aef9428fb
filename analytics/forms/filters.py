"""Filters of figures, read from an address: whatever it says, a page can be shown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.codes import Comparison, Dimension
from analytics.measures.periods import DEFAULT, NAMED, Period, add_months, month_of, named_period
from analytics.queries.selection import Selection, StratumRow

# Chosen in the form where months are chosen by themselves, in `from` and `to`.
MONTHS: Final = "months"
_RANGE: Final = re.compile(r"(\d{4})-(\d\d)_(\d{4})-(\d\d)", re.ASCII)
_WORDS: Final = {
    Dimension.BOARD: "board",
    Dimension.ORGANIZATION: "organisation",
    Dimension.SETTING: "care setting",
    Dimension.JOB_ROLE: "job role",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an address asks for, and in words what of it was left out."""

    selection: Selection
    dropped: Sequence[str] = ()


def read_selection(
    query: Mapping[str, str], strata: Sequence[StratumRow], *, today: date, begins: date
) -> Selection:
    """Return what an address asks for; what nobody can ask for is left out."""
    return read_filters(query, strata, today=today, begins=begins).selection


def read_filters(
    query: Mapping[str, str], strata: Sequence[StratumRow], *, today: date, begins: date
) -> Reading:
    """
    Return what an address asks for, and what was left out: unknown values, and others' figures.

    `strata` are those that the viewer may see, so that a place beyond them is as unknown as one
    that is not there. `begins` is the first month of which there is anything.
    """
    dropped: list[str] = []
    name, period = _read_period(query, today=today, begins=begins, dropped=dropped)
    chosen: dict[str, str] = {}
    rows = list(strata)
    for dimension in Dimension:
        value = query.get(dimension.value, "")
        fitting = [row for row in rows if row.value(dimension) == value]
        if value and not fitting:
            dropped.append(f"There are no figures of this {_WORDS[dimension]} here.")
        elif value:
            chosen[dimension.value] = value
            rows = fitting
    comparison = query.get("compare", "")
    if comparison not in Comparison.values:
        dropped.append("There is no such comparison.")
        comparison = ""
    selection = Selection(period=period, name=name, comparison=Comparison(comparison), **chosen)
    return Reading(selection=selection, dropped=dropped)


def _read_period(
    query: Mapping[str, str], *, today: date, begins: date, dropped: list[str]
) -> tuple[str, Period]:
    name = query.get("period", "") or DEFAULT
    if name == MONTHS:
        name = f"{query.get('from', '')}_{query.get('to', '')}"
    if name in NAMED:
        return name, named_period(name, today=today, begins=begins)
    period = _read_months(name, today=today, begins=begins)
    if period is not None:
        return f"{period.first:%Y-%m}_{period.last:%Y-%m}", period
    dropped.append(
        "These months cannot be shown: choose whole months that are over, the earlier one first."
    )
    return DEFAULT, named_period(DEFAULT, today=today, begins=begins)


def _read_months(name: str, *, today: date, begins: date) -> Period | None:
    """Return a range of months, from the first of which there is anything; None is no such one."""
    found = _RANGE.fullmatch(name)
    if found is None:
        return None
    year, month, last_year, last_month = (int(part) for part in found.groups())
    try:
        first, last = date(year, month, 1), date(last_year, last_month, 1)
    except ValueError:
        return None
    first = max(first, begins)
    if first > last or last > add_months(month_of(today), -1):
        return None
    return Period(first=first, last=last)
