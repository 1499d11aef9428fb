"""What makes an item the same as last night's: its feed, type and id; and whether it changed."""

import re
from hashlib import blake2b
from typing import Final
from uuid import UUID

import orjson

from records.resources.shape import JsonValue, Resource, UnreadableValue

_DIGEST_BYTES: Final = 16
_PATIENT_PATH: Final = "Patient/"
_UNSETTLED: Final = frozenset({"lastUpdated", "versionId"})
_TYPE_IN_TEXT: Final = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]{2,60})"')
_ID_IN_TEXT: Final = re.compile(rb'"id"\s*:\s*"([A-Za-z0-9\-.]{1,64})"')


def source_id_of(resource_type: str, resource_id: str, full_url: str) -> str:
    """Return `<type>/<id>`; the id is the resource's own, else the end of its full address."""
    number = resource_id or tail_of(full_url)
    return f"{resource_type}/{number}" if resource_type and number else ""


def tail_of(address: str) -> str:
    """Return the id at the end of an address: after the last slash, or of a URN the last part."""
    if "/" in address:
        return strip_version(address).rsplit("/", 1)[-1]
    return address.rsplit(":", 1)[-1] if address.startswith("urn:") else ""


def strip_version(address: str) -> str:
    """Return an address without a version of the resource."""
    return address.split("/_history/", 1)[0]


def guess_source_id(raw: bytes) -> str:
    """Return the identity that a text seems to have which is not readable as JSON."""
    kind, number = _TYPE_IN_TEXT.search(raw), _ID_IN_TEXT.search(raw)
    if kind is None or number is None:
        return ""
    return f"{kind[1].decode()}/{number[1].decode()}"


def entry_digest(feed_key: bytes, source_id: str) -> bytes:
    """Return the bytes of the id under which an entry is kept; the key is the feed id's bytes."""
    name = feed_key + source_id.encode("utf-8", "surrogatepass")
    return blake2b(name, digest_size=_DIGEST_BYTES).digest()


def entry_id(feed_id: UUID, source_id: str) -> UUID:
    """Return the id under which an entry is kept."""
    return UUID(bytes=entry_digest(feed_id.bytes, source_id))


def content_hash(resource: Resource) -> bytes:
    """
    Return the hash of a resource, whatever its order of members or date of last sending.

    :raises UnreadableValue: it is nested so deeply that it could not be written out again
    """
    meta = resource.get("meta")
    if isinstance(meta, dict) and not _UNSETTLED.isdisjoint(meta):
        settled: dict[str, JsonValue] = {
            name: value for name, value in meta.items() if name not in _UNSETTLED
        }
        resource = {**resource, "meta": settled}
    try:
        canonical = orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        kind = str(resource.get("resourceType"))
        raise UnreadableValue(kind, "is nested deeper than any resource can be") from None
    return blake2b(canonical, digest_size=_DIGEST_BYTES).digest()


def raw_digest(raw: bytes) -> bytes:
    """Return the identity of an item that has none but its own bytes."""
    return blake2b(raw, digest_size=_DIGEST_BYTES).digest()
