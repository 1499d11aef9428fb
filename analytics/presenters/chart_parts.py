"""The parts that charts of months are put together from, as Vega-Lite says them."""

from collections.abc import Sequence
from typing import Any, Final

from core.charts import INK, SERIES

from .tables import WITHHELD

Spec = dict[str, Any]

_DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2])
MONTHS_ACROSS: Final = {
    "field": "month",
    "type": "temporal",
    "title": None,
    "scale": {"type": "utc"},
    "axis": {"format": "%b %Y", "labelFlush": False, "labelSeparation": 10},
}
# Without nought on it, a scale spans at least this share of what it shows.
SMALLEST_RANGE: Final = 0.2
COUNTS: Final = {"format": ",.10~g", "tickCount": 5}


def layered(rows: Sequence[Spec], layers: Sequence[Spec], size: tuple[int, int]) -> Spec:
    width, height = size
    return {"data": {"values": rows}, "width": width, "height": height, "layer": list(layers)}


def upwards(title: str, scale: Spec) -> Spec:
    told = {"field": "value", "type": "quantitative", "title": title}
    return {**told, "scale": scale, "axis": COUNTS}


def around(rows: Sequence[Spec]) -> Spec:
    """Return a scale around the values, on which a small change looks small."""
    values = [row["value"] for row in rows if row["value"] is not None]
    if not values:
        return {"zero": True}
    low, high = min(values), max(values)
    span = max(1.1 * (high - low), SMALLEST_RANGE * max(abs(low), abs(high)))
    middle = (low + high) / 2
    return {"zero": False, "domain": [middle - span / 2, middle + span / 2], "nice": True}


def told_apart(names: Sequence[str]) -> Spec:
    domain = list(dict.fromkeys(names))
    number = max(1, len(domain))
    stroke = {
        "symbolType": "stroke",
        "symbolStrokeWidth": 2.2,
        "symbolSize": 400,
        "labelLimit": 300,
    }
    legend = {"legend": stroke if number > 1 else None}
    colours = {"domain": domain, "range": list(SERIES[:number])}
    dashes = {"domain": domain, "range": list(_DASHES[:number])}
    return {
        "color": {"field": "series", "type": "nominal", "scale": colours, **legend},
        "strokeDash": {"field": "series", "type": "nominal", "scale": dashes, **legend},
    }


def points_on(base: Spec, rows: Sequence[Spec], *, log: bool) -> list[Spec]:
    """Return the points on the lines: filled where the month is over, hollow where it is not."""
    seen = "isValid(datum.value)" + (" && datum.value > 0" if log else "")
    kept = {key: base[key] for key in ("x", "y", "color")} | linked(rows)
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


def linked(rows: Sequence[Spec]) -> Spec:
    """Return what a mark says, and where it leads if any of them leads anywhere."""
    href = {"href": {"field": "href", "type": "nominal"}}
    return {
        **(href if any(row["href"] for row in rows) else {}),
        "tooltip": {"field": "words", "type": "nominal"},
        "description": {"field": "words", "type": "nominal"},
    }


def stars(rows: Sequence[Spec], size: tuple[int, int], months: Spec) -> Spec:
    """Return what says that a month's figure is withheld, on the ground of the chart."""
    return {
        "data": {"values": [row for row in rows if row["value"] is None and not row["unknown"]]},
        "mark": {"type": "text", "text": WITHHELD, "fontSize": 16, "color": INK},
        "encoding": {"x": months, "y": {"value": size[1] - 6}},
    }
