"""Whom and what the past happens to: callers, agents, queues and what callers can ask for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.codes import EventKind, Visibility

from .topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who calls, and for which organization."""

    user_id: UUID | None
    name: str
    address: str = ""
    organization_id: UUID | None = None
    region_id: UUID | None = None
    ods_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who works in a queue."""

    user_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A queue, and who works in it."""

    queue_id: UUID
    code: str
    name: str
    is_confidential: bool
    workers: Sequence[Worker]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """
    All that the past is made of.

    `route` says to which line a ticket of a category and a region goes, confidential or not.
    """

    callers: Sequence[Caller]
    lines: Mapping[str, Line]
    route: Callable[[str, UUID | None, bool], Line]
    request_types: Mapping[str, UUID]
    components: Mapping[str, UUID]


@dataclass(slots=True, kw_only=True)
class Step:
    """Something that happens to a ticket: what will be an event, and columns of its row."""

    kind: EventKind
    at: datetime
    visibility: Visibility = Visibility.INTERNAL
    actor_id: UUID | None = None
    actor_name: str
    text: str = ""
    quoted: str = ""
    facts: dict[str, object]
    changes: dict[str, object]


@dataclass(slots=True, kw_only=True)
class Answer:
    """What somebody said when asked how it went."""

    asked_at: datetime
    answered_at: datetime | None = None
    score: int | None = None
    comment: str = ""


@dataclass(slots=True, kw_only=True)
class Story:
    """
    A ticket and all that happens to it: its columns as it was opened, and then its steps.

    It has its number once all are in the order in which they were opened.
    """

    number: int = 0
    topic: Topic
    caller: Caller
    columns: dict[str, object]
    steps: list[Step]
    answer: Answer | None = None

    @property
    def opened_at(self) -> datetime:
        return self.steps[0].at
