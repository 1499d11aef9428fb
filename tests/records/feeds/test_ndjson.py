import gzip

import pytest

from records.codes import QuarantineReason
from records.feeds.items import FileRefused
from records.feeds.ndjson import CUT_OFF, read_ndjson_items
from tests.records.feed_files import condition, person, write_bundle, write_ndjson


def read(path, notes=None, *, item_bytes=1_000_000):
    note = [].append if notes is None else notes.append
    return list(read_ndjson_items(path, note, item_bytes=item_bytes))


class TestReadNdjsonItems:
    def test_gives_each_line_with_its_number(self, tmp_path):
        path = tmp_path / "a.ndjson"
        path.write_bytes(b'{"resourceType":"Basic"}\r\n\r\n{"resourceType":"List"}\n')

        items = read(path)

        assert [(item.position, item.raw) for item in items] == [
            (1, b'{"resourceType":"Basic"}'),
            (3, b'{"resourceType":"List"}'),
        ]

    def test_goes_past_a_byte_order_mark(self, tmp_path):
        path = tmp_path / "a.ndjson"
        path.write_bytes(b'\xef\xbb\xbf{"resourceType":"Basic"}\n{"resourceType":"List"}\n')

        assert read(path)[0].raw == b'{"resourceType":"Basic"}'

    def test_unpacks_gzip(self, tmp_path):
        plain = write_ndjson(tmp_path / "a.ndjson", person(), condition("c1"))
        packed = tmp_path / "a.ndjson.gz"
        packed.write_bytes(gzip.compress(plain.read_bytes()))

        assert read(packed) == read(plain)

    def test_refuses_gzip_that_is_cut_off_before_giving_any_item(self, tmp_path):
        whole = write_ndjson(tmp_path / "a", *[condition(f"c{n}") for n in range(5000)])
        packed = tmp_path / "a.ndjson.gz"
        packed.write_bytes(gzip.compress(whole.read_bytes())[:-2000])

        with pytest.raises(FileRefused, match="incomplete or damaged"):
            read(packed)

    def test_sets_a_line_aside_that_stops_in_the_middle(self, tmp_path):
        path = tmp_path / "a.ndjson"
        path.write_bytes(b'{"resourceType":"Basic"}\n{"resourceType":"Li')
        notes: list[str] = []

        items = read(path, notes)

        assert items[0].fault is None
        assert items[1].fault.reason is QuarantineReason.NOT_JSON
        assert notes == [CUT_OFF]

    def test_takes_a_last_line_without_line_end(self, tmp_path):
        path = tmp_path / "a.ndjson"
        path.write_bytes(b'{"resourceType":"Basic"}\n{"resourceType":"List"}')
        notes: list[str] = []

        assert [item.fault for item in read(path, notes)] == [None, None]
        assert notes == []

    def test_keeps_the_beginning_of_a_line_over_the_limit_and_goes_on(self, tmp_path):
        path = write_ndjson(
            tmp_path / "a", condition("c1"), condition("c2", text="x" * 20_000_000), condition("c3")
        )

        items = read(path)

        assert [item.position for item in items] == [1, 2, 3]
        assert items[1].fault.reason is QuarantineReason.TOO_LARGE
        assert "20,000," in items[1].fault.explanation
        assert len(items[1].raw) == 64 * 1024
        assert items[2].fault is None

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b'<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir"/>', "XML"),
            (b"MSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.4\r", "HL7 v2"),
            (b"id,name,born\n1,Ada,1950\n", "CSV"),
            (b"\n  \n", "empty"),
            (b"", "empty"),
            ('{"resourceType":"Basic"}'.encode("utf-16"), "UTF-16"),
            (b"%PDF-1.7", "PDF"),
            (b"hello", "does not start as JSON"),
        ],
    )
    def test_refuses_by_name_what_is_not_json(self, tmp_path, content, words):
        path = tmp_path / "a.ndjson"
        path.write_bytes(content)

        with pytest.raises(FileRefused, match=words):
            read(path)

    def test_refuses_a_file_that_is_gone(self, tmp_path):
        with pytest.raises(FileRefused, match="cannot be read"):
            read(tmp_path / "none.ndjson")

    def test_reads_a_bundle_as_a_bundle(self, tmp_path):
        path = write_bundle(tmp_path / "b.json", person(), condition("c1"))

        assert len(read(path)) == 2

    def test_reads_one_resource_over_several_lines(self, tmp_path):
        path = tmp_path / "a.json"
        path.write_bytes(b'{\n  "resourceType": "Basic",\n  "id": "b"\n}\n')

        assert [item.position for item in read(path)] == [1]

    def test_gives_a_broken_line_among_others_as_it_is(self, tmp_path):
        path = write_ndjson(tmp_path / "a", condition("c1"), b'{"resourceType":', condition("c2"))

        assert len(read(path)) == 3
