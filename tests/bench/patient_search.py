"""Searches for a person in an index of any size: what the database takes to answer."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from django.db import connection
from django.utils import timezone

from accounts.models import PractitionerRole
from records.queries.patients import SearchCriteria, search_patients
from tests.bench.feed_files import empty_records
from tests.bench.index_people import NamedPerson, fill_index, sample_people
from tests.bench.reader import clinician
from tests.bench.report import answer, note, percentile, rounded
from tests.bench.scale import Scale

# Django gives these no narrower types.
Context: TypeAlias = dict[str, Any]
Execute: TypeAlias = Callable[[str, Any, bool, Context], Any]

SHARE = 0.95
INITIALS = "JADMSRCPEK"


def run(scale: Scale, _wanted: Collection[str]) -> None:
    viewer = clinician()
    for patients in scale.index_patients:
        fill_index(patients)
        measure(patients, sample_people(scale.searches), viewer)
    empty_records()


def measure(patients: int, people: Sequence[NamedPerson], viewer: PractitionerRole) -> None:
    """Search for people in every way, and say the slowest of the ways."""
    slowest = {kind: percentile(times, SHARE) for kind, times in time_kinds(people, viewer).items()}
    note(", ".join(f"{kind}: {value:.1f} ms" for kind, value in slowest.items()))
    answer(
        bench="patient_search",
        value=max(slowest.values()),
        unit="ms p95 in the database",
        reference=percentile([time_lookup(person) for person in people], SHARE),
        size=patients,
        p95={kind: rounded(value) for kind, value in slowest.items()},
    )


def ways(people: Sequence[NamedPerson]) -> dict[str, list[SearchCriteria]]:
    """Return the searches of each way."""
    return {
        "NHS number": [SearchCriteria(nhs_number=one.nhs_number) for one in people],
        "name and birth date": [
            SearchCriteria(family_name=one.family_key, birth_date=one.birth_date) for one in people
        ],
        "family and given name": [
            SearchCriteria(family_name=one.family_key, given_name=one.given_key) for one in people
        ],
        "given name and birth date": [
            SearchCriteria(given_name=one.given_key, birth_date=one.birth_date) for one in people
        ],
        "Smith and an initial": [
            SearchCriteria(family_name="Smith", given_name=INITIALS[number % len(INITIALS)])
            for number in range(len(people))
        ],
        "the start of a name": [
            SearchCriteria(family_name=one.family_key[:2], given_name=one.given_key[:1])
            for one in people
        ],
        "postcode": [SearchCriteria(postcode=one.postcode_key) for one in people],
    }


def time_kinds(people: Sequence[NamedPerson], viewer: PractitionerRole) -> dict[str, list[float]]:
    """Return what each search took in the database, in milliseconds, by the way of searching."""
    return {
        way: [time_search(one, viewer) for one in searches]
        for way, searches in ways(people).items()
    }


def time_search(criteria: SearchCriteria, viewer: PractitionerRole) -> float:
    """Return the milliseconds of all statements of one search, with its line in the audit trail."""
    with timed_statements() as times:
        search_patients(criteria, viewer=viewer, at=timezone.now())
    return sum(times) * 1000


def time_lookup(person: NamedPerson) -> float:
    """Return the milliseconds of the cheapest question about a person: one row by its key."""
    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute("SELECT 1 FROM records_patient WHERE nhs_number = %s", [person.nhs_number])
        cursor.fetchall()
        return (time.perf_counter() - started) * 1000


@contextmanager
def timed_statements() -> Iterator[list[float]]:
    """Give the seconds of every statement that this connection executes."""
    times: list[float] = []

    def timed(execute: Execute, sql: str, values: object, many: bool, context: Context) -> object:
        started = time.perf_counter()
        answered: object = execute(sql, values, many, context)
        times.append(time.perf_counter() - started)
        return answered

    with connection.execute_wrapper(timed):
        yield times
