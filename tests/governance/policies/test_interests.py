from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotPermittedNow
from governance.codes import Mitigation
from governance.policies.interests import (
    check_days_of_interest,
    check_is_stricter,
    is_mentioned,
)

WORDS = st.lists(st.sampled_from(["agenda", "report", "costs", "plan"]), max_size=6)


class TestIsMentioned:
    @pytest.mark.parametrize(
        ("party", "text", "found"),
        [
            ("Lumen Diagnostics Limited", "Contract with Lumen", True),
            ("Lumen Diagnostics Limited", "Diagnostics in the record", False),
            ("The Lumen Group plc", "LUMEN: options", True),
            ("Lumen", "Illumination, lumens", False),
            ("Royal Northfield NHS Foundation Trust", "Beds at Northfield", True),
            ("NHS Foundation Trust", "The NHS foundation trust", False),
            ("", "Anything", False),
            ("UK Ltd", "UK Ltd", False),
        ],
    )
    def test_it_looks_for_the_word_that_tells_a_party_apart(self, party, text, found):
        assert is_mentioned(party, [text]) is found

    @given(WORDS, WORDS)
    def test_wherever_the_name_stands_it_is_found(self, before, after):
        text = " ".join([*before, "(Lumen)", *after])

        assert is_mentioned("Lumen Diagnostics Limited", ["", text.upper()])

    @given(WORDS)
    def test_texts_that_do_not_name_it_give_no_hint(self, words):
        assert not is_mentioned("Lumen Diagnostics Limited", words)


class TestCheckIsStricter:
    def test_stricter_may_follow(self):
        check_is_stricter(Mitigation.STAY, Mitigation.NO_VOTE)
        check_is_stricter(Mitigation.NO_VOTE, Mitigation.LEAVE)

    @pytest.mark.parametrize("mitigation", list(Mitigation))
    def test_the_same_again_is_declared_already(self, mitigation):
        with pytest.raises(NotPermittedNow, match="already"):
            check_is_stricter(mitigation, mitigation)

    def test_less_is_for_the_chair(self):
        with pytest.raises(NotPermittedNow, match="Ask the chair"):
            check_is_stricter(Mitigation.LEAVE, Mitigation.STAY)


class TestCheckDaysOfInterest:
    def test_one_day_is_enough(self):
        check_days_of_interest(starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 2))

    def test_it_ends_no_earlier_than_it_begins(self):
        with pytest.raises(NotPermittedNow, match="before"):
            check_days_of_interest(starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1))
