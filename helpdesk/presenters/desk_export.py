"""A list of tickets as a table of values for a spreadsheet."""

from typing import Final

from core.dates import LONDON
from core.spreadsheets import safe_cell
from helpdesk.codes import Priority, TicketCategory, TicketKind, TicketState, WaitingReason
from helpdesk.queries.lists import TicketLine

COLUMNS: Final = (
    "Number",
    "Kind",
    "Category",
    "State",
    "Waiting for",
    "Subject",
    "Priority",
    "Queue",
    "Assigned to",
    "Caller",
    "Organisation",
    "Clinical safety",
    "Information governance",
    "Opened",
    "Last change",
    "Due",
)


def export_row(line: TicketLine) -> list[str]:
    """Return a ticket as cells: codes in words, moments in local time, no text of any event."""
    moments = [
        moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") if moment else ""
        for moment in (line.opened_at, line.changed_at, line.due_at)
    ]
    reason = line.waiting_reason
    cells = [
        str(line.number),
        TicketKind(line.kind).label,
        TicketCategory(line.category).label,
        TicketState(line.state).label,
        WaitingReason(reason).label if reason else "",
        line.subject,
        Priority(line.priority).label,
        line.queue,
        line.assignee or "",
        line.requester or "",
        line.organization or "",
        "yes" if line.has_safety_flag else "no",
        "yes" if line.has_governance_flag else "no",
        *moments,
    ]
    return [safe_cell(cell) for cell in cells]
