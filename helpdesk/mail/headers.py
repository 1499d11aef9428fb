"""Headers of a mail as clean words, whatever bytes they came in."""

import re
from collections.abc import Iterable, Mapping
from email.errors import MessageError
from email.header import decode_header
from email.message import EmailMessage, Message
from email.policy import EmailPolicy

# What the standard library is known to raise on mail that somebody made to hurt it.
READING_FAILS = (
    MessageError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
LONGEST_HEADER = 10_000
MOST_HEADERS = 500
_LONGEST_ADDRESSES = 4_000
_LONGEST_NAME = 120
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ENCODED_WORD = re.compile(r"=\?[\w*-]+\?[bqBQ]\?")
_ANGLED = re.compile(r"<\s*([^<>\s]{1,998})\s*>")
_ADDRESS = re.compile(r"[^@\s<>(),;:\"]{1,64}@[^@\s<>(),;:\"]{1,255}")


class BoundedPolicy(EmailPolicy):
    """The standard's default policy, with headers cut to a length that can be parsed in time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, _, value = "".join(sourcelines).partition(":")
        return name[:200], mend(value[:LONGEST_HEADER].lstrip(" \t").rstrip("\r\n"))


POLICY = BoundedPolicy()


def mend(value: str) -> str:
    """Read bytes that are not ASCII as UTF-8, or else as Windows-1252, and drop what cannot be."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raw = value.encode("utf-8", "surrogateescape")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")
    return value


def clean(value: str) -> str:
    """Put a value on one line, without characters that no one can see or no database keeps."""
    return " ".join(_CONTROL.sub("", mend(value)).split())


def decode_words(value: str) -> str:
    """Read encoded words (RFC 2047), also where they stand between quotes, as some programs do."""
    if not _ENCODED_WORD.search(value):
        return clean(value)
    unfolded = re.sub(r"\?=\s+=\?", "?==?", value)
    try:
        pieces = decode_header(unfolded.replace("?==?", "?= =?"))
    except READING_FAILS:
        return clean(value)
    return clean("".join(_decode(piece, charset) for piece, charset in pieces))


def _decode(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return piece.decode("utf-8", "replace")


def read_headers(message: Message | EmailMessage) -> Mapping[str, tuple[str, ...]]:
    """Read all headers, by name in small letters, in the order in which they came."""
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in list(message.raw_items())[:MOST_HEADERS]:
        key = clean(name).lower()
        headers[key] = (*headers.get(key, ()), clean(str(value)))
    return headers


def read_addresses(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read names and addresses, the addresses in small letters; what is none is left out."""
    found: list[tuple[str, str]] = []
    for value in values:
        try:
            header = POLICY.header_factory("to", value[:_LONGEST_ADDRESSES])
            found += [(each.display_name, each.addr_spec) for each in header.addresses]
        except READING_FAILS:
            continue
    return tuple(
        (decode_words(name)[:200], address.strip().lower())
        for name, address in found
        if _ADDRESS.fullmatch(address.strip())
    )


def find_addresses(text: str) -> tuple[str, ...]:
    """Find what looks like addresses in running text, in order, each once."""
    found = (match.strip(".'<>").lower() for match in _ADDRESS.findall(text[:LONGEST_HEADER]))
    return tuple(dict.fromkeys(found))


def read_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Read message ids without their brackets, in order, each once."""
    found = (match for value in values for match in _ANGLED.findall(value))
    return tuple(dict.fromkeys(match[:500] for match in found))


def canonical_id(value: str) -> str:
    """Write a message id as we keep it: without brackets, space and what follows."""
    ids = read_ids([value])
    return ids[0] if ids else "".join(value.split())[:500].strip("<>")


def clean_file_name(name: str) -> str:
    """Keep the last part of a file's name, readable and short; never a path."""
    decoded = decode_words(name).replace("\\", "/").rsplit("/", 1)[-1].strip(" .\"'")
    stem, dot, ending = decoded.rpartition(".")
    if dot and len(decoded) > _LONGEST_NAME:
        return f"{stem[: _LONGEST_NAME - 10]}.{ending[:9]}"
    return decoded[:_LONGEST_NAME] or "attachment"
