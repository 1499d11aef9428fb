"""Trainers write a course in the browser; learners and trainers elsewhere see nothing of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import BoardFactory
from tests.factories.learning import begin_attempt, make_learning, right_places
from tests.factories.training import MONDAY, a_manager, a_trainer, learner
from training.actions.quizzes import submit_attempt
from training.models import LearningImage, Question

pytestmark = pytest.mark.django_db
COURSE = "/training/set-up/courses/safe-use/"
PAGES = f"{COURSE}versions/1/pages/"
MOST_QUERIES = 12
GETS = (
    PAGES,
    f"{PAGES}new/",
    f"{PAGES}2/",
    f"{PAGES}2/preview/",
    f"{PAGES}2/delete/",
    f"{COURSE}versions/1/quiz/",
    f"{COURSE}images/",
    f"{COURSE}questions/",
    f"{COURSE}questions/new/",
    f"{COURSE}questions/safe-use-q1/",
    f"{COURSE}analysis/",
    f"{COURSE}analysis.csv",
)
POSTS = (
    f"{PAGES}new/",
    f"{PAGES}2/",
    f"{PAGES}2/move/",
    f"{PAGES}2/delete/",
    f"{COURSE}images/",
    f"{COURSE}images/door/delete/",
    f"{COURSE}questions/new/",
    f"{COURSE}questions/safe-use-q1/",
    f"{COURSE}questions/safe-use-q1/retire/",
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def draft():
    return make_learning(publish=False)


@pytest.fixture
def trainer(client, sign_in):
    role = a_trainer()
    sign_in(client, role.user)
    return role


class TestAccess:
    @pytest.mark.parametrize("who", [learner, a_manager])
    def test_is_not_for_learners_and_managers(self, client, sign_in, draft, who):
        sign_in(client, who().user)

        assert {client.get(url).status_code for url in GETS} == {403}
        assert {client.post(url).status_code for url in POSTS} == {403}

    def test_is_not_for_trainers_of_another_board(self, client, sign_in, draft):
        elsewhere = BoardFactory.create(ods_code="QUA", name="Black Country", short_name="BC")
        draft.course.audience = BoardFactory.create()
        draft.course.save()
        sign_in(client, a_trainer(organization=elsewhere).user)

        assert {client.get(url).status_code for url in GETS} == {403}
        assert {client.post(url).status_code for url in POSTS} == {403}

    def test_asks_strangers_to_sign_in(self, client, draft):
        assert {client.get(url).url.split("?")[0] for url in GETS} == {"/accounts/sign-in/"}

    def test_knows_only_what_is_there(self, client, trainer, draft):
        for url in (
            "/training/set-up/courses/other/questions/",
            f"{COURSE}versions/9/pages/",
            f"{PAGES}9/",
            f"{PAGES}9/preview/",
            f"{PAGES}9/delete/",
            f"{COURSE}questions/nothing/",
        ):
            assert client.get(url).status_code == 404
        for url in (f"{PAGES}9/move/", f"{PAGES}9/delete/", f"{COURSE}images/nothing/delete/"):
            assert client.post(url).status_code == 404

    @pytest.mark.parametrize("url", GETS)
    def test_asks_little_of_the_database(
        self, client, trainer, draft, url, django_assert_max_num_queries
    ):
        client.get(url)  # the session notes once a minute that it is in use

        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(url).status_code == 200


class TestPages:
    def test_are_written_moved_looked_at_and_deleted(self, client, trainer, draft):
        words = {"title": "Last things", "body": "Close **it**.", "question": "safe-use-trial"}
        client.post(f"{PAGES}new/", words)
        looked = client.post(f"{PAGES}4/", {**words, "title": "The end", "look": "1"})
        client.post(f"{PAGES}4/move/", {"to": "up"})
        client.post(f"{PAGES}1/delete/")

        assert looked.url == f"{PAGES}4/preview/"
        titles = draft.pages.order_by("position").values_list("title", flat=True)
        assert list(titles) == ["How to open one", "The end", "When something is wrong"]
        preview = client.get(f"{PAGES}2/preview/").text
        assert "<strong>it</strong>" in preview
        assert "Try yourself" in preview

    def test_say_what_is_missing(self, client, trainer, draft):
        draft.pages.filter(position=1).update(body="")
        draft.quiz_draws = [["Access", 9]]
        draft.save()

        page = client.get(PAGES).text

        assert "Page 1, “Why it matters”, is empty" in page
        assert "The quiz draws 9 questions on “Access”, but the bank has 4" in page
        assert "the bank has 4" in client.get(f"{COURSE}versions/1/quiz/").text

    def test_of_a_published_version_stay(self, client, trainer):
        version = make_learning()
        words = {"title": "Other", "body": "x", "question": ""}

        assert "stay as they are" in client.get(PAGES).text
        assert "frozen" in client.post(f"{PAGES}1/", words).text
        client.post(f"{PAGES}1/delete/")
        client.post(f"{PAGES}1/move/", {"to": "down"})

        assert version.pages.get(position=1).title == "Why it matters"


class TestImages:
    def test_are_added_shown_and_deleted(self, client, trainer, draft):
        sent = {
            "image": SimpleUploadedFile("door.png", PNG, "text/html"),
            "name": "door",
            "alternative": "A door",
        }
        client.post(f"{COURSE}images/", sent)
        draft.pages.filter(position=1).update(body="![](door)")

        assert LearningImage.objects.get().content_type == "image/png"
        assert 'alt="A door"' in client.get(f"{PAGES}1/preview/").text
        client.post(f"{COURSE}images/door/delete/")
        assert LearningImage.objects.exists()
        draft.pages.filter(position=1).update(body="")
        client.post(f"{COURSE}images/door/delete/")
        assert not LearningImage.objects.exists()

    def test_need_words_and_are_no_drawings(self, client, trainer, draft):
        svg = SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")

        nothing = client.post(f"{COURSE}images/", {}).text
        drawing = client.post(
            f"{COURSE}images/", {"image": svg, "name": "a", "alternative": "A"}
        ).text

        assert "Enter what it shows, in words" in nothing
        assert "SVG drawings can hold scripts" in drawing


class TestQuestions:
    FORM = {
        "topic": "Consent",
        "words": "Who may say no?",
        "option_0": "The person",
        "right_0": "on",
        "option_2": "Nobody",
        "explanation": "It is their record.",
    }

    def test_are_written_and_edited(self, client, trainer, draft):
        client.post(f"{COURSE}questions/new/", self.FORM)
        question = Question.objects.get(topic="Consent")
        url = f"{COURSE}questions/{question.code}/"
        client.post(url, {**self.FORM, "option_1": "Their carer", "right_2": "on"})

        first, second = question.versions.order_by("number")
        assert (first.options, first.right) == (["The person", "Nobody"], [0])
        assert (second.options, second.right) == (["The person", "Their carer", "Nobody"], [0, 2])
        page = client.get(f"{COURSE}questions/").text
        assert "3 options, wording 2, asked 0 times" in page
        assert "You write the next wording" in client.get(url).text

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"option_2": ""}, "Write two options or more"),
            ({"option_2": "the person"}, "Two options say the same"),
            ({"right_0": ""}, "Tick at least one option that is right"),
            ({"right_4": "on"}, "Write the option that is ticked as right"),
            ({"words": ""}, "Enter question"),
        ],
    )
    def test_keep_what_was_typed_where_something_is_wrong(
        self, client, trainer, draft, change, why
    ):
        form = {key: value for key, value in {**self.FORM, **change}.items() if value}

        page = client.post(f"{COURSE}questions/new/", form).text

        assert why in page
        assert "It is their record." in page
        assert not Question.objects.filter(topic="Consent").exists()

    def test_are_retired_unless_the_quiz_needs_them(self, client, trainer):
        make_learning(questions=3)
        for code in ("safe-use-q1", "safe-use-q2"):
            client.post(f"{COURSE}questions/{code}/retire/", {"to": "rest"})

        page = client.get(f"{COURSE}questions/").text

        assert "Write another question first" in page
        assert page.count("Not drawn") == 1
        client.post(f"{COURSE}questions/safe-use-q1/retire/", {"to": "use"})
        assert "Not drawn" not in client.get(f"{COURSE}questions/").text


class TestItemAnalysis:
    def test_shows_and_hands_out_what_was_answered(self, client, trainer):
        version = make_learning(questions=2)
        version.course.questions.filter(code="safe-use-q1").update(topic="Access")
        attempt = begin_attempt(version, learner())
        submit_attempt(
            attempt_id=attempt.pk, places=right_places(attempt), by=attempt.enrolment.role,
            at=MONDAY,
        )  # fmt: skip

        page = client.get(f"{COURSE}analysis/").text
        lines = client.get(f"{COURSE}analysis.csv").content.decode("utf-8-sig").splitlines()

        assert "too few answers" in page
        assert len(lines) == 1 + 2 * 3
        assert lines[0].startswith("Topic,Question,Wording")
        assert "safe-use-q1" in lines[1]
        assert "yes,1" in "".join(lines)
