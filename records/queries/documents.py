"""Read the documents that entries carry."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from records.codes import AccessKind
from records.models import DocumentContent
from records.permissions import RecordScope

from .access import write_access
from .head import RecordHead, read_head
from .record import get_entry_row, open_scope
from .rows import EntryRow, visible_values


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document, the entry that carries it, and the head of the record."""

    head: RecordHead
    entry: EntryRow
    content: DocumentContent


@transaction.atomic
def read_document(
    patient_id: UUID, entry_id: UUID, sha256: str, *, viewer: PractitionerRole, at: datetime
) -> DocumentPage:
    """
    Return a document that an entry carries, with the head of the record.

    Words are read in the page itself. Of other documents the page has the entry alone, and their
    bytes are read, and written down as read, when the browser asks for them.

    :raises Patient.DoesNotExist: there is no such person
    :raises RecordEntry.DoesNotExist: there is no such entry, or the viewer may not see it
    :raises DocumentContent.DoesNotExist: the entry does not carry this document
    """
    scope = open_scope(viewer)
    entry, content = _carried(patient_id, entry_id, sha256, scope)
    is_in_page = content.content_type.lower().startswith("text/")
    write_access(
        viewer=viewer,
        at=at,
        kind=AccessKind.DOCUMENT if is_in_page else AccessKind.ENTRY,
        patient_id=patient_id,
        section=entry.section,
        entry_id=entry_id,
    )
    return DocumentPage(head=read_head(patient_id, scope=scope), entry=entry, content=content)


@transaction.atomic
def read_document_content(
    patient_id: UUID, entry_id: UUID, sha256: str, *, viewer: PractitionerRole, at: datetime
) -> DocumentContent:
    """
    Return the bytes of a document alone, for a frame or a download.

    :raises RecordEntry.DoesNotExist: there is no such entry, or the viewer may not see it
    :raises DocumentContent.DoesNotExist: the entry does not carry this document
    """
    entry, content = _carried(patient_id, entry_id, sha256, open_scope(viewer))
    write_access(
        viewer=viewer,
        at=at,
        kind=AccessKind.DOCUMENT,
        patient_id=patient_id,
        section=entry.section,
        entry_id=entry_id,
    )
    return content


def _carried(
    patient_id: UUID, entry_id: UUID, sha256: str, scope: RecordScope
) -> tuple[EntryRow, DocumentContent]:
    entry = get_entry_row({"patient": patient_id, "entry": entry_id, **visible_values(scope)})
    if f"Binary/{sha256}" not in (entry.resource_json or ""):
        raise DocumentContent.DoesNotExist
    return entry, DocumentContent.objects.get(patient_id=patient_id, sha256=sha256)
