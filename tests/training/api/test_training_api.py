"""The API does what the pages of training do, in one role, and knows what the role may know."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import issue_api_token
from accounts.codes import JobRole
from accounts.models import Organization
from core.record_gate import StandingState
from tests.factories.accounts import OrganizationFactory, PractitionerRoleFactory
from tests.factories.gate import stands, the_record_asks
from tests.factories.training import (
    CourseFactory,
    a_manager,
    a_trainer,
    learner,
    make_session,
    make_version,
)
from training.actions.completion import Step, complete_step, start_enrolment
from training.actions.snapshots import snapshot_compliance
from training.codes import BookingState
from training.models import Award, Booking, Session

pytestmark = pytest.mark.django_db

API = "/api/training"
ADDRESSES = [
    "courses/",
    "sessions/?course=safe-use",
    "bookings/",
    "bookings/requests/",
    "standing/",
    "awards/",
    "verify/ABCD/",
    "compliance/",
]


def client_of(role):
    """Return a client that shows a token of this role."""
    later = timezone.now() + timedelta(days=1)
    _, secret = issue_api_token(name="Test", role=role, expires_at=later, by=None)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def session():
    return a_session()


def a_session(
    *, capacity: int = 12, audience: Organization | None = None, needs_approval: bool = False
) -> Session:
    course = CourseFactory.create(
        code=f"course-{uuid4().hex[:6]}", audience=audience, needs_approval=needs_approval
    )
    return make_session(
        version=make_version(course=course),
        starts_at=timezone.now() + timedelta(days=9),
        capacity=capacity,
    )


def book(client, session, **needs):
    return client.post(f"{API}/bookings/", {"session": session.number, **needs})


class TestStrangers:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_are_refused(self, address):
        assert APIClient().get(f"{API}/{address}").status_code == 401


class TestCourses:
    def test_are_found_by_words_and_mode(self, session):
        mine = client_of(learner())
        code = session.version.course.code

        found = mine.get(f"{API}/courses/", {"q": code[-6:], "mode": "classroom"}).json()

        assert [(each["code"], each["grants"]) for each in found] == [(code, ["record-safe-use"])]
        assert mine.get(f"{API}/courses/", {"mode": "e-learning"}).json() == []
        assert mine.get(f"{API}/courses/", {"mode": "telepathy"}).status_code == 400
        assert mine.get(f"{API}/courses/{code}/").json()["version"] == 1

    def test_of_other_organizations_do_not_exist(self):
        theirs = a_session(audience=OrganizationFactory.create())
        mine, code = client_of(learner()), theirs.version.course.code

        assert mine.get(f"{API}/courses/{code}/").status_code == 404
        assert mine.get(f"{API}/sessions/?course={code}").status_code == 404
        assert mine.get(f"{API}/sessions/{theirs.number}/").status_code == 404
        assert book(mine, theirs).status_code == 404


class TestSessions:
    def test_say_how_many_places_are_left(self, django_assert_max_num_queries):
        session = a_session(capacity=3)
        mine = client_of(learner())
        book(mine, session)

        with django_assert_max_num_queries(12):
            listed = mine.get(f"{API}/sessions/?course={session.version.course.code}").json()

        assert [(each["number"], each["free"]) for each in listed] == [(session.number, 2)]
        one = mine.get(f"{API}/sessions/{session.number}/").json()
        assert one == listed[0]
        assert len(one["slots"]) == 1
        assert "join_url" not in str(one)

    def test_need_a_course(self):
        assert client_of(learner()).get(f"{API}/sessions/").status_code == 400


class TestBookings:
    def test_are_made_with_needs_that_are_told_to_nobody(self, session):
        role = learner()
        mine = client_of(role)

        made = book(mine, session, access="A loop for hearing")

        assert made.status_code == 201
        assert made.json()["state"] == BookingState.BOOKED
        booking = Booking.objects.get()
        assert (booking.user, booking.needs.count()) == (role.user, 1)
        assert "loop" not in mine.get(f"{API}/bookings/{booking.pk}/").content.decode()

    def test_are_cancelled_and_listed_no_more(self, session):
        mine = client_of(learner())
        made = book(mine, session).json()
        assert [each["id"] for each in mine.get(f"{API}/bookings/").json()] == [made["id"]]

        cancelled = mine.post(f"{API}/bookings/{made['id']}/cancel/")

        assert cancelled.json()["state"] == BookingState.CANCELLED_BY_USER
        assert mine.get(f"{API}/bookings/").json() == []
        assert mine.post(f"{API}/bookings/{made['id']}/cancel/").status_code == 409

    def test_wait_for_an_offer_that_is_accepted_or_declined(self):
        session = a_session(capacity=1)
        first, second, third = (client_of(learner()) for _ in range(3))
        held = book(first, session).json()
        waiting = [book(each, session).json() for each in (second, third)]
        assert [each["state"] for each in waiting] == [BookingState.WAITLISTED] * 2

        first.post(f"{API}/bookings/{held['id']}/cancel/")
        declined = second.post(f"{API}/bookings/{waiting[0]['id']}/decline/").json()
        accepted = third.post(f"{API}/bookings/{waiting[1]['id']}/accept/").json()

        assert declined["state"] == BookingState.DECLINED
        assert accepted["state"] == BookingState.BOOKED

    def test_of_others_do_not_exist(self, session):
        made = book(client_of(learner()), session).json()
        address = f"{API}/bookings/{made['id']}/"
        colleague = client_of(learner())
        elsewhere = client_of(
            PractitionerRoleFactory.create(
                job_role=JobRole.TRAINER, organization=OrganizationFactory.create()
            )
        )

        for other in (colleague, elsewhere):
            assert other.get(address).status_code == 404
            for step in ("cancel", "accept", "decline", "approve", "refuse"):
                assert other.post(f"{address}{step}/").status_code == 404
        assert client_of(a_trainer()).get(address).status_code == 200

    def test_are_decided_by_managers(self):
        session = a_session(needs_approval=True)
        mine, manager = client_of(learner()), client_of(a_manager())
        asked = [book(client, session).json() for client in (mine, client_of(learner()))]
        assert [each["state"] for each in asked] == [BookingState.REQUESTED] * 2
        assert mine.get(f"{API}/bookings/requests/").status_code == 403
        assert mine.post(f"{API}/bookings/{asked[0]['id']}/approve/").status_code == 403
        waiting = manager.get(f"{API}/bookings/requests/").json()
        assert {each["id"] for each in waiting} == {each["id"] for each in asked}

        approved = manager.post(f"{API}/bookings/{asked[0]['id']}/approve/").json()
        without = manager.post(f"{API}/bookings/{asked[1]['id']}/refuse/")
        refused = manager.post(
            f"{API}/bookings/{asked[1]['id']}/refuse/", {"reason": "The ward is short of staff."}
        ).json()

        assert approved["state"] == BookingState.BOOKED
        assert without.status_code == 409
        assert refused["state"] == BookingState.DECLINED


class TestWhatOneHolds:
    def test_is_ones_own(self):
        the_record_asks()
        role = learner()
        stands(role.user, StandingState.DUE)

        standing = client_of(role).get(f"{API}/standing/").json()

        assert [
            (each["competency"], each["status"], each["opens_record"]) for each in standing
        ] == [("record-safe-use", "due", True)]
        assert client_of(learner()).get(f"{API}/standing/").json()[0]["status"] == "never"

    def test_has_certificates_that_others_check_without_the_name(self):
        role = learner()
        enrolment = start_enrolment(learner=role, version=make_version(), at=timezone.now())
        complete_step(enrolment=enrolment, step=Step.ATTENDANCE, by=None, at=timezone.now())
        award = Award.objects.get()

        assert [each["id"] for each in client_of(role).get(f"{API}/awards/").json()] == [
            str(award.pk)
        ]
        other = client_of(learner())
        assert other.get(f"{API}/awards/").json() == []
        checked = other.get(f"{API}/verify/{award.verify_code}/")
        assert checked.json()["standing"] == "Valid"
        assert award.printed_family_name not in checked.content.decode()
        assert other.get(f"{API}/verify/NOSUCHCODE/").status_code == 404


class TestCompliance:
    @pytest.fixture
    def counted(self):
        the_record_asks()
        stands(learner().user, StandingState.OPEN)
        snapshot_compliance(on=timezone.localdate())

    def test_is_counted_for_those_who_follow_it(self, counted, django_assert_max_num_queries):
        trainer = client_of(a_trainer())
        with django_assert_max_num_queries(12):
            figures = trainer.get(f"{API}/compliance/").json()

        hospital = next(each for each in figures["organizations"] if each["organization"] == "RXW")
        assert hospital["competencies"] == [
            {"competency": "record-safe-use", "in_scope": 1, "compliant": 1}
        ]
        assert trainer.get(f"{API}/compliance/?board=QNC").json()["organizations"] == []
        assert trainer.get(f"{API}/compliance/?job_role=wizard").status_code == 400

    def test_is_refused_to_learners(self, counted):
        assert client_of(learner()).get(f"{API}/compliance/").status_code == 403


class TestSchema:
    def test_describes_every_address(self):
        schema = client_of(learner()).get("/api/schema/", HTTP_ACCEPT="application/json")

        paths = schema.json()["paths"]
        assert {f"{API}/bookings/", f"{API}/bookings/{{id}}/accept/"} <= set(paths)
