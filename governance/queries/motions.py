"""Motions as one viewer may see them: whether they have a vote, and who has voted already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from governance.codes import MotionState, VotingMethod
from governance.models import Membership, Motion, Reach, Vote, VoterMark
from governance.policies.quorum import QuorumFinding
from governance.queries.seats import quorum_of_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a viewer may do with a motion, and how many have voted; never what, while it is open."""

    quorum: QuorumFinding
    may_vote: bool
    has_voted: bool
    own_choice: str
    voted: int


def get_motion(motion_id: UUID, reach: Reach) -> Motion:
    """
    Return a motion that a viewer may know of; drafts are for those who run the meeting.

    :raises Motion.DoesNotExist: there is none
    """
    related = ("item__meeting__committee", "proposer", "seconder", "decision")
    motion = Motion.objects.visible_to(reach).select_related(*related).get(pk=motion_id)
    if motion.state == MotionState.DRAFT and motion.item.meeting.committee_id not in reach.serves:
        raise Motion.DoesNotExist
    return motion


def read_ballot(motion: Motion, reach: Reach, *, at: datetime) -> Ballot:
    """Return where the viewer stands in a vote."""
    quorum = quorum_of_item(motion.item, at=at)
    seat = next((seat for seat in quorum.voters if seat.person == reach.user_id), None)
    votes = Vote.objects.filter(motion=motion)
    is_secret = motion.method == VotingMethod.SECRET
    cast = VoterMark.objects.filter(motion=motion) if is_secret else votes
    own = votes.filter(membership=seat.membership).first() if seat and not is_secret else None
    return Ballot(
        quorum=quorum,
        may_vote=seat is not None and motion.method != VotingMethod.CONSENSUS,
        has_voted=seat is not None and cast.filter(membership=seat.membership).exists(),
        own_choice=own.get_choice_display() if own else "",
        voted=cast.count(),
    )


def list_votes(motion: Motion) -> Sequence[Vote]:
    """Return who voted how, where the minutes are to say so and the vote is closed."""
    if not motion.is_recorded or motion.state not in {MotionState.CARRIED, MotionState.LOST}:
        return []
    votes = Vote.objects.filter(motion=motion).select_related("user", "membership__user")
    return list(votes.order_by("choice", "membership__created_at"))


def list_movers(committee_id: UUID) -> list[Membership]:
    """Return the voting members who may move a motion; who has an interest is refused later."""
    members = Membership.objects.filter(committee_id=committee_id, is_voting=True)
    return list(members.filter(ends_on__isnull=True).select_related("user").order_by("created_at"))
