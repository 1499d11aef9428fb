"""Make files of compliance in the background, and keep them for a day."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import DomainError, Forbidden, NotPermittedNow
from core.spreadsheets import Cell, csv_lines, write_xlsx
from training.codes import ExportFormat, ExportState
from training.models import ComplianceExport, Reach, reach_of
from training.queries.export_rows import NAMES, ExportWish, Table, open_table
from training.tasks.exports import hand_off_export

KEPT_FOR: Final = timedelta(days=1)
# A worker that has not written a file by then has died.
RESUMED_AFTER: Final = timedelta(minutes=15)
GIVEN_UP_AFTER: Final = timedelta(hours=1)


@transaction.atomic
def ask_for_export(
    *, wish: ExportWish, file_format: ExportFormat, by: Reach, at: datetime
) -> ComplianceExport:
    """Have a file made in the background for whoever asks, as the role in which they ask."""
    export = ComplianceExport.objects.create(
        user_id=by.viewer.user_id,
        format=file_format,
        filters={"wish": wish.as_facts(), "role": str(by.viewer.pk)},
        asked_at=at,
    )
    hand_off_export(export.pk)
    return export


@transaction.atomic
def make_export(export_id: UUID, *, at: datetime, on: date) -> ComplianceExport | None:
    """Write the file, unless that is done or another worker is at it; one that is gone is left."""
    waiting = ComplianceExport.objects.filter(pk=export_id, state=ExportState.WAITING)
    export = waiting.select_for_update(skip_locked=True).first()
    if export is None:
        return None
    wish = ExportWish.from_facts(export.filters["wish"])
    try:
        reach = reach_of(_role_of(export, on=on))
        table = open_table(wish, reach=reach, on=on)
    except DomainError:
        export.state = ExportState.FAILED
        export.save(update_fields=["state", "updated_at"])
        return export
    counted = _Counted(table.rows)
    export.content = write_table(table, counted, ExportFormat(export.format))
    export.row_count = counted.number
    export.filters = {**export.filters, "places": [str(place) for place in table.places]}
    export.state, export.ready_at = ExportState.READY, at
    export.save()
    return export


def write_table(table: Table, rows: Iterable[Sequence[Cell]], file_format: ExportFormat) -> bytes:
    """Return rows of a table as a file."""
    if file_format == ExportFormat.CSV:
        return "".join(csv_lines(table.columns, rows)).encode()
    file = io.BytesIO()
    write_xlsx(table.columns, rows, to=file, title=table.title)
    return file.getvalue()


def open_export(export: ComplianceExport, *, by: Reach) -> bytes:
    """
    Return a file's content to whoever asked for it, while all in it lies within their reach.

    :raises Forbidden: somebody else asked for it, or their reach has become smaller
    :raises NotPermittedNow: it is not ready
    """
    if export.user_id != by.viewer.user_id:
        raise Forbidden("Only whoever asked for a file may open it.")
    if export.state != ExportState.READY or export.content is None:
        raise NotPermittedNow("This file is not ready.")
    within = by.people if export.filters["wish"]["what"] == NAMES else by.figures
    if not within.issuperset(UUID(place) for place in export.filters["places"]):
        raise Forbidden("The file holds more than your present role may see. Ask for it anew.")
    return bytes(export.content)


def keep_exports_tidy(*, at: datetime) -> None:
    """Destroy files after a day, and have those made whose worker has died, for an hour."""
    ComplianceExport.objects.filter(asked_at__lte=at - KEPT_FOR).delete()
    waiting = ComplianceExport.objects.filter(state=ExportState.WAITING)
    waiting.filter(asked_at__lte=at - GIVEN_UP_AFTER).update(
        state=ExportState.FAILED, updated_at=at
    )
    stalled = waiting.filter(asked_at__lte=at - RESUMED_AFTER)
    for export_id in stalled.values_list("pk", flat=True):
        hand_off_export(export_id)


def _role_of(export: ComplianceExport, *, on: date) -> PractitionerRole:
    """
    Return the role in which a file was asked for.

    :raises Forbidden: it is held no more
    """
    roles = PractitionerRole.objects.open_to_act(on).filter(user__is_active=True)
    role = roles.select_related("user").filter(pk=export.filters["role"]).first()
    if role is None:
        raise Forbidden("The role in which this file was asked for has ended.")
    return role


class _Counted:
    """The rows of a table, and how many of them were read."""

    def __init__(self, rows: Iterator[Sequence[Cell]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        return self

    def __next__(self) -> Sequence[Cell]:
        row = next(self._rows)
        self.number += 1
        return row
