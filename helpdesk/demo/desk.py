"""The demonstration's desk: queues and who works in them, what callers can ask for, macros."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Organization, PractitionerRole
from helpdesk.demo.macros import MACROS, VIEWS
from helpdesk.demo.queues import CONTACTS, QUEUES, STAFF
from helpdesk.demo.request_types import REQUEST_TYPES
from helpdesk.models import (
    Macro,
    MacroVersion,
    OrganizationContact,
    Queue,
    QueueMembership,
    RequestType,
    SavedView,
)


@transaction.atomic
def load_desk(
    organizations: Mapping[str, Organization], roles: Mapping[str, PractitionerRole]
) -> dict[str, Queue]:
    """
    Add what is missing of the desk, and return its queues by their codes.

    `organizations` are by ODS code, `roles` by user name. What people have changed stays.
    """
    queues = _load_queues(organizations)
    for works in STAFF:
        for code in works.queues:
            QueueMembership.objects.get_or_create(
                queue=queues[code],
                role=roles[works.username],
                defaults={"is_lead": works.leads, "sees_restricted": works.sees_restricted},
            )
    for username in CONTACTS:
        OrganizationContact.objects.get_or_create(role=roles[username])
    _load_request_types(queues)
    _load_macros(queues)
    for position, view in enumerate(VIEWS, start=1):
        SavedView.objects.get_or_create(
            name=view.name,
            owner=None,
            defaults={"filters": view.filters, "position": position},
        )
    return queues


def _load_queues(organizations: Mapping[str, Organization]) -> dict[str, Queue]:
    loaded: dict[str, Queue] = {}
    for position, queue in enumerate(QUEUES, start=1):
        loaded[queue.code], _ = Queue.objects.get_or_create(
            code=queue.code,
            defaults={
                "name": queue.name,
                "region": organizations[queue.board] if queue.board else None,
                "tier": queue.tier,
                "categories": list(queue.categories),
                "escalates_to": loaded[queue.escalates_to] if queue.escalates_to else None,
                "is_confidential": queue.is_confidential,
                "assigns_in_turn": queue.assigns_in_turn,
                "position": queue.tier * 100 + position,
            },
        )
    return loaded


def _load_request_types(queues: Mapping[str, Queue]) -> None:
    for position, asked in enumerate(REQUEST_TYPES, start=1):
        RequestType.objects.get_or_create(
            code=asked.code,
            defaults={
                "name": asked.name,
                "description": asked.description,
                "prompt": asked.prompt,
                "kind": asked.kind,
                "category": asked.category,
                "queue": queues[asked.queue] if asked.queue else None,
                "impact": asked.impact,
                "urgency": asked.urgency,
                "asks_safety": asked.asks_safety,
                "asks_governance": asked.asks_governance,
                "position": position,
            },
        )


def _load_macros(queues: Mapping[str, Queue]) -> None:
    for macro in MACROS:
        kept, is_new = Macro.objects.get_or_create(
            code=macro.code,
            defaults={"name": macro.name, "queue": queues[macro.queue] if macro.queue else None},
        )
        if is_new:
            MacroVersion.objects.create(
                macro=kept,
                number=1,
                changes=list(macro.changes),
                text=macro.text,
                visibility=macro.visibility,
                next_step=macro.next_step,
            )
