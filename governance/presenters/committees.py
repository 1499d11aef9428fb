"""Committees, their members and their meetings in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from core.dates import count_in_words, format_day
from core.times import say_times
from governance.codes import Capacity, MeetingState, MemberRole, Purpose, TermsState, Visibility
from governance.models import (
    Committee,
    ForwardPlanItem,
    Meeting,
    MeetingSeries,
    Membership,
    Reach,
    TermsOfReference,
)
from governance.policies.forward_plan import next_due
from governance.policies.quorum import read_rule
from governance.queries.committee_page import CommitteeContents
from governance.queries.committees import in_force

from .quorum import say_rule
from .series import say_series

_TONES: Final = {
    MeetingState.CANCELLED: "red",
    MeetingState.AGENDA_PUBLISHED: "blue",
    MeetingState.IN_PROGRESS: "blue",
    MeetingState.MINUTES_APPROVED: "green",
    MeetingState.PUBLISHED: "green",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRow:
    """A committee in the list."""

    code: str
    name: str
    kind: str
    role: str
    sitting: int
    next_at: datetime | None
    next_id: UUID | None
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShown:
    """Who sits on a committee: as what, for whom, until when, and who may stand in."""

    id: UUID
    user_id: UUID
    name: str
    role: str
    has_vote: bool
    facts: Sequence[str]
    deputies: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsShown:
    """A version of the terms in a line, with what it asks of a quorum."""

    id: UUID
    name: str
    state: str
    tone: str
    quorum: Sequence[str]
    casting_vote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """Something of the forward plan: what, how often, and when next."""

    id: UUID
    title: str
    facts: str
    often: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesShown:
    id: UUID
    name: str
    words: str
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingShown:
    """A meeting in a list."""

    id: UUID
    number: int
    when: str
    state: str
    tone: str
    note: str
    can_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeShown:
    """Everything of a committee's page but its meetings."""

    members: Sequence[MemberShown]
    former: Sequence[str]
    terms: TermsShown | None
    versions: Sequence[TermsShown]
    has_draft: bool
    series: Sequence[SeriesShown]
    plan: Sequence[PlanShown]


def present_committees(rows: Iterable[Committee], reach: Reach) -> list[CommitteeRow]:
    """Return committees as rows, each with what the viewer is there."""
    return [
        CommitteeRow(
            code=each.code,
            name=each.name,
            kind=each.get_kind_display(),
            role=_say_role(each.pk, reach),
            sitting=getattr(each, "sitting", 0),
            next_at=getattr(each, "next_at", None),
            next_id=getattr(each, "next_id", None),
            is_closed=each.closed_on is not None,
        )
        for each in rows
    ]


def present_committee(found: CommitteeContents) -> CommitteeShown:
    """Return what a committee's page shows."""
    holding = in_force(found.terms, on=found.on)
    return CommitteeShown(
        members=[present_member(each, on=found.on) for each in found.members],
        former=[_say_former(each) for each in found.former],
        terms=present_terms(holding, found.boards, on=found.on) if holding else None,
        versions=[present_terms(each, found.boards, on=found.on) for each in found.terms],
        has_draft=any(each.state == TermsState.DRAFT for each in found.terms),
        series=[_present_series(each, on=found.on) for each in found.series],
        plan=[_present_plan(each, found.ahead) for each in found.plan],
    )


def present_member(member: Membership, *, on: date) -> MemberShown:
    """Return who sits on a committee, in words."""
    capacities = [Capacity(each).label for each in member.capacities]
    facts = [member.position, member.board.short_name if member.board else "", *capacities]
    if member.starts_on > on:
        facts.append(f"from {format_day(member.starts_on)}")
    if member.ends_on:
        facts.append(f"until {format_day(member.ends_on)}")
    return MemberShown(
        id=member.pk,
        user_id=member.user_id,
        name=str(member.user),
        role=MemberRole(member.role).label,
        has_vote=member.is_voting,
        facts=[fact for fact in facts if fact],
        deputies=[str(each.user) for each in member.deputies.all()],
    )


def present_terms(terms: TermsOfReference, boards: Mapping[str, str], *, on: date) -> TermsShown:
    """Return a version of the terms in words."""
    state, tone = "Draft", "amber"
    if terms.state == TermsState.APPROVED and terms.effective_from:
        holds = terms.effective_from <= on
        state = f"Holds from {format_day(terms.effective_from)}"
        tone = "green" if holds else "blue"
    return TermsShown(
        id=terms.pk,
        name=f"Version {terms.number}",
        state=state,
        tone=tone,
        quorum=say_rule(read_rule(terms.quorum), boards),
        casting_vote=(
            "The chair has a casting vote"
            if terms.chair_has_casting_vote
            else "The chair has no casting vote"
        ),
    )


def present_meetings(meetings: Iterable[Meeting]) -> list[MeetingShown]:
    """Return meetings as rows."""
    return [_present_meeting(meeting) for meeting in meetings]


def _present_meeting(meeting: Meeting) -> MeetingShown:
    state = MeetingState(meeting.state)
    moved = f"Moved: {meeting.moved_reason}" if meeting.moved_reason else ""
    is_off = state == MeetingState.CANCELLED
    return MeetingShown(
        id=meeting.pk,
        number=meeting.number,
        when=say_times(meeting.starts_at, meeting.ends_at),
        state=state.label,
        tone=_TONES.get(state, "plain"),
        note=meeting.cancelled_reason if is_off else moved,
        can_change=state in (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED),
    )


def _present_series(series: MeetingSeries, *, on: date) -> SeriesShown:
    ended = series.ends_on if series.ends_on and series.ends_on < on else None
    return SeriesShown(
        id=series.pk,
        name=series.name,
        words=say_series(series),
        ended=f"ended on {format_day(ended)}" if ended else "",
    )


def _present_plan(item: ForwardPlanItem, ahead: Sequence[Meeting]) -> PlanShown:
    coming = [each for each in ahead if each.state != MeetingState.CANCELLED]
    number = next_due(
        every=item.every,
        first_meeting=item.first_meeting,
        number=min((each.number for each in coming), default=item.first_meeting),
    )
    due = next((each for each in coming if each.number == number), None)
    when = f", {say_times(due.starts_at, due.ends_at).partition(',')[0]}" if due else ""
    private = "" if item.visibility == Visibility.OPEN else Visibility(item.visibility).label
    facts = [
        Purpose(item.purpose).label,
        count_in_words(item.minutes_planned, "minute"),
        str(item.presenter) if item.presenter else "",
        private,
    ]
    often = "At each meeting" if item.every == 1 else f"Every {item.every} meetings"
    return PlanShown(
        id=item.pk,
        title=item.title,
        facts=" · ".join(fact for fact in facts if fact),
        often=often,
        next=f"meeting {number}{when}",
    )


def _say_former(member: Membership) -> str:
    ended = f" until {format_day(member.ends_on)}" if member.ends_on else ""
    return f"{member.user}, {MemberRole(member.role).label.lower()}{ended}"


def _say_role(committee_id: UUID, reach: Reach) -> str:
    if committee_id in reach.writes:
        return "Secretary"
    if committee_id in reach.serves:
        return "You chair or stand in for the chair"
    if committee_id in reach.votes:
        return "Member with a vote"
    return "Reader" if committee_id in reach.reads else "Observer"
