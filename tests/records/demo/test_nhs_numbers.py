from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from records.demo.nhs_numbers import numbers


class TestNumbers:
    @given(st.integers(min_value=0, max_value=10_000))
    def test_never_repeat_nor_take_what_is_taken(self, seed):
        some = list(islice(numbers(seed, ()), 300))

        others = list(islice(numbers(seed, some[:3]), 297))

        assert len(set(some)) == 300
        assert others == some[3:]
