"""Lines along days or weeks: a day of which nothing may be said is a gap with a star below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.presenters.chart_parts import Spec
from analytics.presenters.charting import WIDE
from analytics.presenters.tables import WITHHELD
from core.charts import INK, SERIES
from core.dates import format_short_day

_DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2])


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPoint:
    """A series on a day; `words` are the value as it is said."""

    series: str
    on: date
    value: float | None
    words: str


def dated_lines(points: Sequence[DatedPoint], *, up: str, most: float | None = None) -> Spec:
    """Return the specification of a line a series; `most` is where the axis ends, if anywhere."""
    names = list(dict.fromkeys(point.series for point in points))
    drawn = len(names)
    stroke = {"symbolType": "stroke", "symbolStrokeWidth": 2.2, "symbolSize": 400}
    legend = {"legend": stroke if drawn > 1 else None}
    series = {"field": "series", "type": "nominal"}
    scale = {"zero": True} if most is None else {"domain": [0, most]}
    days = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc"},
        "axis": {"format": "%-d %b"},
    }
    line = {
        "mark": {"type": "line", "point": {"size": 20}},
        "encoding": {
            "x": days,
            "y": {"field": "y", "type": "quantitative", "title": up, "scale": scale},
            "color": {**series, "scale": _scale(names, SERIES[:drawn]), **legend},
            "strokeDash": {**series, "scale": _scale(names, _DASHES[:drawn]), **legend},
            "description": {"field": "words", "type": "nominal"},
            "tooltip": {"field": "words", "type": "nominal"},
        },
    }
    withheld = sorted({point.on for point in points if point.words == WITHHELD})
    stars = {
        "data": {"values": [{"day": day.isoformat()} for day in withheld]},
        "mark": {"type": "text", "text": WITHHELD, "fontSize": 16, "color": INK},
        "encoding": {"x": days, "y": {"value": WIDE[1] - 6}},
    }
    return {
        "data": {"values": [_row(point) for point in points]},
        "width": WIDE[0],
        "height": WIDE[1],
        "layer": [line, stars] if withheld else [line],
    }


def _row(point: DatedPoint) -> Spec:
    words = f"{point.series}, {format_short_day(point.on)}: {point.words}"
    return {
        "day": point.on.isoformat(),
        "series": point.series,
        "y": point.value,
        "words": words,
    }


def _scale(names: Sequence[str], values: Sequence[object]) -> Spec:
    return {"domain": list(names), "range": list(values)}
