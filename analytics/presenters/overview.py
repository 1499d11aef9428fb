"""How the service is used, in words: tiles, a chart of months, a breakdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.measures.measure import Measure
from analytics.measures.use import (
    ACTIVE,
    OPENINGS,
    OPENINGS_PER_PERSON,
    OPENINGS_PER_SIGN_IN,
    SEARCHES,
    SIGN_INS,
)
from analytics.queries.use import UseFigures, Value

from .filtering import name_value, say_period
from .frame import FrameLink
from .tables import Number, TableView, say_month
from .use_words import say_change, say_note, say_value, tone_of
from .wish import BY, Wish, counted_url, in_sentence

TILES: Final = (SIGN_INS, OPENINGS, ACTIVE, OPENINGS_PER_PERSON, OPENINGS_PER_SIGN_IN, SEARCHES)
_ONE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A measure with its value, its trend and how it has changed."""

    title: str
    value: Number
    unit: str
    change: str
    tone: str
    trend: Sequence[float]
    trend_words: str
    caution: str
    url: str
    counted_url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A measure by a dimension: the table, its bars, and by what else it can be."""

    title: str
    table: TableView
    bars: Sequence[int]
    links: Sequence[FrameLink]
    csv_url: str
    xlsx_url: str
    counted_url: str


def present_tiles(figures: UseFigures, wish: Wish) -> list[Tile]:
    """Return the tiles; a measure that has none, and is chosen, comes last."""
    measures = TILES if wish.measure in TILES else (*TILES, wish.measure)
    return [_tile(measure, figures, wish) for measure in measures]


def note_tiles(figures: UseFigures, wish: Wish) -> str:
    """Return what the signs in the tiles mean."""
    totals = [figures.total(measure, wish.selection.period) for measure in TILES]
    return say_note(ACTIVE, totals)


def present_breakdown(figures: UseFigures, wish: Wish) -> Breakdown:
    """Return the chosen measure by a dimension, the largest first; what is withheld comes last."""
    csv_url, xlsx_url = wish.files("use-by")
    table, found = _break_down(figures, wish)
    most = max((value.value for value in found if value.value), default=0)
    return Breakdown(
        title=f"{wish.measure.title} by {in_sentence(wish.by)}",
        table=table,
        bars=[round(100 * value.value / most) if value.value else 0 for value in found],
        links=[
            FrameLink(
                label=label,
                url=f"?{wish.query(by=each.value)}#by",
                is_current=each == wish.by,
            )
            for each, label in BY.items()
        ],
        csv_url=csv_url,
        xlsx_url=xlsx_url,
        counted_url=wish.counted_url,
    )


def present_breakdown_table(figures: UseFigures, wish: Wish) -> TableView:
    """Return the table of a breakdown alone, as a file holds it."""
    return _break_down(figures, wish)[0]


def _break_down(figures: UseFigures, wish: Wish) -> tuple[TableView, list[Value]]:
    measure = wish.measure
    values = {each: figures.group(measure, each) for each in figures.use.values}
    there = {k: v for k, v in values.items() if v.withheld or v.value}
    order = sorted(
        there, key=lambda k: (there[k].value is None, -(there[k].value or 0), _named(wish, k))
    )
    whole = figures.total(measure, wish.selection.period)
    adds_up = measure.kind is not None
    rows = []
    for key in order:
        value = there[key]
        row: list[str | Number] = [_named(wish, key), say_value(measure, value)]
        rows.append([*row, _share(value, whole)] if adds_up else row)
    table = TableView(
        caption=f"{measure.title} by {in_sentence(wish.by)}, {say_period(wish.selection.period)}",
        headings=[BY[wish.by], measure.title, *(["Of all"] if adds_up else [])],
        rows=rows,
        numeric=(1, 2),
        urls=[wish.narrowed_to(key) for key in order],
        note=say_note(measure, list(there.values())),
    )
    return table, [there[key] for key in order]


def _share(value: Value, whole: Value) -> Number:
    if value.value is None or not whole.value or whole.left_out:
        return Number("–")
    percent = 100 * value.value / whole.value
    return Number(f"{percent:.1f}\u00a0%", round(percent, 1))


def _named(wish: Wish, value: str) -> str:
    return name_value(wish.by, value, wish.strata)


def _tile(measure: Measure, figures: UseFigures, wish: Wish) -> Tile:
    period = wish.selection.period
    now = figures.total(measure, period)
    change, tone = _change(measure, figures, wish)
    months = [(month, figures.month(measure, month)) for month in period.months()]
    trend = [value.value for _, value in months if value.value is not None]
    some_open_none = measure == OPENINGS_PER_SIGN_IN and (now.value or _ONE) < _ONE
    return Tile(
        title=measure.title,
        value=say_value(measure, now),
        unit=measure.unit,
        change=change,
        tone=tone,
        trend=trend if len(trend) > 1 else (),
        trend_words=_trend_words(measure, months),
        caution=measure.caution if some_open_none else "",
        url=f"?{wish.query(measure=measure.code)}",
        counted_url=counted_url(measure),
        is_chosen=measure == wish.measure,
    )


def _change(measure: Measure, figures: UseFigures, wish: Wish) -> tuple[str, str]:
    """Return how a measure has changed, in words, and whether that is for the better."""
    asked, compared = wish.selection.compared(), wish.compared
    if asked is None:
        return "", ""
    if compared is None:
        return f"No figures of all of {say_period(asked)} to compare with", ""
    now, then = figures.total(measure, wish.selection.period), figures.total(measure, compared)
    moved = say_change(measure, now, then)
    if moved.value is None:
        return f"Nothing to compare with in {say_period(compared)}", ""
    return f"{moved} from {say_period(compared)}", tone_of(measure, moved)


def _trend_words(measure: Measure, months: Sequence[tuple[date, Value]]) -> str:
    shown = [(month, value) for month, value in months if value.value is not None]
    if not shown:
        return ""
    (first, before), (last, now) = shown[0], shown[-1]
    return (
        f"{say_value(measure, before)} in {say_month(first)},"
        f" {say_value(measure, now)} in {say_month(last)}"
    )
