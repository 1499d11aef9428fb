"""What answers to the question in the record say, and how many are needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codes import Answer
from analytics.measures.survey import MINUTES_OF, needed_answers, weigh_answers, wilson


class TestNeededAnswers:
    @pytest.mark.parametrize(
        ("within", "expected"),
        [(0.2, (62, 139, 246)), (0.1, (246, 554, 984)), (0.3, (28, 62, 110))],
    )
    def test_are_those_of_the_handbook(self, within, expected):
        assert tuple(needed_answers(cv, within) for cv in (0.8, 1.2, 1.6)) == expected


class TestWeighAnswers:
    def test_counts_lost_time_against_what_was_saved(self):
        found = weigh_answers({Answer.LOST: 1, Answer.NONE: 4, Answer.UNDER_5: 4, "dismissed": 11})

        assert found is not None
        assert (found.asked, found.answered) == (20, 9)
        assert found.share.value == pytest.approx(4 / 9)
        assert found.minutes.value == pytest.approx(12 / 9)
        assert found.given == pytest.approx(3)

    def test_says_whether_there_are_enough(self):
        few = weigh_answers({Answer.UNDER_2: 5, Answer.OVER_10: 5})
        many = weigh_answers({Answer.UNDER_2: 50, Answer.OVER_10: 50})

        assert few is not None
        assert many is not None
        assert not few.is_enough
        assert many.is_enough
        assert few.needed == 72  # a deviation of 4.743 about a mean of 5.5
        assert many.minutes.high - many.minutes.low < few.minutes.high - few.minutes.low

    @pytest.mark.parametrize("counts", [{}, {Answer.UNDER_2: 1}, {Answer.NONE: 30}])
    def test_says_nothing_where_there_is_nothing_to_say(self, counts):
        assert weigh_answers(counts) is None

    @given(st.fixed_dictionaries({each: st.integers(0, 200) for each in MINUTES_OF}))
    def test_share_and_minutes_given_make_the_mean(self, counts):
        found = weigh_answers(counts)

        if found is not None:
            assert found.share.value * found.given == pytest.approx(found.minutes.value)
            assert 0 <= found.share.low <= found.share.value <= found.share.high <= 1
            assert found.given_error >= 0


class TestWilson:
    def test_stays_within_nought_and_one(self):
        assert wilson(0, 10).low == pytest.approx(0, abs=1e-12)
        assert wilson(10, 10).high == pytest.approx(1)
        assert wilson(81, 263).low == pytest.approx(0.2553, abs=1e-4)
        assert wilson(81, 263).high == pytest.approx(0.3662, abs=1e-4)
