"""Who works in which queue, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from core.dates import format_ago
from helpdesk.actions.sharing_out import PRESENCE_WINDOW
from helpdesk.models import Sight
from helpdesk.queries.members import MemberLine

from .desk_lines import Words

IN_TURN = "New tickets go in turn to those who are here."
BY_HAND = "People take their tickets themselves."


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody in a queue; `may_set` where the viewer may say whether they are on shift."""

    membership: UUID
    name: str
    is_you: bool
    is_lead: bool
    is_on_shift: bool
    status: Words
    in_hand: str
    is_full: bool
    capacity: int
    last_given: str
    may_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """A queue with those who work in it; `note` says how its tickets find somebody."""

    name: str
    note: str
    goes_in_turn: bool
    leads: bool
    members: Sequence[MemberView]


def present_queues(
    members: Sequence[MemberLine], in_hand: Mapping[UUID, int], *, sight: Sight, at: datetime
) -> list[QueueView]:
    """Return queues with their members."""
    queues = []
    for (queue_id, name, in_turn), lines in groupby(
        members, key=lambda line: (line.queue_id, line.queue, line.assigns_in_turn)
    ):
        leads = queue_id in sight.led_queues
        views = [_member(line, in_hand.get(line.user_id, 0), sight=sight, at=at) for line in lines]
        note = IN_TURN if in_turn else BY_HAND
        queue = QueueView(name=name, note=note, goes_in_turn=in_turn, leads=leads, members=views)
        queues.append(queue)
    return queues


def _member(line: MemberLine, in_hand: int, *, sight: Sight, at: datetime) -> MemberView:
    is_you = line.user_id == sight.user_id
    return MemberView(
        membership=line.membership,
        name=line.name,
        is_you=is_you,
        is_lead=line.is_lead,
        is_on_shift=line.is_on_shift,
        status=_status(line, at),
        in_hand=f"{in_hand:,} of {line.capacity:,}",
        is_full=in_hand >= line.capacity,
        capacity=line.capacity,
        last_given=format_ago(line.last_assigned_at, now=at) if line.last_assigned_at else "never",
        may_set=is_you or line.queue_id in sight.led_queues,
    )


def _status(line: MemberLine, at: datetime) -> Words:
    """Return whether somebody is given tickets now, and else why not."""
    if not line.is_on_shift:
        return Words(text="Off shift", tone="plain")
    if line.seen_at is None:
        return Words(text="On shift, not at the desk yet", tone="amber")
    if at - line.seen_at > PRESENCE_WINDOW:
        return Words(text=f"On shift, last here {format_ago(line.seen_at, now=at)}", tone="amber")
    return Words(text="Here", tone="green")
