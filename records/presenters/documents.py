"""A document as a page shows it: PDF and images framed, text and HTML as words."""

import html
import re
from dataclasses import dataclass
from enum import StrEnum

import nh3
from django.urls import reverse

from core.dates import TIME, format_date
from records.codes import RecordSection
from records.models import DocumentContent
from records.queries.documents import DocumentPage
from records.resources.shape import Row

from .entries import present, source_name
from .links import report_url, section_url

IMAGE_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
LINE_ENDS = re.compile(r"</(div|tr|li)>|<br\s*/?>", re.IGNORECASE)
PARAGRAPH_ENDS = re.compile(r"</(p|h[1-6]|table|ul|ol)>", re.IGNORECASE)
UNSEEN_TAGS = {"head", "title", "style", "script"}
MANY_NEWLINES = re.compile(r"\n\s*\n\s*\n+")


class DocumentKind(StrEnum):
    """How a page shows a document."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document in its page."""

    title: str
    kind: DocumentKind
    url: str
    facts: list[Row]
    text: str
    why_not: str
    section_title: str
    section_url: str
    report_url: str


def media_type_of(content_type: str) -> str:
    """Return a media type without its parameters, which are a source's own words."""
    return content_type.partition(";")[0].strip().lower()


def kind_of(content_type: str) -> DocumentKind:
    """Return how a document of this media type is shown."""
    media_type = media_type_of(content_type)
    if media_type == "application/pdf":
        return DocumentKind.PDF
    if media_type in IMAGE_TYPES:
        return DocumentKind.IMAGE
    if media_type.startswith("text/"):
        return DocumentKind.TEXT
    return DocumentKind.NONE


def present_document(found: DocumentPage) -> DocumentView:
    """Return a document in words, or where the frame finds its bytes."""
    entry, head, content = found.entry, found.head, found.content
    shown = present(entry)
    named = next((a.title for a in shown.attachments if a.key == content.sha256), "")
    kind = kind_of(content.content_type)
    written = format_date(entry.clinical_start, "D") if entry.clinical_start else "not known"
    facts = [
        *[Row(label="Caution:", value=caution) for caution in shown.cautions],
        Row(label="From", value=source_name(entry, head.sources)),
        Row(label="Author", value=entry.author),
        Row(label="Dated", value=written),
        Row(label="Received", value=format_date(entry.received_at, TIME)),
    ]
    return DocumentView(
        title=named or shown.headline,
        kind=kind,
        url=reverse("records:document_content", args=[head.patient.pk, entry.id, content.sha256]),
        facts=[fact for fact in facts if fact.value],
        text=_text(content) if kind == DocumentKind.TEXT else "",
        why_not="This kind of document cannot be shown here. Open it to download it.",
        section_title=RecordSection(entry.section).label,
        section_url=section_url(head.patient.pk, entry.section),
        report_url=report_url(head.patient.pk, entry.id),
    )


def _text(content: DocumentContent) -> str:
    """Return the words of a text or HTML document; markup is dropped, never shown."""
    words = _decode(bytes(content.content), content.content_type)
    if "html" not in content.content_type.lower():
        return words
    with_breaks = PARAGRAPH_ENDS.sub("\n\n", LINE_ENDS.sub("\n", words))
    seen = nh3.clean(with_breaks, tags=set(), clean_content_tags=UNSEEN_TAGS)
    plain = html.unescape(seen)
    return MANY_NEWLINES.sub("\n\n", plain).strip()


def _decode(content: bytes, content_type: str) -> str:
    """Decode by the declared character set, else UTF-8, else windows-1252: it reads any byte."""
    declared = re.search(r"charset=\"?([\w-]+)", content_type)
    for encoding in filter(None, (declared and declared.group(1), "utf-8-sig")):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("windows-1252", errors="replace")
