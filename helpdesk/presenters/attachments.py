"""Files of a ticket in words: what each is, whether it can be opened, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from core.dates import TIME, format_short_date
from helpdesk.codes import ScanState, Visibility
from helpdesk.models import Attachment
from helpdesk.queries.attachments import OPENABLE

KILO: Final = 1024
SHOWN_KINDS: Final = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/rtf": "RTF",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.ms-outlook": "Outlook message",
    "application/vnd.ms-powerpoint": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/zip": "ZIP archive",
    "image/svg+xml": "Drawing",
    "message/rfc822": "E-mail",
    "text/calendar": "Calendar entry",
    "text/html": "Web page",
    "text/plain": "Text",
}
PREVIEWED: Final = frozenset(
    {
        "application/pdf",
        "image/bmp",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/plain",
    }
)
TONES: Final = {
    ScanState.PENDING: "blue",
    ScanState.INFECTED: "red",
    ScanState.ERROR: "red",
    ScanState.RELEASED: "amber",
}
HELD: Final = (ScanState.INFECTED, ScanState.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file in a list; without `url` it cannot be opened, without `status` it needs no word."""

    name: str
    about: str
    number: int
    ticket_url: str
    queue: str = ""
    url: str = ""
    preview_url: str = ""
    decide_url: str = ""
    status: str = ""
    tone: str = "plain"
    detail: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPanel:
    """The files of a ticket, for `helpdesk/_attachments.html`."""

    files: Sequence[FileLine]
    url: str
    attach_url: str
    is_waiting: bool


def may_preview(attachment: Attachment) -> bool:
    """Whether a browser may show a file in a sandbox: plain kinds that do nothing when opened."""
    return attachment.content_type in PREVIEWED and not attachment.is_risky


def present_file(attachment: Attachment, *, leads: bool, at: datetime) -> FileLine:
    """Return a file in words."""
    state = ScanState(attachment.scan_state)
    key, opens = [attachment.pk], state in OPENABLE
    audience = "staff only" if attachment.visibility == Visibility.INTERNAL else ""
    when = format_short_date(attachment.created_at, TIME, now=at)
    facts = [_kind_of(attachment), format_size(attachment.size), audience, when]
    decides = leads and state in HELD
    return FileLine(
        name=attachment.name,
        about=" \u00b7 ".join(fact for fact in facts if fact),
        number=attachment.ticket_id,
        ticket_url=reverse("helpdesk:ticket_detail", args=[attachment.ticket_id]),
        url=reverse("helpdesk:attachment_download", args=key) if opens else "",
        preview_url=_preview_url(attachment) if opens else "",
        decide_url=reverse("helpdesk:attachment_decide", args=key) if decides else "",
        status="" if state == ScanState.CLEAN else state.label,
        tone=TONES.get(state, "plain"),
        detail=attachment.scan_detail if state in HELD and leads else "",
        warning="It may run something when it is opened." if attachment.is_risky and opens else "",
    )


def present_held(attachment: Attachment, *, at: datetime) -> FileLine:
    """Return a file that waits or is held, for those who lead its queue."""
    return present_file(attachment, leads=True, at=at)


def present_files(
    attachments: Sequence[Attachment], *, number: int, may_attach: bool, leads: bool, at: datetime
) -> FilesPanel:
    """Return the files of a ticket in words; those that a mail shows in its text stand last."""
    ordered = sorted(attachments, key=lambda each: each.is_inline)
    url = reverse("helpdesk:ticket_files", args=[number])
    return FilesPanel(
        files=[present_file(each, leads=leads, at=at) for each in ordered],
        url=url,
        attach_url=reverse("helpdesk:attachment_upload", args=[number]) if may_attach else "",
        is_waiting=any(each.scan_state == ScanState.PENDING for each in attachments),
    )


def format_size(size: int) -> str:
    """Return a size as people say it: "640 bytes", "12 KB", "1.2 MB"."""
    if size < KILO:
        return f"{size} bytes"
    if size < KILO * KILO:
        return f"{round(size / KILO)} KB"
    return f"{size / KILO / KILO:.1f} MB"


def _kind_of(attachment: Attachment) -> str:
    content_type = attachment.content_type
    if content_type in SHOWN_KINDS:
        return SHOWN_KINDS[content_type]
    main, _, sub = content_type.partition("/")
    return f"{sub.upper()} {main}" if main in ("image", "video") else "File"


def _preview_url(attachment: Attachment) -> str:
    if not may_preview(attachment):
        return ""
    return reverse("helpdesk:attachment_preview", args=[attachment.pk])
