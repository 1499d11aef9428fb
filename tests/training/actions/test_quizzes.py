from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import CompetencyGrant
from core.errors import NotPermittedNow
from tests.factories.learning import (
    begin,
    begin_attempt,
    make_learning,
    make_question,
    read_all,
    right_places,
    seeded,
    wrong_places,
)
from tests.factories.training import MONDAY, learner
from training.actions.quizzes import end_overdue, keep_answer, start_attempt, submit_attempt
from training.codes import AttemptState
from training.models import Answer, Attempt, Enrolment, QuestionVersion

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def submit(attempt, places, *, at=MONDAY + MINUTE):
    role = attempt.enrolment.role
    return submit_attempt(attempt_id=attempt.pk, places=places, by=role, at=at)


class TestStartAttempt:
    def test_draws_the_latest_wording_of_active_questions(self):
        version = make_learning(questions=3, quiz_draws=[["Access", 2]])
        questions = version.course.questions.filter(topic="Access").order_by("code")
        old = questions[0].versions.get()
        newer = QuestionVersion.objects.create(
            question=old.question, number=2, kind=old.kind, words="New", options=["a", "b"],
            right=[0],
        )  # fmt: skip
        questions.filter(pk=questions[2].pk).update(is_active=False)

        attempt = begin_attempt(version, learner())

        drawn = {answer.wording_id for answer in attempt.answers.all()}
        assert drawn == {newer.pk, questions[1].versions.get().pk}
        assert attempt.closes_at == MONDAY + version.time_limit_minutes * MINUTE

    def test_goes_on_with_the_one_that_runs(self):
        version, role = make_learning(), learner()
        attempt = begin_attempt(version, role)
        order = list(attempt.answers.order_by("position").values_list("wording", "option_order"))

        again = start_attempt(
            enrolment_id=attempt.enrolment_id, by=role, at=MONDAY + MINUTE, chance=seeded(9)
        )

        assert again.pk == attempt.pk
        assert order == list(
            again.answers.order_by("position").values_list("wording", "option_order")
        )

    def test_asks_for_the_pages_first(self):
        version, role = make_learning(), learner()
        enrolment = begin(version, role)

        with pytest.raises(NotPermittedNow, match="pages"):
            start_attempt(enrolment_id=enrolment.pk, by=role, at=MONDAY)

    def test_is_for_the_learner_alone(self):
        enrolment = read_all(begin(make_learning(), learner()))

        with pytest.raises(Enrolment.DoesNotExist):
            start_attempt(enrolment_id=enrolment.pk, by=learner(), at=MONDAY)

    def test_waits_once_all_are_used_and_begins_anew(self):
        version, role = make_learning(attempts_allowed=2, cool_off_hours=24), learner()
        first = begin_attempt(version, role)
        submit(first, wrong_places(first))

        def start(at):
            return start_attempt(enrolment_id=first.enrolment_id, by=role, at=at)

        second = start(MONDAY + 2 * MINUTE)
        submit(second, wrong_places(second), at=MONDAY + 3 * MINUTE)

        with pytest.raises(NotPermittedNow, match="used all attempts"):
            start(MONDAY + timedelta(hours=24))

        third = start(MONDAY + timedelta(hours=24) + 3 * MINUTE)
        assert third.number == 3

    def test_says_so_where_the_bank_is_short(self):
        version = make_learning(questions=1)

        with pytest.raises(NotPermittedNow, match="too few questions"):
            begin_attempt(version, learner())
        assert not Attempt.objects.exists()

    def test_the_database_keeps_a_second_from_running(self):
        attempt = begin_attempt(make_learning(), learner())

        with pytest.raises(IntegrityError, match="one_running"), transaction.atomic():
            Attempt.objects.create(
                enrolment=attempt.enrolment, number=2, started_at=MONDAY, closes_at=MONDAY
            )


class TestKeepAnswer:
    def test_keeps_what_was_chosen_by_its_place(self):
        version, role = make_learning(), learner()
        attempt = begin_attempt(version, role)
        places = right_places(attempt)[1]

        keep_answer(attempt_id=attempt.pk, position=1, places=places, by=role, at=MONDAY + MINUTE)

        answer = attempt.answers.select_related("wording").get(position=1)
        assert answer.chosen == answer.wording.right

    @pytest.mark.parametrize("places", [[3], [-1], [0, 1]])
    def test_refuses_what_the_question_does_not_offer(self, places):
        role = learner()
        attempt = begin_attempt(make_learning(), role)

        with pytest.raises(NotPermittedNow):
            keep_answer(attempt_id=attempt.pk, position=1, places=places, by=role, at=MONDAY)

    def test_refuses_what_comes_too_late(self):
        role = learner()
        attempt = begin_attempt(make_learning(), role)
        at = attempt.closes_at + timedelta(seconds=31)

        with pytest.raises(NotPermittedNow, match="time of this attempt is over"):
            keep_answer(attempt_id=attempt.pk, position=1, places=[0], by=role, at=at)
        assert attempt.answers.get(position=1).chosen is None

    def test_refuses_another_persons_attempt(self):
        attempt = begin_attempt(make_learning(), learner())

        with pytest.raises(Attempt.DoesNotExist):
            keep_answer(attempt_id=attempt.pk, position=1, places=[0], by=learner(), at=MONDAY)

    def test_refuses_an_attempt_that_has_ended(self):
        role = learner()
        attempt = begin_attempt(make_learning(), role)
        submit(attempt, {})

        with pytest.raises(NotPermittedNow, match="ended"):
            keep_answer(attempt_id=attempt.pk, position=1, places=[0], by=role, at=MONDAY)


class TestSubmitAttempt:
    def test_passing_completes_the_course_and_grants_at_once(self):
        version, role = make_learning(), learner()
        attempt = begin_attempt(version, role)

        ended = submit(attempt, right_places(attempt))

        assert (ended.state, ended.score, ended.right_count) == (AttemptState.PASSED, 100, 2)
        enrolment = Enrolment.objects.get(pk=attempt.enrolment_id)
        assert enrolment.quiz_passed_at == enrolment.completed_at == MONDAY + MINUTE
        assert CompetencyGrant.objects.filter(user=role.user).count() == 1

    def test_failing_leaves_the_course_open(self):
        attempt = begin_attempt(make_learning(), learner())

        ended = submit(attempt, {1: right_places(attempt)[1]})

        assert (ended.state, ended.score) == (AttemptState.FAILED, 50)
        assert not CompetencyGrant.objects.exists()

    def test_several_right_answers_are_all_wanted(self):
        version = make_learning(questions=0, quiz_draws=[["Sharing", 1]])
        make_question(version.course, "several", topic="Sharing", right=(0, 2))
        attempt = begin_attempt(version, learner())
        places = right_places(attempt)[1]

        assert submit(attempt, {1: places[:1]}).score == 0

        again = start_attempt(
            enrolment_id=attempt.enrolment_id, by=attempt.enrolment.role, at=MONDAY + 2 * MINUTE
        )
        assert submit(again, right_places(again), at=MONDAY + 3 * MINUTE).score == 100

    def test_late_answers_do_not_count_but_those_kept_before_do(self):
        version, role = make_learning(pass_mark=50), learner()
        attempt = begin_attempt(version, role)
        right = right_places(attempt)
        keep_answer(attempt_id=attempt.pk, position=1, places=right[1], by=role, at=MONDAY)

        ended = submit(attempt, right, at=attempt.closes_at + timedelta(minutes=5))

        assert (ended.right_count, ended.state) == (1, AttemptState.PASSED)
        assert ended.submitted_at == attempt.closes_at

    def test_twice_is_as_once(self):
        attempt = begin_attempt(make_learning(), learner())
        submit(attempt, wrong_places(attempt))

        again = submit(attempt, right_places(attempt), at=MONDAY + 2 * MINUTE)

        assert (again.state, again.score) == (AttemptState.FAILED, 0)
        assert again.submitted_at == MONDAY + MINUTE

    def test_another_tab_overwrites_only_what_it_shows(self):
        role = learner()
        attempt = begin_attempt(make_learning(), role)
        right = right_places(attempt)
        keep_answer(attempt_id=attempt.pk, position=1, places=right[1], by=role, at=MONDAY)

        ended = submit(attempt, {2: right[2]})

        assert ended.right_count == 2


class TestEndOverdue:
    def test_ends_what_ran_out_with_what_was_answered(self):
        version, role = make_learning(), learner()
        attempt = begin_attempt(version, role)
        for position, places in right_places(attempt).items():
            keep_answer(attempt_id=attempt.pk, position=position, places=places, by=role, at=MONDAY)

        assert end_overdue(at=attempt.closes_at + timedelta(seconds=30)) == 0
        assert end_overdue(at=attempt.closes_at + timedelta(seconds=31)) == 1
        assert end_overdue(at=attempt.closes_at + timedelta(seconds=31)) == 0

        attempt.refresh_from_db()
        assert (attempt.state, attempt.submitted_at) == (AttemptState.PASSED, attempt.closes_at)
        assert CompetencyGrant.objects.filter(user=role.user).exists()


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.fixture
    def pool(self) -> Iterator[ThreadPoolExecutor]:
        with ThreadPoolExecutor(max_workers=6) as pool:
            yield pool

    def test_many_starts_make_one_attempt_and_many_ends_judge_it_once(self, pool):
        version, role = make_learning(), learner()
        enrolment = read_all(begin(version, role))

        def start(_number):
            try:
                return start_attempt(enrolment_id=enrolment.pk, by=role, at=MONDAY).pk
            finally:
                connection.close()

        started = set(pool.map(start, range(6)))
        attempt = Attempt.objects.get()
        places = right_places(attempt)

        def end(number):
            try:
                if number % 2:
                    end_overdue(at=attempt.closes_at + timedelta(minutes=1))
                    return ""
                return submit(attempt, places).state
            finally:
                connection.close()

        list(pool.map(end, range(6)))

        attempt.refresh_from_db()
        assert started == {attempt.pk}
        assert attempt.state in (AttemptState.PASSED, AttemptState.FAILED)
        assert not Answer.objects.filter(is_right__isnull=True).exists()
        granted = CompetencyGrant.objects.filter(user=role.user).count()
        assert granted == (1 if attempt.state == AttemptState.PASSED else 0)
