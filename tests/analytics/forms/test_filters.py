"""Whatever an address says, there is a selection, and words for what was left out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import Comparison
from analytics.forms.filters import read_filters, read_selection
from analytics.queries.selection import StratumRow

TODAY, BEGINS = date(2026, 11, 25), date(2023, 2, 1)
STRATA = [
    StratumRow(1, "QOC", "RXW", "hospital", "nurse", "Shropshire", "The hospital", "acute"),
    StratumRow(2, "QNC", "R1D", "community", "nurse", "Staffordshire", "The trust", "community"),
    StratumRow(3, "", "", "other", "", "", "", ""),
]


def read(**query):
    if "first" in query:
        query["from"] = query.pop("first")
    return read_filters(query, STRATA, today=TODAY, begins=BEGINS)


class TestReadFilters:
    def test_shows_the_last_twelve_whole_months_where_nothing_is_asked(self):
        reading = read()

        assert reading.selection.period.first == date(2025, 11, 1)
        assert reading.selection.period.last == date(2026, 10, 1)
        assert reading.dropped == []

    def test_narrows_to_what_is_there(self):
        reading = read(board="QOC", organization="RXW", role="nurse", compare="year")

        assert [row.id for row in STRATA if reading.selection.fits(row)] == [1]
        assert reading.selection.comparison == Comparison.YEAR
        assert reading.dropped == []

    @pytest.mark.parametrize("name", ["board", "organization", "setting", "role"])
    def test_says_that_it_left_out_a_value_that_is_unknown(self, name):
        reading = read(**{name: "nowhere"})

        assert reading.selection.narrowed_by() == []
        assert len(reading.dropped) == 1

    def test_leaves_out_an_organisation_of_another_board(self):
        reading = read(board="QOC", organization="R1D")

        assert reading.selection.organization == ""
        assert reading.dropped == ["There are no figures of this organisation here."]

    @pytest.mark.parametrize(
        ("query", "first", "last"),
        [
            ({"period": "2025-01_2025-06"}, date(2025, 1, 1), date(2025, 6, 1)),
            ({"period": "months", "first": "2026-10", "to": "2026-10"},
             date(2026, 10, 1), date(2026, 10, 1)),
            ({"period": "1990-01_2025-06"}, BEGINS, date(2025, 6, 1)),
            ({"period": "all"}, BEGINS, date(2026, 10, 1)),
        ],
    )  # fmt: skip
    def test_takes_whole_months(self, query, first, last):
        reading = read(**query)

        assert (reading.selection.period.first, reading.selection.period.last) == (first, last)
        assert reading.dropped == []

    @pytest.mark.parametrize(
        "period",
        [
            "2026-11_2026-11", "2026-01_2027-01", "2025-06_2025-01", "2025-13_2026-01",
            "2025-1_2025-6", "2025-01-05_2025-02-05", "0000-01_2025-01", "٢٠٢٥-01_2025-06",
            "1990-01_1990-02", "months", "ever",
        ],
    )  # fmt: skip
    def test_says_that_it_left_out_what_is_no_stretch_of_months_that_are_over(self, period):
        reading = read(period=period)

        assert reading.selection.name == "12"
        assert len(reading.dropped) == 1

    @settings(max_examples=50)
    @given(
        st.dictionaries(
            st.sampled_from(
                ["period", "from", "to", "board", "organization", "setting", "role", "compare"]
            ),
            st.text(max_size=20) | st.sampled_from(["QOC", "R1D", "months", "2025-02", "year"]),
        )
    )
    def test_never_fails_and_reads_its_own_address_again(self, query):
        selection = read_selection(query, STRATA, today=TODAY, begins=BEGINS)

        held = dict(part.split("=") for part in selection.query().split("&") if part)
        assert read_selection(held, STRATA, today=TODAY, begins=BEGINS) == selection
