"""Writes a report as a workbook: a sheet a table, then what is counted, then how it was made."""

import io
from collections.abc import Sequence
from typing import Final

from analytics.measures.measure import Measure
from analytics.measures.publishing import SuppressionPolicy
from analytics.models import ReportRun
from analytics.presenters.report_frozen import present_frozen
from analytics.presenters.tables import TableView
from core.spreadsheets import Cell, Sheet, write_workbook

# A spreadsheet refuses these in the name of a sheet.
_REFUSED: Final = str.maketrans(dict.fromkeys("[]:*?/\\"))
_LONGEST: Final = 27


def write_report(run: ReportRun, policy: SuppressionPolicy) -> bytes:
    """Return a finished run as a workbook, with published figures alone."""
    report = present_frozen(run, policy)
    tables = [table for part in report.parts for table in part.words.all_tables]
    file = io.BytesIO()
    sheets = [
        *(_table(table, number) for number, table in enumerate(tables, start=1)),
        _definitions(report.measures),
        Sheet(
            title="How it was made",
            columns=["What", "Is"],
            rows=[[fact.label, fact.value] for fact in report.facts],
        ),
    ]
    write_workbook(sheets, to=file, made_at=run.made_at and run.made_at.replace(tzinfo=None))
    return file.getvalue()


def _table(table: TableView, number: int) -> Sheet:
    rows: list[Sequence[Cell]] = list(table.as_sheet())
    if table.note:
        rows.append([f"Note: {table.note}"])
    name = table.caption.translate(_REFUSED)[:_LONGEST].strip()
    return Sheet(title=f"{number} {name}", columns=table.headings, rows=rows)


def _definitions(measures: Sequence[Measure]) -> Sheet:
    return Sheet(
        title="What is counted",
        columns=["Measure", "Version", "Definition", "Take care", "Source"],
        rows=[[m.title, m.version, m.definition, m.caution, m.source] for m in measures],
    )
