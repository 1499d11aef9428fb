"""Learners are asked twice, and answer without their name."""

from datetime import timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from tests.factories.training import MONDAY, a_trainer, learner, make_version
from tests.training.trainers_world import another_boards_trainer, of_the_hospital, reaching
from training.actions.evaluating import answer_evaluation, ask_learners
from training.codes import EvaluationKind, Rating
from training.models import Enrolment, Evaluation, TrainingMessage
from training.policies.evaluation import QUESTIONS
from training.queries.evaluations import read_answers

pytestmark = pytest.mark.django_db
END, IN_USE = EvaluationKind.END, EvaluationKind.IN_USE


def completed(at, version=None, role=None):
    role = role or of_the_hospital()
    return Enrolment.objects.create(
        user=role.user,
        role=role,
        version=version or make_version(),
        started_at=at,
        completed_at=at,
        ended_at=at,
    )


def answer(evaluation, rating=Rating.MOSTLY, comment=""):
    return answer_evaluation(
        evaluation_id=evaluation.pk,
        ratings=dict.fromkeys(QUESTIONS[EvaluationKind(evaluation.kind)], rating),
        comment=comment,
        by=evaluation.enrolment.role,
        at=MONDAY,
    )


class TestAsking:
    @pytest.mark.parametrize(
        ("days", "kinds"),
        [(0, {END}), (13, {END}), (15, set()), (55, set()), (57, {IN_USE}), (71, set())],
    )
    def test_at_the_end_and_after_eight_weeks_once(self, days, kinds):
        enrolment = completed(MONDAY - timedelta(days=days))

        ask_learners(at=MONDAY)
        again = ask_learners(at=MONDAY + timedelta(minutes=15))

        assert set(Evaluation.objects.values_list("kind", flat=True)) == kinds
        assert again == 0
        assert TrainingMessage.objects.filter(user=enrolment.user).count() == len(kinds)

    def test_when_a_register_says_that_they_came(self):
        enrolment = completed(MONDAY - timedelta(days=30))
        Enrolment.objects.filter(pk=enrolment.pk).update(
            completed_at=None, ended_at=None, attended_at=MONDAY
        )

        assert ask_learners(at=MONDAY) == 1


class TestAnswering:
    @pytest.fixture
    def asked(self):
        completed(MONDAY)
        ask_learners(at=MONDAY)
        return Evaluation.objects.get()

    def test_is_once_and_ones_own(self, asked):
        with pytest.raises(Forbidden):
            answer_evaluation(
                evaluation_id=asked.pk, ratings={}, comment="", by=learner(), at=MONDAY
            )
        answer(asked)
        with pytest.raises(NotPermittedNow, match="already"):
            answer(asked)

    def test_is_whole(self, asked):
        with pytest.raises(NotPermittedNow, match="all five"):
            answer_evaluation(
                evaluation_id=asked.pk,
                ratings={"clear": Rating.FULLY},
                comment="",
                by=asked.enrolment.role,
                at=MONDAY,
            )


class TestResults:
    def test_are_shown_from_five_answers_on_without_names(self):
        version, trainer = make_version(), a_trainer()
        for _ in range(5):
            completed(MONDAY, version)
        ask_learners(at=MONDAY)
        asked = list(Evaluation.objects.all())
        for each in asked[:4]:
            answer(each, Rating.FULLY, "More practice")

        few = read_answers(version, END, reach=reaching(trainer))
        answer(asked[4], Rating.NOT_AT_ALL)
        enough = read_answers(version, END, reach=reaching(trainer))
        elsewhere = read_answers(version, END, reach=reaching(another_boards_trainer()))

        assert (few.is_shown, few.averages, few.comments) == (False, {}, ())
        assert set(enough.averages.values()) == {4.2}
        assert list(enough.comments) == ["More practice"] * 4
        assert elsewhere.asked == 0
