from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.date_fields import DatePartsField, DatePartsInput


class TestDatePartsInput:
    def test_reads_the_three_parts_without_spaces(self):
        typed = {"born_day": " 12 ", "born_month": "3", "born_year": "1948"}

        value = DatePartsInput().value_from_datadict(typed, {}, "born")

        assert value == ["12", "3", "1948"]

    def test_shows_a_date_in_its_parts(self):
        assert DatePartsInput().decompress(date(1948, 3, 12)) == ["12", "3", "1948"]

    def test_shows_nothing_for_no_date(self):
        assert DatePartsInput().decompress(None) == ["", "", ""]


class TestDatePartsField:
    @pytest.mark.parametrize(
        "parts",
        [["12", "3", "1948"], ["12", "03", "1948"], ["12", "Mar", "1948"], ["12", "march", "1948"]],
    )
    def test_reads_a_month_as_number_or_word(self, parts):
        assert DatePartsField().clean(parts) == date(1948, 3, 12)

    def test_takes_a_date_as_it_is(self):
        assert DatePartsField().clean(date(1948, 3, 12)) == date(1948, 3, 12)

    def test_allows_nothing_where_it_is_not_required(self):
        assert DatePartsField(required=False).clean(["", "", ""]) is None

    def test_asks_for_a_date_that_is_required(self):
        with pytest.raises(ValidationError):
            DatePartsField().clean(["", "", ""])

    def test_says_which_parts_are_missing(self):
        with pytest.raises(ValidationError) as caught:
            DatePartsField(label="Date of birth").clean(["12", "", ""])

        assert caught.value.messages == ["Date of birth must include a month and a year"]
        assert caught.value.params == {"parts": ["month", "year"]}

    @pytest.mark.parametrize(
        "parts",
        [["31", "6", "1948"], ["12", "13", "1948"], ["12", "3", "48"], ["x", "3", "1948"]],
    )
    def test_refuses_a_date_that_cannot_be(self, parts):
        with pytest.raises(ValidationError, match="must be a real date"):
            DatePartsField(label="Date of birth").clean(parts)
