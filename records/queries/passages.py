"""Read emergency passages: for privacy officers of the board, and for those who train."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import PractitionerRole
from accounts.queries import get_board_id
from records import permissions
from records.codes import AccessKind
from records.models import EmergencyPassage, RecordAccess

from .access import write_access

ACCESSES_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageLine:
    """A passage, without a word of whom it was about."""

    passage_id: UUID
    at: datetime
    user_id: UUID
    user_name: str
    job_role: str
    organization_name: str
    kind: str
    words: str
    competencies: tuple[str, ...]
    records_opened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageReview:
    """A passage, and all that was read under it, in the order in which it was."""

    passage: EmergencyPassage
    accesses: list[RecordAccess]
    total: int


def list_passages(
    *, organizations: Collection[UUID], since: datetime, most: int = 50
) -> list[PassageLine]:
    """
    Return who of some organizations passed in an emergency since a moment, the newest first.

    The caller answers for whom it asks: trainers ask for those whom they reach.
    """
    found = EmergencyPassage.objects.filter(organization__in=organizations, at__gte=since)
    return _lines(found, most=most)


def list_passages_to_review(*, viewer: PractitionerRole, most: int) -> list[PassageLine]:
    """
    Return the passages of a privacy officer's board, the newest first.

    :raises Forbidden: the viewer is no privacy officer
    """
    permissions.check_may_review_passages(viewer)
    return _lines(_of_board(viewer), most=most)


@transaction.atomic
def review_passage(passage_id: UUID, *, viewer: PractitionerRole, at: datetime) -> PassageReview:
    """
    Return a passage with what was read under it; that the officer looked is written down.

    :raises EmergencyPassage.DoesNotExist: the officer's board has none with this key
    :raises Forbidden: the viewer is no privacy officer
    """
    permissions.check_may_review_passages(viewer)
    passage = _of_board(viewer).get(pk=passage_id)
    accesses = RecordAccess.objects.filter(passage=passage)
    review = PassageReview(
        passage=passage,
        accesses=list(accesses.order_by("at", "pk")[:ACCESSES_SHOWN]),
        total=accesses.count(),
    )
    write_access(viewer=viewer, at=at, kind=AccessKind.REVIEW)
    return review


def _of_board(viewer: PractitionerRole) -> QuerySet[EmergencyPassage]:
    return EmergencyPassage.objects.filter(board_id=get_board_id(viewer.organization))


def _lines(passages: QuerySet[EmergencyPassage], *, most: int) -> list[PassageLine]:
    opened = Count("accesses__patient", distinct=True, filter=Q(accesses__patient__isnull=False))
    rows = passages.annotate(records_opened=opened).order_by("-at", "pk")[:most]
    return [
        PassageLine(
            passage_id=row.pk,
            at=row.at,
            user_id=row.user_id,
            user_name=row.user_name,
            job_role=row.job_role,
            organization_name=row.organization_name,
            kind=row.kind,
            words=row.words,
            competencies=tuple(row.competencies),
            records_opened=row.records_opened,
        )
        for row in rows
    ]
