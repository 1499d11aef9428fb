"""Write down who looked at what, in the transaction that reads the answer: no line, no answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists

from accounts.models import PractitionerRole
from accounts.queries import get_board_id
from records import permissions
from records.codes import AccessKind
from records.models import Patient, RecordAccess, SourcePatient

from .rows import fetch


def write_access(  # noqa: PLR0913 — one line of the audit trail, said in full by each reader
    *,
    viewer: PractitionerRole,
    at: datetime,
    kind: AccessKind,
    patient_id: UUID | None = None,
    section: str = "",
    entry_id: UUID | None = None,
    searched_by: str = "",
) -> int:
    """
    Keep that a viewer searched or read, with their name, role and organization as they are.

    Returns the number of the line.
    """
    line = RecordAccess.objects.create(
        at=at,
        user_id=viewer.user_id,
        user_name=str(viewer.user),
        job_role=viewer.job_role,
        organization_id=viewer.organization_id,
        organization_name=viewer.organization.name,
        care_setting=viewer.setting,
        patient_id=patient_id,
        kind=kind,
        section=section,
        entry_id=entry_id,
        searched_by=searched_by,
        passage_id=viewer.emergency_passage_id,
    )
    return line.pk


class RecentRecord(NamedTuple):
    """A record that the viewer opened, and when they last did."""

    patient_id: UUID
    title: str
    family_name: str
    given_names: str
    birth_date: date | None
    birth_precision: str
    is_deceased: bool
    deceased_on: date | None
    at: datetime


RECENT_FOR = timedelta(days=7)

RECENT_RECORDS = """
    SELECT p.id, p.title, p.family_name, p.given_names, p.birth_date, p.birth_precision,
           p.is_deceased, p.deceased_on, recent.at
    FROM (
        SELECT patient_id, max(at) AS at FROM records_recordaccess
        WHERE user_id = %(user)s AND at > %(since)s AND kind = 'open' AND patient_id IS NOT NULL
          AND job_role = %(job_role)s AND organization_id = %(organization)s
        GROUP BY patient_id ORDER BY max(at) DESC LIMIT 10
    ) recent JOIN records_patient p ON p.id = recent.patient_id
    ORDER BY recent.at DESC
"""


def list_recent_records(*, viewer: PractitionerRole, at: datetime) -> list[RecentRecord]:
    """
    Return the records that the viewer opened in this role in the last seven days, newest first.

    What they opened in another role may be beyond this one.
    """
    values = {
        "user": viewer.user_id,
        "job_role": viewer.job_role,
        "organization": viewer.organization_id,
        "since": at - RECENT_FOR,
    }
    return [RecentRecord._make(row) for row in fetch(RECENT_RECORDS, values)]


ACCESSES_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessReview:
    """A person, who looked at their record, newest first, and how often in all."""

    patient: Patient
    accesses: list[RecordAccess]
    total: int
    board_id: UUID


@transaction.atomic
def review_accesses(patient_id: UUID, *, viewer: PractitionerRole, at: datetime) -> AccessReview:
    """
    Return who looked at a person's record; that the officer looked is itself written down.

    :raises Patient.DoesNotExist: no source that is shared with the officer has known such a person
    :raises Forbidden: the viewer is no privacy officer
    """
    permissions.check_may_review_accesses(viewer)
    feeds = permissions.get_scope(viewer).feed_ids
    known = SourcePatient.objects.filter(patient_id=patient_id, feed_id__in=feeds)
    patient = Patient.objects.get(Exists(known), pk=patient_id)
    accesses = RecordAccess.objects.filter(patient_id=patient_id).select_related("passage")
    review = AccessReview(
        patient=patient,
        accesses=list(accesses.order_by("-at", "-pk")[:ACCESSES_SHOWN]),
        total=accesses.count(),
        board_id=get_board_id(viewer.organization),
    )
    write_access(viewer=viewer, at=at, kind=AccessKind.REVIEW, patient_id=patient_id)
    return review
