"""Pages of learners, and of those who look after them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import CompetencyGrant
from tests.factories.accounts import OrganizationFactory
from tests.factories.training import (
    CompetencyFactory,
    CourseFactory,
    RequirementFactory,
    a_manager,
    a_trainer,
    learner,
    make_booking,
    make_session,
    make_version,
)
from training.codes import BookingState, DeliveryMode, NeedKind, SessionState
from training.models import Booking, BookingNeed, SessionSlot

pytestmark = pytest.mark.django_db

S = BookingState
MOST_QUERIES = 12


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def session(now):
    return make_session(starts_at=now + timedelta(days=7), capacity=2)


@pytest.fixture
def as_role(client, sign_in):
    def _as(role):
        sign_in(client, role.user)
        return role

    return _as


def page_of(session, rest=""):
    return f"/training/sessions/{session.pk}/{rest}"


def offered(session, role, now):
    return make_booking(session, role, S.OFFERED, offer_expires_at=now + timedelta(hours=5))


class TestHome:
    def test_says_how_one_stands_and_what_to_do_next(self, client, as_role, now):
        role = as_role(learner())
        needed = CompetencyFactory.create(code="safe-use", name="Safe use")
        held = CompetencyFactory.create(code="fire", name="Fire safety")
        for competency in (needed, held):
            RequirementFactory.create(competency=competency)
        make_version(
            grants=needed, course=CourseFactory.create(code="safe"), mode=DeliveryMode.E_LEARNING
        )
        CompetencyGrant.objects.create(
            user=role.user,
            competency=held,
            source=role.pk,
            valid_from=now.date() - timedelta(days=3),
            granted_at=now,
        )

        page = client.get("/training/").text

        assert "You hold 1 of the 2 things that your role needs: 1 is missing." in page
        assert 'href="/training/learn/safe/"' in page
        assert "Start e-learning" in page

    def test_leads_to_a_session_where_there_is_no_e_learning(self, client, as_role):
        as_role(learner())
        needed = CompetencyFactory.create(code="safe-use")
        RequirementFactory.create(competency=needed)
        make_version(grants=needed, course=CourseFactory.create(code="safe"))

        page = client.get("/training/").text

        assert 'href="/training/courses/safe/"' in page
        assert "Choose a session" in page

    def test_leads_to_the_refresher_of_what_was_held(self, client, as_role, now):
        role = as_role(learner())
        needed = CompetencyFactory.create(code="safe-use")
        RequirementFactory.create(competency=needed)
        short = CourseFactory.create(code="safe-again", name="Safe use again")
        make_version(grants=needed, refresher=short)
        CompetencyGrant.objects.create(
            user=role.user,
            competency=needed,
            source=role.pk,
            valid_from=now.date() - timedelta(days=400),
            valid_until=now.date() - timedelta(days=30),
            granted_at=now,
        )

        assert 'href="/training/courses/safe-again/"' in client.get("/training/").text

    def test_shows_offers_with_the_time_left_bookings_and_what_has_ended(
        self, client, as_role, session, now
    ):
        role = as_role(learner())
        offered(session, role, now)
        make_booking(make_session(starts_at=now + timedelta(days=3)), role)
        cancelled = make_session(starts_at=now + timedelta(days=4))
        make_booking(cancelled, role, S.SESSION_CANCELLED)

        page = client.get("/training/").text

        assert "4 h left" in page or "5 h left" in page
        assert "Accept" in page
        assert "Booked" in page
        assert "Session cancelled" in page

    def test_needs_few_questions_whatever_there_is(
        self, client, as_role, now, django_assert_max_num_queries
    ):
        role = as_role(learner())
        for number in range(6):
            competency = CompetencyFactory.create(code=f"c-{number}")
            RequirementFactory.create(competency=competency)
            make_version(grants=competency)
            make_booking(make_session(starts_at=now + timedelta(days=number + 2)), role)

        client.get("/accounts/account/")  # the first visit writes the session down
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/training/")


class TestCourseList:
    def test_finds_by_words_way_and_board(self, client, as_role, session, now):
        as_role(learner())
        other = make_version(
            course=CourseFactory.create(name="Caldicott basics"), mode=DeliveryMode.E_LEARNING
        )
        course = session.version.course

        every = client.get("/training/courses/").text
        by_words = client.get("/training/courses/", {"q": "caldicott"}).text
        by_mode = client.get("/training/courses/", {"mode": "classroom"}).text
        by_board = client.get("/training/courses/", {"board": str(session.host_id)}).text
        nonsense = client.get("/training/courses/", {"board": "x", "mode": "y"}).text

        assert course.name in every
        assert "2 places left" in every
        assert other.course.name in by_words
        assert course.name not in by_words
        assert other.course.name not in by_mode
        assert course.name in by_board
        assert course.name in nonsense

    def test_keeps_back_drafts_and_what_is_for_others(self, client, as_role, now):
        as_role(learner())
        elsewhere = OrganizationFactory.create()
        for_others = make_version(course=CourseFactory.create(audience=elsewhere))
        draft = make_version(publish=False)

        page = client.get("/training/courses/").text

        for version in (for_others, draft):
            assert version.course.name not in page
            address = f"/training/courses/{version.course.code}/"
            assert client.get(address).status_code == 404

    def test_needs_few_questions(self, client, as_role, now, django_assert_max_num_queries):
        as_role(learner())
        for number in range(5):
            version = make_version()
            for day in range(3):
                make_session(version=version, starts_at=now + timedelta(days=day + number + 1))

        client.get("/accounts/account/")  # the first visit writes the session down
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/training/courses/")


class TestCourseDetail:
    def test_says_what_comes_before_it_and_lists_its_sessions(self, client, as_role, now):
        as_role(learner())
        CompetencyFactory.create(code="safe-use", name="Safe use")
        version = make_version(prerequisites="safe-use")
        session = make_session(version=version, starts_at=now + timedelta(days=2))

        page = client.get(f"/training/courses/{version.course.code}/").text

        assert "asks first for: Safe use" in page
        assert page_of(session) in page


class TestSessionDetail:
    def test_offers_to_book_and_says_how_many_places_are_left(self, client, as_role, session):
        as_role(learner())

        page = client.get(page_of(session)).text

        assert "2 places left" in page
        assert page_of(session, "book/") in page

    def test_says_where_one_stands_on_the_waiting_list_and_how_it_works(
        self, client, as_role, session, now
    ):
        for _ in range(2):
            make_booking(session)
        make_booking(session, state=S.WAITLISTED, joined_at=now - timedelta(hours=2))
        role = as_role(learner())
        make_booking(
            session,
            role,
            S.WAITLISTED,
            joined_at=now,
            held_back_reason="There is already a booking at that time.",
        )

        page = client.get(page_of(session)).text

        assert "You are number 2 of 2 on the waiting list." in page
        assert "already a booking at that time" in page
        assert "How the waiting list works" in page

    @pytest.mark.parametrize(
        ("minutes", "state", "shows"),
        [
            (29, S.BOOKED, True),
            (31, S.BOOKED, False),
            (29, S.WAITLISTED, False),
            (29, S.REQUESTED, False),
        ],
    )
    def test_shows_the_link_to_those_who_are_booked_from_half_an_hour_before(
        self, client, as_role, now, minutes, state, shows
    ):
        session = make_session(
            starts_at=now + timedelta(minutes=minutes), mode=DeliveryMode.VIRTUAL
        )
        SessionSlot.objects.filter(session=session).update(join_url="https://meet.example/abc")
        make_booking(session, as_role(learner()), state)

        assert ("meet.example" in client.get(page_of(session)).text) is shows

    def test_names_other_dates_where_it_is_cancelled(self, client, as_role, now):
        version = make_version()
        gone = make_session(
            version=version,
            starts_at=now + timedelta(days=2),
            state=SessionState.CANCELLED,
            cancelled_at=now,
            cancelled_reason="The trainer is ill",
        )
        other = make_session(version=version, starts_at=now + timedelta(days=9))
        make_booking(gone, as_role(learner()), S.SESSION_CANCELLED)

        page = client.get(page_of(gone)).text

        assert "The trainer is ill" in page
        assert page_of(other) in page

    def test_is_not_there_for_people_of_other_organizations(self, client, as_role, now):
        session = make_session(
            starts_at=now + timedelta(days=2), audience=OrganizationFactory.create()
        )
        as_role(learner())

        for rest in ("", "book/"):
            assert client.get(page_of(session, rest)).status_code == 404

    def test_needs_few_questions(
        self, client, as_role, session, now, django_assert_max_num_queries
    ):
        make_booking(session, as_role(learner()), S.WAITLISTED, joined_at=now)

        client.get("/accounts/account/")  # the first visit writes the session down
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(page_of(session))


class TestSessionBook:
    def test_books_with_needs_and_shows_the_session(self, client, as_role, session):
        role = as_role(learner())
        assert "destroyed 30 days after" in client.get(page_of(session, "book/")).text

        response = client.post(page_of(session, "book/"), {"access": "Hearing loop"}, follow=True)

        assert "Booked. The invitation" in response.text
        booking = Booking.objects.get(user=role.user)
        assert booking.state == S.BOOKED
        assert booking.needs.get().kind == NeedKind.ACCESS

    def test_says_why_not_and_keeps_what_was_typed(self, client, as_role, session, now):
        role = as_role(learner())
        make_booking(make_session(starts_at=session.starts_at), role)

        response = client.post(page_of(session, "book/"), {"diet": "Vegan"})

        assert "already a booking at that time" in response.text
        assert "Vegan" in response.text
        assert not BookingNeed.objects.exists()

    def test_of_no_session_is_not_there(self, client, as_role):
        as_role(learner())

        assert client.post("/training/sessions/999999/book/").status_code == 404


class TestAnsweringAnOffer:
    @pytest.mark.parametrize(("answer", "state"), [("accept", S.BOOKED), ("decline", S.DECLINED)])
    def test_takes_it_or_gives_it_up(self, client, as_role, session, now, answer, state):
        booking = offered(session, as_role(learner()), now)

        client.post(f"/training/bookings/{booking.pk}/answer/", {"answer": answer})

        booking.refresh_from_db()
        assert booking.state == state

    def test_is_not_for_strangers(self, client, as_role, session, now):
        booking = offered(session, learner(), now)
        as_role(learner())

        response = client.post(f"/training/bookings/{booking.pk}/answer/", {"answer": "accept"})

        assert response.status_code == 404


class TestBookingCancel:
    def test_needs_no_reason_of_the_learner(self, client, as_role, session):
        booking = make_booking(session, as_role(learner()))
        address = f"/training/bookings/{booking.pk}/cancel/"
        assert "Reason (optional)" in client.get(address).text

        page = client.post(address, {"reason": ""}, follow=True).text

        assert "Cancelled. The place goes to the next" in page
        booking.refresh_from_db()
        assert booking.state == S.CANCELLED_BY_USER

    def test_needs_one_of_others(self, client, as_role, session):
        booking = make_booking(session)
        as_role(a_manager())

        response = client.post(f"/training/bookings/{booking.pk}/cancel/", {"reason": ""})

        assert "Enter reason" in response.text

    def test_is_not_there_for_strangers(self, client, as_role, session):
        booking = make_booking(session)
        as_role(learner())

        assert client.get(f"/training/bookings/{booking.pk}/cancel/").status_code == 404


class TestApprovals:
    @pytest.fixture
    def asked(self, now):
        version = make_version(course=CourseFactory.create(needs_approval=True))
        session = make_session(version=version, starts_at=now + timedelta(days=3))
        return make_booking(session, state=S.REQUESTED)

    @pytest.mark.parametrize("who", [a_manager, a_trainer])
    def test_are_for_managers_and_trainers_of_the_learner(self, client, as_role, asked, who):
        as_role(who())
        assert str(asked.user) in client.get("/training/approvals/").text

        page = client.post(
            f"/training/bookings/{asked.pk}/decide/", {"decision": "approve"}, follow=True
        ).text

        assert "is booked" in page
        asked.refresh_from_db()
        assert asked.state == S.BOOKED

    def test_need_a_reason_to_decline(self, client, as_role, asked):
        as_role(a_manager())
        address = f"/training/bookings/{asked.pk}/decide/"

        first = client.post(address, {"decision": "decline"}, follow=True).text
        client.post(address, {"decision": "decline", "reason": "Not now"})

        assert "Say why" in first
        asked.refresh_from_db()
        assert asked.state == S.DECLINED

    def test_are_closed_to_colleagues_and_empty_for_managers_elsewhere(
        self, client, as_role, asked
    ):
        as_role(learner())
        assert client.get("/training/approvals/").status_code == 403
        as_role(a_manager(organization=OrganizationFactory.create()))
        assert "No request waits" in client.get("/training/approvals/").text
        address = f"/training/bookings/{asked.pk}/decide/"
        assert client.post(address, {"decision": "approve"}).status_code == 404

    def test_of_oneself_are_refused(self, client, as_role, asked):
        manager = as_role(a_manager())
        Booking.objects.filter(pk=asked.pk).update(user=manager.user, role=manager)

        assert str(manager.user) not in client.get("/training/approvals/").text.split("<main")[1]
        address = f"/training/bookings/{asked.pk}/decide/"
        assert client.post(address, {"decision": "approve"}).status_code == 403

    def test_need_few_questions(self, client, as_role, asked, now, django_assert_max_num_queries):
        for _ in range(5):
            make_booking(asked.session, state=S.REQUESTED)
        as_role(a_manager())

        client.get("/accounts/account/")  # the first visit writes the session down
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/training/approvals/")


class TestBookingForSomebody:
    def test_finds_them_within_reach_and_books(self, client, as_role, session):
        role = learner()
        as_role(a_manager())
        address = page_of(session, "book-for/")

        found = client.post(address, {"who": str(role.user)}).text
        page = client.post(address, {"role": str(role.pk)}, follow=True).text

        assert f'value="{role.pk}"' in found
        assert f"{role.user} is booked." in page
        assert Booking.objects.get(user=role.user).source == "manager"

    def test_does_not_find_people_elsewhere(self, client, as_role, session):
        role = learner(organization=OrganizationFactory.create())
        as_role(a_manager())
        address = page_of(session, "book-for/")

        found = client.post(address, {"who": str(role.user)}).text
        client.post(address, {"role": str(role.pk)})

        assert "Nobody whom you look after fits." in found
        assert not Booking.objects.exists()

    def test_is_closed_to_colleagues(self, client, as_role, session):
        as_role(learner())

        assert client.get(page_of(session, "book-for/")).status_code == 403

    def test_goes_beyond_the_full_number_for_those_who_run_it(self, client, as_role, now):
        session = make_session(starts_at=now + timedelta(days=7), capacity=1, overbook_allowance=1)
        make_booking(session)
        role = learner()
        as_role(a_trainer())

        address = page_of(session, "book-for/")
        client.post(address, {"role": str(role.pk), "over_book": "on"})

        assert Booking.objects.get(user=role.user).state == S.BOOKED


class TestWaitingList:
    def test_shows_those_who_run_it_the_order_and_offers_out_of_turn(
        self, client, as_role, session, now
    ):
        session.overbook_allowance = 1
        session.save()
        for _ in range(2):
            make_booking(session)
        waiting = make_booking(session, state=S.WAITLISTED, joined_at=now)
        as_role(a_trainer())

        page = client.get(page_of(session, "waiting/")).text
        client.post(f"/training/bookings/{waiting.pk}/offer/")

        assert str(waiting.user) in page
        waiting.refresh_from_db()
        assert waiting.state == S.OFFERED

    @pytest.mark.parametrize("who", [learner, a_manager])
    def test_is_closed_to_others(self, client, as_role, session, who):
        as_role(who())

        assert client.get(page_of(session, "waiting/")).status_code == 403


class TestPanel:
    def test_says_what_is_due_and_booked_next(self, client, as_role, session):
        role = as_role(learner())
        RequirementFactory.create(competency=CompetencyFactory.create(name="Safe use"))
        make_booking(session, role)

        page = client.get("/").text

        assert "Never trained" in page
        assert session.version.course.name in page
