"""Many enrolments at once: looked at first, then carried out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core.errors import Forbidden, NotPermittedNow
from tests.factories.accounts import BoardFactory, CouncilFactory, UserFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    a_manager,
    a_trainer,
    learner,
    make_booking,
    make_session,
    make_version,
)
from training.actions import lists
from training.actions.list_checking import check_batch
from training.actions.seat_locks import lock_session
from training.codes import BatchState, BookingState, RowOutcome, SessionState
from training.models import Booking, EnrolmentBatch, reach_of

pytestmark = pytest.mark.django_db

R = RowOutcome


def send(rows, *, by, session=None) -> EnrolmentBatch:
    text = "\n".join(["E-mail,Session,Organisation", *rows])
    batch = lists.take_in_list(
        content=text.encode(), file_name="list.csv", session=session, by=by, at=MONDAY
    )
    return check_batch(batch.pk, at=MONDAY)


def said(batch) -> list[tuple[str, str]]:
    return list(batch.rows.order_by("number").values_list("outcome", "reason"))


def carry_out(batch, *, by) -> EnrolmentBatch:
    lists.start_enrolling(batch_id=batch.pk, by=by)
    return lists.enrol_batch(batch.pk, clock=lambda: MONDAY)


class TestCheckBatch:
    def test_books_nothing(self):
        by, session, role = a_trainer(), make_session(), learner()

        batch = send([f"{role.user.email},{session.pk},"], by=by)

        assert batch.state == BatchState.CHECKED
        assert said(batch) == [(R.READY, "A place is free.")]
        assert not Booking.objects.exists()

    def test_finds_people_by_user_name_in_any_capitals(self):
        by, session, role = a_trainer(), make_session(), learner()

        batch = send([f"{role.user.username.upper()},{session.pk},"], by=by)

        assert batch.rows.get().learner == role

    def test_says_of_each_row_why_it_cannot_be(self):
        by = a_trainer()
        session = make_session()
        draft = make_session(state=SessionState.DRAFT)
        over = make_session(starts_at=MONDAY - timedelta(days=1))
        elsewhere = make_session(audience=CouncilFactory.create())
        trained = make_version(prerequisites=CompetencyFactory.create(code="other").code)
        asks = make_session(version=trained)
        one, two = UserFactory.create(email="t@x.invalid"), UserFactory.create(email="T@x.invalid")
        for user in (one, two):
            learner(user=user)
        who = learner().user.email

        batch = send(
            [
                f",{session.pk},",
                f"nobody@x.invalid,{session.pk},",
                f"t@x.invalid,{session.pk},",
                f"{who},twelve,",
                f"{who},999999999,",
                f"{who},{draft.pk},",
                f"{who},{over.pk},",
                f"{who},{elsewhere.pk},",
                f"{who},{asks.pk},",
                f"{who},,",
                f"{who},{session.pk},ZZZ",
            ],
            by=by,
        )

        outcomes, reasons = zip(*said(batch), strict=True)
        assert set(outcomes) == {R.REFUSED}
        expected = [
            "No e-mail address",
            "Nobody whom you look after",
            "Several people",
            "not a number",
            "no session with this number",
            "no session with this number",
            "has begun or is over",
            "other organisations",
            "asks first for: other",
            "no session was chosen",
            "no role at ZZZ",
        ]
        for reason, words in zip(reasons, expected, strict=True):
            assert words in reason

    def test_knows_nobody_beyond_reach(self):
        other = a_trainer(organization=BoardFactory.create(ods_code="QUA"))
        role = learner()

        batch = send([f"{role.user.email},{make_session().pk},"], by=other)

        assert "Nobody whom you look after" in said(batch)[0][1]
        assert batch.rows.get().learner is None

    def test_counts_the_rows_before_it(self):
        by, session = a_trainer(), make_session(capacity=2)
        make_booking(session)
        people = [learner() for _ in range(3)]

        batch = send([f"{role.user.email},{session.pk}," for role in people], by=by)

        assert [reason for _, reason in said(batch)] == [
            "A place is free.",
            "The session is full: they go on the waiting list.",
            "The session is full: they go on the waiting list.",
        ]

    def test_skips_who_is_there_already_and_who_stands_twice(self):
        by, session = a_trainer(), make_session()
        there, twice = learner(), learner()
        make_booking(session, there)

        batch = send([f"{each.user.email},{session.pk}," for each in (there, twice, twice)], by=by)

        assert said(batch) == [
            (R.SKIPPED, "Already there: booked."),
            (R.READY, "A place is free."),
            (R.SKIPPED, "The same as line 3."),
        ]

    def test_sees_that_nobody_can_be_in_two_places(self):
        by, role = a_trainer(), learner()
        busy, first = make_session(), make_session(starts_at=MONDAY + timedelta(days=9))
        also = make_session(starts_at=MONDAY + timedelta(days=9, hours=1))
        clash = make_session(starts_at=MONDAY + timedelta(days=7, hours=1))
        make_booking(busy, role)

        batch = send(
            [f"{role.user.email},{session.pk}," for session in (clash, first, also)], by=by
        )

        assert [outcome for outcome, _ in said(batch)] == [R.REFUSED, R.READY, R.REFUSED]

    def test_uses_the_session_of_the_whole_list(self):
        by, session, role = a_manager(), make_session(), learner()

        batch = send([f"{role.user.email},,"], by=by, session=session)

        assert batch.rows.get().session == session

    def test_says_why_a_list_cannot_be_read(self):
        by = a_trainer()
        batch = lists.take_in_list(
            content=b"Name\nAda\n", file_name="x.csv", session=None, by=by, at=MONDAY
        )

        batch = check_batch(batch.pk, at=MONDAY)

        assert batch.state == BatchState.REFUSED
        assert "needs a column" in batch.refusal

    def test_says_the_same_the_second_time(self):
        by, session, role = a_trainer(), make_session(), learner()
        batch = send([f"{role.user.email},{session.pk},"], by=by)
        before = said(batch)

        check_batch(batch.pk, at=MONDAY)

        assert said(batch) == before

    def test_asks_few_questions_however_long_the_list(self, django_assert_max_num_queries):
        by, session = a_trainer(), make_session(capacity=100)
        people = [learner() for _ in range(60)]
        rows = [f"{role.user.email},{session.pk}," for role in people]

        with django_assert_max_num_queries(24):
            send(rows, by=by)


class TestTakeInList:
    def test_is_for_those_who_look_after_others(self):
        with pytest.raises(Forbidden):
            send(["a@x.invalid,1,"], by=learner())

    def test_refuses_an_empty_file(self):
        with pytest.raises(NotPermittedNow, match="empty"):
            lists.take_in_list(
                content=b"", file_name="x.csv", session=None, by=a_trainer(), at=MONDAY
            )


class TestEnrolBatch:
    def test_does_what_the_check_said(self):
        by, session = a_trainer(), make_session(capacity=1)
        people = [learner(), learner()]
        batch = send([*[f"{role.user.email},{session.pk}," for role in people], "nobody,1,"], by=by)

        batch = carry_out(batch, by=by)

        assert batch.state == BatchState.DONE
        assert batch.content is None
        assert [outcome for outcome, _ in said(batch)] == [R.REGISTERED, R.REGISTERED, R.REFUSED]
        states = [Booking.objects.get(user=role.user).state for role in people]
        assert states == [BookingState.BOOKED, BookingState.WAITLISTED]

    def test_says_what_changed_since_the_check(self):
        by, session, role = a_trainer(), make_session(), learner()
        batch = send([f"{role.user.email},{session.pk},"], by=by)
        make_booking(session, role)

        batch = carry_out(batch, by=by)

        assert said(batch) == [(R.REFUSED, "This session is booked already.")]

    def test_goes_on_where_a_worker_died(self):
        by, session = a_trainer(), make_session()
        people = [learner() for _ in range(3)]
        batch = send([f"{role.user.email},{session.pk}," for role in people], by=by)
        lists.start_enrolling(batch_id=batch.pk, by=by)
        first = batch.rows.get(number=2)
        lists._enrol_row(first.pk, reach_of(by), at=MONDAY)

        lists.enrol_batch(batch.pk, clock=lambda: MONDAY)

        assert Booking.objects.count() == 3
        assert {outcome for outcome, _ in said(batch)} == {R.REGISTERED}

    def test_stops_when_the_list_is_put_away(self):
        by, session, role = a_trainer(), make_session(), learner()
        batch = send([f"{role.user.email},{session.pk},"], by=by)
        lists.start_enrolling(batch_id=batch.pk, by=by)
        lists.put_away(batch_id=batch.pk, by=by)

        lists.enrol_batch(batch.pk, clock=lambda: MONDAY)

        assert not Booking.objects.exists()

    def test_is_started_by_its_sender_alone(self):
        batch = send([f"{learner().user.email},{make_session().pk},"], by=a_trainer())

        with pytest.raises(EnrolmentBatch.DoesNotExist):
            lists.start_enrolling(batch_id=batch.pk, by=a_trainer())

    def test_is_started_once(self):
        by = a_trainer()
        batch = send([f"{learner().user.email},{make_session().pk},"], by=by)
        carry_out(batch, by=by)

        with pytest.raises(NotPermittedNow, match="done"):
            lists.start_enrolling(batch_id=batch.pk, by=by)
        with pytest.raises(NotPermittedNow, match="carried out"):
            lists.put_away(batch_id=batch.pk, by=by)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_finds_the_seats_locked_is_taken_up_again():
    by, session, role = a_trainer(), make_session(), learner()
    batch = send([f"{role.user.email},{session.pk},"], by=by)
    lists.start_enrolling(batch_id=batch.pk, by=by)

    with transaction.atomic():
        lock_session(session.pk)
        with ThreadPoolExecutor(1) as beside:
            beside.submit(_enrol_beside, batch.pk).result()
    batch.refresh_from_db()
    waiting = (batch.state, batch.rows.get().outcome)
    lists.enrol_batch(batch.pk, clock=lambda: MONDAY)

    assert waiting == (BatchState.ENROLLING, R.READY)
    assert batch.rows.get().outcome == R.REGISTERED


def _enrol_beside(batch_id) -> None:
    """Carry a list out on a connection of its own."""
    try:
        lists.enrol_batch(batch_id, clock=lambda: MONDAY)
    finally:
        connection.close()
