"""Documents inside resources: taken out before storing, named by their digest ever after."""

import binascii
import hashlib
import re

from .reading import parts, resolve_in, word
from .shape import Attachment, JsonValue, References, Resource, TakenAttachment, UnreadableValue

UNKNOWN_TYPE = "application/octet-stream"

_KEY = re.compile(r"Binary/([0-9a-f]{64})", re.ASCII)
_WHITE_SPACE = str.maketrans("", "", " \t\r\n")


def take(
    holders: list[Resource], resource: Resource, references: References, path: str
) -> list[TakenAttachment]:
    """
    Take the bytes out of Attachments, and leave the address `Binary/<sha256>` in their place.

    Bytes that the source keeps in a Binary of its own are fetched through its address.

    :raises UnreadableValue: the bytes are not base64
    """
    found = (_take_one(holder, resource, references, path) for holder in holders)
    taken = [item for item in found if item is not None]
    if taken and "contained" in resource:
        _drop_binaries(resource)
    return taken


def _take_one(
    holder: Resource, resource: Resource, references: References, path: str
) -> TakenAttachment | None:
    """Take the bytes of one Attachment, if they are here."""
    binary = None
    encoded = word(holder, "data")
    if not encoded:
        binary = resolve_in(resource, {"reference": holder.get("url")}, references)
        if binary is None or word(binary, "resourceType") != "Binary":
            return None
        encoded = word(binary, "data")
    content = _decode(encoded, path)
    if not content:
        return None
    digest = hashlib.sha256(content).hexdigest()
    kind = word(holder, "contentType") or (word(binary, "contentType") if binary else "")
    holder.pop("data", None)
    holder.update(url=f"Binary/{digest}", size=len(content), contentType=kind or UNKNOWN_TYPE)
    return TakenAttachment(content=content, content_type=kind or UNKNOWN_TYPE, sha256=digest)


def _decode(encoded: str, path: str) -> bytes:
    """Return the bytes that base64 stands for."""
    try:
        return binascii.a2b_base64(encoded.translate(_WHITE_SPACE), strict_mode=True)
    except ValueError:
        raise UnreadableValue(path, "is not base64") from None


def _drop_binaries(resource: Resource) -> None:
    """Drop Binaries from inside a resource, once their bytes are taken."""
    kept: list[JsonValue] = [
        inner for inner in parts(resource, "contained") if word(inner, "resourceType") != "Binary"
    ]
    if kept:
        resource["contained"] = kept
    else:
        del resource["contained"]


def shown(holders: list[Resource], title: str = "Document") -> tuple[Attachment, ...]:
    """Return Attachments as an entry shows them, with the key to their bytes."""
    return tuple([_shown_one(holder, title) for holder in holders if holder])


def _shown_one(holder: Resource, title: str) -> Attachment:
    """Return one Attachment as it is shown."""
    key = _KEY.fullmatch(word(holder, "url"))
    size = holder.get("size")
    return Attachment(
        title=word(holder, "title") or title,
        content_type=word(holder, "contentType"),
        key=key[1] if key else "",
        size=size if isinstance(size, int) else None,
    )
