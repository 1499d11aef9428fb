"""Whatever people do, in whatever order, seats keep their rules."""

from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import CompetencyGrant, PractitionerRole
from core.errors import DomainError
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    CourseFactory,
    a_manager,
    a_trainer,
    learner,
    make_session,
    make_version,
)
from tests.training.seats_world import check_invariants
from training.actions.seats import (
    accept_offer,
    approve_booking,
    book_over_capacity,
    book_session,
    cancel_booking,
    cancel_session,
    decline_booking,
    decline_offer,
    lapse_offers,
    offer_place,
    resize_session,
)
from training.codes import BookingSource, BookingState
from training.models import Booking, Reach, Session, reach_of

PEOPLE = 3
SESSIONS = 5
PEOPLE_KEYS = st.integers(0, PEOPLE - 1)
SESSION_KEYS = st.integers(0, SESSIONS - 1)
CHOICES = st.integers(0, 30)

pytestmark = pytest.mark.django_db


class SeatMachine(RuleBasedStateMachine):
    """
    Five sessions, four of them at one time, and three people who cannot agree.

    The third needs approval, the fourth too and holds places for it; the fifth has a prerequisite.
    """

    people: ClassVar[list[PractitionerRole]]
    sessions: ClassVar[list[Session]]
    manager: ClassVar[Reach]
    trainer: ClassVar[Reach]

    def __init__(self) -> None:
        super().__init__()
        self.at = MONDAY
        self.around = transaction.atomic()
        self.around.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def attempt(self, action, **arguments):
        try:
            return action(**arguments, at=self.at)
        except DomainError:
            return None

    def choose(self, state: BookingState, number: int) -> Booking | None:
        found = list(Booking.objects.filter(state=state).order_by("joined_at", "pk"))
        return found[number % len(found)] if found else None

    @initialize(crowd=st.lists(st.tuples(PEOPLE_KEYS, SESSION_KEYS), min_size=6, max_size=12))
    def have_a_crowd(self, crowd):
        for person, session in crowd:
            self.book(person, session)

    @rule(person=PEOPLE_KEYS, session=SESSION_KEYS)
    def book(self, person, session):
        role = self.people[person]
        self.attempt(
            book_session,
            session_id=self.sessions[session].pk,
            learner=role,
            by=reach_of(role),
            source=BookingSource.LEARNER,
        )
        self.at += timedelta(minutes=1)

    @rule(person=PEOPLE_KEYS, session=SESSION_KEYS)
    def book_for(self, person, session):
        self.attempt(
            book_session,
            session_id=self.sessions[session].pk,
            learner=self.people[person],
            by=self.manager,
            source=BookingSource.MANAGER,
        )

    @rule(person=PEOPLE_KEYS, session=SESSION_KEYS)
    def over_book(self, person, session):
        self.attempt(
            book_over_capacity,
            session_id=self.sessions[session].pk,
            learner=self.people[person],
            by=self.trainer,
        )

    @rule(
        number=CHOICES,
        state=st.sampled_from(
            [BookingState.BOOKED, BookingState.WAITLISTED, BookingState.REQUESTED]
        ),
        by_trainer=st.booleans(),
    )
    def cancel(self, number, state, by_trainer):
        booking = self.choose(state, number)
        if booking:
            by = self.trainer if by_trainer else reach_of(booking.role)
            self.attempt(cancel_booking, booking_id=booking.pk, by=by, reason="Away")

    @rule(number=CHOICES, action=st.sampled_from([accept_offer, decline_offer]))
    def answer(self, number, action):
        booking = self.choose(BookingState.OFFERED, number)
        if booking:
            self.attempt(action, booking_id=booking.pk, by=reach_of(booking.role))

    @rule(number=CHOICES, action=st.sampled_from([approve_booking, decline_booking]))
    def decide(self, number, action):
        booking = self.choose(BookingState.REQUESTED, number)
        if booking:
            self.attempt(action, booking_id=booking.pk, by=self.manager, reason="As agreed")

    @rule(number=CHOICES)
    def promote(self, number):
        booking = self.choose(BookingState.WAITLISTED, number)
        if booking:
            self.attempt(offer_place, booking_id=booking.pk, by=self.trainer)

    @rule(hours=st.sampled_from([1, 12, 49]))
    def wait(self, hours):
        self.at += timedelta(hours=hours)

    @rule()
    def lapse(self):
        lapse_offers(at=self.at)

    @rule(session=SESSION_KEYS, capacity=st.integers(1, 3), allowance=st.integers(0, 2))
    def resize(self, session, capacity, allowance):
        self.attempt(
            resize_session,
            session_id=self.sessions[session].pk,
            capacity=capacity,
            overbook_allowance=allowance,
            by=self.trainer,
        )

    @rule(session=SESSION_KEYS, number=CHOICES)
    def cancel_session(self, session, number):
        # Seldom, because little happens afterwards.
        if number == 0:
            self.attempt(
                cancel_session,
                session_id=self.sessions[session].pk,
                reason="Ill",
                by=self.trainer,
            )

    @rule(person=PEOPLE_KEYS)
    def learn(self, person):
        CompetencyGrant.objects.get_or_create(
            source=self.people[person].pk,
            defaults={
                "user": self.people[person].user,
                "competency": CompetencyFactory.create(code="safe-use"),
                "valid_from": MONDAY.date(),
                "granted_at": MONDAY,
            },
        )
        lapse_offers(at=self.at)

    @invariant()
    def all_rules_hold(self):
        check_invariants(*self.sessions, at=self.at)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_seats_keep_their_rules_whatever_people_do():
    in_a_week = MONDAY + timedelta(days=7)
    asks = CourseFactory.create(needs_approval=True)
    holds = CourseFactory.create(needs_approval=True, approval_holds_seat=True)
    SeatMachine.people = [learner() for _ in range(PEOPLE)]
    SeatMachine.manager, SeatMachine.trainer = reach_of(a_manager()), reach_of(a_trainer())
    SeatMachine.sessions = [
        make_session(capacity=1, overbook_allowance=1),
        make_session(capacity=1, overbook_allowance=1),
        make_session(version=make_version(course=asks), capacity=1, overbook_allowance=1),
        make_session(version=make_version(course=holds), capacity=1, overbook_allowance=1),
        make_session(
            version=make_version(prerequisites="safe-use"),
            starts_at=in_a_week + timedelta(days=1),
            capacity=1,
            overbook_allowance=1,
        ),
    ]

    run_state_machine_as_test(
        SeatMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
