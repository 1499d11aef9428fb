"""What each source says about who a person is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from records import permissions
from records.codes import AccessKind, RecordSection
from records.models import PatientIdentifier, SourcePatient

from .access import write_access
from .head import RecordHead, read_head


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDetails:
    """The head of a record, and the person as each source knows them."""

    head: RecordHead
    sources: list[SourcePatient]
    identifiers: list[PatientIdentifier]


@transaction.atomic
def read_personal_details(
    patient_id: UUID, *, viewer: PractitionerRole, at: datetime
) -> PersonalDetails:
    """
    Return the person as each source that is shared with the viewer knows them.

    :raises Patient.DoesNotExist: there is no such person
    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = permissions.get_scope(viewer)
    permissions.check_may_see_section(viewer, scope, RecordSection.PERSON_DEMOGRAPHICS)
    head = read_head(patient_id, scope=scope)
    write_access(
        viewer=viewer,
        at=at,
        kind=AccessKind.SECTION,
        patient_id=patient_id,
        section=RecordSection.PERSON_DEMOGRAPHICS,
    )
    sources = SourcePatient.objects.filter(patient_id=patient_id, feed_id__in=scope.feed_ids)
    identifiers = PatientIdentifier.objects.filter(
        patient_id=patient_id, feed_id__in=scope.feed_ids
    )
    return PersonalDetails(
        head=head,
        sources=list(sources.order_by("-received_at", "pk")),
        identifiers=list(identifiers.order_by("system", "value")),
    )
