"""A trainer makes a course and gives it; a learner scans in at the door and leaves competent."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import CompetencyGrant, PractitionerRole, User
from core.dates import LONDON
from tests.browser import needs_browser
from tests.factories.accounts import PASSWORD
from tests.factories.training import (
    CompetencyFactory,
    CourseFactory,
    make_booking,
    make_session,
    make_version,
)
from training.actions.door import make_token
from training.codes import BookingState
from training.models import Booking, Session, SessionSlot

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
COURSE = "Safe sharing in a day"


@pytest.fixture(autouse=True)
def competency(first_night: None):
    return CompetencyFactory.create(code="safe-sharing", name="Safe sharing")


def given_a_session_today() -> Session:
    """Return a session of the trainer's that began two minutes ago."""
    trainer = PractitionerRole.objects.get(user__username="trainer")
    version = make_version(course=CourseFactory.create(code="safe-sharing", name=COURSE))
    return make_session(
        version=version,
        trainer=trainer,
        host=trainer.organization,
        starts_at=timezone.now() - timedelta(minutes=2),
    )


def then_page_is_well_made(page: Page) -> None:
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


def when_they_make_a_course(page: Page, site: str) -> None:
    page.goto(f"{site}/training/set-up/courses/")
    then_page_is_well_made(page)
    when_they_press(page, "New course")
    page.get_by_label("Name of the course").fill(COURSE)
    then_page_is_well_made(page)
    when_they_press(page, "Make the course")
    then_heading_is(page, "Version 1, draft")
    page.get_by_role("group", name="It makes competent in").get_by_label("Safe sharing").check()
    then_page_is_well_made(page)
    when_they_press(page, "Keep the draft")
    then_page_says(page, "Whoever renews in the last 3 months loses nothing")
    when_they_press(page, "Publish version 1")
    then_page_says(page, "Published")
    then_page_is_well_made(page)


def when_they_make_a_session(page: Page) -> None:
    when_they_follow(page, "New session")
    page.get_by_label("It runs from this many people").fill("1")
    then_page_is_well_made(page)
    when_they_press(page, "Make the session")
    day = timezone.localdate(timezone.now(), LONDON) + timedelta(days=21)
    page.get_by_label("Day", exact=True).fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_label("Starts at").fill("9:30")
    page.get_by_label("Ends at").fill("12:30")
    page.get_by_label("Room").fill("Seminar room 2")
    then_page_is_well_made(page)
    when_they_press(page, "Keep the time")
    then_page_says(page, "09:30 to 12:30")
    when_they_press(page, "Open for booking")
    then_page_is_well_made(page)


def when_a_learner_books(telephone: Page, site: str, session: Session) -> None:
    given_signed_in(telephone, site, "ae.doctor")
    telephone.goto(f"{site}/training/sessions/{session.pk}/book/")
    when_they_press(telephone, "Book")
    telephone.wait_for_load_state()


def when_the_day_comes(session: Session) -> None:
    """Have the session have begun two minutes ago, whatever the time of day is now."""
    starts_at = timezone.now() - timedelta(minutes=2)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    SessionSlot.objects.filter(session=session).update(**times)
    Session.objects.filter(pk=session.pk).update(**times)


def when_they_scan(telephone: Page, site: str, session: Session) -> None:
    """Open what the picture at the door says."""
    slot = session.slots.get()
    token = make_token(slot.pk, at=timezone.now())
    telephone.goto(f"{site}/training/attend/{slot.pk}/{token}/")


def when_the_door_opens(page: Page, site: str) -> None:
    page.goto(f"{site}/training/day/")
    then_page_says(page, COURSE)
    then_page_is_well_made(page)
    when_they_follow(page, "Door")
    expect(page.locator(".ohc-door svg")).to_be_visible()
    then_page_is_well_made(page)


def when_the_learner_scans_in(telephone: Page, site: str, session: Session) -> None:
    when_they_scan(telephone, site, session)
    then_page_is_accessible(telephone)
    when_they_press(telephone, "I am here")
    then_page_says(telephone, "Present, scanned")
    then_page_is_accessible(telephone)


def when_the_trainer_overrides_and_closes(page: Page) -> None:
    when_they_follow(page, "Register")
    then_page_says(page, "Present, scanned")
    then_page_is_well_made(page)
    when_they_press(page, "Absent")
    then_page_says(page, "Now: Present, scanned")
    page.get_by_label("Late").check()
    page.get_by_label("Why").fill("Came back from a call")
    then_page_is_well_made(page)
    when_they_press(page, "Keep it")
    then_page_says(page, "Came back from a call")
    when_they_press(page, "Close the register")
    then_page_says(page, "Register closed")
    then_page_is_well_made(page)


class TestGivingACourse:
    def test_from_the_first_version_to_a_competent_learner(self, page, telephone, site):
        given_signed_in(page, site, "trainer")
        expect(page.get_by_role("main")).to_contain_text("Your sessions today")
        when_they_make_a_course(page, site)
        when_they_make_a_session(page)
        session = Session.objects.get()
        when_a_learner_books(telephone, site, session)
        booking = Booking.objects.get()
        assert booking.state == BookingState.BOOKED

        when_the_day_comes(session)
        when_the_door_opens(page, site)
        when_the_learner_scans_in(telephone, site, session)
        when_the_trainer_overrides_and_closes(page)

        learner = User.objects.get(username="ae.doctor")
        assert CompetencyGrant.objects.get(user=learner).competency.code == "safe-sharing"
        booking.refresh_from_db()
        assert booking.state == BookingState.ATTENDED

    def test_a_stranger_signs_in_at_the_door_and_comes_back(self, page, telephone, site):
        given_signed_in(page, site, "trainer")
        session = given_a_session_today()

        when_they_scan(telephone, site, session)
        telephone.get_by_label("User name or e-mail address").fill("ae.doctor")
        telephone.get_by_label("Password", exact=True).fill(PASSWORD)
        telephone.get_by_role("button", name="Sign in").click()
        when_they_press(telephone, "I am here")
        then_page_says(telephone, "they can add you to the register")

        page.goto(f"{site}/training/set-up/sessions/{session.pk}/register/")
        page.get_by_label("Their name").fill("Example")
        when_they_press(page, "Find")
        then_page_is_well_made(page)
        when_they_press(page, "Add")
        then_page_says(page, "1 there")


class TestWithoutAConnection:
    def test_taps_are_kept_and_sent_when_there_is_one(self, page, site):
        given_signed_in(page, site, "trainer")
        session = given_a_session_today()
        doctor = PractitionerRole.objects.get(user__username="ae.doctor")
        make_booking(session, doctor)
        page.goto(f"{site}/training/set-up/sessions/{session.pk}/register/")

        page.context.set_offline(True)
        when_they_press(page, "Late")
        then_page_says(page, "1 mark is kept on this device")
        kept = page.evaluate("JSON.stringify(localStorage)")
        page.context.set_offline(False)

        then_page_says(page, "Late, marked by")
        assert "Example" not in kept
        assert Booking.objects.get().marks.get().mark == "late"
