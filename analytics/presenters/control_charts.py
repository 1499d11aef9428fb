"""Control charts, drawn: for a page, a PDF or a board pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from analytics.measures.control import ControlChart
from analytics.measures.spc import Limits, Variation
from analytics.measures.steps import Step
from analytics.presenters.charting import EventMark
from analytics.queries.control import Standing
from core.charts import INK, QUIET

from .control_words import VARIATIONS, say_value, say_verdict, shown_lower

Spec = dict[str, Any]

SIZE: Final = (790, 270)
# Colours of NHS Making Data Count; each has a shape of its own, so that grey says the same.
COLOURS: Final[Mapping[Variation, str]] = {
    Variation.COMMON: "#a6a6a6",
    Variation.IMPROVEMENT: "#00b0f0",
    Variation.CONCERN: "#e46c0a",
    Variation.NEUTRAL: "#490092",
}
SHAPES: Final[Mapping[Variation, str]] = {
    Variation.COMMON: "circle",
    Variation.IMPROVEMENT: "square",
    Variation.CONCERN: "diamond",
    Variation.NEUTRAL: "triangle-up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """A group of points: from which index to which, and its limits."""

    first: int
    last: int
    limits: Limits


def draw_control(
    standing: Standing, marks: Sequence[EventMark] = (), *, size: tuple[int, int] = SIZE
) -> Spec:
    """Return the specification of a control chart, of points, limits, rebases and events."""
    width, height = size
    starts = [] if standing.missing else [each.start for each in standing.series.plotted]
    return {
        "width": width,
        "height": height,
        "layer": [
            *_event_rules(marks, starts),
            *_rebase_rules(standing),
            *_level_lines(standing, starts),
            _target_line(standing, starts),
            *_plot(standing, starts),
        ],
    }


def _stretches(standing: Standing) -> list[_Stretch]:
    stretches = []
    indexed = enumerate(standing.judged.points)
    for number, group in groupby(indexed, key=lambda each: each[1].group):
        indexes = [index for index, _ in group]
        limits = standing.judged.limits[number]
        if limits is not None:
            stretches.append(_Stretch(first=indexes[0], last=indexes[-1], limits=limits))
    return stretches


def list_levels(standing: Standing) -> list[tuple[str, int, int, float]]:
    """Return the level lines: kind, index of the first and the last point, and height."""
    levels: list[tuple[str, int, int, float]] = []
    for each in _stretches(standing):
        lower = shown_lower(standing.chart, each.limits)
        heights = (("mean", each.limits.mean), ("limit", each.limits.upper), ("limit", lower))
        levels += [(kind, each.first, each.last, y) for kind, y in heights]
    if standing.target is not None and standing.judged.points:
        last = len(standing.judged.points) - 1
        levels.append(("target", 0, last, float(standing.target.value)))
    return levels


def _along(step: Step) -> Spec:
    return {
        "field": "x",
        "type": "temporal",
        "title": "Month" if step == Step.MONTH else "Week that began on",
        "scale": {"type": "utc"},
        "axis": {"format": "%b %Y" if step == Step.MONTH else "%-d %b %Y", "labelFlush": False},
    }


def _height(chart: ControlChart) -> Spec:
    unit = chart.measure.unit
    return {
        "field": "y",
        "type": "quantitative",
        "title": unit[:1].upper() + unit[1:],
        "scale": {"zero": False},
        "axis": {"tickCount": 6},
    }


def _plot(standing: Standing, starts: Sequence[date]) -> list[Spec]:
    chart = standing.chart
    rows = [
        {
            "x": start.isoformat(),
            "y": point.value,
            "said": VARIATIONS[point.variation],
            "words": f"{start.isoformat()}: {say_value(chart, point.value)}. {say_verdict(point)}",
        }
        for start, point in zip(starts, standing.judged.points, strict=True)
    ]
    there = {point.variation for point in standing.judged.points}
    domain = [each for each in Variation if each in there]
    said = {"field": "said", "type": "nominal"}
    names = [VARIATIONS[each] for each in domain]
    base = {"x": _along(chart.step), "y": _height(chart)}
    points = {
        **base,
        "shape": {**said, "scale": {"domain": names, "range": [SHAPES[each] for each in domain]}},
        "fill": {**said, "scale": {"domain": names, "range": [COLOURS[each] for each in domain]}},
        "size": {"condition": {"test": _is_common(), "value": 34}, "value": 80},
        "description": {"field": "words", "type": "nominal"},
        "tooltip": {"field": "words", "type": "nominal"},
    }
    data = {"values": rows}
    line = {"type": "line", "color": QUIET, "strokeWidth": 1.4}
    mark = {"type": "point", "filled": True, "stroke": INK, "strokeWidth": 0.8, "opacity": 1}
    return [
        {"data": data, "mark": line, "encoding": base},
        {"data": data, "mark": mark, "encoding": points},
    ]


def _is_common() -> str:
    return f"datum.said == '{VARIATIONS[Variation.COMMON]}'"


def _level_lines(standing: Standing, starts: Sequence[date]) -> list[Spec]:
    chart = standing.chart
    rows = [
        {"kind": kind, "x": starts[a].isoformat(), "until": starts[b].isoformat(), "y": y}
        for kind, a, b, y in list_levels(standing)
        if kind != "target"
    ]
    if not rows:
        return []
    lines = {
        "x": _along(chart.step),
        "x2": {"field": "until"},
        "y": _height(chart),
        "strokeDash": {
            "condition": {"test": "datum.kind == 'limit'", "value": [5, 4]},
            "value": [1, 0],
        },
    }
    labels = [
        {"x": starts[-1].isoformat(), "y": row["y"], "words": f"{name} {say_value(chart, y)}"}
        for name, row in zip(("Mean", "Upper limit", "Lower limit"), rows[-3:], strict=True)
        if isinstance(y := row["y"], float)
    ]
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", "color": INK}, "encoding": lines},
        _labels(chart, labels, dy=0),
    ]


def _labels(chart: ControlChart, rows: Sequence[Spec], *, dy: int) -> Spec:
    """Return words at the right end of lines, beyond the last point."""
    mark = {"type": "text", "align": "left", "dx": 10, "dy": dy, "fontSize": 11, "color": INK}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {
            "x": _along(chart.step),
            "y": _height(chart),
            "text": {"field": "words", "type": "nominal"},
        },
    }


def _target_line(standing: Standing, starts: Sequence[date]) -> Spec:
    """Return the target as a dotted line with its words; an empty layer where there is none."""
    chart, target = standing.chart, standing.target
    rows: list[Spec] = []
    if target is not None and starts:
        value = float(target.value)
        words = f"Target {say_value(chart, value)}"
        rows = [
            {
                "x": starts[0].isoformat(),
                "until": starts[-1].isoformat(),
                "y": value,
                "words": words,
            }
        ]
    line = {"type": "rule", "color": INK, "strokeDash": [1, 3], "strokeWidth": 2}
    encoding = {"x": _along(chart.step), "x2": {"field": "until"}, "y": _height(chart)}
    label = {"type": "text", "align": "left", "dx": 4, "dy": -7, "fontSize": 11, "color": INK}
    text = {
        "x": _along(chart.step),
        "y": _height(chart),
        "text": {"field": "words", "type": "nominal"},
    }
    return {
        "data": {"values": rows},
        "layer": [
            {"mark": line, "encoding": encoding},
            {"mark": label, "encoding": text},
        ],
    }


def _event_rules(marks: Sequence[EventMark], starts: Sequence[date]) -> list[Spec]:
    """Return numbered rules at what happened within the chart; events keep their own day."""
    if not marks or not starts:
        return []
    rows = [{"x": mark.on.isoformat(), "words": str(mark.number)} for mark in marks]
    return _vertical(rows, {"type": "rule", "color": QUIET, "strokeDash": [2, 3]}, dx=0)


def _rebase_rules(standing: Standing) -> list[Spec]:
    """Return a rule at each rebase that the chart shows, right before its first point."""
    starts = [each.start for each in standing.series.plotted]
    shown = [each for each in _stretches(standing) if each.first]
    rows = [
        {"x": (starts[each.first] - timedelta(days=3)).isoformat(), "words": "New limits"}
        for each in shown
    ]
    return _vertical(rows, {"type": "rule", "color": INK, "strokeWidth": 1.5}, dx=0) if rows else []


def _vertical(rows: Sequence[Spec], mark: Spec, *, dx: int) -> list[Spec]:
    along = {"field": "x", "type": "temporal", "scale": {"type": "utc"}}
    label = {
        "type": "text", "y": -6, "dx": dx, "fontSize": 11, "fontWeight": "bold", "color": QUIET,
    }  # fmt: skip
    text = {"field": "words", "type": "nominal"}
    data = {"values": rows}
    return [
        {"data": data, "mark": mark, "encoding": {"x": along}},
        {"data": data, "mark": label, "encoding": {"x": along, "text": text}},
    ]
