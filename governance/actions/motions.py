"""Put motions: propose, open, withdraw, and close them with their tally."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from core.errors import Forbidden, NotPermittedNow
from governance.actions.floor import lock_item
from governance.actions.interests_in_room import drop_votes
from governance.actions.ledger import append_evidence
from governance.codes import LedgerKind, MemberRole, MotionState, VoteChoice, VotingMethod
from governance.models import (
    AgendaItem,
    Meeting,
    Motion,
    Reach,
    SecretTally,
    Vote,
    VoterMark,
)
from governance.policies.motions import check_can_be_proposed, check_motion_is
from governance.policies.quorum import QuorumFinding
from governance.policies.running import check_is_not_decided, check_is_running
from governance.policies.votes import Tally, count, is_carried, wants_casting_vote
from governance.queries.contents.decision import describe_motion
from governance.queries.seats import conflicted_people, quorum_of_item, terms_of

_CHAIRS = frozenset({MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR})


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionFacts:
    """The words of a motion, who moves it, and how it is decided."""

    text: str
    proposer_id: UUID | None
    seconder_id: UUID | None
    method: str
    majority: str


@transaction.atomic
def propose_motion(*, item_id: UUID, facts: MotionFacts, by: Reach) -> Motion:
    """
    Write a motion down, before or in the meeting.

    :raises NotPermittedNow: the meeting is over, the item decided, or who moves it has an interest
    """
    item = lock_item(item_id, by=by)
    check_can_be_proposed(item.meeting.state)
    check_is_not_decided(item.decided_at)
    movers = {facts.proposer_id, facts.seconder_id} - {None}
    if movers & conflicted_people(item):
        raise NotPermittedNow("Somebody with an interest in the item cannot move a motion on it.")
    last = Motion.objects.filter(item=item).aggregate(last=Max("number"))["last"]
    return Motion.objects.create(
        item=item,
        number=(last or 0) + 1,
        text=facts.text,
        proposer_id=facts.proposer_id,
        seconder_id=facts.seconder_id,
        method=facts.method,
        majority=facts.majority,
    )


@transaction.atomic
def open_motion(*, motion_id: UUID, by: Reach, at: datetime) -> Motion:
    """
    Put a motion to the vote.

    :raises NotPermittedNow: the meeting is not in progress, the item decided, another one open
    """
    motion, item = _lock(motion_id, by=by)
    check_is_running(item.meeting.state)
    check_is_not_decided(item.decided_at)
    check_motion_is(motion.state, MotionState.DRAFT)
    if Motion.objects.filter(item=item, state=MotionState.OPEN).exists():
        raise NotPermittedNow("Another motion on this item is open. Close it first.")
    motion.state, motion.opened_at = MotionState.OPEN, at
    motion.save(update_fields=["state", "opened_at", "updated_at"])
    if motion.method == VotingMethod.SECRET:
        # All at once, before any vote, so that their order says nothing.
        SecretTally.objects.bulk_create(
            [SecretTally(motion=motion, choice=choice) for choice in VoteChoice]
        )
    return motion


@transaction.atomic
def withdraw_motion(*, motion_id: UUID, by: Reach, at: datetime) -> Motion:
    """
    Withdraw a motion that is not decided; what was voted on it is not told.

    :raises NotPermittedNow: it is decided or withdrawn already
    """
    motion, _ = _lock(motion_id, by=by)
    check_motion_is(motion.state, MotionState.DRAFT, MotionState.OPEN)
    motion.state, motion.closed_at = MotionState.WITHDRAWN, at
    motion.save(update_fields=["state", "closed_at", "updated_at"])
    return motion


@transaction.atomic
def close_motion(
    *, motion_id: UUID, by: Reach, at: datetime, casting_vote: str = "", has_consensus: bool = False
) -> Motion:
    """
    Close a motion: count, say whether it is carried, keep what was found of the quorum.

    How it was decided is evidence at once: before a decision is recorded, and where it is lost.

    :raises Forbidden: a casting vote is given by somebody who is not in the chair
    :raises NotPermittedNow: it is not open, or tied and waits for the chair's casting vote
    """
    motion, item = _lock(motion_id, by=by)
    check_motion_is(motion.state, MotionState.OPEN)
    quorum = quorum_of_item(item, at=at)
    drop_votes(motion, conflicted_people(item), by_id=by.user_id, at=at)
    tally = _count(motion, item)
    motion.casting_vote = _casting_vote(motion, item.meeting, tally, quorum, by, casting_vote)
    carried = (
        has_consensus
        if motion.method == VotingMethod.CONSENSUS
        else is_carried(tally, motion.majority, casting_vote=motion.casting_vote)
    )
    motion.state = MotionState.CARRIED if carried else MotionState.LOST
    motion.closed_at, motion.quorum = at, quorum.as_row()
    if motion.method != VotingMethod.CONSENSUS:
        motion.votes_for = tally.votes_for
        motion.votes_against, motion.abstentions = tally.against, tally.abstentions
    motion.save()
    append_evidence(
        committee_id=item.meeting.committee_id,
        kind=LedgerKind.MOTION,
        subject=motion.pk,
        content=describe_motion(motion),
        at=at,
    )
    return motion


def _lock(motion_id: UUID, *, by: Reach) -> tuple[Motion, AgendaItem]:
    """Lock a motion after its item, always in this order."""
    known = Motion.objects.visible_to(by).get(pk=motion_id)
    item = lock_item(known.item_id, by=by)
    motion = Motion.objects.select_for_update(of=("self",)).get(pk=motion_id)
    motion.item = item
    return motion, item


def _count(motion: Motion, item: AgendaItem) -> Tally:
    """
    Count a motion's votes.

    :raises NotPermittedNow: it is secret, and somebody who voted has declared an interest since
    """
    if motion.method == VotingMethod.SECRET:
        marks = VoterMark.objects.filter(motion=motion)
        if marks.filter(user__in=conflicted_people(item)).exists():
            raise NotPermittedNow(
                "Somebody who voted has since declared an interest, and a secret vote cannot be "
                "taken out. Withdraw the motion and put it again."
            )
        tallies = SecretTally.objects.filter(motion=motion)
        ballots = dict(tallies.values_list("choice", "ballots"))
        return Tally(
            votes_for=ballots.get(VoteChoice.FOR, 0),
            against=ballots.get(VoteChoice.AGAINST, 0),
            abstentions=ballots.get(VoteChoice.ABSTAIN, 0),
        )
    return count(Vote.objects.filter(motion=motion).values_list("choice", flat=True))


def _casting_vote(
    motion: Motion, meeting: Meeting, tally: Tally, quorum: QuorumFinding, by: Reach, given: str
) -> str:
    """Return the casting vote where one is needed; where none is, nothing that was given counts."""
    terms = terms_of(meeting)
    has_one = terms.chair_has_casting_vote if terms else False
    if not wants_casting_vote(tally, motion.majority, chair_has_one=has_one):
        return ""
    if given not in {VoteChoice.FOR, VoteChoice.AGAINST}:
        raise NotPermittedNow("The vote is tied. The chair decides by a casting vote.")
    in_chair = {seat.person for seat in quorum.voters if seat.capacities & _CHAIRS}
    if by.user_id not in in_chair:
        raise Forbidden("Only the chair, present and without an interest, has a casting vote.")
    return given
