"""Read lists of many enrolments: one's own, and what became of their rows."""

from collections import Counter
from uuid import UUID

from django.db.models import Count

from training.codes import BatchState, RowOutcome
from training.models import EnrolmentBatch, EnrolmentRow, Session


def list_own(user_id: UUID, *, most: int) -> list[EnrolmentBatch]:
    """Return what somebody has sent in, the newest first."""
    sent = EnrolmentBatch.objects.filter(role__user_id=user_id).exclude(state=BatchState.WITHDRAWN)
    return list(sent.defer("content").order_by("-sent_at")[:most])


def get_own(batch_id: UUID, *, user_id: UUID) -> EnrolmentBatch:
    """
    Return a list of somebody's.

    :raises EnrolmentBatch.DoesNotExist: it is another's, or not there
    """
    kept = EnrolmentBatch.objects.select_related("session__version__course").defer("content")
    return kept.get(pk=batch_id, role__user_id=user_id)


def count_outcomes(batch: EnrolmentBatch) -> Counter[str]:
    """Return how many rows come to what."""
    counted = batch.rows.order_by().values_list("outcome").annotate(rows=Count("pk"))
    return Counter(dict(counted))


def list_rows(
    batch: EnrolmentBatch, *, outcome: str, first: int = 0, most: int | None = None
) -> list[EnrolmentRow]:
    """Return rows in the order of the file; of one outcome, or of all."""
    rows = batch.rows.select_related("learner__user", "learner__organization")
    if outcome in RowOutcome:
        rows = rows.filter(outcome=outcome)
    last = None if most is None else first + most
    return list(rows.order_by("number")[first:last])


def find_session(number: int) -> Session | None:
    """Return a session that a list may be for."""
    return Session.objects.filter(pk=number).select_related("version__course").first()


def list_unfinished() -> list[tuple[UUID, str]]:
    """Return the lists that a worker has to take up again, with their state."""
    waiting = EnrolmentBatch.objects.filter(state__in=(BatchState.CHECKING, BatchState.ENROLLING))
    return list(waiting.order_by("sent_at").values_list("pk", "state"))
