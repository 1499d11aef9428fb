"""A trainer's board with a hospital, and another board's trainer."""

from datetime import timedelta

from accounts.codes import JobRole
from accounts.models import PractitionerRole
from tests.factories.accounts import BoardFactory, HospitalFactory
from tests.factories.training import (
    MONDAY,
    a_trainer,
    learner,
    make_booking,
    make_session,
)
from training.models import Booking, Reach, Session, reach_of

START = MONDAY + timedelta(days=7)


def acting(role: PractitionerRole):
    """Return a person who acts in a role, as after sign-in."""
    role.user.active_role = role
    return role.user


def another_boards_trainer() -> PractitionerRole:
    board = BoardFactory.create(ods_code="QNC", name="Another board", short_name="Another board")
    return a_trainer(organization=board)


def of_the_hospital(job_role: JobRole = JobRole.CLINICIAN, **facts) -> PractitionerRole:
    return learner(organization=HospitalFactory.create(), job_role=job_role, **facts)


def a_session_with(
    trainer: PractitionerRole, people: int = 2, **facts
) -> tuple[Session, list[Booking]]:
    """Return an open session of the trainer's, and who is booked on it."""
    session = make_session(trainer=trainer, starts_at=START, **facts)
    return session, [make_booking(session, of_the_hospital()) for _ in range(people)]


def reaching(role: PractitionerRole) -> Reach:
    return reach_of(role)
