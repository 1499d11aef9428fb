"""Who looked at a record, in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from accounts.codes import JobRole
from core.dates import TIME, format_date
from records.codes import AccessKind, RecordSection
from records.models import RecordAccess
from records.queries.access import AccessReview

from .banner import born_words, nhs_number_words, person_name


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """One look at a record."""

    when: str
    who: str
    role: str
    organization: str
    what: str
    is_emergency: bool
    passage_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPage:
    """A person, and who looked at their record."""

    name: str
    identity: str
    lines: list[AccessLine]
    shown: int
    total: int


def present_accesses(review: AccessReview, *, at: datetime) -> AccessPage:
    """Return a review in words."""
    patient = review.patient
    return AccessPage(
        name=person_name(patient.title, patient.family_name, patient.given_names),
        identity=f"Born {born_words(patient, at=at)}, NHS number {nhs_number_words(patient)}",
        lines=[_line(access, board_id=review.board_id) for access in review.accesses],
        shown=len(review.accesses),
        total=review.total,
    )


def _line(access: RecordAccess, *, board_id: UUID) -> AccessLine:
    what = AccessKind(access.kind).label
    if access.section:
        what = f"{what}: {RecordSection(access.section).label}"
    passage = access.passage
    return AccessLine(
        when=format_date(access.at, TIME),
        who=access.user_name,
        role=JobRole(access.job_role).label,
        organization=access.organization_name,
        what=what,
        is_emergency=passage is not None,
        passage_url=reverse("records:passage_detail", args=[passage.pk])
        if passage is not None and passage.board_id == board_id
        else "",
    )
