import tracemalloc

import orjson
import pytest

from records.codes import QuarantineReason
from records.feeds.fhir_bundle import read_bundle_items
from records.feeds.items import FileRefused
from tests.records.feed_files import condition, person, write_bundle


def ignore(_note: str) -> None:
    """Leave a remark aside."""


def read(path, notes=None, *, item_bytes=1_000_000):
    note = [].append if notes is None else notes.append
    return list(read_bundle_items(path, note, item_bytes=item_bytes))


def written(tmp_path, content):
    path = tmp_path / "b.json"
    path.write_bytes(content)
    return path


class TestReadBundleItems:
    def test_gives_entries_with_their_addresses(self, tmp_path):
        path = write_bundle(
            tmp_path / "b.json",
            {"fullUrl": "urn:uuid:0001", "resource": person()},
            {"resource": condition("c1")},
        )

        items = read(path)

        assert [(item.position, item.full_url) for item in items] == [(1, "urn:uuid:0001"), (2, "")]

    def test_gives_what_a_delete_takes_back(self, tmp_path):
        path = write_bundle(
            tmp_path / "b.json", {"request": {"method": "DELETE", "url": "Condition/c1"}}
        )

        [item] = read(path)

        assert item.withdraws
        assert item.identity == "Condition/c1"

    def test_notes_outcomes_of_a_search_and_leaves_them_out(self, tmp_path):
        notes: list[str] = []
        path = write_bundle(
            tmp_path / "b.json",
            {"search": {"mode": "outcome"}, "resource": {"resourceType": "OperationOutcome"}},
            {"search": {"mode": "match"}, "resource": person()},
        )

        assert len(read(path, notes)) == 1
        assert len(notes) == 1

    def test_opens_bundles_inside_bundles(self, tmp_path):
        inner = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person()}]}
        path = write_bundle(tmp_path / "b.json", {"resource": inner}, condition("c1"))

        kinds = [orjson.loads(item.raw)["resourceType"] for item in read(path)]

        assert kinds == ["Patient", "Condition"]

    def test_sets_an_entry_aside_that_is_over_the_limit(self, tmp_path):
        path = write_bundle(tmp_path / "b.json", condition("c1", text="x" * 5000), person())

        items = read(path, item_bytes=4000)

        assert items[0].fault.reason is QuarantineReason.TOO_LARGE
        assert items[1].fault is None

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b'{"resourceType":"Bundle","entry":[{"resource":{"a":1', "cut off"),
            (b'{"resourceType":"Bundle","entry":{"resource":{}}}', "shape of FHIR R4"),
            (b'{"resourceType" "Bundle"}', "not JSON"),
            (b"[1, 2]", "not a FHIR resource"),
            (b"[" * 100_000 + b"]" * 100_000, "not a FHIR resource|deeper"),
        ],
    )
    def test_refuses_what_is_no_bundle(self, tmp_path, content, words):
        with pytest.raises(FileRefused, match=words):
            read(written(tmp_path, content))

    def test_refuses_an_old_version_anywhere_in_it(self, tmp_path):
        entries = [condition(f"c{n}") for n in range(40)]
        path = write_bundle(
            tmp_path / "b.json", *entries, {"resourceType": "ReferralRequest", "id": "r1"}
        )

        with pytest.raises(FileRefused, match=r"STU3.*ReferralRequest"):
            read(path)

    def test_gives_a_lone_resource(self, tmp_path):
        path = written(tmp_path, orjson.dumps(person()))

        assert orjson.loads(read(path)[0].raw)["resourceType"] == "Patient"

    def test_reads_a_large_bundle_in_little_more_than_its_size(self, tmp_path):
        path = write_bundle(tmp_path / "b.json", *[condition(f"c{n}") for n in range(100_000)])
        size = path.stat().st_size

        tracemalloc.start()
        count = len([1 for _ in read_bundle_items(path, ignore, item_bytes=1_000_000)])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert count == 100_000
        assert peak < 4 * size
