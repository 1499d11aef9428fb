from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotPermittedNow
from tests.factories.learning import seeded
from tests.factories.training import MONDAY
from training.policies.quizzes import (
    ALLOWANCE,
    draw_questions,
    is_in_time,
    is_right,
    score_of,
    shuffle_options,
    tries_left,
)

DAY = timedelta(hours=24)
topics = st.sampled_from(["Access", "Consent", "Sharing"])
banks = st.dictionaries(topics, st.lists(st.integers(), unique=True, max_size=8))
draws = st.lists(st.tuples(topics, st.integers(0, 5)), max_size=5)


class TestDrawQuestions:
    @given(draws=draws, bank=banks, seed=st.integers())
    def test_takes_of_each_topic_what_is_asked_and_nothing_twice(self, draws, bank, seed):
        bank = {topic: [(topic, each) for each in there] for topic, there in bank.items()}
        wanted = {topic: sum(n for t, n in draws if t == topic) for topic, _ in draws}
        is_short = any(len(bank.get(topic, ())) < count for topic, count in wanted.items())

        try:
            drawn = draw_questions(draws, bank, seeded(seed))
        except NotPermittedNow:
            assert is_short
            return

        assert not is_short
        assert len(set(drawn)) == len(drawn) == sum(wanted.values())
        for topic, count in wanted.items():
            assert sum(each[0] == topic for each in drawn) == count

    def test_draws_the_same_from_the_same_chance_and_else_from_another(self):
        bank = {"Access": list(range(100))}

        first = draw_questions([["Access", 10]], bank, seeded(1))

        assert first == draw_questions([["Access", 10]], bank, seeded(1))
        assert first != draw_questions([["Access", 10]], bank, seeded(2))


class TestShuffleOptions:
    @given(count=st.integers(2, 6), seed=st.integers())
    def test_shows_each_option_once(self, count, seed):
        assert sorted(shuffle_options(count, seeded(seed))) == list(range(count))


class TestScoring:
    @given(
        right=st.sets(st.integers(0, 5), min_size=1), chosen=st.none() | st.sets(st.integers(0, 5))
    )
    def test_only_all_that_is_right_is_right(self, right, chosen):
        answer = None if chosen is None else sorted(chosen)

        assert is_right(answer, sorted(right)) is (chosen == right)

    @given(total=st.integers(1, 60), data=st.data())
    def test_nobody_passes_by_rounding(self, total, data):
        right = data.draw(st.integers(0, total))
        mark = data.draw(st.integers(1, 100))

        passes = score_of(right, total) >= mark

        assert passes is (100 * right >= mark * total)

    def test_no_question_scores_nothing(self):
        assert score_of(0, 0) == 0


class TestTriesLeft:
    def test_counts_down(self):
        ended = [MONDAY, MONDAY + timedelta(hours=1)]

        tries = tries_left(ended, allowed=3, cool_off=DAY, at=MONDAY + timedelta(hours=1))

        assert (tries.left, tries.wait_until) == (1, None)

    @pytest.mark.parametrize(("hours", "left"), [(23, 0), (24, 3), (30, 3)])
    def test_begins_anew_after_the_wait(self, hours, left):
        ended = [MONDAY - timedelta(hours=2), MONDAY - timedelta(hours=1), MONDAY]

        tries = tries_left(ended, allowed=3, cool_off=DAY, at=MONDAY + timedelta(hours=hours))

        assert tries.left == left
        assert tries.wait_until == (None if left else MONDAY + DAY)

    @given(count=st.integers(0, 30), allowed=st.integers(1, 5), hours=st.integers(0, 100))
    def test_is_never_more_than_allowed_and_waits_only_with_none(self, count, allowed, hours):
        at = MONDAY + timedelta(hours=hours)

        tries = tries_left([MONDAY] * count, allowed=allowed, cool_off=DAY, at=at)

        assert 0 <= tries.left <= allowed
        assert (tries.left == 0) is (tries.wait_until is not None)


class TestIsInTime:
    def test_allows_for_a_slow_line_and_no_more(self):
        assert is_in_time(MONDAY, at=MONDAY + ALLOWANCE)
        assert not is_in_time(MONDAY, at=MONDAY + ALLOWANCE + timedelta(seconds=1))
