"""Which agreed targets hold for a ticket."""

from datetime import datetime

from django.db.models import Q

from helpdesk.models import SlaPolicyVersion, Ticket


def find_agreements(ticket: Ticket, at: datetime) -> dict[str, SlaPolicyVersion]:
    """Return for each metric the agreement that holds: the latest of the most particular policy."""
    candidates = (
        SlaPolicyVersion.objects.filter(
            Q(policy__kind="") | Q(policy__kind=ticket.kind),
            Q(policy__priority__isnull=True) | Q(policy__priority=ticket.priority),
            policy__is_active=True,
            valid_from__lte=at,
        )
        .select_related("policy", "calendar_version")
        .order_by("policy__code", "number")
    )
    best: dict[str, SlaPolicyVersion] = {}
    for version in candidates:
        policy = version.policy
        if policy.needs_governance_flag and not ticket.has_governance_flag:
            continue
        held = best.get(policy.metric)
        if held is None or held.policy_id == policy.pk or _weight(version) > _weight(held):
            best[policy.metric] = version
    return best


def _weight(version: SlaPolicyVersion) -> tuple[bool, bool]:
    return bool(version.policy.kind), version.policy.priority is not None
