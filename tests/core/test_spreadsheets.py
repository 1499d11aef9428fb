"""Tables as files for a spreadsheet."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.spreadsheets import csv_lines, safe_cell, write_xlsx

COLUMNS = ("Name", "Day", "Number")
ROWS = [("=1+1", date(2026, 2, 28), 3), ("Plain", None, 2.5)]


class TestSafeCell:
    @pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1"])
    def test_takes_the_sting_out_of_a_formula(self, text):
        assert safe_cell(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "Ada", "1", "a=b", " Ada"])
    def test_leaves_other_texts_as_they_are(self, text):
        assert safe_cell(text) == text


class TestCsvLines:
    def test_writes_days_as_days_and_no_formula(self):
        text = "".join(csv_lines(COLUMNS, ROWS))

        assert text.startswith("\ufeffName,")
        assert list(csv.reader(io.StringIO(text[1:]))) == [
            ["Name", "Day", "Number"],
            ["'=1+1", "2026-02-28", "3"],
            ["Plain", "", "2.5"],
        ]

    @given(st.text())
    def test_no_cell_begins_as_a_formula(self, text):
        [_, line] = csv_lines(["Name"], [[text, "end"]])

        cell = next(csv.reader(io.StringIO(line, newline="")))[0]
        assert cell.lstrip(" ")[:1] not in {"=", "+", "-", "@"}


class TestWriteXlsx:
    def test_writes_texts_as_texts_and_days_as_days(self):
        file = io.BytesIO()

        write_xlsx(COLUMNS, ROWS, to=file, title="A title that is longer than a sheet may have")

        sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0)
        assert sheet.to_python() == [
            ["Name", "Day", "Number"],
            ["=1+1", date(2026, 2, 28), 3.0],
            ["Plain", "", 2.5],
        ]
