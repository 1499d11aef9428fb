"""Draws a report as PDF/UA: charts with their words and tables beside them."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import orjson

from analytics.measures.measure import Measure
from analytics.measures.publishing import INTERNAL, SuppressionPolicy
from analytics.models import ReportRun
from analytics.presenters.charting import ChartView
from analytics.presenters.report_frozen import FrozenReport, present_frozen
from analytics.presenters.report_sections import ReportPart
from analytics.presenters.tables import TableView
from core.charts import draw_chart
from core.typesetting import typeset

TEMPLATE: Final = Path(__file__).parent / "report.typ"
_logger = logging.getLogger(__name__)


def draw_internal(run: ReportRun) -> bytes:
    """Return the version for use inside."""
    return draw_pdf(run, INTERNAL)


def draw_pdf(run: ReportRun, policy: SuppressionPolicy) -> bytes:
    """Return a finished run as a PDF; the same bytes each time."""
    words = _words(present_frozen(run, policy))
    return typeset(
        TEMPLATE, {"report": orjson.dumps(words).decode()}, at=run.made_at or run.asked_at
    )


def _words(report: FrozenReport) -> dict[str, object]:
    return {
        "title": report.title,
        "place": report.place,
        "period": report.period,
        "is_public": report.is_public,
        "facts": [[fact.label, fact.value] for fact in report.facts],
        "sections": [_section(part) for part in report.parts],
        "measures": [_measure(measure) for measure in report.measures],
    }


def _section(part: ReportPart) -> dict[str, object]:
    return {
        "title": part.title,
        "summary": part.words.summary,
        "source": part.words.source,
        "figures": [asdict(figure) for figure in part.words.figures],
        "charts": [_chart(chart) for chart in part.words.charts],
        "tables": [_table(table) for table in part.words.tables],
    }


def _chart(chart: ChartView) -> dict[str, object]:
    """Return a drawn chart; one that cannot be drawn still has its table."""
    return {
        "title": chart.title,
        "alternative": chart.alternative,
        "svg": _drawn(chart.spec),
        "table": _table(chart.table),
    }


def _drawn(spec: Mapping[str, object]) -> str:
    try:
        return draw_chart(spec)
    except ValueError:
        _logger.exception("A chart of a report cannot be drawn")
        return ""


def _table(table: TableView) -> dict[str, object]:
    return {**asdict(table.as_pack()), "note": table.note}


def _measure(measure: Measure) -> dict[str, str]:
    return {
        "title": measure.title,
        "version": f"Version {measure.version}",
        "definition": measure.definition,
        "caution": measure.caution,
    }
