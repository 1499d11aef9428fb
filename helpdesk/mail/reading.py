"""Reads a mail from its bytes. Bad bytes never stop it: what was wrong is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser, BytesParser
from hashlib import sha256

from .headers import (
    POLICY,
    READING_FAILS,
    canonical_id,
    clean,
    decode_words,
    read_addresses,
    read_headers,
    read_ids,
)
from .parts import MailFile, Parts, read_parts

LARGEST_MAIL = 30 * 1024 * 1024
_LONGEST_SUBJECT = 300
_MOST_REFERENCES = 50
_HEAD = 65_536
_MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]{1,998})")
_UNIX_FROM = re.compile(rb"\A(?:\s*\r?\n)*(?:>?From [^\r\n]*\r?\n)?")


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What a mail says, and what could not be read of it."""

    headers: Mapping[str, tuple[str, ...]]
    message_id: str
    references: tuple[str, ...]
    sender: str
    sender_name: str
    subject: str
    recipients: tuple[str, ...]
    text: str
    files: tuple[MailFile, ...]
    parts: Parts
    problems: tuple[str, ...]

    def header(self, name: str) -> str:
        """The first header of a name, or nothing."""
        return next(iter(self.headers.get(name, ())), "")

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all could be made of it."""
        return not (self.sender or self.subject or self.text or self.files)

    @property
    def body_sha256(self) -> str:
        """Of what it says, without the headers that each delivery writes anew."""
        digest = sha256(f"{self.subject}\n{self.text}".encode())
        for file in self.files:
            digest.update(sha256(file.content).digest())
        return digest.hexdigest()


def read_mail(raw: bytes) -> ParsedMail:
    """Read a mail; the answer is bounded in size, in parts and in depth."""
    message, problems = _parse(_even(raw))
    headers = read_headers(message)
    senders = read_addresses(headers.get("from", ()))
    addresses = {address for _, address in senders}
    if len(addresses) > 1:
        problems = (*problems, "It names more than one sender.")
    is_certain = len(addresses) == 1
    parts = read_parts(message)
    return ParsedMail(
        headers=headers,
        message_id=canonical_id(next(iter(headers.get("message-id", ())), "")),
        references=_references(headers),
        sender=senders[0][1] if is_certain else "",
        sender_name=senders[0][0] if is_certain else "",
        subject=_subject(headers),
        recipients=_recipients(headers),
        text=parts.text,
        files=parts.files,
        parts=parts,
        problems=(*problems, *parts.problems),
    )


def _parse(raw: bytes) -> tuple[Message | EmailMessage, tuple[str, ...]]:
    if len(raw) > LARGEST_MAIL:
        return _headers_only(raw), ("It is too large; only its headers were read.",)
    try:
        return BytesParser(policy=POLICY).parsebytes(raw), ()
    except READING_FAILS:
        return _headers_only(raw), ("Its parts could not be told apart.",)


def _headers_only(raw: bytes) -> Message | EmailMessage:
    head = re.split(rb"\r?\n\r?\n", raw[:1_000_000], maxsplit=1)[0]
    try:
        return BytesHeaderParser(policy=POLICY).parsebytes(head + b"\n\n")
    except READING_FAILS:
        return EmailMessage(policy=POLICY)


def _even(raw: bytes) -> bytes:
    """Drop what mailbox files put in front, and read the line ends of old Macs."""
    raw = _UNIX_FROM.sub(b"", raw, count=1)
    if b"\n" not in raw[:LARGEST_MAIL]:
        raw = raw.replace(b"\r", b"\n")
    return raw


def _subject(headers: Mapping[str, tuple[str, ...]]) -> str:
    return decode_words(next(iter(headers.get("subject", ())), ""))[:_LONGEST_SUBJECT]


def _references(headers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Name what the mail answers, nearest first: In-Reply-To, then References from the end."""
    answered = read_ids(headers.get("in-reply-to", ()))
    earlier = read_ids(headers.get("references", ()))
    return tuple(dict.fromkeys((*answered, *reversed(earlier))))[:_MOST_REFERENCES]


def _recipients(headers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "envelope-to", "to", "cc", "resent-to")
    found = read_addresses(value for name in names for value in headers.get(name, ()))
    return tuple(dict.fromkeys(address for _, address in found))[:_MOST_REFERENCES]


def peek_message_id(raw: bytes) -> str:
    """Find a mail's id in its first headers without reading the mail."""
    match = _MESSAGE_ID.search(_even(raw[:_HEAD]))
    return canonical_id(clean(match[1].decode("ascii", "replace"))) if match else ""
