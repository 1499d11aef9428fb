"""Addresses of the pages of a record. They hold opaque keys, never a name or number."""

from uuid import UUID

from django.urls import reverse


def summary_url(patient_id: UUID) -> str:
    return reverse("records:record_detail", args=[patient_id])


def section_url(patient_id: UUID, section: str) -> str:
    return reverse("records:section_detail", args=[patient_id, section])


def entry_url(patient_id: UUID, entry_id: UUID) -> str:
    return reverse("records:entry_detail", args=[patient_id, entry_id])


def document_url(patient_id: UUID, entry_id: UUID, sha256: str) -> str:
    return reverse("records:document_detail", args=[patient_id, entry_id, sha256])
