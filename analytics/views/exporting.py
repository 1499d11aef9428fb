"""Figures as files for a spreadsheet, each noted."""

import io
from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import SignedInRequest
from analytics.actions.exports import note_export
from analytics.models import Reach
from analytics.presenters.tables import TableView
from core.errors import NotPermittedNow
from core.spreadsheets import Cell, csv_lines, write_xlsx

MOST_ROWS: Final = 5_000
CSV: Final = "csv"
XLSX: Final = "xlsx"
_CONTENT_TYPES: Final = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(
    request: SignedInRequest,
    reach: Reach,
    what: str,
    selection_query: str,
    table: TableView,
    fmt: str,
) -> HttpResponse:
    """
    Answer with a table as a file, and note who took it.

    `what` names the table in the log and in the file's name. Where figures are withheld, a last
    line says why.

    :raises Http404: there is no such kind of file
    :raises NotPermittedNow: it has too many rows
    """
    if fmt not in _CONTENT_TYPES:
        raise Http404
    if len(table.rows) > MOST_ROWS:
        raise NotPermittedNow(
            f"This table has {len(table.rows):,} rows. A file holds up to {MOST_ROWS:,}: narrow "
            "the filters and try again."
        )
    at = timezone.now()
    note_export(
        reach=reach,
        what=what,
        selection=selection_query,
        rows=len(table.rows),
        withheld=table.withheld,
        at=at,
    )
    response = HttpResponse(write_table(table, fmt, title=what), content_type=_CONTENT_TYPES[fmt])
    name = f"{what}-{timezone.localdate(at):%Y-%m-%d}.{fmt}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def write_table(table: TableView, fmt: str, *, title: str) -> bytes:
    """Return a table as a file, with what its signs mean as a last line where any is withheld."""
    rows: list[Sequence[Cell]] = list(table.as_sheet())
    if table.withheld and table.note:
        rows.append([f"Note: {table.note}"])
    if fmt == CSV:
        return "".join(csv_lines(table.headings, rows)).encode()
    file = io.BytesIO()
    write_xlsx(table.headings, rows, to=file, title=title)
    return file.getvalue()


def file_urls(url_name: str, *args: str, query: str = "") -> tuple[str, str]:
    """Return the addresses of a table as CSV and as XLSX; the page's last argument is the kind."""
    held = f"?{query}" if query else ""
    return tuple(reverse(url_name, args=[*args, fmt]) + held for fmt in (CSV, XLSX))  # type: ignore[return-value]  # two of two
