"""
Charts of figures: one Vega-Lite specification for the page, for PDF and for board packs.

Months stand on an axis of time in UTC, so that no clock's zone moves them. Series differ in
lightness and dashes; what is not over yet is hollow and dashed, what is withheld is a star.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from analytics.codes import AnnotationKind
from analytics.models import Annotation
from core.board_pack import PackChart
from core.charts import INK, QUIET, SERIES, draw_shared_chart

from .chart_parts import (
    COUNTS,
    MONTHS_ACROSS,
    Spec,
    around,
    layered,
    linked,
    points_on,
    stars,
    told_apart,
    upwards,
)
from .tables import TableView

# Wide enough for 45 months on a page; board packs and PDF take the narrow one.
WIDE: Final = (720, 260)
NARROW: Final = (460, 190)
# The renderer takes an address without a host for one of its own examples.
_ITS_OWN: Final = "https://vega.github.io/vega-datasets/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """
    A series at a month: None is withheld, or where `unknown` there is nothing to show.

    `words` are what a pointer reads there, `href` leads to what the mark rests on. A month that is
    not over is `partial`.
    """

    month: date
    value: float | None
    words: str
    href: str = ""
    partial: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line, or the bars, of a chart."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """Something that happened on a day: a rule across the chart, numbered, and named below it."""

    number: int
    on: date
    words: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A chart as a page shows it: drawn, said in words, with its table and its files."""

    title: str
    spec: Mapping[str, object]
    alternative: str
    table: TableView
    csv_url: str = ""
    xlsx_url: str = ""
    counted_url: str = ""
    marks: Sequence[EventMark] = ()

    @property
    def svg(self) -> Markup:
        """The chart, drawn."""
        return draw_inline(self.spec, self.alternative)

    def as_pack(self) -> PackChart:
        """Return it for a pack or a report."""
        return PackChart(spec=self.spec, alternative=self.alternative, table=self.table.as_pack())


def draw_inline(spec: Mapping[str, object], alternative: str) -> Markup:
    """
    Return a chart to stand in a page.

    Read aloud it is one picture with its alternative. With links in it, it is left out there and by
    the Tab key: the table has the same links, and `_chart.html` says the alternative.
    """
    return _inline(draw_shared_chart(spec), alternative)


def list_marks(annotations: Iterable[Annotation], *, first: date, last: date) -> list[EventMark]:
    """Return what happened between two days, numbered in order of time."""
    within = sorted(
        (a for a in annotations if first <= a.on <= last), key=lambda a: (a.on, a.words)
    )
    return [
        EventMark(number=n, on=a.on, words=a.words, kind=AnnotationKind(a.kind).label)
        for n, a in enumerate(within, start=1)
    ]


def monthly_lines(
    series: Sequence[Series],
    *,
    up: str,
    log: bool = False,
    from_zero: bool = True,
    marks: Sequence[EventMark] = (),
    size: tuple[int, int] = WIDE,
) -> Spec:
    """
    Return the specification of a line a series, month by month.

    `log` draws equal growth as equal height; there nought and less have no place and are left out.
    Ratios that stay far from nought may do without it.
    """
    rows = [row for each in series for row in _line_rows(each, log=log)]
    scale = {"type": "log"} if log else {"zero": True} if from_zero else around(rows)
    base = {"x": MONTHS_ACROSS, "y": upwards(up, scale), **told_apart([s.name for s in series])}
    whole, open_end = "datum.part != 'open'", "datum.part != 'whole'"
    layers: list[Spec] = [
        {
            "transform": [{"filter": whole}],
            "mark": {"type": "line"},
            "encoding": base,
        },
        {
            "transform": [{"filter": f"{open_end} && isValid(datum.value)"}],
            "mark": {"type": "line", "strokeDash": [3, 3], "strokeWidth": 1.6},
            "encoding": {key: value for key, value in base.items() if key != "strokeDash"},
        },
        *points_on(base, rows, log=log),
        stars(rows, size, MONTHS_ACROSS),
    ]
    return layered(rows, [*_rules(marks), *layers], size)


def monthly_bars(
    series: Series, *, up: str, marks: Sequence[EventMark] = (), size: tuple[int, int] = WIDE
) -> Spec:
    """Return the specification of a bar a month; one that is not over is an outline."""
    rows = [_row(series.name, point) for point in series.points]
    partial = {"test": "datum.partial", "value": "white"}
    months = {**MONTHS_ACROSS, "timeUnit": "utcyearmonth", "bandPosition": 0.5}
    bar: Spec = {
        "mark": {"type": "bar", "stroke": SERIES[0], "strokeWidth": 1},
        "encoding": {
            "x": months,
            "y": upwards(up, {"zero": True}),
            "fill": {"condition": partial, "value": SERIES[0]},
            "strokeDash": {
                "condition": {"test": "datum.partial", "value": [3, 3]},
                "value": [1, 0],
            },
            **linked(rows),
        },
    }
    return layered(rows, [*_rules(marks), bar, stars(rows, size, months)], size)


def bars_across(
    rows: Sequence[tuple[str, float | None, str, str]], *, along: str, width: int = WIDE[0] - 220
) -> Spec:
    """Return bars that lie, one a name, in order: rows of name, value, words and address."""
    values = [
        {"name": name, "value": value or 0, "words": words, "href": href or None}
        for name, value, words, href in rows
    ]
    names = {"field": "name", "type": "nominal", "title": None, "sort": None}
    along_x = {"field": "value", "type": "quantitative", "title": along, "axis": COUNTS}
    base = {"y": {**names, "axis": {"labelLimit": 260}}, "x": along_x}
    said = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": INK}
    text = {"field": "words", "type": "nominal"}
    return {
        "data": {"values": values},
        "width": width,
        "height": {"step": 22},
        "layer": [
            {"mark": "bar", "encoding": {**base, **linked(values)}},
            {"mark": said, "encoding": {**base, "text": text}},
        ],
    }


def _row(name: str, point: Point, *, part: str = "whole") -> Spec:
    return {
        "series": name,
        "month": point.month.isoformat(),
        "value": point.value,
        "words": point.words,
        "href": point.href or None,
        "partial": point.partial,
        "unknown": point.unknown,
        "part": part,
    }


def _line_rows(series: Series, *, log: bool) -> list[Spec]:
    """Return the points of a line; the last whole month also begins the dashed end."""
    points = [p for p in series.points if not log or p.value is None or p.value > 0]
    rows = []
    for point, after in zip(points, [*points[1:], None], strict=True):
        leads_on = after is not None and after.partial and not point.partial
        part = "open" if point.partial else "both" if leads_on else "whole"
        rows.append(_row(series.name, point, part=part))
    return rows


def _rules(marks: Sequence[EventMark]) -> list[Spec]:
    if not marks:
        return []
    data = {
        "values": [
            {"month": m.on.isoformat(), "number": str(m.number), "words": m.words} for m in marks
        ]
    }
    rule = {"type": "rule", "color": QUIET, "strokeDash": [2, 3]}
    text = {"type": "text", "y": -6, "fontSize": 11, "fontWeight": "bold", "color": QUIET}
    told = {"description": {"field": "words", "type": "nominal"}}
    return [
        {"data": data, "mark": rule, "encoding": {"x": MONTHS_ACROSS, **told}},
        {
            "data": data,
            "mark": text,
            "encoding": {
                "x": MONTHS_ACROSS,
                "text": {"field": "number", "type": "nominal"},
                **told,
            },
        },
    ]


@lru_cache(maxsize=200)
def _inline(drawn: str, alternative: str) -> Markup:
    """Return a drawing with addresses of ours, and names that are no other drawing's."""
    mine = hashlib.sha256(drawn.encode()).hexdigest()[:8]
    # A mark that leads nowhere beside marks that do.
    svg = drawn.replace(f'<a xlink:href="{_ITS_OWN}null">', "<a>")
    svg = svg.replace(f'xlink:href="{_ITS_OWN}', 'tabindex="-1" href="')
    svg = re.sub(r'\bid="([^"]+)"', rf'id="c{mine}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#c{mine}-\1)", svg)
    # What it says of its parts is said better by the alternative and by the table.
    svg = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg)
    told = (
        ' aria-hidden="true"'
        if 'href="' in svg
        else f' role="img" aria-label="{Markup.escape(alternative)}"'
    )
    return Markup(svg.replace("<svg ", f"<svg{told} ", 1))  # noqa: S704 - drawn from escaped data
