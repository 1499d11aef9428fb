"""Resolutions in writing: opened, answered by name, closed with a quorum of answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.errors import Forbidden, NotPermittedNow
from governance import permissions
from governance.actions.decisions import DecisionFacts, Source, write_decision
from governance.actions.ledger import append_evidence
from governance.actions.numbering import next_number
from governance.actions.written_mail import tell_members
from governance.codes import LedgerKind, VoteChoice, WrittenState
from governance.models import (
    Committee,
    Membership,
    Reach,
    WrittenInterest,
    WrittenResolution,
    WrittenResponse,
)
from governance.policies.motions import check_is_open_for_answers, check_leaves_time
from governance.policies.quorum import QuorumFinding
from governance.policies.votes import Tally, count, is_carried, read_quorum
from governance.queries.contents.decision import describe_written
from governance.queries.written import find_own_seat, list_voting_members, quorum_of_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFacts:
    """What is asked of the members between meetings, why now, and until when."""

    title: str
    text: str
    reason: str
    majority: str
    deadline_at: datetime


@transaction.atomic
def open_written(
    *, committee_id: UUID, facts: WrittenFacts, by: Reach, at: datetime
) -> WrittenResolution:
    """
    Ask the voting members for a decision between meetings, and tell them by mail.

    :raises Forbidden: they do not prepare the committee's meetings
    :raises NotPermittedNow: the deadline leaves members no time
    """
    permissions.check_serves(by, committee_id)
    check_leaves_time(facts.deadline_at, at=at)
    resolution = WrittenResolution.objects.create(
        committee=Committee.objects.get(pk=committee_id),
        number=next_number(WrittenResolution, committee_id),
        title=facts.title,
        text=facts.text,
        reason=facts.reason,
        majority=facts.majority,
        opened_at=at,
        opened_by_id=by.user_id,
        deadline_at=facts.deadline_at,
    )
    tell_members(resolution, list_voting_members(committee_id, at=at), at=at)
    return resolution


@transaction.atomic
def answer_written(
    *, resolution_id: UUID, choice: VoteChoice, comment: str, by: Reach, at: datetime
) -> WrittenResponse:
    """
    Answer by name, once.

    :raises WrittenResolution.DoesNotExist: they may not know of it, or have an interest in it
    :raises Forbidden: they have no vote on the committee
    :raises NotPermittedNow: it takes no answers any more, or they have answered
    """
    resolution = _lock_known(resolution_id, by=by)
    check_is_open_for_answers(resolution.state, resolution.deadline_at, at=at)
    seat = _own_seat(resolution, by=by, at=at)
    if resolution.responses.filter(membership=seat).exists():
        raise NotPermittedNow("You have answered. An answer in writing stays as it was given.")
    return WrittenResponse.objects.create(
        resolution=resolution, membership=seat, choice=choice, comment=comment, answered_at=at
    )


@transaction.atomic
def declare_written_interest(
    *, resolution_id: UUID, words: str, by: Reach, at: datetime
) -> WrittenInterest:
    """
    Say that one has an interest: from then on one neither reads it nor counts.

    :raises NotPermittedNow: it takes no answers any more
    """
    resolution = _lock_known(resolution_id, by=by)
    check_is_open_for_answers(resolution.state, resolution.deadline_at, at=at)
    return WrittenInterest.objects.create(
        resolution=resolution, user_id=by.user_id, words=words, declared_at=at
    )


@transaction.atomic
def close_written(*, resolution_id: UUID, by: Reach, at: datetime) -> WrittenResolution:
    """
    Close a resolution before its deadline, once every member has answered.

    :raises Forbidden: they do not prepare the committee's meetings
    :raises NotPermittedNow: it is closed, or answers are still to come
    """
    resolution = _lock_known(resolution_id, by=by)
    permissions.check_serves(by, resolution.committee_id)
    if resolution.state != WrittenState.OPEN:
        raise NotPermittedNow("This resolution is closed.")
    excluded = resolution.interests.values("user")
    members = list_voting_members(resolution.committee_id, at=at).exclude(user__in=excluded)
    answered = resolution.responses.values("membership")
    if at < resolution.deadline_at and members.exclude(pk__in=answered).exists():
        raise NotPermittedNow("Not every member has answered, and the deadline is still ahead.")
    return _settle(resolution, at=at)


def close_due(*, at: datetime) -> int:
    """Close the resolutions whose deadline is over, each in a transaction of its own."""
    due = WrittenResolution.objects.filter(state=WrittenState.OPEN, deadline_at__lte=at)
    closed = 0
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            waiting = WrittenResolution.objects.select_for_update(of=("self",), skip_locked=True)
            resolution = waiting.filter(pk=key, state=WrittenState.OPEN).first()
            if resolution is not None:
                _settle(resolution, at=at)
                closed += 1
    return closed


def _lock_known(resolution_id: UUID, *, by: Reach) -> WrittenResolution:
    """Lock a resolution, and ask under the lock whether they may still know of it."""
    locked = WrittenResolution.objects.select_for_update(of=("self",)).filter(
        committee__in=by.reads
    )
    resolution = locked.get(pk=resolution_id)
    return WrittenResolution.objects.visible_to(by).get(pk=resolution.pk)


def _own_seat(resolution: WrittenResolution, *, by: Reach, at: datetime) -> Membership:
    seat = find_own_seat(resolution, by, at=at)
    if seat is None:
        raise Forbidden("Only voting members of the committee may answer.")
    return seat


def _settle(resolution: WrittenResolution, *, at: datetime) -> WrittenResolution:
    """Count the answers; carried without a quorum is not carried, it lapses."""
    quorum = quorum_of_answers(resolution, at=at)
    tally = _tally(resolution)
    resolution.state = _outcome(quorum, tally, resolution.majority)
    resolution.closed_at, resolution.quorum = at, quorum.as_row()
    resolution.save(update_fields=["state", "closed_at", "quorum", "updated_at"])
    append_evidence(
        committee_id=resolution.committee_id,
        kind=LedgerKind.WRITTEN,
        subject=resolution.pk,
        content=describe_written(resolution),
        at=at,
    )
    if resolution.state == WrittenState.CARRIED:
        source = Source(
            committee=resolution.committee,
            voters=read_quorum(resolution.quorum).voters,
            is_quorate=True,
            written_resolution=resolution,
        )
        facts = DecisionFacts(
            title=resolution.title, text=resolution.text, rationale=resolution.reason
        )
        write_decision(source, facts, by=None, at=at)
    return resolution


def _tally(resolution: WrittenResolution) -> Tally:
    excluded = resolution.interests.values("user")
    answers = resolution.responses.exclude(membership__user__in=excluded)
    return count(answers.values_list("choice", flat=True))


def _outcome(quorum: QuorumFinding, tally: Tally, majority: str) -> WrittenState:
    if not quorum.is_quorate:
        return WrittenState.LAPSED
    # Nobody gives a casting vote in writing: a tie is lost.
    return WrittenState.CARRIED if is_carried(tally, majority) else WrittenState.LOST
