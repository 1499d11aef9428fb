"""One person's record at one source: its entries, each with an id that the source keeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from records.demo.people import Person
from records.demo.places import Source, Staff
from records.demo.terms import HEADINGS
from records.resources.shape import JsonValue, Resource

PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
WITHOUT_PROFILE = frozenset({"Binary", "DeviceUseStatement"})


@dataclass(slots=True)
class Event:
    """Entries that a source sends together."""

    at: datetime
    title: str
    entries: list[Resource] = field(default_factory=list)
    staff: set[Staff] = field(default_factory=set)


class Chart:
    """What one source holds about one person, under its own local identifier."""

    __slots__ = (
        "_count",
        "_event",
        "clinician",
        "entries",
        "events",
        "nurse",
        "patient",
        "patient_id",
        "source",
    )

    def __init__(self, source: Source, person: Person) -> None:
        self.source = source
        self.patient_id = local_id(source, person.number, persona=bool(person.persona))
        self.patient: Resource = {}
        self.entries: list[Resource] = []
        self.events: list[Event] = []
        self.clinician: Staff = source.staff[person.number % 3]
        self.nurse: Staff = source.staff[3] if len(source.staff) > 3 else source.staff[0]
        self._count = 0
        self._event: Event | None = None

    @property
    def subject(self) -> Resource:
        return {"reference": f"Patient/{self.patient_id}"}

    def by(self, staff: Staff | None = None) -> Resource:
        """Return a reference to someone of this source, by default the usual clinician."""
        who = staff or self.clinician
        if self._event:
            self._event.staff.add(who)
        return {"reference": f"Practitioner/{who.key}", "display": f"{who.name}, {who.role}"}

    @property
    def organization(self) -> Resource:
        return {"reference": f"Organization/{self.source.ods}", "display": self.source.name}

    def add(self, kind: str, body: Resource) -> Resource:
        """Keep an entry and answer with a reference to it."""
        self._count += 1
        key = f"{self.patient_id}-{self._count:04d}"
        entry: Resource = {"resourceType": kind, "id": key}
        if kind not in WITHOUT_PROFILE:
            profiles: list[JsonValue] = [PROFILE + kind]
            entry["meta"] = {"profile": profiles}
        entry.update(body)
        (self._event.entries if self._event else self.entries).append(entry)
        return {"reference": f"{kind}/{key}"}

    @contextmanager
    def event(self, at: datetime, title: str) -> Iterator[Event]:
        """Gather what is added inside into one event."""
        self._event = Event(at, title)
        self.events.append(self._event)
        try:
            yield self._event
        finally:
            self._event = None


def heading(section: str) -> Resource:
    """Return the coding that says under which record heading an entry belongs."""
    return {"system": HEADINGS, "code": section}


def file_under(body: Resource, section: str) -> Resource:
    """Say the record heading in `category`, beside what is there already."""
    categories = body.setdefault("category", [])
    if isinstance(categories, list):
        categories.append({"coding": [heading(section)]})
    return body


def local_id(source: Source, number: int, *, persona: bool) -> str:
    """Return the identifier that a source gives a person: another one at every source."""
    step = 7_919 + 2 * sum(map(ord, source.feed))
    place = (number * step + 104_729) % 8_999_993
    return f"{source.prefix}{'0' if persona else ''}{place + 1_000_000}"
