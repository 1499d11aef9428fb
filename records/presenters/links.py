"""Addresses of the pages of a record. They hold opaque keys, never a name or number."""

from functools import cache
from typing import Final
from uuid import UUID

from django.urls import reverse

# What stands in an address while it is looked up, in the place of each key.
_PLACES: Final = {
    "patient_id": str(UUID(int=1)),
    "entry_id": str(UUID(int=2)),
    "section": "section-of-record",
    "sha256": "0" * 64,
}


def summary_url(patient_id: UUID) -> str:
    return _address("records:record_detail", "patient_id").format(patient_id=patient_id)


def section_url(patient_id: UUID, section: str) -> str:
    address = _address("records:section_detail", "patient_id", "section")
    return address.format(patient_id=patient_id, section=section)


def entry_url(patient_id: UUID, entry_id: UUID) -> str:
    address = _address("records:entry_detail", "patient_id", "entry_id")
    return address.format(patient_id=patient_id, entry_id=entry_id)


def document_url(patient_id: UUID, entry_id: UUID, sha256: str) -> str:
    address = _address("records:document_detail", "patient_id", "entry_id", "sha256")
    return address.format(patient_id=patient_id, entry_id=entry_id, sha256=sha256)


def report_url(patient_id: UUID, entry_id: UUID) -> str:
    """Return where a problem with an entry is reported: a page of the helpdesk."""
    address = _address("helpdesk:entry_report", "patient_id", "entry_id")
    return address.format(patient_id=patient_id, entry_id=entry_id)


@cache
def _address(page: str, *places: str) -> str:
    """
    Return the address of a page with a name in braces for each of its keys.

    A page of a record holds a hundred addresses; looking up each takes longer than its entry.
    """
    address = reverse(page, kwargs={place: _PLACES[place] for place in places})
    for place in places:
        address = address.replace(_PLACES[place], f"{{{place}}}")
    return address
