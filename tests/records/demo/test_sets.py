"""A set as a whole: valid, the same every time, without look-alikes, flawed only as declared."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypedDict

import fhirkit
import orjson
import pytest

from core.nhs_number import find_nhs_number
from records.demo import readme
from records.demo.council import COLUMNS
from records.demo.flaws import FLAWS, PLACEHOLDER
from records.demo.generate import Order, Summary, generate
from records.demo.personas import PERSONAS
from records.demo.places import HOSPITALS, PRACTICES, SOURCES

DAY = date(2026, 11, 22)
PEOPLE = 150
SPOILT_FILES = re.compile(r"truncated|stu3|\.xml")
SPOILT_LINES = re.compile(rb'"id":"(EH-broken|SC-stray)')


class Identifier(TypedDict):
    system: str
    value: str


class Name(TypedDict):
    text: str
    family: str
    given: list[str]


class SentPatient(TypedDict):
    id: str
    identifier: list[Identifier]
    name: list[Name]
    birthDate: str


def make(out: Path, *, night: int = 1, seed: int = 5, patients: int = PEOPLE) -> Summary:
    order = Order(patients=patients, out=out, seed=seed, as_of=DAY, night=night, letters=0.05)
    return generate(order, lambda _: None)


# What the module makes once is dear: one process makes it.
pytestmark = pytest.mark.xdist_group("sets")


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Path, Summary]:
    out = tmp_path_factory.mktemp("first")
    return out, make(out)


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> tuple[Path, Summary]:
    out = tmp_path_factory.mktemp("second")
    return out, make(out, night=2)


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lines_of(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("*.ndjson")):
        yield from (
            line for line in path.read_bytes().splitlines() if not SPOILT_LINES.search(line)
        )


def bundles_of(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.iterdir()):
        if not SPOILT_FILES.search(path.name):
            yield path.read_bytes()


def patients_of(out: Path) -> list[SentPatient]:
    return [
        orjson.loads(line)
        for practice in PRACTICES
        for line in (out / practice.feed / "Patient.ndjson").read_bytes().splitlines()
    ]


def nhs_number_of(patient: SentPatient) -> str:
    return next(one["value"] for one in patient["identifier"] if "nhs-number" in one["system"])


class TestASet:
    def test_is_the_same_for_the_same_seed_and_day(self, first, tmp_path):
        out, _ = first

        make(tmp_path)

        assert fingerprint(tmp_path) == fingerprint(out)

    def test_differs_for_another_seed_but_for_the_personas(self, first, tmp_path):
        out, _ = first

        make(tmp_path, seed=6, patients=30)

        ours, theirs = patients_of(out), patients_of(tmp_path)
        shared = {nhs_number_of(one) for one in ours} & {nhs_number_of(one) for one in theirs}
        assert shared >= {persona.nhs_number for persona in PERSONAS}
        assert len(shared) < len(PERSONAS) + 3

    def test_has_a_folder_for_every_feed_that_sends(self, first):
        out, summary = first

        assert {path.name for path in out.iterdir()} == {source.feed for source in SOURCES}
        assert all(summary.entries[source.feed] for source in SOURCES)

    def test_readme_declares_the_flaws_that_were_put_in(self, first):
        _, summary = first
        order = Order(patients=PEOPLE, out=Path(), seed=5, as_of=DAY)

        words = readme.text(order, summary)

        assert set(summary.flaws) <= {flaw.code for flaw in FLAWS}
        for code, count in summary.flaws.items():
            assert re.search(rf"{code} +{count} ", words)


class TestPeople:
    def test_never_look_alike(self, first):
        out, _ = first

        looks = Counter(
            (one["name"][0]["family"], one["name"][0]["given"][0], one["birthDate"])
            for one in patients_of(out)
        )

        assert max(looks.values()) == 1

    def test_have_numbers_of_the_999_range_with_the_right_check_digit(self, first):
        out, _ = first

        numbers = [nhs_number_of(one) for one in patients_of(out)]

        assert len(set(numbers)) == len(numbers)
        for number in numbers:
            assert number.startswith("999")
            assert find_nhs_number(number)

    def test_have_another_identifier_at_every_source(self, first):
        out, _ = first
        seen: dict[str, set[str]] = {}
        for patient in patients_of(out):
            seen.setdefault(nhs_number_of(patient), set()).add(patient["id"])
        for feed in HOSPITALS:
            for body in bundles_of(out / feed):
                for entry in orjson.loads(body)["entry"]:
                    if entry["resource"]["resourceType"] == "Patient":
                        assert all(entry["resource"]["id"] not in ids for ids in seen.values())

    def test_include_some_whose_address_is_told_to_nobody(self, first):
        out, _ = first
        lines = b"".join(path.read_bytes() for path in out.glob("gp-*/Patient.ndjson"))

        assert lines.count(b'"code":"R","display":"restricted"') >= 1


class TestFhirFiles:
    @pytest.mark.parametrize("feed", [one.feed for one in PRACTICES] + ["mpft", "shropcom"])
    def test_lines_are_valid_but_for_the_declared(self, first, feed):
        out, _ = first

        for line in lines_of(out / feed):
            assert not fhirkit.validate(line), line[:200]

    @pytest.mark.parametrize("feed", HOSPITALS)
    def test_bundles_are_valid_but_for_the_declared(self, first, feed):
        out, _ = first

        for body in bundles_of(out / feed):
            assert not fhirkit.validate(body), body[:200]

    @pytest.mark.parametrize("feed", [one.feed for one in PRACTICES] + ["mpft", "shropcom"])
    def test_references_resolve_within_the_feed(self, first, feed):
        out, _ = first
        lines = list(lines_of(out / feed))
        held = {f"{one['resourceType']}/{one['id']}" for one in map(orjson.loads, lines)}

        for line in lines:
            for reference in re.findall(rb'"reference":"([^"]+)"', line):
                assert reference.decode() in held

    @pytest.mark.parametrize("feed", HOSPITALS)
    def test_references_resolve_within_the_bundle(self, first, feed):
        out, _ = first

        for body in bundles_of(out / feed):
            urls = {entry["fullUrl"] for entry in orjson.loads(body)["entry"]}
            for reference in re.findall(rb'"(?:reference|url)":"(urn:[^"]+|[A-Z]\w+/[^"]+)"', body):
                known = reference.decode()
                assert known in urls or f"https://{feed}.example/fhir/{known}" in urls

    def test_each_hospital_has_its_own_way_with_bundles(self, first):
        out, _ = first
        kinds = {feed: orjson.loads(next(bundles_of(out / feed))) for feed in HOSPITALS}

        assert kinds["sath"]["type"] == "collection"
        assert kinds["dudley-group"]["entry"][0]["resource"]["resourceType"] == "MessageHeader"
        assert kinds["uhnm"]["entry"][0]["fullUrl"].startswith("urn:uuid:")


class TestTheCouncilFile:
    def test_has_the_agreed_columns_and_one_row_a_record(self, first):
        out, _ = first
        text = (out / "shropshire-council" / "social_care.csv").read_bytes().decode("cp1252")

        rows = list(csv.DictReader(text.splitlines()))

        assert tuple(rows[0]) == COLUMNS
        assert max(Counter(row["record_id"] for row in rows).values()) == 1
        assert {"person", "care_package", "professional_contact"} <= {
            row["record_type"] for row in rows
        }

    def test_has_one_byte_that_is_not_utf_8_for_each_declared(self, first):
        out, summary = first
        body = (out / "shropshire-council" / "social_care.csv").read_bytes()

        assert body.count(b"caf\xe9") == summary.flaws["windows-1252"]


class TestFlaws:
    def test_identities_are_spoilt_as_often_as_declared(self, first):
        out, summary = first
        truth = {nhs_number_of(one): one for one in patients_of(out)}
        found: Counter[str] = Counter()
        for feed in HOSPITALS:
            people = {}
            for body in bundles_of(out / feed):
                for entry in orjson.loads(body)["entry"]:
                    if entry["resource"]["resourceType"] == "Patient":
                        people[entry["resource"]["id"]] = entry["resource"]
            found.update(flaw_of(one, truth) for one in people.values())

        declared = summary.flaws
        assert found["no number"] == declared["missing-number"] + declared["visitor"]
        assert found["placeholder"] == declared["placeholder"]
        assert found["other birth date"] == declared["swapped-date"] + declared["number-conflict"]
        assert found["other name"] == declared["changed-surname"] + declared["nickname"]

    def test_lines_stand_twice_as_often_as_declared(self, first):
        out, summary = first
        lines = Counter((out / "gp-riverside" / "Observation.ndjson").read_bytes().splitlines())

        assert sum(count > 1 for count in lines.values()) == summary.flaws["duplicated-line"]

    def test_small_sets_have_none(self, tmp_path):
        assert make(tmp_path, patients=12).flaws == {}


def flaw_of(patient: SentPatient, truth: dict[str, SentPatient]) -> str:
    numbers = [one["value"] for one in patient["identifier"] if "nhs-number" in one["system"]]
    if not numbers:
        return "no number"
    if numbers[0] == PLACEHOLDER:
        return "placeholder"
    known = truth[numbers[0]]
    if known["birthDate"] != patient["birthDate"]:
        return "other birth date"
    return "" if known["name"][0]["text"] == patient["name"][0]["text"] else "other name"


class TestTheSecondNight:
    def test_snapshots_change_a_little(self, first, second):
        before, after = first[0], second[0]
        old = {line for one in PRACTICES for line in lines_of(before / one.feed)}
        new = {line for one in PRACTICES for line in lines_of(after / one.feed)}

        assert 0 < len(new - old) < len(old) * 0.02
        assert len(old & new) > len(old) * 0.98

    def test_deltas_hold_only_what_changed(self, first, second):
        assert second[1].entries["sath"] < first[1].entries["sath"] / 10
        assert second[1].entries["mpft"] == 0

    def test_says_what_changed(self, second):
        _, summary = second

        assert {"result", "attendance", "moved", "stopped", "withdrawn"} <= set(summary.changes)
        assert summary.changes["result"] >= 2

    def test_is_valid_too(self, second):
        out, _ = second

        for feed in HOSPITALS:
            for body in bundles_of(out / feed):
                assert not fhirkit.validate(body)
