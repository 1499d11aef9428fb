"""Open tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import Organization, PractitionerRole, User
from accounts.queries import board_of
from helpdesk import policies
from helpdesk.codes import (
    Channel,
    EventKind,
    Impact,
    ParticipantKind,
    TicketCategory,
    TicketKind,
    Urgency,
    Visibility,
)
from helpdesk.models import Queue, RequestType, ServiceComponent, Ticket, TicketParticipant
from helpdesk.queries.routing import find_queue

from .attachments import NewFile, check_files, keep_files
from .identifiers import clean_mapping, clean_text
from .recording import Happening, record

LONGEST_SUBJECT: Final = 200
LONGEST_REFERENCE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """
    What a new ticket starts with.

    `requester` is who asks, `requester_address` somebody without an account; `organization` is
    whom they ask for. `triage` holds answers to the questions on safety and information
    governance, `context` what the server captured: ids and codes, no one's details.
    """

    kind: TicketKind
    category: TicketCategory
    channel: Channel
    subject: str
    text: str
    quoted: str = ""
    requester: User | None = None
    requester_address: str = ""
    organization: Organization | None = None
    impact: Impact = Impact.MINOR
    urgency: Urgency = Urgency.SOON
    queue: Queue | None = None
    request_type: RequestType | None = None
    component: ServiceComponent | None = None
    has_safety_flag: bool = False
    has_governance_flag: bool = False
    external_reference: str = ""
    triage: Mapping[str, object] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)
    files: Sequence[NewFile] = ()


@transaction.atomic
def open_ticket(opening: Opening, *, by: PractitionerRole | None, at: datetime) -> Ticket:
    """
    Open a ticket in the queue of its category and region.

    :raises NoQueue: no queue takes it
    :raises UnfitFile: a file cannot be attached
    """
    check_files(opening.files)
    organization = opening.organization
    region = board_of(organization) if organization else None
    queue = opening.queue or find_queue(
        category=opening.category,
        region_id=region.pk if region else None,
        is_confidential=opening.has_governance_flag,
    )
    ticket = Ticket.objects.create(
        kind=opening.kind,
        category=opening.category,
        channel=opening.channel,
        subject=clean_text(opening.subject.strip() or "No subject")[:LONGEST_SUBJECT],
        request_type=opening.request_type,
        impact=opening.impact,
        urgency=opening.urgency,
        priority=policies.priority_of(opening.impact, opening.urgency),
        queue=queue,
        requester=opening.requester,
        organization=organization,
        region=region,
        component=opening.component,
        has_safety_flag=opening.has_safety_flag,
        has_governance_flag=opening.has_governance_flag,
        is_restricted=opening.has_governance_flag or queue.is_confidential,
        external_reference=clean_text(opening.external_reference)[:LONGEST_REFERENCE],
        triage=clean_mapping(opening.triage),
        context=clean_mapping(opening.context),
        opened_at=at,
        changed_at=at,
    )
    if opening.requester or opening.requester_address:
        TicketParticipant.objects.create(
            ticket=ticket,
            user=opening.requester,
            address="" if opening.requester else opening.requester_address,
            kind=ParticipantKind.REQUESTER,
        )
    facts = {
        "channel": opening.channel,
        "queue": queue.code,
        "priority": ticket.priority,
        "kind": ticket.kind,
        "category": ticket.category,
    }
    happening = Happening(
        kind=EventKind.OPENED,
        by=by,
        actor_name=opening.requester_address,
        visibility=Visibility.PUBLIC,
        text=opening.text,
        quoted=opening.quoted,
        facts=facts,
    )
    keep_files(record(ticket, happening, at=at), opening.files, at=at)
    return ticket
