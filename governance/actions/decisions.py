"""Decide: by consensus, or as a motion was carried; each decision is a fact with its evidence."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.actions.entries import append_entry
from governance.actions.floor import lock_item, lock_running_item
from governance.actions.ledger import append_evidence
from governance.actions.numbering import next_decision_number
from governance.codes import EntryKind, LedgerKind, MotionState
from governance.models import AgendaItem, Committee, Decision, Motion, Reach, WrittenResolution
from governance.policies.running import check_is_not_decided
from governance.policies.votes import read_quorum
from governance.queries.contents.decision import describe_decision
from governance.queries.seats import quorum_of_item


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """What somebody says of a decision; `settles` locks its item."""

    title: str
    text: str
    rationale: str = ""
    options: str = ""
    effective_on: date | None = None
    supersedes: UUID | None = None
    settles: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a decision comes from, and who could vote there."""

    committee: Committee
    voters: list[dict[str, str]] = field(default_factory=list)
    is_quorate: bool
    item: AgendaItem | None = None
    motion: Motion | None = None
    written_resolution: WrittenResolution | None = None


@transaction.atomic
def decide_by_consensus(
    *, item_id: UUID, facts: DecisionFacts, by: Reach, at: datetime
) -> Decision:
    """
    Decide an item without a vote; without a quorum it is a recommendation.

    :raises Forbidden: they do not run the meeting, or have an interest in the item
    :raises NotPermittedNow: the meeting is not in progress, the item is decided, a vote is open
    """
    item = lock_running_item(item_id, by=by)
    check_is_not_decided(item.decided_at)
    if Motion.objects.filter(item=item, state=MotionState.OPEN).exists():
        raise NotPermittedNow("A motion on this item is open. Close it first.")
    quorum = read_quorum(quorum_of_item(item, at=at).as_row())
    source = Source(
        committee=item.meeting.committee,
        voters=quorum.voters,
        is_quorate=quorum.is_quorate,
        item=item,
    )
    return _decide(item, source, facts, by=by, at=at)


@transaction.atomic
def decide_motion(*, motion_id: UUID, facts: DecisionFacts, by: Reach, at: datetime) -> Decision:
    """
    Record the decision that a carried motion made, with those who could vote when it was closed.

    :raises Forbidden: they do not run the meeting, or have an interest in the item
    :raises NotPermittedNow: the motion is not carried, or its decision is recorded already
    """
    motion = Motion.objects.visible_to(by).get(pk=motion_id)
    item = lock_item(motion.item_id, by=by)
    motion.refresh_from_db()
    if motion.state != MotionState.CARRIED:
        raise NotPermittedNow("Only a motion that is carried makes a decision.")
    if Decision.objects.filter(motion=motion).exists():
        raise NotPermittedNow("The decision of this motion is recorded already.")
    quorum = read_quorum(motion.quorum)
    source = Source(
        committee=item.meeting.committee,
        voters=quorum.voters,
        is_quorate=quorum.is_quorate,
        item=item,
        motion=motion,
    )
    return _decide(item, source, facts, by=by, at=at)


def write_decision(
    source: Source, facts: DecisionFacts, *, by: Reach | None, at: datetime
) -> Decision:
    """
    Write a decision with its number and its evidence, inside the transaction of the caller.

    :raises NotPermittedNow: what it supersedes is not a decision in force that they know of
    """
    number = next_decision_number(source.committee, at=at)
    decision = Decision.objects.create(
        committee=source.committee,
        number=number,
        item=source.item,
        motion=source.motion,
        written_resolution=source.written_resolution,
        title=facts.title,
        text=facts.text,
        rationale=facts.rationale,
        options=facts.options,
        voters=source.voters,
        is_quorate=source.is_quorate,
        supersedes=_superseded(source, facts, by),
        effective_on=facts.effective_on or at.astimezone(LONDON).date(),
        decided_at=at,
    )
    append_evidence(
        committee_id=source.committee.pk,
        kind=LedgerKind.DECISION,
        subject=decision.pk,
        content=describe_decision(decision),
        at=at,
    )
    return decision


def _decide(
    item: AgendaItem, source: Source, facts: DecisionFacts, *, by: Reach, at: datetime
) -> Decision:
    decision = write_decision(source, facts, by=by, at=at)
    # The line in the minutes only points at the decision: its words stand in its own row.
    words = f"{decision.number}: {decision.title}"
    append_entry(item, kind=EntryKind.DECISION, body=words, by_id=by.user_id, at=at)
    if facts.settles and item.decided_at is None:
        item.decided_at = at
        item.save(update_fields=["decided_at", "updated_at"])
    return decision


def _superseded(source: Source, facts: DecisionFacts, by: Reach | None) -> Decision | None:
    """Return the decision that this one replaces; the committee is locked by the numbering."""
    if facts.supersedes is None or by is None:
        return None
    known = Decision.objects.visible_to(by).in_force().filter(committee=source.committee)
    earlier = known.filter(pk=facts.supersedes).first()
    if earlier is None:
        raise NotPermittedNow("The decision that it replaces is no longer in force.")
    return earlier
