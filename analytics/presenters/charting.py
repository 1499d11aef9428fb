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
from typing import Any, Final

from markupsafe import Markup

from analytics.codes import AnnotationKind
from analytics.models import Annotation
from core.board_pack import PackChart
from core.charts import INK, QUIET, SERIES, draw_chart

from .tables import WITHHELD, TableView

Spec = dict[str, Any]

# Wide enough for 45 months on a page; board packs and PDF take the narrow one.
WIDE: Final = (880, 240)
NARROW: Final = (460, 190)
_DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2])
# The renderer takes an address without a host for one of its own examples.
_ITS_OWN: Final = "https://vega.github.io/vega-datasets/"
_MONTHS: Final = {
    "field": "month",
    "type": "temporal",
    "title": None,
    "scale": {"type": "utc"},
    "axis": {"format": "%b %Y", "labelFlush": False},
}


_COUNTS: Final = {"format": ",.10~g", "tickCount": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """
    A series at a month: None is withheld or unknown. `words` are what a pointer reads there.

    `href` leads to what the mark rests on. A month that is not over is `partial`.
    """

    month: date
    value: float | None
    words: str
    href: str = ""
    partial: bool = False


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
    return _inline(draw_chart(spec), alternative)


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
    """
    rows = [row for each in series for row in _line_rows(each, log=log)]
    scale = {"type": "log"} if log else {"zero": from_zero}
    base = {"x": _MONTHS, "y": _upwards(up, scale), **_told_apart([s.name for s in series])}
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
        *_points(base, rows, log=log),
        _stars(rows, size, _MONTHS),
    ]
    return _chart(rows, [*_rules(marks), *layers], size)


def monthly_bars(
    series: Series, *, up: str, marks: Sequence[EventMark] = (), size: tuple[int, int] = WIDE
) -> Spec:
    """Return the specification of a bar a month; one that is not over is an outline."""
    rows = [_row(series.name, point) for point in series.points]
    partial = {"test": "datum.partial", "value": "white"}
    months = {**_MONTHS, "timeUnit": "utcyearmonth", "bandPosition": 0.5}
    bar: Spec = {
        "mark": {"type": "bar", "stroke": SERIES[0], "strokeWidth": 1},
        "encoding": {
            "x": months,
            "y": _upwards(up, {"zero": True}),
            "fill": {"condition": partial, "value": SERIES[0]},
            "strokeDash": {
                "condition": {"test": "datum.partial", "value": [3, 3]},
                "value": [1, 0],
            },
            **_linked(rows),
        },
    }
    return _chart(rows, [*_rules(marks), bar, _stars(rows, size, months)], size)


def bars_across(
    rows: Sequence[tuple[str, float | None, str, str]], *, along: str, width: int = WIDE[0] - 220
) -> Spec:
    """Return bars that lie, one a name, in order: rows of name, value, words and address."""
    values = [
        {"name": name, "value": value or 0, "words": words, "href": href or None}
        for name, value, words, href in rows
    ]
    names = {"field": "name", "type": "nominal", "title": None, "sort": None}
    along_x = {"field": "value", "type": "quantitative", "title": along, "axis": _COUNTS}
    base = {"y": {**names, "axis": {"labelLimit": 260}}, "x": along_x}
    said = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": INK}
    text = {"field": "words", "type": "nominal"}
    return {
        "data": {"values": values},
        "width": width,
        "height": {"step": 22},
        "layer": [
            {"mark": "bar", "encoding": {**base, **_linked(values)}},
            {"mark": said, "encoding": {**base, "text": text}},
        ],
    }


def _chart(rows: Sequence[Spec], layers: Sequence[Spec], size: tuple[int, int]) -> Spec:
    width, height = size
    return {"data": {"values": rows}, "width": width, "height": height, "layer": list(layers)}


def _row(name: str, point: Point, *, part: str = "whole") -> Spec:
    return {
        "series": name,
        "month": point.month.isoformat(),
        "value": point.value,
        "words": point.words,
        "href": point.href or None,
        "partial": point.partial,
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


def _upwards(title: str, scale: Spec) -> Spec:
    told = {"field": "value", "type": "quantitative", "title": title}
    return {**told, "scale": scale, "axis": _COUNTS}


def _told_apart(names: Sequence[str]) -> Spec:
    domain = list(dict.fromkeys(names))
    number = max(1, len(domain))
    stroke = {"symbolType": "stroke", "symbolStrokeWidth": 2.2, "symbolSize": 400}
    legend = {"legend": stroke if number > 1 else None}
    colours = {"domain": domain, "range": list(SERIES[:number])}
    dashes = {"domain": domain, "range": list(_DASHES[:number])}
    return {
        "color": {"field": "series", "type": "nominal", "scale": colours, **legend},
        "strokeDash": {"field": "series", "type": "nominal", "scale": dashes, **legend},
    }


def _points(base: Spec, rows: Sequence[Spec], *, log: bool) -> list[Spec]:
    """Return the points on the lines: filled where the month is over, hollow where it is not."""
    seen = "isValid(datum.value)" + (" && datum.value > 0" if log else "")
    kept = {key: base[key] for key in ("x", "y", "color")} | _linked(rows)
    return [
        {
            "transform": [{"filter": f"{seen} && !datum.partial"}],
            "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1},
            "encoding": kept,
        },
        {
            "transform": [{"filter": f"{seen} && datum.partial"}],
            "mark": {
                "type": "point",
                "filled": False,
                "fill": "white",
                "size": 34,
                "strokeWidth": 1.6,
                "opacity": 1,
            },
            "encoding": kept,
        },
    ]


def _linked(rows: Sequence[Spec]) -> Spec:
    """Return what a mark says, and where it leads if any of them leads anywhere."""
    href = {"href": {"field": "href", "type": "nominal"}}
    return {
        **(href if any(row["href"] for row in rows) else {}),
        "tooltip": {"field": "words", "type": "nominal"},
        "description": {"field": "words", "type": "nominal"},
    }


def _stars(rows: Sequence[Spec], size: tuple[int, int], months: Spec) -> Spec:
    """Return what says that a month's figure is withheld, on the ground of the chart."""
    return {
        "data": {"values": [row for row in rows if row["value"] is None]},
        "mark": {"type": "text", "text": WITHHELD, "fontSize": 16, "color": INK},
        "encoding": {"x": months, "y": {"value": size[1] - 6}},
    }


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
        {"data": data, "mark": rule, "encoding": {"x": _MONTHS, **told}},
        {
            "data": data,
            "mark": text,
            "encoding": {"x": _MONTHS, "text": {"field": "number", "type": "nominal"}, **told},
        },
    ]


@lru_cache(maxsize=200)
def _inline(drawn: str, alternative: str) -> Markup:
    """Return a drawing with addresses of ours, and names that are no other drawing's."""
    mine = hashlib.sha256(drawn.encode()).hexdigest()[:8]
    svg = drawn.replace(f'xlink:href="{_ITS_OWN}', 'tabindex="-1" href="')
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
