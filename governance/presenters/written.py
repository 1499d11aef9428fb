"""Resolutions in writing, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from core.dates import TIME, format_ago, format_date
from governance.codes import VoteChoice, WrittenState
from governance.models import WrittenResolution, WrittenResponse

_TONES: Final = {
    WrittenState.OPEN: "blue",
    WrittenState.CARRIED: "green",
    WrittenState.LOST: "plain",
    WrittenState.LAPSED: "amber",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """A resolution in writing with where it stands."""

    key: UUID
    title: str
    committee: str
    state: str
    tone: str
    until: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """How one member answered."""

    name: str
    choice: str
    comment: str
    when: str


def present_written(resolution: WrittenResolution, *, at: datetime) -> WrittenLine:
    """Return a resolution in words."""
    state = WrittenState(resolution.state)
    is_open = state == WrittenState.OPEN and at < resolution.deadline_at
    until = format_date(resolution.deadline_at, TIME)
    return WrittenLine(
        key=resolution.pk,
        title=resolution.title,
        committee=resolution.committee.name,
        state=state.label if is_open or state != WrittenState.OPEN else "Being counted",
        tone=_TONES[state],
        until=f"{until} ({format_ago(resolution.deadline_at, now=at)})" if is_open else until,
        is_open=is_open,
    )


def present_answer(answer: WrittenResponse) -> AnswerLine:
    """Return an answer in words."""
    return AnswerLine(
        name=str(answer.membership.user),
        choice=VoteChoice(answer.choice).label,
        comment=answer.comment,
        when=format_date(answer.answered_at, TIME),
    )
