"""Feed folders: NDJSON by resource type, FHIR Bundles by event, and the council's CSV."""

import hashlib
import re
from datetime import datetime
from io import BufferedWriter
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import orjson

from records.demo import council
from records.demo.chart import Event
from records.demo.patients import organization, practitioner
from records.demo.places import Source, Staff
from records.resources.shape import JsonValue, Resource

REFERENCE = re.compile(rb'"(reference|url)":"([A-Z][A-Za-z]+/[A-Za-z0-9.-]+)"')


class NdjsonFolder:
    """A folder with one NDJSON file for each resource type."""

    def __init__(self, folder: Path, source: Source, stamp: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.entries = 0
        self._stamp = stamp
        self._files: dict[str, BufferedWriter] = {}
        self._source = source
        self._begun = False

    def write(self, resources: list[Resource]) -> None:
        if not self._begun:
            self._begun = True
            self._lines([organization(self._source), *map(practitioner, self._source.staff)])
        self._lines(resources)

    def raw(self, kind: str, line: bytes) -> None:
        """Write a line as it is: how flaws get in."""
        self._file(kind).write(line + b"\n")

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    def _lines(self, resources: list[Resource]) -> None:
        for resource in resources:
            self._file(str(resource["resourceType"])).write(orjson.dumps(resource) + b"\n")
        self.entries += len(resources)

    def _file(self, kind: str) -> BufferedWriter:
        if kind not in self._files:
            name = f"{kind}-{self._stamp}.ndjson" if self._stamp else f"{kind}.ndjson"
            self._files[kind] = (self.folder / name).open("wb")
        return self._files[kind]


class Sent(NamedTuple):
    """An event on its way into a bundle, with the person it is about."""

    event: Event
    patient: Resource


class BundleFolder:
    """A folder with a Bundle for each event, or for so many entries where there are very many."""

    def __init__(self, folder: Path, source: Source, *, batch: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.entries = 0
        self._source, self._batch = source, batch
        self._waiting: list[Sent] = []
        self._held = 0
        self._count = 0

    def write(self, events: list[Event], patient: Resource) -> None:
        for event in events:
            self._waiting.append(Sent(event, patient))
            self._held += len(event.entries)
            if self._held >= self._batch:
                self._flush()

    def withdraw(self, references: list[str], at: datetime) -> None:
        """Write a transaction that says which entries are withdrawn."""
        entries: list[JsonValue] = [
            {"request": {"method": "DELETE", "url": reference}} for reference in references
        ]
        self._put(
            {"resourceType": "Bundle", "type": "transaction", "entry": entries}, at, "withdrawn"
        )

    def close(self) -> None:
        self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        last = max(self._waiting, key=lambda sent: sent.event.at)
        self._put(bundle(self._source, self._waiting), last.event.at, last.event.title)
        self._waiting, self._held = [], 0

    def _put(self, body: Resource, at: datetime, title: str) -> None:
        self._count += 1
        name = f"{at:%Y%m%dT%H%M}-{self._count:06d}-{title}.json"
        written = orjson.dumps(body)
        if self._source.feed == "uhnm":
            written = REFERENCE.sub(_as_urn, written)
        (self.folder / name).write_bytes(written)
        entries = body["entry"]
        self.entries += len(entries) if isinstance(entries, list) else 0


class CsvFolder:
    """The council's one file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.entries = 0
        self._file = (folder / "social_care.csv").open("wb")
        self._file.write(council.header())

    def write(self, lines: list[dict[str, str]]) -> None:
        self._file.write(council.encode(lines))
        self.entries += len(lines)

    def raw(self, line: bytes) -> None:
        self._file.write(line)

    def close(self) -> None:
        self._file.close()


def bundle(source: Source, sent: list[Sent]) -> Resource:
    """Return one Bundle of events: who, by whom, and what, each resource once."""
    staff: dict[str, Staff] = {who.key: who for one in sent for who in sorted(one.event.staff)}
    people = {str(one.patient["id"]): one.patient for one in sent}
    resources = [organization(source), *map(practitioner, staff.values()), *people.values()]
    for one in sent:
        resources.extend(one.event.entries)
    at = max(one.event.at for one in sent)
    kind = "collection"
    if source.feed == "dudley-group":
        kind = "message"
        resources.insert(0, _message_header(source, sent[-1]))
    entries: list[JsonValue] = [
        {"fullUrl": _full_url(source, one), "resource": one} for one in resources
    ]
    return {
        "resourceType": "Bundle",
        "type": kind,
        "timestamp": at.isoformat(),
        "entry": entries,
    }


def _message_header(source: Source, last: Sent) -> Resource:
    key = f"{last.patient['id']}-{last.event.at:%Y%m%d%H%M}"
    return {
        "resourceType": "MessageHeader",
        "id": f"msg-{key}",
        "eventCoding": {
            "system": f"https://{source.feed}.example/events",
            "code": last.event.title,
        },
        "source": {"name": source.name, "endpoint": f"https://{source.feed}.example/fhir"},
        "focus": [{"reference": f"Patient/{last.patient['id']}"}],
    }


def _full_url(source: Source, resource: Resource) -> str:
    reference = f"{resource['resourceType']}/{resource['id']}"
    if source.feed == "uhnm":
        return f"urn:uuid:{_uuid(reference.encode())}"
    return f"https://{source.feed}.example/fhir/{reference}"


def _uuid(reference: bytes) -> UUID:
    return UUID(bytes=hashlib.blake2b(reference, digest_size=16).digest(), version=4)


def _as_urn(match: re.Match[bytes]) -> bytes:
    return b'"%s":"urn:uuid:%s"' % (match[1], str(_uuid(match[2])).encode())
