"""What the database itself keeps of training."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import CompetencyGrant
from tests.factories.training import MONDAY, learner, make_session, make_version
from training.codes import BookingState, VersionState
from training.models import BookedSlot, Booking, BookingEvent, LearningPage, Session

pytestmark = pytest.mark.django_db


def book(session, role, state=BookingState.BOOKED):
    return Booking.objects.create(
        session=session, user=role.user, role=role, state=state, joined_at=MONDAY
    )


def check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class TestSeats:
    def test_no_commit_leaves_more_people_than_places(self):
        session = make_session(capacity=1, min_to_run=1)
        book(session, learner())
        check_deferred()

        book(session, learner())

        with pytest.raises(IntegrityError, match="1 places and 2 taken"):
            check_deferred()

    def test_a_session_does_not_shrink_below_those_who_are_booked(self):
        session = make_session(capacity=2)
        book(session, learner())
        book(session, learner())
        check_deferred()

        Session.objects.filter(pk=session.pk).update(capacity=1)

        with pytest.raises(IntegrityError, match="1 places"):
            check_deferred()

    def test_one_person_has_one_active_booking_of_a_session(self):
        session, role = make_session(), learner()
        book(session, role, BookingState.CANCELLED_BY_USER)
        book(session, role)

        with pytest.raises(IntegrityError, match="one_active"), transaction.atomic():
            book(session, role, BookingState.WAITLISTED)

    def test_nobody_is_in_two_places_at_once(self):
        role = learner()
        times = []
        for shift in (0, 1):
            session = make_session(starts_at=MONDAY + timedelta(hours=shift), hours=2)
            slot = session.slots.get()
            booking = book(session, role)
            times.append(
                BookedSlot(
                    booking=booking,
                    slot=slot,
                    user=role.user,
                    during=(slot.starts_at, slot.ends_at),
                )
            )
        times[0].save()

        with pytest.raises(IntegrityError, match="no_two_at_once"), transaction.atomic():
            times[1].save()


class TestFacts:
    def test_what_happened_to_a_booking_stays(self):
        booking = book(make_session(), learner())
        event = BookingEvent.objects.create(
            booking=booking, at=MONDAY, to_state=BookingState.BOOKED
        )

        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            BookingEvent.objects.filter(pk=event.pk).update(reason="another")

    def test_a_published_version_is_frozen(self):
        version = make_version()

        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            type(version).objects.filter(pk=version.pk).update(pass_mark=10)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            LearningPage.objects.create(version=version, position=1, title="Late")
        type(version).objects.filter(pk=version.pk).update(state=VersionState.RETIRED)

        version.refresh_from_db()
        assert version.state == VersionState.RETIRED

    def test_a_draft_can_be_written(self):
        version = make_version(publish=False)

        LearningPage.objects.create(version=version, position=1, title="First")
        type(version).objects.filter(pk=version.pk).update(pass_mark=70)

        assert version.pages.count() == 1

    def test_a_competency_ends_after_it_begins(self):
        version, role = make_version(), learner()

        with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
            CompetencyGrant.objects.create(
                user=role.user,
                competency=version.grants.get(),
                source=version.pk,
                valid_from=MONDAY.date(),
                valid_until=MONDAY.date() - timedelta(days=1),
                granted_at=MONDAY,
            )
