import pytest

from tests.factories.learning import make_learning
from training.models import LearningImage
from training.queries.completeness import check_version_is_complete

pytestmark = pytest.mark.django_db


class TestCheckVersionIsComplete:
    def test_finds_nothing_in_what_is_whole(self):
        assert check_version_is_complete(make_learning(publish=False)) == []

    def test_says_which_topics_are_short(self):
        version = make_learning(publish=False, quiz_draws=[["Access", 9], ["Consent", 1]])

        assert check_version_is_complete(version) == [
            "The quiz draws 9 questions on “Access”, but the bank has 4.",
            "The quiz draws 1 question on “Consent”, but the bank has 0.",
        ]

    def test_counts_only_what_is_drawn(self):
        version = make_learning(publish=False, questions=2)
        version.course.questions.filter(code="safe-use-q1").update(is_active=False)

        assert "the bank has 1" in check_version_is_complete(version)[0]

    def test_asks_for_questions(self):
        version = make_learning(publish=False, quiz_draws=[])

        assert "how many questions the quiz draws" in check_version_is_complete(version)[0]

    def test_names_empty_pages_and_pictures_that_are_missing(self):
        version = make_learning(publish=False)
        LearningImage.objects.create(
            course=version.course, name="door", alternative="A door", content_type="image/png",
            content=b"x",
        )  # fmt: skip
        version.pages.filter(position=1).update(body="![](door) ![](window) ![](window)")
        version.pages.filter(position=2).update(body=" \n")

        lacks = check_version_is_complete(version)

        assert lacks[0].startswith("Page 1, “Why it matters”, shows a picture “window” that")
        assert lacks[1:] == [
            "Page 2, “How to open one”, is empty: write it, or delete it.",
        ]

    def test_asks_for_pages_only_where_they_are_read(self):
        version = make_learning(publish=False)
        version.pages.all().delete()
        assert "has none" in check_version_is_complete(version)[0]

        version.needs_pages = version.needs_quiz = False

        assert check_version_is_complete(version) == []
