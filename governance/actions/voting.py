"""Vote: by name, or in secret, where a ballot and its voter are never kept together."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from core.errors import Forbidden, NotPermittedNow
from governance.codes import MotionState, VoteChoice, VotingMethod
from governance.models import AgendaItem, Motion, Reach, SecretTally, Vote, VoterMark
from governance.policies.motions import check_can_be_recorded, check_can_be_voted_on
from governance.policies.quorum import Seat
from governance.policies.running import check_is_running
from governance.queries.seats import quorum_of_item


@transaction.atomic
def cast_vote(*, motion_id: UUID, choice: VoteChoice, by: Reach, at: datetime) -> None:
    """
    Vote in one's seat; a vote by name may be changed while it is open, a secret one not.

    In a secret vote the mark of the seat and the count of ballots change in one transaction, and
    nothing is stored that joins them.

    :raises Motion.DoesNotExist: they may not know of the motion
    :raises Forbidden: they have no vote here: no seat, not in the room, or an interest
    :raises NotPermittedNow: the vote is not open, the seat has voted in secret already, or the
        person in another seat
    """
    motion = _lock_motion(motion_id, by=by)
    check_is_running(motion.item.meeting.state)
    check_can_be_voted_on(motion.state, motion.method)
    seat = _seat_of(motion, by=by, at=at)
    if motion.method == VotingMethod.SECRET:
        _cast_in_secret(motion, seat, choice)
        return
    _check_votes_once(Vote.objects.filter(motion=motion, user_id=seat.person), seat)
    Vote.objects.update_or_create(
        motion=motion,
        membership_id=seat.membership,
        defaults={"user_id": seat.person, "choice": choice, "cast_at": at},
    )


@transaction.atomic
def ask_for_names(*, motion_id: UUID, by: Reach, at: datetime) -> Motion:
    """
    Have the minutes say who voted how: any member with a vote there may ask (SI 1998/633).

    :raises Forbidden: they have no vote here
    :raises NotPermittedNow: it is decided, or people vote on it in secret already
    """
    motion = _lock_motion(motion_id, by=by)
    check_is_running(motion.item.meeting.state)
    check_can_be_recorded(motion.state, motion.method)
    _seat_of(motion, by=by, at=at)
    motion.is_recorded = True
    if motion.state == MotionState.DRAFT:
        motion.method = VotingMethod.SHOWN
    motion.save(update_fields=["is_recorded", "method", "updated_at"])
    return motion


def _lock_motion(motion_id: UUID, *, by: Reach) -> Motion:
    """Lock a motion after its item, as everything that closes it or declares an interest does."""
    known = Motion.objects.visible_to(by).get(pk=motion_id)
    items = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting")
    item = items.get(pk=known.item_id)
    motion = Motion.objects.select_for_update(of=("self",)).get(pk=motion_id)
    motion.item = item
    return motion


def _seat_of(motion: Motion, *, by: Reach, at: datetime) -> Seat:
    """Return the seat in which somebody votes on a motion, their own or the one they deputise."""
    voters = quorum_of_item(motion.item, at=at).voters
    seat = next((seat for seat in voters if seat.person == by.user_id), None)
    if seat is None:
        raise Forbidden("You have no vote here: only members or deputies who are in the room do.")
    return seat


def _check_votes_once(own: QuerySet[Vote] | QuerySet[VoterMark], seat: Seat) -> None:
    """Require that somebody, who may have changed seats meanwhile, has one vote in all."""
    if own.exclude(membership_id=seat.membership).exists():
        raise NotPermittedNow("You have voted on this motion already, in another seat.")


def _cast_in_secret(motion: Motion, seat: Seat, choice: VoteChoice) -> None:
    _check_votes_once(VoterMark.objects.filter(motion=motion, user_id=seat.person), seat)
    _, is_first = VoterMark.objects.get_or_create(
        motion=motion, membership_id=seat.membership, defaults={"user_id": seat.person}
    )
    if not is_first:
        raise NotPermittedNow("Your seat has voted. A secret vote cannot be changed.")
    tallies = SecretTally.objects.filter(motion=motion)
    # Each counter is written, so that what the database writes is the same whatever was voted.
    for each in VoteChoice:
        tallies.filter(choice=each).update(ballots=F("ballots") + int(each == choice))
