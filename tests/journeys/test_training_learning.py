"""A learner reads, leaves, goes on, fails, tries again and is competent; a trainer writes it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import CompetencyGrant
from tests.browser import needs_browser
from tests.factories.learning import make_learning
from tests.factories.training import CompetencyFactory, make_version
from training.codes import AttemptState, DeliveryMode
from training.models import Attempt, LearningPage, Question

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]
DOCTOR, TRAINER = "ae.doctor", "trainer"
START = "/training/learn/safe-use/"


@pytest.fixture
def course(first_night):
    """Offer e-learning of three pages with a quiz of two questions, of which all must be right."""
    return make_learning(
        questions=3, pass_mark=100, grants=CompetencyFactory.create(code="record-safe-use")
    )


def then_page_is_good(page: Page) -> None:
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


def when_they_answer_all(page: Page, words: str, *, saves: bool) -> None:
    for number, question in enumerate(page.locator("fieldset").all(), start=1):
        question.get_by_label(words).check()
        if saves:
            expect(page.locator(f"#kept-{number}")).to_have_text("Saved")


def then_doctor_is_competent() -> None:
    grants = CompetencyGrant.objects.filter(user__username=DOCTOR)
    assert [grant.competency.code for grant in grants] == ["record-safe-use"]


def given_two_pages_begun(page: Page, site: str) -> None:
    """They read the first page, and try themselves on the second."""
    given_signed_in(page, site, DOCTOR)
    page.goto(f"{site}{START}")
    then_page_is_good(page)
    when_they_press(page, "Start")
    then_page_says(page, "Page 1 of 3")
    then_page_is_good(page)
    when_they_press(page, "Next")
    then_heading_is(page, "How to open one")
    page.get_by_label("Always").check()
    when_they_press(page, "Check your answer")
    expect(page.locator("#trial")).to_contain_text("Not quite.")
    then_page_is_good(page)


def when_they_go_on(page: Page, site: str) -> None:
    """They find their place on another device, and read to the quiz."""
    given_signed_in(page, site, DOCTOR)
    page.goto(f"{site}{START}")
    then_page_says(page, "1 of 3 pages read")
    when_they_press(page, "Continue at page 2")
    then_heading_is(page, "How to open one")
    when_they_press(page, "Next")
    when_they_press(page, "Go to the quiz")
    then_heading_is(page, "Quiz")
    then_page_is_good(page)


def when_they_fail(page: Page) -> None:
    when_they_press(page, "Start the quiz")
    expect(page.locator("[data-quiz-left]")).to_have_text(re.compile(r"\d+:\d\d left"))
    then_page_is_good(page)
    when_they_answer_all(page, "Always", saves=True)
    when_they_press(page, "Send all answers")
    then_heading_is(page, "Not passed this time")
    then_page_says(page, "You have 1 attempt left.")
    then_page_is_good(page)


class TestLearning:
    def test_from_the_first_page_to_the_competency(self, page, site, course, browser):
        given_two_pages_begun(page, site)
        other = browser.new_context().new_page()
        when_they_go_on(other, site)
        when_they_fail(other)

        when_they_press(other, "Try again")
        then_heading_is(other, "Quiz, attempt 2")
        when_they_answer_all(other, "Only with a reason", saves=True)
        when_they_press(other, "Send all answers")

        then_heading_is(other, "You have passed")
        then_page_says(other, "Course completed")
        then_page_is_good(other)
        then_doctor_is_competent()
        other.context.close()

    def test_without_javascript(self, site, course, browser: Browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        given_signed_in(page, site, DOCTOR)
        page.goto(f"{site}{START}")
        when_they_press(page, "Start")
        when_they_press(page, "Next")
        page.get_by_label("Only with a reason").check()
        when_they_press(page, "Check your answer")
        then_page_says(page, "That is right.")
        when_they_press(page, "Next")
        when_they_press(page, "Go to the quiz")
        when_they_press(page, "Start the quiz")
        then_page_says(page, "Ends at")
        when_they_answer_all(page, "Only with a reason", saves=False)
        when_they_press(page, "Send all answers")

        then_heading_is(page, "You have passed")
        then_doctor_is_competent()
        context.close()

    def test_time_runs_out_while_somebody_looks_on(self, page, site, course):
        given_signed_in(page, site, DOCTOR)
        page.goto(f"{site}{START}")
        when_they_press(page, "Start")
        for words in ("Next", "Next", "Go to the quiz", "Start the quiz"):
            when_they_press(page, words)
        when_they_answer_all(page, "Only with a reason", saves=True)
        Attempt.objects.update(closes_at=timezone.now() + timedelta(seconds=3))
        page.reload()

        then_heading_is(page, "You have passed")
        assert Attempt.objects.get().state == AttemptState.PASSED


@pytest.fixture
def draft(course):
    """Have a second version in writing, whose quiz asks of a topic that the bank does not have."""
    return make_version(
        publish=False,
        course=course.course,
        number=2,
        mode=DeliveryMode.E_LEARNING,
        needs_attendance=False,
        needs_pages=True,
        needs_quiz=True,
        quiz_draws=[["Access", 3], ["Consent", 1]],
    )


def when_they_write_a_page(page: Page) -> None:
    when_they_press(page, "Add a page")
    page.get_by_label("Title").fill("Before you open a record")
    page.get_by_label("Text").fill("# Why\n\nTo care for **them**.")
    then_page_is_good(page)
    when_they_press(page, "Keep and look at it")
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_text("Why")
    then_page_is_good(page)


def when_they_write_a_question(page: Page) -> None:
    when_they_follow(page, "Questions")
    then_page_is_good(page)
    when_they_press(page, "Write a question")
    page.get_by_label("Topic").fill("Consent")
    page.get_by_label("Question", exact=True).fill("Who may say no?")
    page.get_by_label("Option 1", exact=True).fill("The person")
    page.get_by_label("Option 2", exact=True).fill("Nobody")
    when_they_press(page, "Keep this wording")
    then_page_says(page, "Tick at least one option that is right")
    then_page_is_good(page)
    page.get_by_label("Option 1 is right").check()
    when_they_press(page, "Keep this wording")


class TestWriting:
    def test_a_page_and_a_question(self, page, site, draft):
        given_signed_in(page, site, TRAINER)
        page.goto(f"{site}/training/set-up/courses/safe-use/")
        when_they_follow(page, "Pages of version 2")
        then_page_says(page, "It asks for its pages to be read, but has none")
        then_page_is_good(page)
        when_they_write_a_page(page)
        when_they_write_a_question(page)

        when_they_follow(page, "Pages of version 2")
        then_page_says(page, "Its pages and its quiz lack nothing.")
        when_they_follow(page, "Look at the quiz")
        then_page_says(page, "Who may say no?")
        then_page_is_good(page)
        when_they_follow(page, "Item analysis")
        then_page_is_good(page)
        assert LearningPage.objects.get(version=draft).title == "Before you open a record"
        assert Question.objects.get(topic="Consent").versions.get().right == [0]
