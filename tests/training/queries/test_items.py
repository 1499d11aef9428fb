"""Item analysis, against figures that were worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.learning import (
    begin_attempt,
    make_learning,
    make_question,
    right_places,
    wrong_places,
)
from tests.factories.training import MONDAY, learner
from training.actions.quizzes import submit_attempt
from training.policies.items import FEWEST, ItemFlag, flags_of
from training.queries.items import analyse_items

pytestmark = pytest.mark.django_db


def take(version, *, first: bool, second: bool | None):
    """Take a quiz of two questions: one right or wrong, the other too, or left out."""
    attempt = begin_attempt(version, learner())
    right, wrong = right_places(attempt), wrong_places(attempt)
    places = {}
    for answer in attempt.answers.select_related("wording__question"):
        wanted = first if answer.wording.question.topic == "First" else second
        if wanted is not None:
            places[answer.position] = (right if wanted else wrong)[answer.position]
    submit_attempt(attempt_id=attempt.pk, places=places, by=attempt.enrolment.role, at=MONDAY)


class TestAnalyseItems:
    def test_golden(self):
        # Of 20, both right 8; only the first 4; only the second 2; neither 6, 1 of them left out.
        version = make_learning(
            questions=0, needs_pages=False, quiz_draws=[["First", 1], ["Second", 1]]
        )
        make_question(version.course, "one", topic="First")
        make_question(version.course, "two", topic="Second")
        answers: dict[tuple[bool, bool | None], int] = {
            (True, True): 8,
            (True, False): 4,
            (False, True): 2,
            (False, False): 5,
            (False, None): 1,
        }
        for (first, second), times in answers.items():
            for _ in range(times):
                take(version, first=first, second=second)
        begin_attempt(version, learner())  # goes on: it says nothing yet

        one, two = analyse_items(version.course)

        # With one other question the rest is 0 or 1, and the correlation is phi:
        # (8 × 6 - 4 × 2) ÷ √(12 × 8 × 10 × 10) = 0.408.
        assert (one.times, one.blank, two.blank) == (20, 0, 1)
        assert one.difficulty == pytest.approx(0.6)
        assert two.difficulty == pytest.approx(0.5)
        assert one.discrimination == pytest.approx(0.408248, abs=1e-6)
        assert two.discrimination == pytest.approx(0.408248, abs=1e-6)
        assert one.flags == two.flags == []
        assert sum(each.times for each in one.options) == 20
        assert sum(each.times for each in two.options) == 19
        assert [each.times for each in one.options if each.is_right] == [12]

    def test_keeps_wordings_apart_and_courses(self, django_assert_num_queries):
        version = make_learning(questions=2, needs_pages=False)
        other = make_learning(code="other", questions=2, needs_pages=False)
        for course in (version, other):
            attempt = begin_attempt(course, learner())
            submit_attempt(
                attempt_id=attempt.pk, places=right_places(attempt), by=attempt.enrolment.role,
                at=MONDAY,
            )  # fmt: skip

        with django_assert_num_queries(3):
            items = analyse_items(version.course)

        assert [item.times for item in items] == [1, 1]
        assert all(item.flags == [ItemFlag.TOO_FEW] for item in items)
        assert all(item.discrimination is None for item in items)


class TestFlagsOf:
    @pytest.mark.parametrize(
        ("difficulty", "discrimination", "flags"),
        [
            (0.95, 0.1, []),
            (0.96, 0.5, [ItemFlag.TOO_EASY]),
            (0.3, 0.1, []),
            (0.29, 0.09, [ItemFlag.TOO_HARD, ItemFlag.TELLS_NOTHING]),
            (0.5, -0.4, [ItemFlag.TELLS_NOTHING]),
            (1.0, None, [ItemFlag.TOO_EASY]),
            (0.0, None, [ItemFlag.TOO_HARD]),
        ],
    )
    def test_flags_at_the_edges(self, difficulty, discrimination, flags):
        assert flags_of(FEWEST, difficulty, discrimination) == flags

    @given(times=st.integers(0, FEWEST - 1), difficulty=st.floats(0, 1))
    def test_says_nothing_of_few_answers(self, times, difficulty):
        assert flags_of(times, difficulty, 0.0) == [ItemFlag.TOO_FEW]
