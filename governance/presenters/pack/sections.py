"""Live figures of the rooms as a pack prints them: sentences, figures, charts with their tables."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.charts import draw_chart
from core.dates import TIME, format_date

Row = Mapping[str, Any]
FAILED = "The figures could not be had when the pack was issued. See the page of this part instead."
_logger = logging.getLogger(__name__)


def section_words(row: Row, *, cut: datetime) -> dict[str, object]:
    """Return a section as the template places it; one that failed is a sentence."""
    content = row["content"]
    words: dict[str, object] = {"key": row["key"], "title": row["title"], "note": FAILED}
    if content is None:
        return words | {"summary": "", "source": "", "figures": [], "charts": [], "tables": []}
    return words | {
        "note": "",
        "summary": content["summary"],
        "source": f"{content['source']} As of {format_date(cut, TIME)}.",
        "figures": content["figures"],
        "charts": [_chart_words(chart) for chart in content["charts"]],
        "tables": content["tables"],
    }


def _chart_words(chart: Row) -> dict[str, object]:
    """Return a drawn chart; one that cannot be drawn still has its table."""
    words = {"alternative": chart["alternative"], "table": chart["table"]}
    try:
        return words | {"svg": draw_chart(chart["spec"])}
    except ValueError:
        _logger.exception("A chart of a pack cannot be drawn")
        return words | {"svg": ""}
