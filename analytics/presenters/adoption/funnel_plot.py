"""A funnel plot: rates by size, the line of the peers together, and limits around it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from analytics.measures.funnel_limits import Limits
from analytics.presenters.charting import WIDE
from core.charts import INK, QUIET, SERIES

HEIGHT: Final = 300
_MOST_NAMES: Final = 12
# Of a name in pixels: how wide at most, how wide a letter, how high a line.
_LIMIT, _LETTER, _LINE = 180, 5.5, 13
_CLOSER: Final = 0.6
_LIMITS: Final = {"95% limits": [2, 3], "99.8% limits": [7, 3]}


class Standing(StrEnum):
    """Where a rate lies."""

    WITHIN = "Within the limits"
    ABOVE = "Above the 95% limit"
    BELOW = "Below the 95% limit"
    FAR_ABOVE = "Above the 99.8% limit"
    FAR_BELOW = "Below the 99.8% limit"
    UNKNOWN = "Too few peers to say"

    @property
    def is_outside(self) -> bool:
        """Whether it is outside the outer limits."""
        return self in (Standing.FAR_ABOVE, Standing.FAR_BELOW)

    @property
    def shape(self) -> str:
        """The shape of its mark, so that nothing rests on colour."""
        if self in (Standing.ABOVE, Standing.FAR_ABOVE):
            return "triangle-up"
        return "triangle-down" if self in (Standing.BELOW, Standing.FAR_BELOW) else "circle"


class Dot(NamedTuple):
    """An organization in the plot."""

    name: str
    size: float
    rate: float
    standing: Standing


def funnel_plot(
    dots: Sequence[Dot],
    *,
    limits: Sequence[tuple[float, Limits]],
    pooled: float | None,
    across: str,
    up: str,
) -> dict[str, Any]:
    """Return the specification; without limits only the dots and the line of all are drawn."""
    x = {"field": "size", "type": "quantitative", "title": across, "scale": {"zero": False},
         "axis": {"tickCount": 6, "format": ",.10~g"}}  # fmt: skip
    y = {"field": "rate", "type": "quantitative", "title": up, "axis": {"tickCount": 5}}
    layers = [*_curves(limits, x, y), *_line(pooled, y), *_marks(dots, x, y)]
    return {"width": WIDE[0], "height": HEIGHT, "layer": layers}


def _curves(
    limits: Sequence[tuple[float, Limits]], x: dict[str, Any], y: dict[str, Any]
) -> list[dict[str, Any]]:
    if not limits:
        return []
    sides = [
        ("95% limits", "low", [each.inner_low for _, each in limits]),
        ("95% limits", "high", [each.inner_high for _, each in limits]),
        ("99.8% limits", "low", [each.outer_low for _, each in limits]),
        ("99.8% limits", "high", [each.outer_high for _, each in limits]),
    ]
    values = [
        {"size": size, "rate": rate, "limit": name, "side": f"{name} {side}"}
        for name, side, rates in sides
        for (size, _), rate in zip(limits, rates, strict=True)
    ]
    dash = {
        "field": "limit",
        "type": "nominal",
        "scale": {"domain": list(_LIMITS), "range": list(_LIMITS.values())},
        "legend": {"symbolType": "stroke", "symbolSize": 400, "symbolStrokeColor": QUIET},
    }
    return [
        {
            "data": {"values": values},
            "mark": {"type": "line", "color": QUIET, "strokeWidth": 1.3},
            "encoding": {"x": x, "y": y, "strokeDash": dash, "detail": {"field": "side"}},
        }
    ]


def _line(pooled: float | None, y: dict[str, Any]) -> list[dict[str, Any]]:
    if pooled is None:
        return []
    return [
        {
            "data": {"values": [{"rate": pooled}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
            "encoding": {"y": y},
        },
        {
            "data": {"values": [{"rate": pooled, "words": "All together"}]},
            "mark": {"type": "text", "align": "right", "dy": -7, "fontSize": 11, "color": INK},
            "encoding": {"y": y, "x": {"value": WIDE[0] - 4}, "text": {"field": "words"}},
        },
    ]


def _named(dots: Sequence[Dot]) -> set[str]:
    """Return whom there is room to name: those outside first, and no name over another."""
    if not dots:
        return set()
    sizes = [dot.size for dot in dots]
    # Limits make the plot wider and higher than its dots, so names lie closer than reckoned here.
    across = _CLOSER * WIDE[0] / ((max(sizes) - min(sizes)) or 1)
    up = _CLOSER * HEIGHT / (max(dot.rate for dot in dots) or 1)
    placed: list[Dot] = []
    for dot in sorted(dots, key=lambda each: not each.standing.is_outside):
        clear = all(
            abs(dot.size - other.size) * across > (_wide(dot) + _wide(other)) / 2
            or abs(dot.rate - other.rate) * up > _LINE
            for other in placed
        )
        if clear and (dot.standing.is_outside or len(dots) <= _MOST_NAMES):
            placed.append(dot)
    return {dot.name for dot in placed}


def _wide(dot: Dot) -> float:
    return min(_LIMIT, _LETTER * len(dot.name))


def _marks(dots: Sequence[Dot], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    named = _named(dots)
    values = [
        {
            "size": dot.size,
            "rate": dot.rate,
            "name": dot.name if dot.name in named else "",
            "shape": dot.standing.shape,
            "fill": "#ffffff" if dot.standing.shape == "circle" else SERIES[0],
            "words": f"{dot.name}: {dot.rate:,.1f}. {dot.standing.value}",
        }
        for dot in dots
    ]
    told = {"description": {"field": "words", "type": "nominal"}}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "point", "stroke": SERIES[0], "size": 70, "strokeWidth": 1.5,
                     "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "shape": {"field": "shape", "type": "nominal", "scale": None},
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                **told,
            },
        },
        {
            "data": {"values": values},
            "mark": {"type": "text", "dy": -10, "fontSize": 10, "color": INK, "limit": _LIMIT},
            "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}, **told},
        },
    ]  # fmt: skip
