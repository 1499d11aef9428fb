"""Resolutions in writing: who may answer, who has, and whether the answers make a quorum."""

from datetime import datetime
from uuid import UUID

from core.dates import LONDON
from governance.models import Membership, Reach, WrittenResolution, WrittenResponse
from governance.models.committee import MembershipQuerySet
from governance.policies.quorum import QuorumFinding, find_quorum
from governance.queries.seats import rule_in, seat_of, terms_on


def list_voting_members(committee_id: UUID, *, at: datetime) -> MembershipQuerySet:
    """Return the members of a committee who have a vote at a moment."""
    current = Membership.objects.current(at.astimezone(LONDON).date())
    voting = current.filter(committee_id=committee_id, is_voting=True)
    return voting.select_related("user", "board").order_by("user__display_name", "pk")


def find_own_seat(
    resolution: WrittenResolution, viewer: Reach, *, at: datetime
) -> Membership | None:
    """Return the seat in which a viewer answers."""
    return (
        list_voting_members(resolution.committee_id, at=at).filter(user_id=viewer.user_id).first()
    )


def quorum_of_answers(resolution: WrittenResolution, *, at: datetime) -> QuorumFinding:
    """Say whether those who have answered, abstentions among them, make a quorum."""
    terms = terms_on(resolution.committee_id, at.astimezone(LONDON).date())
    conflicted = set(resolution.interests.values_list("user_id", flat=True))
    answers = list_responses(resolution)
    seats = [seat_of(answer.membership, answer.membership.user) for answer in answers]
    return find_quorum(rule_in(terms), seats, conflicted)


def list_responses(resolution: WrittenResolution) -> list[WrittenResponse]:
    """Return the answers in the order in which they came."""
    answers = resolution.responses.select_related("membership__user", "membership__board")
    return list(answers.order_by("answered_at"))


def list_written(reach: Reach, *, limit: int = 50) -> list[WrittenResolution]:
    """Return the resolutions in writing that a viewer may know of, the newest first."""
    known = WrittenResolution.objects.visible_to(reach).select_related("committee")
    return list(known.order_by("-opened_at")[:limit])
