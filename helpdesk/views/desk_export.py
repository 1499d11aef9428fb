"""The desk's list as a file for a spreadsheet."""

import csv
from collections.abc import Iterator
from typing import Final

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from core.spreadsheets import BYTE_ORDER_MARK
from helpdesk.presenters.desk_export import COLUMNS, export_row
from helpdesk.queries.lists import TicketLine, iterate_lines, read_lines
from helpdesk.queries.search import MOST_RANKED, numbers_found

from .desk import Desk, read_desk

MOST_EXPORTED: Final = 5_000


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@require_GET
def ticket_export(request: SignedInRequest) -> StreamingHttpResponse:
    """Answer with the list that the address asks for, through the same query, as CSV."""
    desk = read_desk(request, request.GET)
    response = StreamingHttpResponse(_lines(desk), content_type="text/csv; charset=utf-8")
    name = f"tickets-{timezone.localdate(desk.at):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(desk: Desk) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for line in _tickets(desk):
        yield writer.writerow(export_row(line))


def _tickets(desk: Desk) -> Iterator[TicketLine]:
    if not desk.filters.text:
        return iterate_lines(
            desk.filters, sight=desk.sight, at=desk.at, order=desk.order, most=MOST_EXPORTED
        )
    numbers = numbers_found(desk.filters, sight=desk.sight, at=desk.at, most=MOST_RANKED)
    return iter(read_lines(numbers, sight=desk.sight))
