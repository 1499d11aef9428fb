"""Take in a list of many enrolments, carry it out, or put it away."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from training import permissions
from training.codes import BatchState, BookingSource, RowOutcome
from training.models import EnrolmentBatch, EnrolmentRow, Reach, Session, reach_of
from training.tasks.lists import hand_off_check, hand_off_enrolling

from .booking import book_session
from .list_reading import LARGEST_FILE
from .seat_locks import SeatsBusy

# Between two looks at whether the list was put away meanwhile.
_BETWEEN_LOOKS: Final = 25


@transaction.atomic
def take_in_list(
    *, content: bytes, file_name: str, session: Session | None, by: PractitionerRole, at: datetime
) -> EnrolmentBatch:
    """
    Keep a list as it came; checking follows.

    :raises Forbidden: the actor looks after nobody
    :raises NotPermittedNow: the file is empty or too large
    """
    permissions.check_may_read_names(reach_of(by))
    if not content:
        raise NotPermittedNow("The file is empty.")
    if len(content) > LARGEST_FILE:
        raise NotPermittedNow("The file is larger than 10 MB. Send it in parts.")
    batch = EnrolmentBatch.objects.create(
        role=by, session=session, file_name=file_name[:200], content=content, sent_at=at
    )
    hand_off_check(batch.pk)
    return batch


@transaction.atomic
def start_enrolling(*, batch_id: UUID, by: PractitionerRole) -> EnrolmentBatch:
    """
    Have a checked list carried out.

    :raises NotPermittedNow: it is not checked, or nothing of it can be carried out
    """
    batch = lock_own(batch_id, by=by)
    if batch.state != BatchState.CHECKED:
        raise NotPermittedNow(f"This list is “{BatchState(batch.state).label.lower()}”.")
    if not batch.rows.filter(outcome=RowOutcome.READY).exists():
        raise NotPermittedNow("No row of this list can be carried out.")
    batch.state, batch.done_by = BatchState.ENROLLING, by.user
    batch.save(update_fields=["state", "done_by", "updated_at"])
    hand_off_enrolling(batch.pk)
    return batch


@transaction.atomic
def put_away(*, batch_id: UUID, by: PractitionerRole) -> EnrolmentBatch:
    """
    Put a list away; what was booked from it stays.

    :raises NotPermittedNow: it is done
    """
    batch = lock_own(batch_id, by=by)
    if batch.state == BatchState.DONE:
        raise NotPermittedNow("This list is carried out already.")
    batch.state, batch.content = BatchState.WITHDRAWN, None
    batch.save(update_fields=["state", "content", "updated_at"])
    return batch


def enrol_batch(batch_id: UUID, *, clock: Callable[[], datetime]) -> EnrolmentBatch:
    """
    Carry a list out, row by row, each as if it were booked by hand.

    A worker that dies goes on where it was: a row is booked and noted in one transaction.
    """
    rows = EnrolmentRow.objects.filter(batch_id=batch_id, outcome=RowOutcome.READY)
    batch = EnrolmentBatch.objects.select_related("role__organization__parent").get(pk=batch_id)
    reach = reach_of(batch.role)
    for looked, row_id in enumerate(rows.order_by("number").values_list("pk", flat=True)):
        if looked % _BETWEEN_LOOKS == 0 and not _is_running(batch_id):
            break
        _enrol_row(row_id, reach, at=clock())
    return _finish(batch_id, at=clock())


def _is_running(batch_id: UUID) -> bool:
    return EnrolmentBatch.objects.filter(pk=batch_id, state=BatchState.ENROLLING).exists()


@transaction.atomic
def _enrol_row(row_id: int, reach: Reach, *, at: datetime) -> None:
    """Book what a row asks for, once, whoever else works on the list."""
    row = (
        EnrolmentRow.objects.select_for_update(of=("self",))
        .select_related("learner__user", "learner__organization")
        .get(pk=row_id)
    )
    if row.outcome != RowOutcome.READY or row.learner is None or row.session_id is None:
        return
    try:
        booking = book_session(
            session_id=row.session_id,
            learner=row.learner,
            by=reach,
            source=BookingSource.LIST,
            at=at,
        )
    except SeatsBusy:
        return  # the row stays as it is, and the next run takes it up
    except (Forbidden, NotPermittedNow) as error:
        row.outcome, row.reason = RowOutcome.REFUSED, str(error)[:300]
    else:
        row.outcome, row.reason = RowOutcome.REGISTERED, f"{booking.get_state_display()}."
    row.save(update_fields=["outcome", "reason"])


@transaction.atomic
def _finish(batch_id: UUID, *, at: datetime) -> EnrolmentBatch:
    batch = EnrolmentBatch.objects.select_for_update().get(pk=batch_id)
    left = batch.rows.filter(outcome=RowOutcome.READY).exists()
    if batch.state == BatchState.ENROLLING and not left:
        batch.state, batch.done_at, batch.content = BatchState.DONE, at, None
        batch.save(update_fields=["state", "done_at", "content", "updated_at"])
    return batch


def lock_own(batch_id: UUID, *, by: PractitionerRole) -> EnrolmentBatch:
    """
    Return a list of the actor's, locked.

    :raises EnrolmentBatch.DoesNotExist: it is another's, or not there
    """
    return EnrolmentBatch.objects.select_for_update().get(pk=batch_id, role__user_id=by.user_id)
