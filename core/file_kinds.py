"""
Says what a file is by its bytes, whatever its name says, and whether it may be let in.

Only kinds that are listed are allowed. Documents with macros, pages with scripts and the like are
allowed and marked as risky. What cannot be looked into (locked with a password, nested too deep,
too large when unpacked) is not allowed, because a virus check could not look into it either.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import puremagic

BINARY: Final = "application/octet-stream"
TEXT: Final = "text/plain"
HTML: Final = "text/html"
SVG: Final = "image/svg+xml"
ZIP: Final = "application/zip"

MOST_MEMBERS: Final = 2_000
MOST_BYTES_UNPACKED: Final = 200 * 1024 * 1024
DEEPEST: Final = 3

_BY_MAGIC: Final = frozenset(
    {
        "application/pdf", "application/rtf", "image/bmp", "image/gif", "image/heic", "image/heif",
        "image/jpeg", "image/png", "image/tiff", "image/webp", "message/rfc822", "text/calendar",
        "video/mp4", "video/webm",
    }
)  # fmt: skip
_SAME: Final = {"image/x-ms-bmp": "image/bmp", "text/rtf": "application/rtf"}
_OFFICE_PARTS: Final = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an OLE file by which it is known; their names are in UTF-16.
_OLE_STREAMS: Final = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__substg1.0_": "application/vnd.ms-outlook",
}
_OLE_MACROS: Final = ("_VBA_PROJECT", "Macros")
_RUNS: Final = frozenset(
    {
        ".app", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".iso", ".jar",
        ".js", ".jse", ".lnk", ".msc", ".msi", ".ps1", ".reg", ".scr", ".sh", ".url", ".vb", ".vbe",
        ".vbs", ".wsf", ".wsh", ".xll",
    }
)  # fmt: skip
_PDF_ACTIONS: Final = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/XFA")
_MARKUP: Final = (b"<!doctype html", b"<html", b"<script", b"<body", b"<iframe")
_PLAIN_CONTROLS: Final = frozenset(b"\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is. `refusal` says why it may not be let in, and is empty where it may."""

    content_type: str
    is_risky: bool = False
    refusal: str = ""


class _Refused(Exception):
    """A file may not be let in; the message says why."""


@dataclass(slots=True)
class _Budget:
    """How much may still be unpacked, over all archives inside one another."""

    members: int = MOST_MEMBERS
    size: int = MOST_BYTES_UNPACKED

    def spend(self, members: list[zipfile.ZipInfo]) -> None:
        """
        Count the files of an archive.

        :raises _Refused: they are too many, or too large when they are unpacked
        """
        self.members -= len(members)
        self.size -= sum(member.file_size for member in members)
        if self.members < 0:
            raise _Refused(f"The archive holds more than {MOST_MEMBERS:,} files.")
        if self.size < 0:
            raise _Refused("The archive is too large when it is unpacked.")


def examine(content: bytes, name: str) -> FileKind:
    """Say what a file is. Its name decides only whether it would run when it is opened."""
    if _runs(name):
        return FileKind(BINARY, is_risky=True, refusal="Programs and scripts cannot be attached.")
    try:
        content_type, is_risky = _look(content)
    except _Refused as refusal:
        return FileKind(BINARY, is_risky=True, refusal=str(refusal))
    return FileKind(content_type, is_risky=is_risky)


def _runs(name: str) -> bool:
    return PurePosixPath(name.lower().strip(" .")).suffix in _RUNS


def _look(content: bytes) -> tuple[str, bool]:
    """
    Return the content type, and whether it is risky.

    :raises _Refused: it may not be let in
    """
    if not content:
        raise _Refused("The file is empty.")
    if content.startswith(b"PK"):
        return _look_into_zip(content, _Budget(), depth=0)
    if content.startswith(_OLE):
        return _look_into_ole(content)
    if (markup := _markup_of(content)) is not None:
        return markup, True
    found = _by_magic(content)
    if found in _BY_MAGIC:
        hides_archive = zipfile.is_zipfile(io.BytesIO(content))
        return found, hides_archive or _acts(content, found)
    if _is_text(content):
        return TEXT, content.startswith(b"#!")
    raise _Refused("The helpdesk does not take this kind of file.")


def _by_magic(content: bytes) -> str:
    try:
        best = puremagic.magic_string(content)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return ""
    found = str(best.mime_type)
    return _SAME.get(found, found)


def _acts(content: bytes, content_type: str) -> bool:
    """Whether a document does something when it is opened."""
    if content_type == "application/pdf":
        return any(action in content for action in _PDF_ACTIONS)
    return content_type == "application/rtf" and b"\\object" in content


def _markup_of(content: bytes) -> str | None:
    """Return HTML or SVG for a page or drawing that a browser would run, or None."""
    start = content[:4096].lower().replace(b"\0", b"")
    if b"<svg" in start:
        return SVG
    head = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return HTML if head.startswith(b"<") and any(tag in start for tag in _MARKUP) else None


def _is_text(content: bytes) -> bool:
    if any(sign < ord(" ") and sign not in _PLAIN_CONTROLS for sign in set(content)):
        return content.startswith((b"\xff\xfe", b"\xfe\xff")) and _decodes(content, "utf-16")
    return _decodes(content, "utf-8") or _decodes(content, "cp1252")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _look_into_ole(content: bytes) -> tuple[str, bool]:
    if _names_stream(content, "EncryptedPackage"):
        raise _Refused("The file is locked with a password, so it cannot be checked.")
    for stream, content_type in _OLE_STREAMS.items():
        if _names_stream(content, stream):
            return content_type, any(_names_stream(content, each) for each in _OLE_MACROS)
    raise _Refused("The helpdesk does not take this kind of file.")


def _names_stream(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content


def _look_into_zip(content: bytes, budget: _Budget, *, depth: int) -> tuple[str, bool]:
    if depth > DEEPEST:
        raise _Refused("The file holds archives inside archives, too deep to check.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_is_open(members)
            budget.spend(members)
            if content_type := _document_in(archive):
                return content_type, _has_macros(archive)
            risks = [_look_into_member(archive, each, budget, depth=depth) for each in members]
    # A spoilt archive fails in many ways.
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError,
            zipfile.LargeZipFile) as error:  # fmt: skip
        raise _Refused("The archive is damaged, so it cannot be checked.") from error
    return ZIP, any(risks)


def _check_is_open(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise _Refused("The file is locked with a password, so it cannot be checked.")


def _document_in(archive: zipfile.ZipFile) -> str:
    """Return which office document an archive is, or nothing."""
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        for part, content_type in _OFFICE_PARTS.items():
            if any(name.startswith(part) for name in names):
                return content_type
    if "mimetype" in names and archive.getinfo("mimetype").file_size < len(_OPEN_DOCUMENT) + 40:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        return said if said.startswith(_OPEN_DOCUMENT) and said.isprintable() else ""
    return ""


def _has_macros(archive: zipfile.ZipFile) -> bool:
    names = [name.lower() for name in archive.namelist()]
    return any(
        name.endswith("vbaproject.bin")
        or name.startswith(("basic/", "scripts/"))
        or "/activex/" in name
        or ("/embeddings/" in name and name.endswith(".bin"))
        for name in names
    )


def _look_into_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget, *, depth: int
) -> bool:
    """
    Look at a file in an archive, and return whether it is risky.

    :raises _Refused: it may not be let in
    """
    if member.is_dir():
        return False
    if _runs(member.filename):
        raise _Refused("The archive holds a program or a script.")
    with archive.open(member) as opened:
        start = opened.read(8)
        if start[:2] == b"PK":
            content = start + opened.read(min(member.file_size, MOST_BYTES_UNPACKED))
            return _look_into_zip(content, budget, depth=depth + 1)[1]
    if start[:2] == b"MZ" or start[:4] == b"\x7fELF":
        raise _Refused("The archive holds a program or a script.")
    return start.startswith(_OLE)
