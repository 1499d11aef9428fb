"""The newest results, each with its trend in a line and in words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from core.dates import format_duration
from records.queries.rows import EntryRow

from .entries import date_words, present
from .links import report_url

# A change smaller than this share of the earlier value is called steady.
STEADY_SHARE = 0.05
LONGEST_WORDS = 60
ARROWS = {"rose": "↑", "fell": "↓", "steady": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """
    The newest value of a test, in words where it is no number.

    `values` are oldest first, `trend` says what they show; `caution` is that it is not final or
    the like.
    """

    name: str
    value: str
    unit: str
    arrow: str
    flag: str
    values: list[float]
    trend: str
    date: str
    caution: str
    report_url: str


def present_results(results: list[EntryRow], *, patient_id: UUID, at: datetime) -> list[ResultLine]:
    """
    Return a line for each test, those beyond their range first; nothing else is reordered.

    `results` come grouped by test, the tests and each group's values newest first.
    """
    groups = groupby(results, key=lambda entry: (entry.code, entry.display, entry.unit))
    lines = [_line(list(group), patient_id, at) for _, group in groups]
    return sorted(lines, key=lambda line: not line.flag)


def _line(newest_first: list[EntryRow], patient_id: UUID, at: datetime) -> ResultLine:
    newest = newest_first[0]
    values = [float(entry.value) for entry in reversed(newest_first) if entry.value is not None]
    shown = present(newest)
    name = shown.name or newest.display
    direction = _direction(values)
    return ResultLine(
        name=name,
        value=_shortened(shown.value.removesuffix(newest.unit).strip()) or _number(newest),
        unit=newest.unit,
        arrow=ARROWS[direction],
        flag=shown.flag,
        values=values,
        trend=_trend(name, values, direction, newest_first),
        date=date_words(newest, at=at) or "No date",
        caution=", ".join(shown.cautions).lower(),
        report_url=report_url(patient_id, newest.id),
    )


def _number(entry: EntryRow) -> str:
    return "" if entry.value is None else f"{entry.value:f}"


def _shortened(value: str) -> str:
    """Return what a line has room for of a result in words; the section has them all."""
    first_line, _, more = value.partition("\n")
    return f"{first_line[:LONGEST_WORDS]}…" if more or len(first_line) > LONGEST_WORDS else value


def _direction(values: list[float]) -> str:
    """Say how the newest value stands to the one before: rose, fell or steady."""
    if len(values) < len(("before", "now")):
        return "steady"
    before, now = values[-2:]
    if abs(now - before) <= STEADY_SHARE * abs(before):
        return "steady"
    return "rose" if now > before else "fell"


def _trend(name: str, values: list[float], direction: str, newest_first: list[EntryRow]) -> str:
    """Return the trend in words, for those who do not see the line."""
    first, last = newest_first[-1].clinical_start, newest_first[0].clinical_start
    if len(values) <= 1:
        return f"{name}: one result"
    span = f" over {format_duration(last - first)}" if first and last and last > first else ""
    change = "steady" if direction == "steady" else f"last {direction}"
    return f"{name} from {values[0]:g} to {values[-1]:g}{span}, {change}"
