"""Control charts small enough for a list: numbers that a template places as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analytics.queries.control import Standing

from .control_charts import list_levels

_MINI: Final = (240, 64)
_MARGIN: Final = 6
# Below this, all values are the same.
_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniMark:
    """A flagged point of a small chart."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniLine:
    """A level line of a small chart; `kind` is mean, limit or target."""

    kind: str
    first: float
    last: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniChart:
    """A chart small enough for a list: points of an SVG polyline, its lines and its flags."""

    width: int
    height: int
    points: str
    lines: Sequence[MiniLine]
    marks: Sequence[MiniMark]


def draw_mini(standing: Standing) -> MiniChart | None:
    """Return a control chart for a list, or None where there is none."""
    values = [point.value for point in standing.judged.points]
    if not values:
        return None
    width, height = _MINI
    levels = list_levels(standing)
    heights = [*values, *(y for _, _, _, y in levels)]
    low, high = min(heights), max(heights)
    span = max(high - low, _NOTHING)

    def across(index: float) -> float:
        return _MARGIN + index * (width - 2 * _MARGIN) / max(1, len(values) - 1)

    def up(value: float) -> float:
        return height - _MARGIN - (value - low) * (height - 2 * _MARGIN) / span

    return MiniChart(
        width=width,
        height=height,
        points=" ".join(f"{across(i):.1f},{up(v):.1f}" for i, v in enumerate(values)),
        lines=[
            MiniLine(
                kind=kind, first=round(across(a), 1), last=round(across(b), 1), y=round(up(y), 1)
            )
            for kind, a, b, y in levels
        ],
        marks=[
            MiniMark(kind=p.variation.value, x=round(across(i), 1), y=round(up(p.value), 1))
            for i, p in enumerate(standing.judged.points)
            if p.flag
        ],
    )
