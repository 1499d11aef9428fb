"""Say which entry somebody means, without a word of the person or of what the entry says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Organization, PractitionerRole
from accounts.queries import board_of
from records.codes import AccessKind
from records.models import Patient, RecordEntry

from .access import write_access
from .head import UNNAMED_PRACTICE, name_sources
from .record import open_scope
from .rows import VISIBLE, fetch, visible_values

REFERENCE = f"""
    SELECT e.section, e.resource_type, encode(e.content_hash, 'hex'), e.received_at, e.feed_id,
           f.code, f.organization_id
    FROM records_recordentry e JOIN records_feed f ON f.id = e.feed_id
    WHERE e.patient_id = %(patient)s AND e.id = %(entry)s AND {VISIBLE}
"""  # noqa: S608 — built of constants


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReference:
    """
    Which entry of which record, by keys and codes alone.

    A source that the viewer may not have named to them, as the practice of somebody whose
    address is protected, is not named here either: it has no code and no feed.
    """

    patient_id: UUID
    entry_id: UUID
    section: str
    resource_type: str
    feed_code: str
    source_code: str
    source_name: str
    source_board_id: UUID | None
    content_hash: str
    received_at: datetime


@transaction.atomic
def refer_to_entry(
    patient_id: UUID, entry_id: UUID, *, viewer: PractitionerRole, at: datetime
) -> EntryReference:
    """
    Return a reference to an entry that the viewer sees, and write down that they asked for one.

    :raises Patient.DoesNotExist: there is no such person
    :raises RecordEntry.DoesNotExist: there is no such entry, or the viewer may not see it
    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = open_scope(viewer)
    sources = name_sources(Patient.objects.get(pk=patient_id), scope=scope)
    values = {"patient": patient_id, "entry": entry_id, **visible_values(scope)}
    rows = fetch(REFERENCE, values)
    if not rows:
        raise RecordEntry.DoesNotExist
    section, resource_type, content_hash, received_at, feed_id, feed_code, organization_id = rows[0]
    write_access(
        viewer=viewer,
        at=at,
        kind=AccessKind.REPORT,
        patient_id=patient_id,
        section=section,
        entry_id=entry_id,
    )
    organization = Organization.objects.select_related("parent").get(pk=organization_id)
    board = board_of(organization)
    source = sources.get(feed_id)
    is_named = source is not None and source.organization_name != UNNAMED_PRACTICE
    return EntryReference(
        patient_id=patient_id,
        entry_id=entry_id,
        section=section,
        resource_type=resource_type,
        feed_code=feed_code if is_named else "",
        source_code=organization.ods_code if is_named else "",
        source_name=source.organization_name if source else "Source not known",
        source_board_id=board.pk if board else None,
        content_hash=content_hash,
        received_at=received_at,
    )
