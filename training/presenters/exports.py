"""Files of compliance in words."""

from dataclasses import dataclass
from uuid import UUID

from core.dates import TIME, count_in_words, format_date
from training.actions.exports import KEPT_FOR
from training.codes import ExportFormat, ExportState
from training.models import ComplianceExport
from training.queries.export_rows import NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage:
    """How far a file is."""

    id: UUID
    title: str
    state: str
    is_running: bool
    is_ready: bool
    note: str


def present_export(export: ComplianceExport) -> ExportPage:
    """Return how far a file is, and until when it is kept."""
    state = ExportState(export.state)
    what = "names" if export.filters.get("wish", {}).get("what") == NAMES else "figures"
    until = format_date(export.asked_at + KEPT_FOR, TIME)
    notes = {
        ExportState.WAITING: "This page says when it is ready. You can leave it and come back.",
        ExportState.READY: f"{count_in_words(export.row_count or 0, 'row')}, kept until {until}.",
        ExportState.FAILED: "Ask for it anew; tell the helpdesk if that does not help either.",
    }
    return ExportPage(
        id=export.pk,
        title=f"Compliance, {what} ({ExportFormat(export.format).label})",
        state=state.label,
        is_running=state == ExportState.WAITING,
        is_ready=state == ExportState.READY,
        note=notes[state],
    )
