"""Lists of people as they come: any encoding, any separator, whole or broken."""

import csv
import io
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from training.actions.list_reading import LARGEST_FILE, MOST_ROWS, UnreadableList, read_list

CELLS = st.text(alphabet=st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]), min_size=1)
SEPARATORS = st.sampled_from([",", ";", "\t"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


def write_csv(rows, *, separator=",", encoding="utf-8") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode(encoding)


def write_xlsx(rows) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def people(content: bytes) -> list[str]:
    return [row.cells["person"] for row in read_list(content).rows]


class TestReadList:
    def test_reads_a_csv(self):
        given = read_list(b"E-mail,Session,ODS code\na@x.invalid,12,RXW\n\nb@x.invalid,,\n")

        assert [row.number for row in given.rows] == [2, 4]
        assert given.rows[0].cells == {
            "person": "a@x.invalid",
            "session": "12",
            "organization": "RXW",
        }

    def test_reads_an_xlsx_with_numbers_as_people_see_them(self):
        given = read_list(write_xlsx([["E-mail", "Session"], ["a@x.invalid", 12]]))

        assert given.rows[0].cells == {"person": "a@x.invalid", "session": "12"}

    def test_reads_what_windows_writes(self):
        content = "E-mail;Team\nzoë@x.invalid;Café\n".encode("cp1252")

        assert people(content) == ["zoë@x.invalid"]

    def test_names_the_columns_that_it_does_not_know(self):
        assert read_list(b"E-mail,Shoe size\na@x.invalid,9\n").unknown == ["Shoe size"]

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "empty"),
            (b"\n\n \n", "empty"),
            (b"E-mail\n", "no people"),
            (b"Name,Team\nAda,1\n", "needs a column"),
            (b"E-mail,User name\na,b\n", "same thing"),
            (b'E-mail\n"a@x.invalid', "breaks off"),
            (b"E-mail\na\0b\n", "neither a CSV nor an XLSX"),
            (b"\xff\xfeE\x00-\x00", "needs a column"),
            (b"\xff\xfeE", "damaged"),
            (b"\xd0\xcf\x11\xe0rest", "old Excel"),
            (b"PK\x03\x04rest", "damaged"),
            (b"x" * (LARGEST_FILE + 1), "10 MB"),
            (b"E-mail\n" + b"a\n" * (MOST_ROWS + 1), "rows"),
        ],
    )
    def test_says_what_is_wrong(self, content, says):
        with pytest.raises(UnreadableList, match=says):
            read_list(content)

    def test_says_so_of_an_xlsx_that_was_cut_off(self):
        whole = write_xlsx([["E-mail"], *[[f"a{n}@x.invalid"] for n in range(500)]])

        with pytest.raises(UnreadableList, match="damaged"):
            read_list(whole[: len(whole) // 2])

    @given(st.lists(CELLS, min_size=1, max_size=20), SEPARATORS, ENCODINGS)
    def test_reads_every_cell_as_it_was_written(self, cells, separator, encoding):
        rows = [["E-mail", "Session"], *[[cell, "1"] for cell in cells]]

        found = people(write_csv(rows, separator=separator, encoding=encoding))

        assert found == [cell[:300] for cell in cells]

    @given(st.binary(max_size=400))
    def test_reads_anything_or_says_why_not(self, content):
        with suppress(UnreadableList):
            assert read_list(content).rows
