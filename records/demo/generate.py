"""Makes a set: tells one life after the other, and writes each into the feeds that know of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from records.demo import council, hospital, nights, personas, practice
from records.demo.chart import Chart, Event
from records.demo.days import moment
from records.demo.flaws import Flawed
from records.demo.letters.compose import Composer
from records.demo.life import Life
from records.demo.patients import Identity, patient, true_identity
from records.demo.people import Person, Population
from records.demo.places import COUNCIL, HOSPITALS, MPFT, PRACTICES, SHROPCOM
from records.demo.spoilt import enter_in_error, spoil_bundles, spoil_csv, spoil_ndjson, spoil_row
from records.demo.stories import choose
from records.demo.writers import BundleFolder, CsvFolder, NdjsonFolder
from records.resources.shape import Resource

ONE_EVENT_UP_TO = 2_000
LARGE_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to make: so many people, from a seed, as they are on a day, on either night."""

    patients: int
    out: Path
    seed: int
    as_of: date
    night: int = 1
    letters: float = 1.0


@dataclass(slots=True)
class Summary:
    """What was made."""

    people: int = 0
    entries: dict[str, int] = field(default_factory=dict)
    flaws: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)


class Feeds:
    """The open folders of every feed."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.flawed = Flawed(order.patients)
        self.changes: dict[str, int] = {}
        written_on = order.as_of + timedelta(days=order.night - 1)
        batch = 1 if order.patients <= ONE_EVENT_UP_TO else LARGE_BATCH
        self.practices = {one.feed: NdjsonFolder(order.out / one.feed, one) for one in PRACTICES}
        self.hospitals = {
            feed: BundleFolder(order.out / feed, one, batch=batch)
            for feed, one in HOSPITALS.items()
        }
        late = order.as_of - timedelta(days=2)
        self.mind = NdjsonFolder(order.out / MPFT.feed, MPFT, late.isoformat())
        self.community = NdjsonFolder(order.out / SHROPCOM.feed, SHROPCOM, written_on.isoformat())
        self.council = CsvFolder(order.out / COUNCIL.feed)
        self._sample_row: dict[str, str] | None = None

    @property
    def first(self) -> bool:
        return self.order.night == 1

    def write(self, life: Life) -> None:
        """Write a life into each feed that knows of it."""
        true = true_identity(life.person)
        flaw, at_hospital = self.flawed.hospital_identity(life, true)
        if (
            self.flawed.wants("entered-in-error")
            and not life.person.persona
            and enter_in_error(life.gp.entries)
        ):
            self.flawed.use("entered-in-error")
        marks = {chart.source.feed: len(chart.entries) for chart in (life.mind, life.community)}
        seen = len(life.hospital.events)
        now = true
        if not self.first:
            change = nights.change(life, self.order.seed)
            self.changes[change.kind] = self.changes.get(change.kind, 0) + bool(change.kind)
            now = replace(true, address=change.moved_to) if change.moved_to else true
            if change.withdrawn:
                at = moment(self.order.as_of + timedelta(days=1), 1, 30)
                self.hospitals[life.hospital.source.feed].withdraw(change.withdrawn, at)
        if flaw != "visitor":
            self._practice(life, now)
        events = life.hospital.events if self.first else life.hospital.events[seen:]
        self._hospital(life, at_hospital, events)
        for chart, folder in ((life.mind, self.mind), (life.community, self.community)):
            self._trust(life, chart, folder, 0 if self.first else marks[chart.source.feed])
        self._council(life, now)

    def _practice(self, life: Life, identity: Identity) -> None:
        folder = self.practices[life.gp.source.feed]
        folder.write(
            [patient(life, life.gp.source, life.gp.patient_id, identity), *life.gp.entries]
        )
        if life.gp.source.feed == "gp-riverside" and self.flawed.wants("duplicated-line"):
            again = [entry for entry in life.gp.entries if entry["resourceType"] == "Observation"][
                -1:
            ]
            if again:
                folder.write(again)
                self.flawed.use("duplicated-line")

    def _hospital(self, life: Life, identity: Identity, events: list[Event]) -> None:
        if events:
            chart = life.hospital
            folder = self.hospitals[chart.source.feed]
            folder.write(events, patient(life, chart.source, chart.patient_id, identity))

    def _trust(self, life: Life, chart: Chart, folder: NdjsonFolder, start: int) -> None:
        entries = chart.entries[start:]
        if entries:
            who: Resource = patient(
                life, chart.source, chart.patient_id, true_identity(life.person)
            )
            folder.write([who, *entries])

    def _council(self, life: Life, identity: Identity) -> None:
        if not life.rows:
            return
        lines = council.rows(life, identity)
        self.council.write(lines)
        self._sample_row = lines[0]
        if self.flawed.wants("windows-1252") and not life.person.persona:
            spoil_row(self.council, lines[0])
            self.flawed.use("windows-1252")

    def close(self) -> Summary:
        folders = {**self.practices, "mpft": self.mind, "shropcom": self.community}
        for bundles in self.hospitals.values():
            bundles.close()
        if self.flawed.files and self.first:
            for ndjson in folders.values():
                spoil_ndjson(ndjson, self.flawed)
            for bundles in self.hospitals.values():
                spoil_bundles(bundles, self.flawed)
            if self._sample_row:
                spoil_csv(self.council, self._sample_row, self.flawed)
        for ndjson in folders.values():
            ndjson.close()
        self.council.close()
        every: dict[str, NdjsonFolder | BundleFolder | CsvFolder] = {
            **folders,
            **self.hospitals,
            COUNCIL.feed: self.council,
        }
        self.changes.pop("", None)
        counted = {feed: folder.entries for feed, folder in every.items()}
        return Summary(self.order.patients, counted, self.flawed.count, self.changes)


def lives(order: Order) -> Iterator[Life]:
    """Yield the lives of a set one by one, each told and written down."""
    composer = Composer(order.letters)
    for person, rng in islice(_people(order), order.patients):
        life = Life(person, rng, order.as_of, composer)
        if person.persona:
            personas.tell(life)
        else:
            choose.tell(life)
        hospital.reconcile(life)
        life.finish()
        hospital.write(life)
        practice.write(life)
        yield life


def _people(order: Order) -> Iterator[tuple[Person, Random]]:
    population = Population(order.seed, order.as_of, personas.numbers())
    for number, persona in enumerate(personas.PERSONAS, 1):
        population.claim(persona.surname, persona.forename, persona.birth_date)
        yield personas.person(persona, number), personas.rng(persona)
    for members in population.households():
        for person in members:
            rng = Random(f"{order.seed}/life/{person.number}")
            yield person, rng


def generate(order: Order, progress: Callable[[int], None]) -> Summary:
    """Write a whole set; `progress` hears how many people are done."""
    feeds = Feeds(order)
    for number, life in enumerate(lives(order), 1):
        feeds.write(life)
        progress(number)
    return feeds.close()
