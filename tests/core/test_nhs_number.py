import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from core.nhs_number import (
    NhsNumber,
    NotAnNhsNumber,
    find_nhs_number,
    parse_nhs_number,
    with_check_digit,
)

NINE_DIGITS = st.text(alphabet="0123456789", min_size=9, max_size=9)


def digits_from(nine):
    number = with_check_digit(nine)
    return reject() if number is None else number.value


class TestParseNhsNumber:
    @pytest.mark.parametrize(
        "digits",
        [
            "9000000009", "9000000025", "9000000033", "9111231130", "9990000018",
            "9990000026", "9990000034", "9990000042", "9990000050",
        ],
    )  # fmt: skip
    def test_reads_a_number_with_a_right_check_digit(self, digits):
        assert parse_nhs_number(digits).value == digits

    @pytest.mark.parametrize(
        "text",
        [
            "999 000 0018",
            "999-000-0018",
            " 9990000018 ",
            "999\u00a0000\u20130018",
            "\uff19\uff19\uff19\uff10\uff10\uff10\uff10\uff10\uff11\uff18",
        ],
    )
    def test_reads_it_as_people_write_it(self, text):
        assert parse_nhs_number(text).value == "9990000018"

    @pytest.mark.parametrize(
        "text",
        [
            "", "9000000000", "9990000019", "999000001", "99900000180", "999000001X",
            "٩٩٩٠٠٠٠٠١٨", "999.000.0018", "UNKNOWN",
        ],
    )  # fmt: skip
    def test_refuses_what_is_none(self, text):
        with pytest.raises(NotAnNhsNumber):
            parse_nhs_number(text)

    def test_never_repeats_the_digits_in_its_message(self):
        with pytest.raises(NotAnNhsNumber) as refusal:
            parse_nhs_number("943 476 5918")

        assert "943" not in str(refusal.value)

    @given(NINE_DIGITS)
    def test_a_slip_of_one_digit_is_always_noticed(self, nine):
        digits = digits_from(nine)

        for place, digit in enumerate(digits):
            slip = str((int(digit) + 1) % 10)
            assert find_nhs_number(digits[:place] + slip + digits[place + 1 :]) is None

    @given(NINE_DIGITS)
    def test_two_neighbours_exchanged_are_always_noticed(self, nine):
        digits = digits_from(nine)

        for place in range(9):
            first, second = digits[place], digits[place + 1]
            turned = digits[:place] + second + first + digits[place + 2 :]
            assert first == second or find_nhs_number(turned) is None

    @given(st.text())
    def test_any_text_is_a_number_or_none(self, text):
        number = find_nhs_number(text)

        assert number is None or len(number.value) == 10


class TestWithCheckDigit:
    @given(NINE_DIGITS)
    def test_makes_a_number_that_reads_back(self, nine):
        number = with_check_digit(nine)

        assert number is None or parse_nhs_number(number.formatted) == number

    def test_one_in_eleven_has_no_check_digit(self):
        made = [with_check_digit(f"999{n:06}") for n in range(1100)]

        assert 95 < sum(number is None for number in made) < 105

    @pytest.mark.parametrize("text", ["", "99900000", "9990000018", "99900000x"])
    def test_refuses_other_than_nine_digits(self, text):
        with pytest.raises(NotAnNhsNumber):
            with_check_digit(text)


class TestNhsNumber:
    @pytest.mark.parametrize("digit", "0123456789")
    def test_repeated_digits_pass_the_check_but_match_nobody(self, digit):
        number = parse_nhs_number(digit * 10)

        assert number.is_placeholder
        assert not number.is_usable_for_matching

    @pytest.mark.parametrize("digits", ["0123456789", "9876543210"])
    def test_sequences_match_nobody(self, digits):
        assert not parse_nhs_number(digits).is_usable_for_matching

    def test_an_ordinary_number_matches(self):
        assert parse_nhs_number("9990000018").is_usable_for_matching

    def test_is_shown_in_three_groups(self):
        assert parse_nhs_number("9990000018").formatted == "999 000 0018"

    def test_hides_its_digits_from_logs(self):
        number = NhsNumber("9990000018")

        assert "999" not in f"{number} {number!r}"

    def test_equals_the_same_number_only(self):
        assert parse_nhs_number("999 000 0018") == parse_nhs_number("9990000018")
        assert parse_nhs_number("9990000018") != parse_nhs_number("9990000026")
