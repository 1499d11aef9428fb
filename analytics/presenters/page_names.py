"""What pages are called where their times are shown."""

from collections.abc import Mapping
from typing import Final

_NAMES: Final[Mapping[str, str]] = {
    "home": "Home",
    "records:patient_list": "Find a person",
    "records:patient_search": "Find a person: results",
    "records:record_detail": "Record: summary",
    "records:section_detail": "Record: a section",
    "records:entry_detail": "Record: an entry",
    "records:document_detail": "Record: a document",
    "helpdesk:home": "Helpdesk: home",
    "helpdesk:ticket_list": "Helpdesk: list of tickets",
    "helpdesk:ticket_detail": "Helpdesk: a ticket",
    "helpdesk:report": "Helpdesk: report",
    "training:home": "Training: home",
    "training:compliance": "Training: compliance",
    "training:session_detail": "Training: a session",
    "analytics:overview": "Analytics: use",
    "analytics:quality": "Analytics: service quality",
}


def name_page(page: str) -> str:
    """Return what a page is called, by the name of its address."""
    if page in _NAMES:
        return _NAMES[page]
    room, _, name = page.rpartition(":")
    words = name.replace("_", " ").replace("-", " ")
    return f"{room.capitalize()}: {words}" if room else words.capitalize()
