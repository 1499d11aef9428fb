"""Letters and images: a page that shows one, and the bytes that the page frames."""

from uuid import UUID

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from records.models import DocumentContent, Patient, RecordEntry
from records.presenters.documents import (
    DocumentKind,
    kind_of,
    media_type_of,
    present_document,
)
from records.presenters.page import present_page
from records.queries.documents import read_document, read_document_content

MISSING = (Patient.DoesNotExist, RecordEntry.DoesNotExist, DocumentContent.DoesNotExist)
FRAMED_BY_US = {"frame-ancestors": ["'self'"]}


@require_GET
def document_detail(
    request: SignedInRequest, patient_id: UUID, entry_id: UUID, sha256: str
) -> HttpResponse:
    """Show a document in a page of the record."""
    at = timezone.now()
    try:
        found = read_document(patient_id, entry_id, sha256, viewer=request.active_role, at=at)
    except MISSING as error:
        raise Http404 from error
    context = {
        "page": present_page(found.head, current=found.entry.section, at=at),
        "document": present_document(found),
    }
    return render(request, "records/document_detail.html", context)


@require_GET
@xframe_options_sameorigin
@csp_replace(FRAMED_BY_US)  # type: ignore[arg-type]  # typed for views without arguments
def document_content(
    request: SignedInRequest, patient_id: UUID, entry_id: UUID, sha256: str
) -> HttpResponse:
    """Answer the bytes of a document, for the frame or for a download."""
    try:
        content = read_document_content(
            patient_id, entry_id, sha256, viewer=request.active_role, at=timezone.now()
        )
    except MISSING as error:
        raise Http404 from error
    kind = kind_of(content.content_type)
    if kind == DocumentKind.PDF:
        content_type, disposition = "application/pdf", 'inline; filename="document.pdf"'
    elif kind == DocumentKind.IMAGE:
        content_type, disposition = media_type_of(content.content_type), "inline"
    else:
        content_type, disposition = "application/octet-stream", "attachment"
    return HttpResponse(
        bytes(content.content),
        content_type=content_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )
