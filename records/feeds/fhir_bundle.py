"""FHIR R4 Bundles of any type, and files that hold one resource."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from records.codes import QuarantineReason

from .formats import claims_old_profile, name_old_version
from .items import Fault, FileRefused, Item, Note
from .opening import opened, refuse_foreign

_LARGEST_BUNDLE: Final = 512 * 1024 * 1024
_LOOKED_THROUGH: Final = 16 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
_HEAD_BYTES: Final = 1024 * 1024
_KEPT_OF_TOO_LARGE: Final = 64 * 1024
_BUNDLE: Final = "Bundle"
_OUTCOMES: Final = frozenset({"outcome"})
_UTF8_MARK: Final = b"\xef\xbb\xbf"


class _Request(msgspec.Struct):
    method: object = None
    url: object = None


class _Search(msgspec.Struct):
    mode: object = None


class _Entry(msgspec.Struct):
    fullUrl: object = None  # noqa: N815  # FHIR's own name
    resource: msgspec.Raw = msgspec.Raw(b"")
    request: _Request | None = None
    search: _Search | None = None


class _Bundle(msgspec.Struct):
    resourceType: object = None  # noqa: N815  # FHIR's own name
    entry: list[_Entry] = []


class _Type(msgspec.Struct):
    resourceType: object = None  # noqa: N815  # FHIR's own name


_bundles: Final = msgspec.json.Decoder(_Bundle)
_types: Final = msgspec.json.Decoder(_Type)


def is_whole_json(path: Path) -> bool:
    """Whether a file is one JSON value over several lines, or one Bundle on its only line."""
    with opened(path) as stream:
        first = stream.readline(_HEAD_BYTES)
        while first and not first.removeprefix(_UTF8_MARK).strip():
            first = stream.readline(_HEAD_BYTES)
        second = stream.readline(_HEAD_BYTES)
    if len(first) == _HEAD_BYTES and not first.endswith(b"\n"):
        return b'"Bundle"' in first[:200]
    try:
        kind = _types.decode(first.removeprefix(_UTF8_MARK)).resourceType
    except msgspec.ValidationError:
        return False
    except (ValueError, RecursionError):
        # The first line is no value by itself: either the value goes on, or the line is broken.
        return bool(second) and not second.lstrip().startswith(b'{"resourceType"')
    return kind == _BUNDLE and not second.strip()


def read_bundle_items(path: Path, note: Note, *, item_bytes: int) -> Iterator[Item]:
    """
    Yield the resources of a Bundle in their order, or the one resource that the file is.

    :raises FileRefused: it is not JSON, is cut off, or is written in an older FHIR
    """
    refuse_foreign(path)
    content = _read_whole(path).removeprefix(_UTF8_MARK)
    _refuse_old(content)
    bundle = _decode(content)
    if bundle.resourceType != _BUNDLE:
        yield Item(1, content.strip())
        return
    yield from _Entries(note, item_bytes).read(bundle)


def _read_whole(path: Path) -> bytes:
    """
    Return the bytes of a file.

    :raises FileRefused: there are more than a Bundle may have
    """
    content = bytearray()
    with opened(path) as stream:
        while chunk := stream.read(_CHUNK):
            content += chunk
            if len(content) > _LARGEST_BUNDLE:
                limit = _LARGEST_BUNDLE // _CHUNK
                raise FileRefused(
                    f"The Bundle is over {limit} MB; ask the source to send it in parts or as "
                    "NDJSON."
                )
    return bytes(content)


def _refuse_old(content: bytes) -> None:
    """
    Look for what is older than R4 anywhere in a file; in a large one, for profiles that say so.

    :raises FileRefused: it is STU3 or older
    """
    if len(content) <= _LOOKED_THROUGH or claims_old_profile(content):
        old = name_old_version(content)
        if old:
            raise FileRefused(old)


def _decode(content: bytes) -> _Bundle:
    """
    Split a file into its entries.

    :raises FileRefused: it is not a JSON object that can be a resource
    """
    try:
        return _bundles.decode(content)
    except msgspec.ValidationError as error:
        return _explain_shape(content, str(error))
    except UnicodeDecodeError:
        raise FileRefused("The file is not UTF-8; FHIR JSON must be.") from None
    except RecursionError:
        raise FileRefused("The JSON is nested deeper than any resource can be.") from None
    except msgspec.DecodeError as error:
        if "truncated" in str(error):
            raise FileRefused("The JSON stops in the middle: the file was cut off.") from None
        raise FileRefused(f"The file is not JSON: {_place(str(error))}.") from None


def _explain_shape(content: bytes, problem: str) -> _Bundle:
    """Take a resource that is no Bundle but has its element names, or refuse the file."""
    try:
        kind = _types.decode(content).resourceType
    except (ValueError, RecursionError):
        raise FileRefused("The file is JSON, but not a FHIR resource.") from None
    if kind == _BUNDLE:
        raise FileRefused(f"The Bundle has not the shape of FHIR R4: {problem}.")
    return _Bundle(resourceType=kind)


def _place(problem: str) -> str:
    """Return where JSON breaks, without quoting the text."""
    return problem.removeprefix("JSON is malformed: ")


class _Entries:
    """Walks through the entries of a Bundle, and of Bundles inside it."""

    def __init__(self, note: Note, item_bytes: int) -> None:
        self.note = note
        self.item_bytes = item_bytes
        self.position = 0

    def read(self, bundle: _Bundle) -> Iterator[Item]:
        """Yield an item for each entry that holds or takes back a resource."""
        for entry in bundle.entry:
            self.position += 1
            yield from self._read_entry(entry)

    def _read_entry(self, entry: _Entry) -> Iterator[Item]:
        full_url = entry.fullUrl if isinstance(entry.fullUrl, str) else ""
        if entry.request is not None and entry.request.method == "DELETE":
            url = entry.request.url if isinstance(entry.request.url, str) else ""
            yield Item(self.position, bytes(entry.resource), identity=url, withdraws=True)
            return
        if entry.search is not None and entry.search.mode in _OUTCOMES:
            self.note(f"Entry {self.position} is the server's own remark on the search; not kept.")
            return
        raw = bytes(entry.resource)
        if len(raw) > self.item_bytes:
            yield self._too_large(raw, full_url)
            return
        inner = _inner_bundle(raw)
        if inner is not None:
            yield from self.read(inner)
            return
        if raw:
            yield Item(self.position, raw, full_url)

    def _too_large(self, raw: bytes, full_url: str) -> Item:
        explanation = (
            f"Entry {self.position} has {len(raw):,} bytes; an item may have "
            f"{self.item_bytes:,}. Only its beginning is kept here."
        )
        fault = Fault(QuarantineReason.TOO_LARGE, explanation)
        return Item(self.position, raw[:_KEPT_OF_TOO_LARGE], full_url, fault=fault)


def _inner_bundle(raw: bytes) -> _Bundle | None:
    """Return the Bundle that an entry's resource is, or None."""
    if b'"Bundle"' not in raw[:400]:
        return None
    try:
        bundle = _bundles.decode(raw)
    except (ValueError, RecursionError):
        return None
    return bundle if bundle.resourceType == _BUNDLE else None
