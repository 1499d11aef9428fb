"""Learners find, book and cancel training; a manager books for a colleague and approves."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organization, PractitionerRole
from tests.browser import needs_browser
from tests.factories.training import (
    CompetencyFactory,
    CourseFactory,
    RequirementFactory,
    VenueFactory,
    learner,
    make_booking,
    make_session,
    make_version,
)
from training.actions.seats import cancel_booking
from training.codes import BookingState
from training.models import Booking, Session, SessionSlot, TrainingManager, reach_of

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

DOCTOR, PRACTICE_MANAGER = "ae.doctor", "practice.manager"
COURSE, ASKED_COURSE = "Shared record: first steps", "Safeguarding adults"


def role_of(name: str) -> PractitionerRole:
    roles = PractitionerRole.objects.select_related("user", "organization")
    return roles.get(user__username=name)


def doctors_manager() -> PractitionerRole:
    """Have the practice manager look after the training of the doctor's hospital."""
    manager = role_of(PRACTICE_MANAGER)
    TrainingManager.objects.create(user=manager.user, organization=role_of(DOCTOR).organization)
    return manager


def a_session(course: str, starts_at: datetime, **facts) -> Session:
    venue = VenueFactory.create(
        organization=Organization.objects.get(ods_code="RXW"),
        name=f"Education centre {starts_at:%d%H}",
        access_notes="Step-free, hearing loop",
    )
    needs_approval = course == ASKED_COURSE
    taught = CourseFactory.create(
        code="asked" if needs_approval else "first-steps",
        name=course,
        summary="Open a record, and know what is withheld",
        needs_approval=needs_approval,
    )
    version = taught.versions.first() or make_version(
        course=taught, grants=CompetencyFactory.create(code="record-first-steps")
    )
    session = make_session(version=version, starts_at=starts_at, **facts)
    SessionSlot.objects.filter(session=session).update(venue=venue)
    return session


@pytest.fixture
def in_a_week() -> datetime:
    return timezone.now().replace(minute=30, second=0, microsecond=0) + timedelta(days=7)


def when_they_go_to_training(page: Page) -> None:
    parts = page.get_by_role("navigation", name="Parts of the service")
    parts.get_by_role("link", name="Training", exact=True).click()


def when_they_choose_tab(page: Page, name: str) -> None:
    tabs = page.get_by_role("navigation", name="Training", exact=True)
    tabs.get_by_role("link", name=name, exact=True).click()


def when_they_find(page: Page, words: str) -> None:
    when_they_choose_tab(page, "Find a course")
    page.get_by_label("Course or skill").fill(words)
    page.get_by_role("main").get_by_role("button", name="Search").click()


def then_they_are_told(page: Page, words: str) -> None:
    expect(page.locator(".ohc-notice").filter(has_text=words)).to_be_visible()


def then_page_is_good(page: Page) -> None:
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


def book_from_the_catalogue(page: Page, *, check: bool) -> None:
    """Find the course, book its only session with a need, and see it among one's bookings."""
    when_they_go_to_training(page)
    when_they_find(page, "first steps")
    if check:
        then_page_is_good(page)
    when_they_follow(page, COURSE)
    if check:
        then_page_is_good(page)
    when_they_follow(page, "Choose")
    if check:
        then_page_is_good(page)
    page.get_by_role("button", name="Book a place").or_(
        page.get_by_role("link", name="Book a place")
    ).first.click()
    then_page_says(page, "destroyed 30 days after the session")
    if check:
        then_page_is_good(page)
    page.get_by_label("Access (optional)").fill("Hearing loop")
    page.get_by_role("main").locator("form button").click()
    then_they_are_told(page, "Booked. The invitation for your calendar comes by e-mail.")
    when_they_choose_tab(page, "Your training")
    then_page_says(page, COURSE)


class TestBooking:
    def test_from_the_catalogue_to_ones_own_list_and_back_out(self, page, site, in_a_week):
        a_session(COURSE, in_a_week)
        competency = CompetencyFactory.create(code="record-first-steps")
        RequirementFactory.create(organization=role_of(DOCTOR).organization, competency=competency)
        given_signed_in(page, site, DOCTOR)
        when_they_go_to_training(page)
        then_page_says(page, "Never trained")
        then_page_is_good(page)

        book_from_the_catalogue(page, check=True)
        then_page_says(page, "Booked for")
        then_page_is_good(page)

        when_they_follow(page, COURSE)
        when_they_follow(page, "Cancel this booking")
        then_page_is_good(page)
        page.get_by_label("Reason (optional)").fill("On leave")
        when_they_press(page, "Cancel the booking")

        then_they_are_told(page, "Cancelled. The place goes to the next in line.")
        assert Booking.objects.get().state == BookingState.CANCELLED_BY_USER

    def test_of_a_full_session_waits_until_a_place_is_offered(self, page, site, in_a_week):
        session = a_session(COURSE, in_a_week, capacity=1)
        other = make_booking(session, learner())
        given_signed_in(page, site, DOCTOR)
        page.goto(f"{site}/training/sessions/{session.pk}/")
        then_page_says(page, "How the waiting list works")
        then_page_is_good(page)
        page.get_by_role("button", name="Join the waiting list").or_(
            page.get_by_role("link", name="Join the waiting list")
        ).first.click()
        page.get_by_role("main").locator("form button").click()
        then_page_says(page, "You are number 1 of 1 on the waiting list.")
        then_page_is_good(page)

        cancel_booking(booking_id=other.pk, by=reach_of(other.role), reason="", at=timezone.now())
        when_they_choose_tab(page, "Your training")
        then_page_says(page, "A place is free for you")
        then_page_says(page, "left")
        then_page_is_good(page)
        when_they_press(page, "Accept")

        then_they_are_told(page, "Booked. The invitation")
        expect(page.get_by_role("link", name="Cancel this booking")).to_be_visible()


class TestAManager:
    def test_books_for_a_colleague_and_approves_the_request_of_another(self, page, site, in_a_week):
        doctors_manager()
        session = a_session(COURSE, in_a_week)
        asked = make_booking(
            a_session(ASKED_COURSE, in_a_week + timedelta(days=1)),
            learner(user__display_name="Nurse Carla Dean"),
            BookingState.REQUESTED,
        )
        given_signed_in(page, site, PRACTICE_MANAGER)
        page.goto(f"{site}/training/sessions/{session.pk}/")
        when_they_follow(page, "Book for somebody")
        page.get_by_label("Who is it for?").fill(str(role_of(DOCTOR).user))
        when_they_press(page, "Find")
        then_page_is_good(page)
        page.get_by_role("radio").first.check()
        when_they_press(page, "Book")
        then_they_are_told(page, "is booked.")

        when_they_choose_tab(page, "Approvals")
        then_page_says(page, "Nurse Carla Dean")
        then_page_is_good(page)
        when_they_press(page, "Decline")
        then_they_are_told(page, "Say why: the learner reads it.")
        when_they_press(page, "Approve")

        then_they_are_told(page, "Approved: Nurse Carla Dean is booked.")
        asked.refresh_from_db()
        assert asked.state == BookingState.BOOKED
        assert Booking.objects.get(session=session).user == role_of(DOCTOR).user
        when_they_sign_out(page)


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_place_is_found_and_booked_all_the_same(self, page, site, in_a_week):
        a_session(COURSE, in_a_week)
        given_signed_in(page, site, DOCTOR)

        book_from_the_catalogue(page, check=False)

        then_heading_is(page, "Your training")
        assert Booking.objects.get().state == BookingState.BOOKED
