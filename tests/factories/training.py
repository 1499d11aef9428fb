from datetime import UTC, date, datetime, timedelta

import factory

from accounts.codes import JobRole
from accounts.models import Competency, PractitionerRole
from tests.factories.accounts import BoardFactory, HospitalFactory, PractitionerRoleFactory
from training.codes import BookingState, DeliveryMode, SessionState, VersionState
from training.models import (
    BookedSlot,
    Booking,
    BookingEvent,
    Course,
    CourseVersion,
    Requirement,
    Session,
    SessionSlot,
    SessionTrainer,
    TrainingManager,
    Venue,
)

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class CompetencyFactory(factory.django.DjangoModelFactory[Competency]):
    class Meta:
        model = Competency
        django_get_or_create = ["code"]

    code = "record-safe-use"
    name = factory.LazyAttribute(lambda each: each.code.replace("-", " ").capitalize())


class CourseFactory(factory.django.DjangoModelFactory[Course]):
    class Meta:
        model = Course
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda number: f"course-{number}")
    name = factory.LazyAttribute(lambda each: each.code.replace("-", " ").capitalize())


class CourseVersionFactory(factory.django.DjangoModelFactory[CourseVersion]):
    """A published version of a classroom course that grants one competency."""

    class Meta:
        model = CourseVersion
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    number = 1
    state = VersionState.DRAFT
    mode = DeliveryMode.CLASSROOM
    needs_attendance = True


def make_version(
    *, publish: bool = True, grants: Competency | None = None, **facts: object
) -> CourseVersion:
    """Make a version as a trainer would: written, then published and frozen."""
    version = CourseVersionFactory.create(**facts)
    version.grants.add(grants or CompetencyFactory.create())
    if publish:
        version.state, version.published_at = VersionState.PUBLISHED, MONDAY
        version.save()
    return version


class VenueFactory(factory.django.DjangoModelFactory[Venue]):
    class Meta:
        model = Venue

    organization = factory.SubFactory(HospitalFactory)
    name = factory.Sequence(lambda number: f"Education centre {number}")
    seats = 30


def make_session(
    *,
    starts_at: datetime = MONDAY + timedelta(days=7),
    hours: int = 2,
    version: CourseVersion | None = None,
    trainer: PractitionerRole | None = None,
    **facts: object,
) -> Session:
    """Make a session of one slot that is open for booking."""
    ends_at = starts_at + timedelta(hours=hours)
    session = Session.objects.create(
        **{
            "version": version or make_version(),
            "mode": DeliveryMode.CLASSROOM,
            "host": BoardFactory.create(),
            "state": SessionState.OPEN,
            "capacity": 12,
            "starts_at": starts_at,
            "ends_at": ends_at,
            **facts,
        }
    )
    SessionSlot.objects.create(session=session, starts_at=starts_at, ends_at=ends_at)
    if trainer is not None:
        SessionTrainer.objects.create(session=session, user=trainer.user, is_lead=True)
    return session


def learner(**facts: object) -> PractitionerRole:
    """Return somebody who learns: an A&E doctor at a hospital."""
    return PractitionerRoleFactory.create(**facts)


def a_trainer(**facts: object) -> PractitionerRole:
    """Return a trainer of a board."""
    return PractitionerRoleFactory.create(
        **{
            "organization": BoardFactory.create(),
            "job_role": JobRole.TRAINER,
            "job_title": "Trainer",
            **facts,
        }
    )


def a_manager(**facts: object) -> PractitionerRole:
    """Return somebody who looks after the training of the hospital's people."""
    role = PractitionerRoleFactory.create(
        **{"job_role": JobRole.DEMOGRAPHICS_VIEWER, "job_title": "Ward manager", **facts}
    )
    TrainingManager.objects.create(user=role.user, organization=role.organization)
    return role


def make_booking(
    session: Session | None = None,
    role: PractitionerRole | None = None,
    state: BookingState = BookingState.BOOKED,
    **facts: object,
) -> Booking:
    """Put a booking into a state, with the event that led there and the times that it takes."""
    session, role = session or make_session(), role or learner()
    booking = Booking.objects.create(
        **{
            "session": session,
            "user": role.user,
            "role": role,
            "state": state,
            "joined_at": MONDAY,
            "offer_expires_at": MONDAY + timedelta(days=1) if state == "offered" else None,
            **facts,
        }
    )
    BookingEvent.objects.create(booking=booking, at=MONDAY, by=role.user, to_state=state)
    if state in (BookingState.BOOKED, BookingState.OFFERED):
        for slot in session.slots.all():
            BookedSlot.objects.create(
                booking=booking, slot=slot, user=role.user, during=(slot.starts_at, slot.ends_at)
            )
    return booking


class RequirementFactory(factory.django.DjangoModelFactory[Requirement]):
    class Meta:
        model = Requirement

    organization = factory.SubFactory(BoardFactory)
    competency = factory.SubFactory(CompetencyFactory)
    applies_from = date(2020, 1, 1)
    policy = "Information governance policy, section 4"
