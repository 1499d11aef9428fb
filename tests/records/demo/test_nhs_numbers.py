from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from records.demo.nhs_numbers import check_digit, numbers


class TestCheckDigit:
    def test_agrees_with_published_examples(self):
        assert check_digit("900000000") == 9
        assert check_digit("900000002") == 5
        assert check_digit("911123113") == 0

    def test_has_none_where_no_number_exists(self):
        missing = [
            nine for nine in map(str, range(999000000, 999000040)) if check_digit(nine) is None
        ]

        assert missing


class TestNumbers:
    @given(st.integers(min_value=0, max_value=10_000))
    def test_never_repeat_nor_take_what_is_taken(self, seed):
        some = list(islice(numbers(seed, ()), 300))

        others = list(islice(numbers(seed, some[:3]), 297))

        assert len(set(some)) == 300
        assert others == some[3:]
