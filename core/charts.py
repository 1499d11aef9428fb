"""
Charts of papers and packs: Vega-Lite specifications drawn as SVG in one house theme.

Series differ in lightness and in dashes, so that a chart printed in grey says the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import orjson
import vl_convert

from .valkey import ValkeyAway, in_reach, key_of

INK: Final = "#212b32"
QUIET: Final = "#4c6272"
LINE: Final = "#d8dde0"
# From dark to light; in grey they are still apart.
SERIES: Final = ("#002f5c", "#6fa8dc", "#425563", "#c3d7ea")
_FONT: Final = "Arial, Liberation Sans, Helvetica, sans-serif"
_AXIS: Final = {
    "labelFont": _FONT, "titleFont": _FONT, "labelColor": QUIET, "titleColor": QUIET,
    "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "domainColor": QUIET,
    "tickColor": LINE, "gridColor": LINE, "labelAngle": 0, "labelOverlap": True,
}  # fmt: skip
_THEME: Final = {
    "background": None,
    "font": _FONT,
    "view": {"stroke": None, "continuousWidth": 460, "continuousHeight": 190},
    "axis": _AXIS,
    "axisX": {"grid": False},
    "legend": {
        "labelFont": _FONT, "titleFont": _FONT, "labelColor": INK, "title": None,
        "labelFontSize": 11, "orient": "top", "symbolSize": 90,
    },
    "range": {"category": list(SERIES)},
    "bar": {"fill": SERIES[0]},
    "line": {"strokeWidth": 2.2, "color": SERIES[0]},
    "point": {"filled": True, "size": 30},
}  # fmt: skip
# How many drawn charts a worker keeps: a pack's are drawn once, not once for each reader.
MOST_KEPT: Final = 200
# How long a drawing is kept for all processes.
SHARED_SECONDS: Final = 6 * 60 * 60


def draw_chart(spec: Mapping[str, object]) -> str:
    """
    Return a Vega-Lite specification drawn as SVG; it can fetch nothing.

    :raises ValueError: it cannot be drawn
    """
    return _draw(orjson.dumps(spec, option=orjson.OPT_SORT_KEYS))


def draw_shared_chart(spec: Mapping[str, object]) -> str:
    """
    Return the same, drawn once for all processes: of figures that were published, and no others.

    :raises ValueError: it cannot be drawn
    """
    return _draw_shared(orjson.dumps(spec, option=orjson.OPT_SORT_KEYS))


def warm_up() -> None:
    """Draw a first chart before anybody asks: it takes most of a second, and holds up all else."""
    draw_chart(bars([("", 0)], across="", up=""))


def bars(rows: Sequence[tuple[str, float]], *, across: str, up: str) -> dict[str, object]:
    """Return the specification of bars side by side, in the order of the rows."""
    return {
        "data": {"values": [{"x": label, "y": value} for label, value in rows]},
        "width": 460,
        "height": 190,
        "mark": "bar",
        "encoding": {
            "x": {"field": "x", "type": "ordinal", "title": across, "sort": None},
            "y": {"field": "y", "type": "quantitative", "title": up},
        },
    }


def lines(
    rows: Sequence[tuple[str, str, float]], *, across: str, up: str, from_zero: bool = True
) -> dict[str, object]:
    """Return the specification of a line a series: rows of where, which series, how much."""
    series = list(dict.fromkeys(name for _, name, _ in rows))
    domain = {"domain": series}
    return {
        "data": {"values": [{"x": x, "series": name, "y": y} for x, name, y in rows]},
        "width": 460,
        "height": 190,
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "x", "type": "ordinal", "title": across, "sort": None},
            "y": {
                "field": "y",
                "type": "quantitative",
                "title": up,
                "scale": {"zero": from_zero},
            },
            "color": {
                "field": "series",
                "type": "nominal",
                "scale": {**domain, "range": list(SERIES[: max(1, len(series))])},
            },
            "strokeDash": {
                "field": "series",
                "type": "nominal",
                "scale": {**domain, "range": [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]},
            },
        },
    }


@lru_cache(maxsize=MOST_KEPT)
def _draw(spec: bytes) -> str:
    return str(vl_convert.vegalite_to_svg(spec.decode(), config=_THEME, allowed_base_urls=[]))


@lru_cache(maxsize=MOST_KEPT)
def _draw_shared(spec: bytes) -> str:
    look = orjson.dumps([version("vl-convert-python"), _THEME])
    key = key_of(f"chart:{hashlib.sha256(look + spec).hexdigest()}")
    kept = None
    with suppress(ValkeyAway), in_reach() as valkey:
        kept = valkey.get(key)
    if kept is not None:
        return str(kept)
    drawn = _draw(spec)
    with suppress(ValkeyAway), in_reach() as valkey:
        valkey.set(key, drawn, ex=SHARED_SECONDS)
    return drawn
