"""Takes a mail apart: its text, its files, and what a report among its parts says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage, Message

from .headers import READING_FAILS, clean, clean_file_name, decode_words, read_headers
from .words import decode_text, html_to_text, tidy

MOST_PARTS = 200
DEEPEST = 20
_NAMES = {
    "text/calendar": "invitation.ics",
    "text/plain": "text.txt",
    "text/html": "page.html",
}
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")

AnyMessage = Message | EmailMessage


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that came with a mail. `is_inline` is one that the text shows, such as a logo."""

    name: str
    content_type: str
    content: bytes
    is_inline: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What a mail is made of."""

    kinds: tuple[str, ...] = ()
    report_type: str = ""
    text: str = ""
    files: tuple[MailFile, ...] = ()
    reports: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    returned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What has been seen so far of a mail's parts."""

    kinds: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)
    reports: list[Mapping[str, tuple[str, ...]]] = field(default_factory=list)
    returned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: dict[str, None] = field(default_factory=dict)


def read_parts(message: AnyMessage) -> Parts:
    """Read a mail's parts, at most so many and so deep."""
    found = _Found()
    for count, part in enumerate(_leaves(message, found, depth=0)):
        if count == MOST_PARTS:
            found.problems["It has too many parts; the rest was not read."] = None
            break
        _take(part, found)
    return Parts(
        kinds=tuple(found.kinds),
        report_type=_parameter(message, "report-type"),
        text=_text_of(found),
        files=tuple(found.files),
        reports=tuple(found.reports),
        returned=found.returned,
        problems=tuple(found.problems),
    )


def _leaves(message: AnyMessage, found: _Found, *, depth: int) -> Iterator[AnyMessage]:
    if depth > DEEPEST:
        found.problems["Its parts are nested too deep; the rest was not read."] = None
        return
    content = message.get_payload()
    if kind_of(message).startswith("multipart/") and isinstance(content, list):
        found.kinds.append(kind_of(message))
        for part in content:
            if isinstance(part, Message):
                yield from _leaves(part, found, depth=depth + 1)
        return
    yield message


def kind_of(part: AnyMessage) -> str:
    """Name a part's content type, plain text where it names none that can be read."""
    try:
        return part.get_content_type().lower()
    except READING_FAILS:
        return "text/plain"


def _take(part: AnyMessage, found: _Found) -> None:
    kind = kind_of(part)
    found.kinds.append(kind)
    if kind in ("message/delivery-status", "message/feedback-report"):
        found.reports += _report(part, found)
    elif kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        _take_enclosed(part, found)
    elif _is_body(part, kind):
        _take_words(part, kind, found)
    else:
        _take_file(part, kind, found)


def _report(part: AnyMessage, found: _Found) -> list[Mapping[str, tuple[str, ...]]]:
    """Read the fields of a delivery status or a feedback report, block by block."""
    content = part.get_payload()
    blocks = (
        [block for block in content if isinstance(block, Message)][:MOST_PARTS]
        if isinstance(content, list)
        else []
    )
    fields = [dict(read_headers(block)) for block in blocks]
    for block, read in zip(blocks, fields, strict=True):
        rest = block.get_payload()
        if isinstance(rest, str):
            read.update(_fields(rest))
    if not any(fields):
        return [_fields(_words(part, found))]
    return list(fields)


def _fields(text: str) -> dict[str, tuple[str, ...]]:
    """Read `Name: value` lines of text, as they stand in reports that are not encoded as such."""
    fields: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines()[:MOST_PARTS]:
        name, colon, value = line.partition(":")
        if colon and name and " " not in name.strip():
            key = clean(name).lower()
            fields[key] = (*fields.get(key, ()), clean(value))
    return fields


def _take_enclosed(part: AnyMessage, found: _Found) -> None:
    """Keep a mail that came within the mail: its headers for a report, itself as a file."""
    content = part.get_payload()
    inner = content[0] if isinstance(content, list) and content else None
    words = "" if isinstance(inner, Message) else _words(part, found)
    headers = read_headers(inner) if isinstance(inner, Message) else _fields(words)
    found.returned = found.returned or headers
    if kind_of(part) != "message/rfc822":
        return
    subject = decode_words(next(iter(headers.get("subject", ())), ""))
    raw = _bytes_of(inner if isinstance(inner, Message) else part)
    name = clean_file_name(f"{(subject or 'Enclosed mail')[:100]}.eml")
    found.files.append(MailFile(name, "message/rfc822", raw, is_inline=False))


def _bytes_of(message: AnyMessage) -> bytes:
    try:
        return message.as_bytes()
    except READING_FAILS:
        return str(message.get_payload()).encode("utf-8", "replace")


def _is_body(part: AnyMessage, kind: str) -> bool:
    if kind.startswith("multipart/"):  # of which the parts could not be told apart
        return True
    if kind not in ("text/plain", "text/html", "text", "text/enriched"):
        return False
    return _disposition(part) != "attachment" and not _file_name(part)


def _take_words(part: AnyMessage, kind: str, found: _Found) -> None:
    words = _words(part, found)
    if not words.strip():
        return
    if kind == "text/html":
        found.markup.append(words)
    else:
        found.plain.append(words)


def _words(part: AnyMessage, found: _Found) -> str:
    try:
        charset = part.get_content_charset() or ""
    except READING_FAILS:
        charset = ""
    text, was_wrong = decode_text(_content(part, found), charset)
    if was_wrong:
        found.problems["Some of its text is not in the encoding that it claims."] = None
    return text


def _content(part: AnyMessage, found: _Found) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except READING_FAILS:
        content = None
    if part.defects:
        found.problems["Some of it is damaged."] = None
    if isinstance(content, bytes):
        return content
    rest = part.get_payload()
    return rest.encode("utf-8", "surrogateescape") if isinstance(rest, str) else b""


def _take_file(part: AnyMessage, kind: str, found: _Found) -> None:
    name = clean_file_name(_file_name(part) or _name_for(kind))
    if kind in _TNEF or name.lower() == "winmail.dat":
        name = "winmail.dat"
        found.problems["Its files are packed in winmail.dat, which was kept as it is."] = None
    content = _content(part, found)
    if not content:
        return
    is_inline = bool(part.get("content-id")) and _disposition(part) != "attachment"
    found.files.append(MailFile(name, kind, content, is_inline=is_inline))


def _name_for(kind: str) -> str:
    main, _, sub = kind.partition("/")
    endings = {
        "text/calendar": "invitation.ics",
        "text/plain": "text.txt",
        "text/html": "page.html",
    }
    return endings.get(kind, f"{main or 'attachment'}.{sub or 'bin'}"[:40])


def _file_name(part: AnyMessage) -> str:
    try:
        return str(part.get_filename() or "")
    except READING_FAILS:
        return ""


def _disposition(part: AnyMessage) -> str:
    try:
        return str(part.get_content_disposition() or "")
    except READING_FAILS:
        return ""


def _parameter(message: AnyMessage, name: str) -> str:
    try:
        return str(message.get_param(name) or "").lower()
    except READING_FAILS:
        return ""


def _text_of(found: _Found) -> str:
    """Take what is written as plain text, or else the words of the HTML."""
    plain = tidy("\n\n".join(found.plain))
    return plain or tidy("\n\n".join(html_to_text(markup) for markup in found.markup))
