"""Trainers write pages, pictures and questions of drafts; what is published stays."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import Forbidden, NotPermittedNow
from tests.factories.accounts import BoardFactory
from tests.factories.learning import begin_attempt, make_learning, make_question
from tests.factories.training import a_trainer, learner
from training.actions.pages import (
    LARGEST_IMAGE,
    NewImage,
    PageWords,
    add_image,
    delete_image,
    delete_page,
    move_page,
    write_page,
)
from training.actions.questions import (
    QuestionWords,
    restore_question,
    retire_question,
    write_question,
)
from training.codes import QuestionKind
from training.models import Question, QuestionVersion, reach_of

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c000000301010018dd8db00000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def trainer():
    return reach_of(a_trainer())


@pytest.fixture
def draft():
    return make_learning(publish=False)


def titles(version):
    return list(version.pages.order_by("position").values_list("position", "title"))


class TestWritePage:
    def test_adds_one_at_the_end_and_changes_it(self, trainer, draft):
        words = PageWords(title="New", body="Text")
        page = write_page(version_id=draft.pk, words=words, by=trainer)

        write_page(
            version_id=draft.pk, words=PageWords(title="Newer", body=""), by=trainer, position=4
        )

        page.refresh_from_db()
        assert (page.position, page.title) == (4, "Newer")

    def test_takes_no_question_of_another_course(self, trainer, draft):
        other = make_question(make_learning(code="other", publish=False).course, "strange")
        words = PageWords(title="New", body="Text", question=other.question)

        with pytest.raises(NotPermittedNow, match="of this course"):
            write_page(version_id=draft.pk, words=words, by=trainer)

    def test_leaves_what_is_published(self, trainer):
        version = make_learning()
        change = {"version_id": version.pk, "by": trainer}

        with pytest.raises(NotPermittedNow, match="frozen"):
            write_page(words=PageWords(title="Late", body=""), **change)
        with pytest.raises(NotPermittedNow, match="frozen"):
            move_page(position=2, is_up=True, **change)
        with pytest.raises(NotPermittedNow, match="frozen"):
            delete_page(position=2, **change)

    def test_is_for_trainers_of_the_courses_board(self, draft):
        draft.course.audience = BoardFactory.create(ods_code="QUA", name="B", short_name="B")
        draft.course.save()
        for role in (learner(), a_trainer()):
            with pytest.raises(Forbidden):
                write_page(
                    version_id=draft.pk, words=PageWords(title="x", body=""), by=reach_of(role)
                )

        own = a_trainer(organization=draft.course.audience)
        write_page(version_id=draft.pk, words=PageWords(title="x", body=""), by=reach_of(own))
        assert draft.pages.count() == 4


class TestOrder(TestCase):
    """However pages are moved and deleted, they stand at 1 to n, and none is lost or doubled."""

    @settings(max_examples=15, deadline=None)
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(["up", "down", "delete"]), st.integers(1, 4)), max_size=8
        )
    )
    def test_is_kept(self, steps):
        version, by = make_learning(publish=False), reach_of(a_trainer())
        expected = [title for _, title in titles(version)]
        for step, position in steps:
            if position > len(expected):
                continue
            if step == "delete":
                delete_page(version_id=version.pk, position=position, by=by)
                expected.pop(position - 1)
                continue
            move_page(version_id=version.pk, position=position, is_up=step == "up", by=by)
            beside = position - 2 if step == "up" else position
            if 0 <= beside < len(expected):
                at = position - 1
                expected[at], expected[beside] = expected[beside], expected[at]

        assert titles(version) == list(enumerate(expected, start=1))


class TestAddImage:
    def image(self, **facts):
        words = {"name": "door", "alternative": "A door", "file_name": "d.png", "content": PNG}
        return NewImage(**{**words, **facts})

    def test_knows_a_picture_by_its_bytes(self, trainer, draft):
        kept = add_image(course_id=draft.course_id, image=self.image(file_name="d.jpg"), by=trainer)

        assert kept.content_type == "image/png"

    @pytest.mark.parametrize(
        ("facts", "why"),
        [
            ({"content": SVG}, "SVG"),
            ({"content": b"just text"}, "PNG, JPEG"),
            ({"content": b"%PDF-1.4 x"}, "PNG, JPEG"),
            ({"content": b"<html><body>hello</body></html>"}, "PNG, JPEG"),
            ({"content": PNG + b"\0" * LARGEST_IMAGE}, "2 MB"),
            ({"alternative": "  "}, "in words"),
            ({"file_name": "d.png.exe"}, "PNG, JPEG"),
        ],
    )
    def test_refuses_everything_else(self, trainer, draft, facts, why):
        with pytest.raises(NotPermittedNow, match=why):
            add_image(course_id=draft.course_id, image=self.image(**facts), by=trainer)

    def test_keeps_what_a_name_means(self, trainer, draft):
        add_image(course_id=draft.course_id, image=self.image(), by=trainer)

        with pytest.raises(NotPermittedNow, match="another name"):
            add_image(course_id=draft.course_id, image=self.image(), by=trainer)

    def test_stays_while_a_page_shows_it(self, trainer, draft):
        add_image(course_id=draft.course_id, image=self.image(), by=trainer)
        page = {"version_id": draft.pk, "by": trainer, "position": 1}
        write_page(words=PageWords(title="Door", body="![x](door)"), **page)

        with pytest.raises(NotPermittedNow, match="shows this picture"):
            delete_image(course_id=draft.course_id, name="door", by=trainer)

        write_page(words=PageWords(title="Door", body="gone"), **page)
        delete_image(course_id=draft.course_id, name="door", by=trainer)
        assert not draft.course.images.exists()


class TestWriteQuestion:
    def words(self, **facts):
        words = {
            "topic": "Access",
            "words": "May you?",
            "options": ["Yes", "No"],
            "right": [1],
        }
        return QuestionWords(**{**words, **facts})

    def test_begins_one_and_writes_the_next_wording(self, trainer, draft):
        course = draft.course_id
        question = write_question(course_id=course, words=self.words(), by=trainer)

        newer = self.words(words="May you now?", right=[0, 1])
        write_question(course_id=course, words=newer, by=trainer, code=question.code)
        write_question(course_id=course, words=newer, by=trainer, code=question.code)

        wordings = question.versions.order_by("number")
        assert [each.words for each in wordings] == ["May you?", "May you now?"]
        assert [each.kind for each in wordings] == [QuestionKind.ONE, QuestionKind.SEVERAL]

    def test_leaves_what_attempts_have_drawn(self, trainer):
        version = make_learning(questions=2)
        attempt = begin_attempt(version, learner())
        drawn = attempt.answers.select_related("wording__question").get(position=1)

        write_question(
            course_id=version.course_id, words=self.words(), by=trainer,
            code=drawn.wording.question.code,
        )  # fmt: skip

        assert attempt.answers.get(pk=drawn.pk).wording.words == drawn.wording.words
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            QuestionVersion.objects.filter(pk=drawn.wording_id).update(words="x")

    @pytest.mark.parametrize(
        ("facts", "why"),
        [
            ({"options": ["Yes"], "right": [0]}, "2 to 6"),
            ({"options": list("abcdefg")}, "2 to 6"),
            ({"options": ["Yes", "yes "]}, "say the same"),
            ({"right": []}, "at least one"),
            ({"right": [2]}, "at least one"),
            ({"words": " "}, "topic and words"),
        ],
    )
    def test_refuses_what_cannot_be_answered(self, trainer, draft, facts, why):
        with pytest.raises(NotPermittedNow, match=why):
            write_question(course_id=draft.course_id, words=self.words(**facts), by=trainer)

    def test_leaves_the_published_quiz_its_questions(self, trainer):
        version = make_learning(questions=2)
        change = {"course_id": version.course_id, "by": trainer}

        with pytest.raises(NotPermittedNow, match="draws 2 questions on “Access”"):
            write_question(words=self.words(topic="Other"), code="safe-use-q1", **change)
        with pytest.raises(NotPermittedNow, match="the bank has 1"):
            retire_question(code="safe-use-q1", **change)

        write_question(words=self.words(), **change)
        retire_question(code="safe-use-q1", **change)
        assert not Question.objects.get(code="safe-use-q1").is_active
        restore_question(code="safe-use-q1", **change)
        assert Question.objects.get(code="safe-use-q1").is_active

    def test_is_for_trainers(self, draft):
        with pytest.raises(Forbidden):
            write_question(course_id=draft.course_id, words=self.words(), by=reach_of(learner()))
