"""Resources kept on disk for as long as a run needs them, so that memory stays flat."""

import tempfile
from collections import OrderedDict
from typing import Final, NamedTuple

import orjson

from records.resources.shape import Resource

from .identity import strip_version

_MOST_READ: Final = 5_000
_LARGEST_READ: Final = 64 * 1024


class Extent(NamedTuple):
    """Where a text stands in the spool."""

    offset: int
    length: int


class Spool:
    """A file of texts that is gone when the run ends."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile(prefix="import-")  # noqa: SIM115  # closed by close()
        self.end = 0

    def write(self, text: bytes) -> Extent:
        """Keep a text."""
        self.file.seek(self.end)
        self.file.write(text)
        extent = Extent(self.end, len(text))
        self.end += len(text)
        return extent

    def read(self, extent: Extent) -> bytes:
        """Return a text that was kept."""
        self.file.seek(extent.offset)
        return self.file.read(extent.length)

    def close(self) -> None:
        """Let the file go."""
        self.file.close()


class SupportingResources:
    """Finds practitioners, organizations, medicines and documents that the run's files hold."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.extents: dict[str, Extent] = {}
        self.aliases: dict[str, str] = {}
        self.recent: OrderedDict[str, Resource] = OrderedDict()

    def keep(self, source_id: str, full_url: str, raw: bytes) -> None:
        """Remember a resource by its identity and its full address."""
        self.extents[source_id] = self.spool.write(raw)
        if full_url.startswith("urn:"):
            self.aliases[full_url] = source_id

    def resolve(self, reference: str) -> Resource | None:
        """Return the resource that a reference names, or None where the source did not send it."""
        source_id = self.aliases.get(reference) or _last_two(reference)
        extent = self.extents.get(source_id)
        if extent is None:
            return None
        found = self.recent.get(source_id)
        if found is not None:
            return found
        content = orjson.loads(self.spool.read(extent))
        found = content if isinstance(content, dict) else {}
        if extent.length <= _LARGEST_READ:
            self.recent[source_id] = found
            if len(self.recent) > _MOST_READ:
                self.recent.popitem(last=False)
        return found


def _last_two(reference: str) -> str:
    """Return `<type>/<id>` of a reference that is relative or absolute."""
    address = strip_version(reference)
    return "/".join(address.rsplit("/", 2)[-2:])
