import csv
import io

import orjson
import pytest

from records.codes import QuarantineReason
from records.feeds.column_maps import SOCIAL_CARE
from records.feeds.csv_rows import read_csv_items
from records.feeds.items import FileRefused
from records.feeds.validation import check_items

COLUMNS = SOCIAL_CARE.names


def row(record_type="alert", **cells):
    values = {
        "person_id": "SC1",
        "nhs_number": "999 000 0018",
        "surname": "O'Neill-Łuk",
        "forename": "Ada",
        "date_of_birth": "12/03/1950",
        "sex": "Female",
        "record_type": record_type,
        "record_id": f"{record_type}-1",
        "description": "Dog in the house",
        "start_date": "01/02/2025",
        "recorded_on": "2025-02-03",
        "worker_name": "Jo Worker",
        "team": "Adult team",
        **cells,
    }
    return [values.get(name, "") for name in COLUMNS]


def table(*rows, columns=COLUMNS, delimiter=",", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([columns, *rows])
    return text.getvalue().encode(encoding)


def read(tmp_path, content, notes=None):
    path = tmp_path / "social_care.csv"
    path.write_bytes(content)
    note = [].append if notes is None else notes.append
    return list(read_csv_items(path, note, column_map=SOCIAL_CARE))


KINDS = ["person", *SOCIAL_CARE.record_types]


class TestReadCsvItems:
    @pytest.mark.parametrize("kind", KINDS)
    def test_makes_valid_r4_of_every_kind_of_row(self, tmp_path, kind):
        items = read(tmp_path, table(row(kind, notes="4 visits a day")))

        verdicts = check_items([item.raw for item in items])
        assert all(verdict.is_valid for verdict in verdicts), verdicts
        assert len(items) == (1 if kind == "person" else 2)

    def test_gives_a_person_once_and_again_for_a_row_of_their_own(self, tmp_path):
        items = read(
            tmp_path,
            table(row("alert"), row("legal"), row("person", phone="01743 000000")),
        )

        kinds = [(orjson.loads(item.raw)["resourceType"], item.is_derived) for item in items]
        assert kinds == [
            ("Patient", True),
            ("Flag", False),
            ("Consent", False),
            ("Patient", False),
        ]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_reads_encodings_and_delimiters(self, tmp_path, encoding, delimiter):
        items = read(tmp_path, table(row(), delimiter=delimiter, encoding=encoding))

        assert orjson.loads(items[0].raw)["name"][0]["family"] == "O'Neill-Łuk"

    def test_reads_windows_1252_and_notes_it(self, tmp_path):
        notes: list[str] = []
        content = table(row(surname="Zoë")).replace("Zoë".encode(), "Zoë".encode("cp1252"))

        items = read(tmp_path, content, notes)

        assert orjson.loads(items[0].raw)["name"][0]["family"] == "Zoë"
        assert "windows-1252" in notes[0]

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            ({"date_of_birth": "31/02/1950"}, "date_of_birth is not a date"),
            ({"date_of_birth": "12/03/50"}, "date_of_birth lies before"),
            ({"start_date": "soon"}, "start_date is not a date"),
            ({"sex": "F"}, "sex is none of: female, male, unknown"),
            ({"record_type": "alarm"}, "record_type is none of"),
            ({"record_id": ""}, "record_id is empty"),
            ({"description": ""}, "description is empty"),
            ({"person_id": ""}, "person_id is empty"),
        ],
    )
    def test_sets_a_row_aside_with_its_number_and_column(self, tmp_path, cells, words):
        items = read(tmp_path, table(row(), row(**{"record_id": "x", **cells})))

        bad = [item for item in items if item.fault]
        assert len(bad) == 1
        assert bad[0].fault.reason is QuarantineReason.BAD_ROW
        assert bad[0].fault.explanation.startswith("Row 3: ")
        assert words in bad[0].fault.explanation

    def test_loses_only_its_own_row_to_a_quote_that_never_closes(self, tmp_path):
        lines = table(row(record_id="a"), row(record_id="b"), row(record_id="c")).split(b"\r\n")
        lines[2] = lines[2].replace(b"Dog in", b'"Dog in')

        items = read(tmp_path, b"\r\n".join(lines))

        assert [item.position for item in items if item.fault] == [3]
        ids = [orjson.loads(item.raw)["id"] for item in items if not item.fault]
        assert ids == ["SC1", "a", "c"]

    def test_reads_a_cell_over_several_lines(self, tmp_path):
        items = read(tmp_path, table(row("assessment", notes="one\ntwo"), row("alert")))

        assert [item.fault for item in items] == [None] * 3
        assert "one\ntwo" in orjson.loads(items[1].raw)["valueString"]

    def test_counts_columns_that_do_not_fit(self, tmp_path):
        items = read(tmp_path, table(row(), [*row(), "extra"]))

        assert "26 columns, the header has 25" in items[-1].fault.explanation

    def test_keeps_the_row_with_its_header_for_another_try(self, tmp_path):
        bad = read(tmp_path, table(row(sex="F")))[0]

        again = read(tmp_path, bad.raw.replace(b",F,", b",Female,"))

        assert [item.fault for item in again] == [None, None]

    def test_names_missing_columns(self, tmp_path):
        with pytest.raises(FileRefused, match="lacks person_id, surname"):
            read(tmp_path, table(columns=[n for n in COLUMNS if n not in ("surname", "person_id")]))

    def test_notes_columns_that_the_contract_does_not_know(self, tmp_path):
        notes: list[str] = []

        read(tmp_path, table([*row(), "x"], columns=[*COLUMNS, "favourite_colour"]), notes)

        assert len(notes) == 1

    @pytest.mark.parametrize("content", [b"", b"\n", b'{"resourceType":"Bundle"}', b"<xml/>"])
    def test_refuses_what_is_no_table(self, tmp_path, content):
        with pytest.raises(FileRefused):
            read(tmp_path, content)
