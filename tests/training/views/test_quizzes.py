"""A quiz is taken with and without JavaScript, by the learner alone, and keeps its secrets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.learning import begin, begin_attempt, make_learning, right_places, wrong_places
from tests.factories.training import a_trainer, learner
from training.codes import AttemptState
from training.models import Attempt
from training.presenters.quizzes import say_unanswered

pytestmark = pytest.mark.django_db
QUIZ = "/training/learn/safe-use/quiz/"
MOST_QUERIES = 12


@pytest.fixture
def me(client, sign_in):
    role = learner()
    sign_in(client, role.user)
    return role


@pytest.fixture
def running(me):
    return begin_attempt(make_learning(), me, at=timezone.now())


def url(attempt, more=""):
    return f"/training/attempts/{attempt.pk}/{more}"


def form(places):
    """Return the whole form as a browser posts it."""
    return {f"question-{position}": each for position, each in places.items()}


class TestQuiz:
    def test_asks_for_the_pages_first(self, client, me):
        begin(make_learning(), me)

        assert "Read the pages first" in client.get(QUIZ).text
        assert client.post(QUIZ).url == QUIZ
        assert not Attempt.objects.exists()

    def test_says_the_rules_and_begins(self, client, me):
        begin_attempt(make_learning(), me).delete()
        page = client.get(QUIZ).text

        answer = client.post(QUIZ)

        assert "80% right" in page
        assert "2 of 2 left" in page
        assert answer.url == url(Attempt.objects.get())
        assert "Go on with your attempt" in client.get(QUIZ).text

    def test_says_when_one_may_try_again(self, client, me):
        version = make_learning(attempts_allowed=1)
        attempt = begin_attempt(version, me, at=timezone.now())
        client.post(url(attempt), form(wrong_places(attempt)))

        assert "You can try again from" in client.get(QUIZ).text
        client.post(QUIZ)
        assert Attempt.objects.count() == 1


class TestAttempt:
    def test_asks_all_questions_and_tells_nothing_of_what_is_right(
        self, client, running, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(url(running)).text

        assert page.count("<fieldset") == 2
        assert "A record is opened for a reason" not in page
        assert "Ends at" in page
        # Values are places in this attempt, so that the order of writing shows nothing.
        for place in ("0", "1", "2"):
            assert page.count(f'value="{place}"') >= 2

    def test_keeps_one_answer_at_a_time(self, client, running):
        place = right_places(running)[1][0]

        answer = client.post(url(running, "answers/1/"), {"question-1": place})

        assert (answer.status_code, answer.text) == (200, "Saved")
        assert "checked" in client.get(url(running)).text
        assert client.post(url(running, "answers/9/"), {"question-9": 0}).status_code == 404
        assert client.post(url(running, "answers/1/"), {"question-1": "x"}).status_code == 409

    def test_passes_by_the_whole_form_alone(self, client, running):
        answer = client.post(url(running), form(right_places(running)))

        assert answer.url == url(running, "result/")
        page = client.get(answer.url).text
        assert "You have passed" in page
        assert "100%" in page
        assert client.get(url(running)).url == answer.url
        assert client.post(url(running, "answers/1/"), {"question-1": 0}).status_code == 409

    def test_asks_once_before_it_is_sent_with_questions_left(self, client, running):
        right = right_places(running)

        asked = client.post(url(running), form({1: right[1]}), follow=True).text
        running.refresh_from_db()
        assert running.state == AttemptState.RUNNING
        assert "Question 2 is not answered yet" in asked
        assert "Send without the rest" in asked
        assert "checked" in asked

        client.post(url(running), {"anyway": "1"})
        running.refresh_from_db()
        assert (running.state, running.right_count) == (AttemptState.FAILED, 1)
        assert "You did not answer." in client.get(url(running, "result/")).text

    def test_keeps_what_another_tab_has_answered(self, client, running):
        right = right_places(running)
        client.post(url(running, "answers/1/"), {"question-1": right[1]})

        client.post(url(running), form({2: right[2]}))

        running.refresh_from_db()
        assert running.right_count == 2

    def test_is_ended_by_the_servers_clock(self, client, running):
        Attempt.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

        late = client.post(url(running, "answers/1/"), {"question-1": 0})
        answer = client.get(url(running))

        assert late.status_code == 409
        assert answer.url == url(running, "result/")
        running.refresh_from_db()
        assert (running.state, running.score) == (AttemptState.FAILED, 0)

    def test_does_not_count_what_is_sent_late(self, client, running):
        Attempt.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

        client.post(url(running), form(right_places(running)))

        running.refresh_from_db()
        assert running.state == AttemptState.FAILED

    @pytest.mark.parametrize("who", [learner, a_trainer])
    def test_is_nobody_elses(self, client, sign_in, running, who):
        sign_in(client, who().user)

        assert client.get(url(running)).status_code == 404
        assert client.get(url(running, "result/")).status_code == 404
        assert client.post(url(running), form(right_places(running))).status_code == 404
        assert client.post(url(running, "answers/1/"), {"question-1": 0}).status_code == 404
        running.refresh_from_db()
        assert running.state == AttemptState.RUNNING


class TestResult:
    def test_keeps_what_was_missed_while_attempts_remain(
        self, client, running, django_assert_max_num_queries
    ):
        places = {1: right_places(running)[1], 2: wrong_places(running)[2]}
        client.post(url(running), form(places))

        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(url(running, "result/")).text

        assert "50%" in page
        assert "Look again at" in page
        assert "You have 1 attempt left" in page
        assert page.count("A record is opened for a reason") == 1
        assert "<b>Right:</b>" not in page

    def test_explains_all_once_it_is_passed(self, client, running, me):
        client.post(url(running), form(wrong_places(running)))
        client.post(QUIZ)
        second = Attempt.objects.get(number=2)
        client.post(url(second), form(right_places(second)))

        page = client.get(url(running, "result/")).text

        assert page.count("<b>Right:</b>") == 2
        assert page.count("A record is opened for a reason") == 2
        assert "Try again" not in page


class TestSayUnanswered:
    @pytest.mark.parametrize(
        ("positions", "words"),
        [([2], "Question 2 is"), ([1, 3], "Questions 1 and 3 are"), ([1, 2, 5], "1, 2 and 5 are")],
    )
    def test_names_them(self, positions, words):
        assert words in say_unanswered(positions)
