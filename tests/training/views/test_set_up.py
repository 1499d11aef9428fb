"""Trainers set courses and sessions up; nobody else does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.training import (
    CompetencyFactory,
    CourseFactory,
    VenueFactory,
    a_manager,
    a_trainer,
    make_booking,
    make_session,
    make_version,
)
from tests.training.trainers_world import acting, another_boards_trainer, of_the_hospital
from training.codes import BookingState, SessionState, VersionState
from training.models import Course, CourseVersion, Session, TrainingMessage, Venue

pytestmark = pytest.mark.django_db
MOST_SQL = 12


@pytest.fixture
def trainer(client, sign_in):
    role = a_trainer()
    sign_in(client, acting(role))
    return role


def a_version(**changes):
    return {
        "mode": "classroom",
        "duration_minutes": "90",
        "steps": ["needs_attendance"],
        "pass_mark": "80",
        "time_limit_minutes": "20",
        "attempts_allowed": "3",
        "cool_off_hours": "24",
        "expiry_rule": "from-previous",
        "period": "12",
        "period_unit": "months",
        "window_months": "3",
        "grants": [str(CompetencyFactory.create().pk)],
        **changes,
    }


def a_plan(role, **changes):
    return {
        "mode": "classroom",
        "host": str(role.organization_id),
        "trainers": [str(role.user_id)],
        "capacity": "12",
        "overbook_allowance": "1",
        "min_to_run": "4",
        "offer_hours": "48",
        "offers_end_hours": "4",
        **changes,
    }


def a_time(day, **changes):
    return {
        "day_day": str(day.day),
        "day_month": str(day.month),
        "day_year": str(day.year),
        "starts": "9:30",
        "ends": "12:30",
        "room": "Seminar room",
        **changes,
    }


class TestCourse:
    def test_from_its_name_to_its_second_version(self, client, trainer):
        client.post("/training/set-up/courses/new/", {"name": "Safe sharing", "is_active": "on"})
        course = Course.objects.get()
        draft = course.versions.get()
        first = CompetencyFactory.create(code="consent")
        client.post(
            f"/training/set-up/courses/versions/{draft.pk}/",
            a_version(all_of=[str(first.pk)], tasks="Find a person\n\nOpen a letter\n"),
        )

        page = client.get(f"/training/set-up/courses/{course.code}/").text
        client.post(f"/training/set-up/courses/versions/{draft.pk}/publish/")
        client.post(f"/training/set-up/courses/{course.code}/next/")

        assert "Whoever renews in the last 3 months loses nothing" in page
        draft.refresh_from_db()
        assert (draft.state, draft.published_by_id) == (VersionState.PUBLISHED, trainer.user_id)
        second = course.versions.get(number=2)
        assert second.prerequisites == {"all": ["consent"]}
        assert [each.words for each in second.tasks.order_by("position")] == [
            "Find a person",
            "Open a letter",
        ]
        assert second.grants.count() == 1
        client.post(f"/training/set-up/courses/versions/{second.pk}/publish/")
        draft.refresh_from_db()
        assert draft.state == VersionState.RETIRED

    def test_what_a_draft_lacks_is_said(self, client, trainer):
        version = make_version(
            publish=False, needs_attendance=False, needs_quiz=True, needs_pages=True
        )
        version.grants.clear()

        page = client.get(f"/training/set-up/courses/{version.course.code}/").text
        answer = client.post(
            f"/training/set-up/courses/versions/{version.pk}/publish/", follow=True
        ).text

        for words in ("which competencies it grants", "how many questions"):
            assert words in page
            assert words in answer
        version.refresh_from_db()
        assert version.state == VersionState.DRAFT

    def test_a_published_version_is_not_written_again(self, client, trainer):
        version = make_version()

        answer = client.post(
            f"/training/set-up/courses/versions/{version.pk}/", a_version(), follow=True
        )

        assert "frozen" in answer.text

    @pytest.mark.parametrize("draws", ["Consent", "Consent: none", ": 3"])
    def test_a_wrong_line_of_the_quiz_is_named(self, client, trainer, draws):
        version = make_version(publish=False)

        page = client.post(
            f"/training/set-up/courses/versions/{version.pk}/", a_version(draws=draws)
        ).text

        assert "is not a topic with a number" in page

    def test_a_condition_that_the_form_cannot_show_is_kept(self, client, trainer):
        deep = {"any": [{"all": ["a", "b"]}, "c"]}
        version = make_version(publish=False, prerequisites=deep)

        client.post(f"/training/set-up/courses/versions/{version.pk}/", a_version())

        version.refresh_from_db()
        assert version.prerequisites == deep
        assert version.duration_minutes == 90


class TestSession:
    def test_from_a_version_to_open_for_booking(self, client, trainer):
        version = make_version()
        day = timezone.localdate() + timedelta(days=30)
        client.post(f"/training/set-up/courses/versions/{version.pk}/session/", a_plan(trainer))
        session = Session.objects.get()
        missing = client.get(f"/training/set-up/sessions/{session.pk}/").text
        client.post(f"/training/set-up/sessions/{session.pk}/times/new/", a_time(day))
        later = a_time(day + timedelta(days=7), starts="13:00", ends="14.30")
        client.post(f"/training/set-up/sessions/{session.pk}/times/new/", later)

        client.post(f"/training/set-up/sessions/{session.pk}/open/")

        assert "Add at least one time." in missing
        session.refresh_from_db()
        assert session.state == SessionState.OPEN
        slots = list(session.slots.order_by("starts_at"))
        assert (session.starts_at, session.ends_at) == (slots[0].starts_at, slots[1].ends_at)
        assert session.trainers.get().is_lead

    def test_no_part_overlaps_another(self, client, trainer):
        session = make_session(trainer=trainer, starts_at=datetime(2030, 7, 1, 9, tzinfo=UTC))

        page = client.post(
            f"/training/set-up/sessions/{session.pk}/times/new/",
            a_time(datetime(2030, 7, 1, tzinfo=UTC), starts="11:59", ends="13:00"),
        ).text

        assert "overlaps another time" in page
        assert session.slots.count() == 1

    def test_the_hour_that_does_not_exist_is_refused(self, client, trainer):
        session = make_session(trainer=trainer, state=SessionState.DRAFT)
        night = a_time(datetime(2027, 3, 28, tzinfo=UTC), starts="1:30", ends="3:00")

        page = client.post(f"/training/set-up/sessions/{session.pk}/times/new/", night).text

        assert "that time does not exist" in page

    def test_moving_takes_the_seated_along_and_tells_them(self, client, trainer):
        session = make_session(trainer=trainer, starts_at=datetime(2030, 7, 1, 9, tzinfo=UTC))
        booking = make_booking(session, of_the_hospital())
        slot = session.slots.get()

        client.post(
            f"/training/set-up/sessions/times/{slot.pk}/",
            a_time(datetime(2030, 7, 2, tzinfo=UTC), starts="14:00", ends="16:00"),
        )

        held = booking.times.get().during
        assert held.lower == datetime(2030, 7, 2, 13, tzinfo=UTC)
        session.refresh_from_db()
        assert session.revision == 1
        assert "it is now on 2 July 2030, 14:00" in TrainingMessage.objects.get().body

    def test_moving_takes_along_a_request_that_holds_a_seat(self, client, trainer):
        course = CourseFactory.create(needs_approval=True, approval_holds_seat=True)
        session = make_session(
            version=make_version(course=course),
            trainer=trainer,
            starts_at=datetime(2030, 7, 1, 9, tzinfo=UTC),
        )
        asked = make_booking(session, of_the_hospital(), BookingState.REQUESTED)

        client.post(
            f"/training/set-up/sessions/times/{session.slots.get().pk}/",
            a_time(datetime(2030, 7, 2, tzinfo=UTC)),
        )

        assert asked.times.get().during.lower == datetime(2030, 7, 2, 8, 30, tzinfo=UTC)
        page = client.get("/training/set-up/sessions/").text
        assert "1 of 12" in page
        assert "1 to approve" in page

    def test_who_is_elsewhere_then_is_shown_first_and_told_after(self, client, trainer):
        session = make_session(trainer=trainer, starts_at=datetime(2030, 7, 1, 9, tzinfo=UTC))
        other = make_session(starts_at=datetime(2030, 7, 2, 9, tzinfo=UTC))
        role = of_the_hospital()
        booking, kept = make_booking(session, role), make_booking(other, role)
        url = f"/training/set-up/sessions/times/{session.slots.get().pk}/"
        moved = a_time(datetime(2030, 7, 2, tzinfo=UTC), starts="10:00", ends="11:00")

        page = client.post(url, moved).text
        before = session.slots.get().starts_at
        client.post(url, {**moved, "accepts": "yes"})

        assert str(role.user) in page
        assert before == datetime(2030, 7, 1, 9, tzinfo=UTC)
        assert session.slots.get().starts_at == datetime(2030, 7, 2, 9, tzinfo=UTC)
        assert not booking.times.exists()
        assert kept.times.exists()
        assert TrainingMessage.objects.filter(user=role.user, subject__contains="twice").exists()

    def test_trainers_are_warned_of_two_at_once_and_of_small_rooms(self, client, trainer):
        session = make_session(trainer=trainer)
        other = make_session(trainer=trainer)
        session.slots.update(venue=VenueFactory.create(seats=5))

        page = client.get(f"/training/set-up/sessions/{session.pk}/").text

        assert f"also gives session {other.pk} then" in page
        assert "takes 5, fewer than the 12 places" in page

    def test_it_is_resized_and_cancelled(self, client, trainer):
        session = make_session(trainer=trainer, starts_at=timezone.now() + timedelta(days=9))
        url = f"/training/set-up/sessions/{session.pk}/"

        client.post(f"{url}resize/", {"capacity": "20", "overbook_allowance": "2"})
        client.post(f"{url}cancel/", {"reason": "The trainer is ill"})

        session.refresh_from_db()
        assert (session.capacity, session.state) == (20, SessionState.CANCELLED)
        assert "The trainer is ill" in client.get(url).text

    def test_a_part_can_be_taken_out(self, client, trainer):
        session = make_session(trainer=trainer, starts_at=timezone.now() + timedelta(days=9))
        day = timezone.localdate() + timedelta(days=20)
        client.post(f"/training/set-up/sessions/{session.pk}/times/new/", a_time(day))
        first, second = session.slots.order_by("starts_at")

        client.post(f"/training/set-up/sessions/times/{second.pk}/remove/")
        refused = client.post(
            f"/training/set-up/sessions/times/{first.pk}/remove/", follow=True
        ).text

        assert "only time of an open session" in refused
        session.refresh_from_db()
        assert session.ends_at == first.ends_at

    def test_lists_say_what_is_the_matter(self, client, trainer, django_assert_max_num_queries):
        soon = timezone.now() + timedelta(days=5)
        for _ in range(3):
            make_session(trainer=trainer, starts_at=soon, min_to_run=4)
        full = make_session(trainer=trainer, starts_at=soon, capacity=1)
        make_booking(full, of_the_hospital())
        past = make_session(trainer=trainer, starts_at=timezone.now() - timedelta(days=2))

        with django_assert_max_num_queries(MOST_SQL):
            at_risk = client.get("/training/set-up/sessions/?show=at-risk").text

        assert at_risk.count("At risk</span>") == 3
        assert f"session {full.pk}" in client.get("/training/set-up/sessions/?show=full").text
        assert f"session {past.pk}" in client.get("/training/set-up/sessions/?show=to-close").text


class TestVenue:
    def test_is_made_changed_and_not_made_twice(self, client, trainer):
        facts = {"organization": str(trainer.organization_id), "name": "Room 1", "seats": "8"}
        client.post("/training/set-up/sessions/venues/new/", {**facts, "is_active": "on"})
        venue = Venue.objects.get()

        twice = client.post(
            "/training/set-up/sessions/venues/new/", {**facts, "name": "room 1"}
        ).text
        client.post(f"/training/set-up/sessions/venues/{venue.pk}/", {**facts, "seats": "10"})

        assert "has a venue of that name" in twice
        venue.refresh_from_db()
        assert (venue.seats, venue.is_active) == (10, False)
        assert "Not in use" in client.get("/training/set-up/sessions/venues/").text


def addresses():
    """Return every page of the set-up with what it is about."""
    session = make_session(host=a_trainer().organization)
    version = CourseVersion.objects.get(pk=session.version_id)
    return [
        "/training/set-up/courses/",
        "/training/set-up/courses/new/",
        f"/training/set-up/courses/{version.course.code}/",
        f"/training/set-up/courses/{version.course.code}/edit/",
        f"/training/set-up/courses/versions/{version.pk}/",
        f"/training/set-up/courses/versions/{version.pk}/session/",
        "/training/set-up/sessions/venues/",
        "/training/set-up/sessions/venues/new/",
        "/training/set-up/sessions/",
        f"/training/set-up/sessions/{session.pk}/",
        f"/training/set-up/sessions/{session.pk}/edit/",
        f"/training/set-up/sessions/{session.pk}/cancel/",
        f"/training/set-up/sessions/{session.pk}/times/new/",
        f"/training/set-up/sessions/times/{session.slots.get().pk}/",
    ]


class TestWhoMay:
    def test_trainers_of_the_board_see_every_page_in_few_queries(
        self, client, trainer, django_assert_max_num_queries
    ):
        for url in addresses():
            with django_assert_max_num_queries(MOST_SQL):
                answer = client.get(url)
            assert answer.status_code in (200, 302), url

    @pytest.mark.parametrize("person", [of_the_hospital, a_manager])
    def test_learners_and_managers_see_none(self, client, sign_in, person):
        sign_in(client, acting(person()))

        assert {client.get(url).status_code for url in addresses()} == {403}

    def test_strangers_sign_in_first(self, client):
        assert {client.get(url).status_code for url in addresses()} == {302}

    def test_trainers_of_another_board_do_not_run_its_sessions(self, client, sign_in):
        urls = [url for url in addresses() if "/sessions/" in url and "/venues/" not in url]
        sign_in(client, acting(another_boards_trainer()))

        answers = {url: client.get(url).status_code for url in urls}

        assert set(answers.values()) == {200, 403}
        assert [url for url, code in answers.items() if code == 200] == [
            "/training/set-up/sessions/"
        ]

    def test_a_boards_own_course_is_not_anothers(self, client, sign_in):
        course = CourseFactory.create(audience=a_trainer().organization)
        version = make_version(course=course)
        sign_in(client, acting(another_boards_trainer()))

        assert client.get(f"/training/set-up/courses/{course.code}/").status_code == 404
        assert (
            client.post(f"/training/set-up/courses/versions/{version.pk}/publish/").status_code
            == 404
        )

    def test_nobody_hosts_beyond_their_reach(self, client, trainer):
        version = make_version()
        elsewhere = another_boards_trainer()
        url = f"/training/set-up/courses/versions/{version.pk}/session/"

        page = client.post(url, a_plan(trainer, host=str(elsewhere.organization_id)))

        assert page.status_code == 200
        assert not Session.objects.exists()
