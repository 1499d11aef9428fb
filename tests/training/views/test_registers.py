"""Registers, the door and the day on the screen."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.codes import SignInEventKind
from accounts.models import RequestOrigin, SignInEvent
from tests.factories.accounts import PASSWORD
from tests.factories.training import (
    a_manager,
    a_trainer,
    make_booking,
    make_session,
    make_version,
)
from tests.training.trainers_world import acting, another_boards_trainer, of_the_hospital
from training.actions.door import make_token
from training.codes import BookingState, EvaluationKind, Mark, NeedKind, SessionState
from training.models import BookingNeed, Enrolment, Evaluation, ObservedTask

pytestmark = pytest.mark.django_db
MOST_SQL = 12


@pytest.fixture
def trainer(client, sign_in):
    role = a_trainer()
    sign_in(client, acting(role))
    client.get("/accounts/account/")  # takes up the role, which is written down once
    return role


@pytest.fixture
def session(trainer):
    """Return a session that began five minutes ago."""
    return make_session(trainer=trainer, starts_at=timezone.now() - timedelta(minutes=5))


def tap(client, booking, mark, **more):
    slot = booking.session.slots.get()
    return client.post(
        f"/training/set-up/sessions/{booking.session_id}/register/mark/",
        {"booking": str(booking.pk), "slot": str(slot.pk), "mark": mark, **more},
        follow=True,
    )


class TestRegister:
    def test_one_tap_each_and_few_queries(self, client, session, django_assert_max_num_queries):
        people = [make_booking(session, of_the_hospital()) for _ in range(8)]
        tap(client, people[0], "present")
        tap(client, people[1], "late")

        with django_assert_max_num_queries(MOST_SQL):
            page = client.get(f"/training/set-up/sessions/{session.pk}/register/").text

        assert "8 booked · 2 there · 0 absent · 6 not marked" in page
        assert all(str(booking.user) in page for booking in people)

    def test_needs_are_for_those_who_give_the_session(self, client, sign_in, session):
        booking = make_booking(session, of_the_hospital())
        BookingNeed.objects.create(booking=booking, kind=NeedKind.ACCESS, words=b"Hearing loop")
        url = f"/training/set-up/sessions/{session.pk}/register/"

        given = client.get(url).text
        sign_in(client, acting(a_trainer()))
        seen_by_a_colleague = client.get(url).text

        assert "Hearing loop" in given
        assert "Hearing loop" not in seen_by_a_colleague
        assert "shown to those who give the session" in seen_by_a_colleague

    def test_a_scan_is_contradicted_with_a_reason(self, client, session):
        booking = make_booking(session, of_the_hospital())
        scan_and_arrive(booking.user, session)

        asked = tap(client, booking, "absent")
        slot = session.slots.get()
        client.post(
            asked.redirect_chain[-1][0],
            {
                "booking": str(booking.pk),
                "slot": str(slot.pk),
                "mark": "absent",
                "reason": "Left at once",
            },
        )

        assert "Present, scanned" in asked.text
        page = client.get(f"/training/set-up/sessions/{session.pk}/register/").text
        assert "Left at once" in page

    def test_walk_ins_are_found_by_name_and_added(self, client, session):
        role = of_the_hospital()
        url = f"/training/set-up/sessions/{session.pk}/register/"
        slot = session.slots.get()

        found = client.get(url, {"find": role.user.display_name}).text
        client.post(f"{url}walk-in/", {"slot": str(slot.pk), "role": str(role.pk)})

        assert str(role.user) in found
        assert session.bookings.get().marks.get().mark == Mark.PRESENT

    def test_walk_ins_of_another_board_are_not_there(self, client, session):
        stranger = another_boards_trainer()
        url = f"/training/set-up/sessions/{session.pk}/register/"
        slot = session.slots.get()

        answer = client.post(f"{url}walk-in/", {"slot": str(slot.pk), "role": str(stranger.pk)})

        assert answer.status_code == 404
        assert "Nobody of your board" in client.get(url, {"find": str(stranger.user)}).text

    def test_it_is_closed_and_corrected(self, client, session):
        booking = make_booking(session, of_the_hospital())
        url = f"/training/set-up/sessions/{session.pk}/register/"
        slot = session.slots.get()
        client.post(f"{url}close/")

        refused = tap(client, booking, "present").text
        without_reason = client.post(
            f"{url}decide/", {"booking": str(booking.pk), "slot": str(slot.pk), "mark": "present"}
        ).text
        client.post(
            f"{url}decide/",
            {
                "booking": str(booking.pk),
                "slot": str(slot.pk),
                "mark": "present",
                "reason": "On the paper list",
            },
        )

        assert "a correction needs a reason" in refused
        assert "Enter why" in without_reason
        booking.refresh_from_db()
        assert booking.state == BookingState.ATTENDED
        assert "Register closed" in client.get(url).text

    @pytest.mark.parametrize("key", ["", "x", "7f1f1a36-4a53-4a4b-9b6c-2f9f6c1d0a11"])
    def test_what_is_not_there_is_not_found(self, client, session, key):
        url = f"/training/set-up/sessions/{session.pk}/register/"

        assert client.post(f"{url}rest/", {"slot": key}).status_code == 404


def scan_and_arrive(user, session, *, shown_ago=0):
    """Scan the code of a session's slot and say that one is there; return the last answer."""
    browser, slot = Client(), session.slots.get()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    token = make_token(slot.pk, at=timezone.now() - timedelta(seconds=shown_ago))
    browser.get(f"/training/attend/{slot.pk}/{token}/")
    return browser.post(f"/training/attend/{slot.pk}/")


class TestDoor:
    def test_shows_a_code_without_styles_or_scripts_of_its_own(
        self, client, session, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(MOST_SQL):
            page = client.get(f"/training/set-up/sessions/door/{session.slots.get().pk}/").text

        drawing = page[page.index("<svg") : page.index("</svg>")]
        assert "style=" not in drawing
        assert "data-polls" in page
        assert "Show the present code" in page

    def test_a_learner_marks_themselves(self, session):
        booking = make_booking(session, of_the_hospital())

        answer = scan_and_arrive(booking.user, session)

        assert "You are in the register" in answer.text
        assert booking.marks.get().mark == Mark.PRESENT

    def test_a_photograph_is_useless_after_ninety_seconds(self, session):
        booking = make_booking(session, of_the_hospital())

        assert scan_and_arrive(booking.user, session, shown_ago=90).status_code == 410
        assert not booking.marks.exists()

    def test_to_look_marks_nobody(self, session):
        booking, slot = make_booking(session, of_the_hospital()), session.slots.get()
        browser = Client()
        browser.force_login(booking.user, backend="django.contrib.auth.backends.ModelBackend")
        token = make_token(slot.pk, at=timezone.now())

        page = browser.get(f"/training/attend/{slot.pk}/{token}/", follow=True)

        assert "I am here" in page.text
        assert not booking.marks.exists()

    def test_who_is_not_booked_reads_what_to_do(self, session):
        answer = scan_and_arrive(of_the_hospital().user, session)

        assert answer.status_code == 409
        assert "they can add you to the register" in answer.text

    @pytest.mark.parametrize(("seconds", "status"), [(299, 200), (301, 410)])
    def test_strangers_sign_in_and_come_back_within_five_minutes(self, session, seconds, status):
        booking, slot = make_booking(session, of_the_hospital()), session.slots.get()
        browser, scanned = Client(), timezone.now().replace(microsecond=0)
        with time_machine.travel(scanned, tick=False):
            token = make_token(slot.pk, at=scanned)
            asked = browser.get(f"/training/attend/{slot.pk}/{token}/", follow=True)
        arrive = f"/training/attend/{slot.pk}/"
        with time_machine.travel(scanned + timedelta(seconds=seconds), tick=False):
            signed_in = browser.post(
                "/accounts/sign-in/",
                {"username": booking.user.username, "password": PASSWORD, "next": arrive},
            )
            answer = browser.post(arrive)

        assert asked.redirect_chain[-1][0].startswith("/accounts/sign-in/?next=")
        assert signed_in["Location"] == arrive
        assert answer.status_code == status
        assert booking.marks.count() == (status == 200)

    def test_nobody_arrives_without_a_scan(self, session):
        booking, slot = make_booking(session, of_the_hospital()), session.slots.get()
        browser = Client()
        browser.force_login(booking.user, backend="django.contrib.auth.backends.ModelBackend")

        assert browser.post(f"/training/attend/{slot.pk}/").status_code == 410

    def test_strangers_learn_nothing_of_a_slot(self, client, session):
        client.logout()
        right, wrong = session.slots.get().pk, uuid4()
        pages = [client.get(f"/training/attend/{key}/{'x' * 16}/") for key in (right, wrong)]

        assert {page.status_code for page in pages} == {410}
        assert session.version.course.name not in pages[0].text


class TestDay:
    def test_shows_what_waits_in_few_queries(
        self, client, trainer, session, django_assert_max_num_queries
    ):
        soon = timezone.now() + timedelta(days=3)
        risky = make_session(trainer=trainer, starts_at=soon, min_to_run=5)
        for _ in range(3):
            make_session(trainer=trainer, starts_at=soon)
        make_booking(risky, of_the_hospital(), BookingState.WAITLISTED)
        make_booking(risky, of_the_hospital(), BookingState.REQUESTED)
        make_session(trainer=trainer, starts_at=timezone.now() - timedelta(days=2))
        quiet, lively = (self.completed(days=10) for _ in range(2))
        SignInEvent.objects.note(
            SignInEventKind.SUCCESS, user=lively.user, origin=RequestOrigin(), at=timezone.now()
        )
        elsewhere = self.completed(days=10, role=another_boards_trainer())

        with django_assert_max_num_queries(MOST_SQL):
            page = client.get("/training/day/").text

        assert "1 request for a place" in page
        assert "Registers to close (1)" in page
        assert "1 waiting" in page
        assert str(quiet.user) in page
        assert str(lively.user) not in page
        assert str(elsewhere.user) not in page
        today = client.get("/").text
        assert "Your sessions today" in today

    def completed(self, *, days, role=None):
        role, at = role or of_the_hospital(), timezone.now() - timedelta(days=days)
        return Enrolment.objects.create(
            user=role.user,
            role=role,
            version=make_version(),
            started_at=at,
            completed_at=at,
            ended_at=at,
        )


class TestObserving:
    def test_from_the_register_to_the_last_task(
        self, client, trainer, django_assert_max_num_queries
    ):
        version = make_version(publish=False, needs_attendance=False, needs_observation=True)
        task = ObservedTask.objects.create(version=version, position=1, words="Find a person")
        version.state, version.published_at = "published", timezone.now()
        version.save()
        session = make_session(version=version, trainer=trainer, starts_at=timezone.now())
        booking = make_booking(session, of_the_hospital())

        began = client.post(f"/training/day/observing/booking/{booking.pk}/", follow=True)
        url = began.redirect_chain[-1][0]
        with django_assert_max_num_queries(MOST_SQL):
            waiting = client.get("/training/day/observing/").text
        with django_assert_max_num_queries(MOST_SQL):
            client.get(url)
        signed = client.post(url, {"tasks": [str(task.pk)]}, follow=True).text

        assert "0 of 1" in waiting
        assert "Find a person" in began.text
        assert "The learner has completed the course." in signed


class TestEvaluation:
    @pytest.fixture
    def asked(self):
        enrolment = TestDay().completed(days=1)
        return Evaluation.objects.create(
            enrolment=enrolment, kind=EvaluationKind.END, asked_at=timezone.now()
        )

    def test_is_answered_by_whoever_was_asked(
        self, client, sign_in, asked, django_assert_max_num_queries
    ):
        sign_in(client, acting(asked.enrolment.role))
        url = f"/training/evaluation/{asked.pk}/"
        answers = dict.fromkeys(("clear", "level", "taught", "practice", "ready"), "4")
        with django_assert_max_num_queries(MOST_SQL):
            page = client.get(url).text

        missing = client.post(url, {**answers, "ready": ""}).text
        thanked = client.post(url, {**answers, "comment": "Good pace"}).text

        assert "How was it?" in page
        assert "Say how far you agree: i feel ready" in missing
        assert "Thank you" in thanked
        asked.refresh_from_db()
        assert asked.ratings["ready"] == 4

    def test_waits_on_ones_own_training(self, client, sign_in, asked):
        sign_in(client, acting(asked.enrolment.role))

        page = client.get("/training/").text

        assert f"/training/evaluation/{asked.pk}/" in page
        assert "How was it? Five questions" in page

    def test_is_nobody_elses(self, client, trainer, asked):
        assert client.get(f"/training/evaluation/{asked.pk}/").status_code == 404

    def test_results_wait_for_five(self, client, trainer, asked, django_assert_max_num_queries):
        version = asked.enrolment.version
        with django_assert_max_num_queries(MOST_SQL):
            page = client.get(f"/training/set-up/courses/versions/{version.pk}/answers/").text

        assert "0 of 1 learner answered" in page
        assert "shown from 5 on" in page


def addresses(session, version):
    slot = session.slots.get()
    booking = make_booking(session, of_the_hospital())
    register = f"/training/set-up/sessions/{session.pk}/register/"
    return [
        register,
        f"{register}decide/?booking={booking.pk}&slot={slot.pk}",
        f"/training/set-up/sessions/door/{slot.pk}/",
        "/training/day/",
        "/training/day/observing/",
        f"/training/set-up/courses/versions/{version.pk}/answers/",
    ]


class TestWhoMay:
    @pytest.mark.parametrize("person", [of_the_hospital, a_manager])
    def test_learners_and_managers_see_none(self, client, sign_in, session, person):
        urls = addresses(session, session.version)
        sign_in(client, acting(person()))

        assert {client.get(url).status_code for url in urls} == {403}

    def test_trainers_of_another_board_keep_no_register(self, client, sign_in, session):
        urls = addresses(session, session.version)[:3]
        sign_in(client, acting(another_boards_trainer()))
        posts = [f"{urls[0]}{each}/" for each in ("close", "rest", "mark", "walk-in")]

        assert {client.get(url).status_code for url in urls} == {403}
        assert {client.post(url).status_code for url in posts} == {403}
        session.refresh_from_db()
        assert session.state == SessionState.OPEN

    def test_strangers_sign_in_first(self, client, session):
        urls = addresses(session, session.version)
        client.logout()

        assert {client.get(url).status_code for url in urls} == {302}
