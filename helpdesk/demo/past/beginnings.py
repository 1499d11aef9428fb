"""With what a ticket begins: who asks what, how, and what the first row says of it."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from helpdesk.codes import Channel, GovernanceType, SafetyQuestion
from helpdesk.policies import priority_of

from .topics import Topic
from .wording import Words
from .world import Caller, Line, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """With what a ticket begins."""

    at: datetime
    topic: Topic
    caller: Caller
    channel: Channel
    impact: int
    urgency: int
    outage_ends_at: datetime | None = None


def columns_of(
    beginning: Beginning, line: Line, world: World, words: Words, rng: Random
) -> dict[str, object]:
    """Return the columns of a ticket as it is opened in a queue."""
    topic, caller = beginning.topic, beginning.caller
    is_safety = rng.random() * 100 < topic.safety
    asked = beginning.channel == Channel.PORTAL
    return {
        "kind": topic.kind.value,
        "category": topic.category.value,
        "channel": beginning.channel.value,
        "subject": words.subject(topic, beginning.at),
        "request_type_id": world.request_types.get(topic.asks) if asked else None,
        "component_id": world.components.get(
            topic.component, world.components.get(f"{topic.component}:{caller.region_id}")
        ),
        "impact": beginning.impact,
        "urgency": beginning.urgency,
        "priority": int(priority_of(beginning.impact, beginning.urgency)),
        "queue_id": line.queue_id,
        "requester_id": caller.user_id,
        "organization_id": caller.organization_id,
        "region_id": caller.region_id,
        "has_safety_flag": is_safety,
        "has_governance_flag": topic.is_governance,
        "is_restricted": topic.is_governance or line.is_confidential,
        "triage": _first_triage(topic, is_safety=is_safety),
        "context": {"page": "record"} if beginning.channel == Channel.RECORD else {},
        "external_reference": f"INC{rng.randrange(10**6):07}" if rng.random() < 0.08 else "",
        "opened_at": beginning.at,
    }


def _first_triage(topic: Topic, *, is_safety: bool) -> dict[str, object]:
    """Return what the caller said to the questions on safety and governance."""
    said: dict[str, object] = {"safety": [SafetyQuestion.CALLER.value]} if is_safety else {}
    if topic.is_governance:
        said["governance"] = [GovernanceType.CALLER.value]
    return said
