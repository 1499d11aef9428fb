"""Joins stories that belong together: duplicates that are merged, and tickets that are linked."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from helpdesk.codes import EventKind, LinkKind, ParticipantKind, TicketState
from helpdesk.models import TicketLink, TicketParticipant

from .world import Step, Story, Worker

DUPLICATE_WITHIN: Final = timedelta(days=4)
MERGED_SHARE, LINKED_SHARE = 0.75, 0.35


class Joins:
    """What has been joined: links, and who takes part in a ticket since another was merged in."""

    def __init__(self) -> None:
        self.links: list[TicketLink] = []
        self.participants: list[TicketParticipant] = []


def join_stories(stories: Sequence[Story], *, until: datetime, seed: int) -> Joins:
    """Merge and link stories that have their numbers, by chance that repeats."""
    rng, joins = Random(seed), Joins()
    for first, second in _alike(stories):
        at = second.opened_at + timedelta(minutes=rng.randrange(25, 90))
        if at > until:
            continue
        if rng.random() < MERGED_SHARE and _can_merge(first, second, at):
            _merge(second, first, at)
            if second.caller != first.caller:
                joins.participants.append(_new_participant(first, second))
        elif rng.random() < LINKED_SHARE:
            joins.links.append(_link(second, first, at))
    return joins


def _alike(stories: Sequence[Story]) -> Iterator[tuple[Story, Story]]:
    """Yield pairs from one organization about one matter within a few days, the earlier first."""
    latest: dict[tuple[object, str], Story] = {}
    for story in stories:
        key = (story.columns["organization_id"], story.topic.code)
        before = latest.get(key)
        is_ordinary = not story.topic.is_governance and key[0] is not None
        if before and is_ordinary and story.opened_at - before.opened_at < DUPLICATE_WITHIN:
            yield before, story
        latest[key] = story


def _can_merge(target: Story, source: Story, at: datetime) -> bool:
    """Whether at a moment the target is open, and nobody has merged either before."""
    steps = (*target.steps, *source.steps)
    ended = any(step.at <= at and step.changes.get("state") in ENDING for step in steps)
    joined = any(step.kind == EventKind.MERGED for step in steps)
    return not (ended or joined) and _worker(target) is not None


ENDING: Final = frozenset(
    {TicketState.RESOLVED.value, TicketState.CANCELLED.value, TicketState.CLOSED.value}
)


def _merge(source: Story, target: Story, at: datetime) -> None:
    """Have a story end in another: it says no more than it had by then."""
    source.steps = [step for step in source.steps if step.at < at]
    source.answer = None
    worker = _worker(target) or _worker(source)
    if worker is None:
        return
    state, reason = _state(source)
    facts: dict[str, object] = {
        "into": target.number, "previous_state": state, "previous_waiting_reason": reason,
    }  # fmt: skip
    changes: dict[str, object] = {
        "state": TicketState.MERGED.value, "waiting_reason": "", "merged_into_id": target.number,
    }  # fmt: skip
    source.steps.append(_step(EventKind.MERGED, at, worker, facts, changes))
    answers = [_responded_at(target, at), _responded_at(source, at)]
    before = answers[0]
    told: dict[str, object] = {
        "from": source.number, "responded_at_before": before.isoformat() if before else "",
    }  # fmt: skip
    earliest = min((each for each in answers if each), default=None)
    for step in target.steps:
        if earliest and step.at > at:
            step.changes.pop("responded_at", None)
    _insert(target, _step(EventKind.MERGED, at, worker, told, {"responded_at": earliest}))


def _link(first: Story, second: Story, at: datetime) -> TicketLink:
    worker = _worker(first) or _worker(second)
    kind = LinkKind.RELATED
    if worker is not None:
        there: dict[str, object] = {"other": second.number, "kind": kind.value}
        back: dict[str, object] = {
            "other": first.number, "kind": kind.value, "is_from_other": True,
        }  # fmt: skip
        _insert(first, _step(EventKind.LINKED, at, worker, there, {}))
        _insert(second, _step(EventKind.LINKED, at, worker, back, {}))
    return TicketLink(source_id=first.number, target_id=second.number, kind=kind.value)


def _step(
    kind: EventKind,
    at: datetime,
    worker: Worker,
    facts: dict[str, object],
    changes: dict[str, object],
) -> Step:
    return Step(
        kind=kind,
        at=at,
        actor_id=worker.user_id,
        actor_name=worker.name,
        facts=facts,
        changes=changes,
    )


def _insert(story: Story, step: Step) -> None:
    """Put a step where it belongs in time."""
    later = (place for place, each in enumerate(story.steps) if each.at > step.at)
    story.steps.insert(next(later, len(story.steps)), step)


def _worker(story: Story) -> Worker | None:
    """Return who took a story first."""
    for step in story.steps:
        if step.kind == EventKind.ASSIGNED and step.actor_id:
            return Worker(user_id=step.actor_id, name=step.actor_name)
    return None


def _state(story: Story) -> tuple[str, str]:
    """Return the state that a story has come to, and what it waits for."""
    state, reason = TicketState.NEW.value, ""
    for step in story.steps:
        state = str(step.changes.get("state", state))
        reason = str(step.changes.get("waiting_reason", reason))
    return state, reason


def _responded_at(story: Story, at: datetime) -> datetime | None:
    answered = (s.at for s in story.steps if "responded_at" in s.changes and s.at <= at)
    return next(answered, None)


def _new_participant(target: Story, source: Story) -> TicketParticipant:
    caller = source.caller
    return TicketParticipant(
        ticket_id=target.number,
        user_id=caller.user_id,
        address="" if caller.user_id else caller.address,
        kind=ParticipantKind.PARTICIPANT.value,
        merged_from_id=source.number,
    )
