"""The agenda of a meeting, for one viewer: of what they may not know, the number and time alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from governance.codes import AGENDA_IS_KNOWN, MotionState
from governance.models import (
    ActionItem,
    AgendaItem,
    Decision,
    Meeting,
    MinuteEntry,
    Motion,
    Paper,
    Reach,
)
from governance.policies.agendas import PlannedLine, Slot, lay_out, mark_of

from .papers import list_papers

MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRow:
    """A line of the agenda; `item` is None where the viewer may not know of it."""

    line: PlannedLine
    item: AgendaItem | None
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """An agenda as a viewer may read it, and a mark of how it stands."""

    rows: Sequence[AgendaRow]
    slots: Sequence[Slot]
    mark: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMatter:
    """What hangs on an agenda item, as far as a viewer may know of it."""

    papers: Sequence[Paper]
    motions: Sequence[Motion]
    decisions: Sequence[Decision]
    entries: Sequence[MinuteEntry]
    actions: Sequence[ActionItem]
    below: Sequence[AgendaItem]


def get_meeting(meeting_id: UUID, *, reach: Reach) -> Meeting:
    """
    Return a meeting that a viewer may know of.

    :raises Meeting.DoesNotExist: there is none
    """
    found = Meeting.objects.visible_to(reach).select_related("committee")
    return found.get(pk=meeting_id)


def get_item(item_id: UUID, *, reach: Reach) -> AgendaItem:
    """
    Return an agenda item that a viewer may know of.

    :raises AgendaItem.DoesNotExist: there is none
    """
    found = AgendaItem.objects.visible_to(reach)
    related = ("meeting__committee", "presenter", "minutes_of")
    return found.select_related(*related).get(pk=item_id)


def knows_agenda(meeting: Meeting, reach: Reach) -> bool:
    """Say whether a viewer may know how a meeting's agenda looks: before it is out, few do."""
    return meeting.state in AGENDA_IS_KNOWN or meeting.committee_id in reach.serves


def read_agenda(meeting: Meeting, reach: Reach) -> Agenda:
    """Return the agenda of a meeting, or an empty one for those who may not yet know it."""
    slots, changed = read_slots(meeting) if knows_agenda(meeting, reach) else ([], [])
    items = AgendaItem.objects.visible_to(reach).filter(meeting=meeting)
    known = {item.pk: item for item in items.select_related("presenter", "minutes_of")}
    papers: dict[UUID, list[Paper]] = {}
    for paper in list_papers([slot.key for slot in slots], reach):
        papers.setdefault(paper.item_id, []).append(paper)
    rows = [
        AgendaRow(line=line, item=known.get(line.key), papers=papers.get(line.key, ()))
        for line in lay_out(slots, starts_at=meeting.starts_at)
    ]
    minutes = sum(slot.minutes for slot in slots)
    return Agenda(rows=rows, slots=slots, mark=mark_of(slots, changed), minutes=minutes)


def read_slots(meeting: Meeting) -> tuple[list[Slot], list[datetime]]:
    """Return what the layout of an agenda rests on, and when each of its items last changed."""
    names = ("pk", "parent_id", "position", "minutes_planned", "number", "updated_at")
    rows = AgendaItem.objects.filter(meeting=meeting).values_list(*names)[:MOST]
    slots, changed = [], []
    for key, parent, position, minutes, number, updated_at in rows:
        slot = Slot(key=key, parent=parent, position=position, minutes=minutes, number=number)
        slots.append(slot)
        changed.append(updated_at)
    return slots, changed


def read_matter(item: AgendaItem, reach: Reach) -> ItemMatter:
    """Return what hangs on an item, each kind by its own rule of who may know of it."""
    entries = MinuteEntry.objects.visible_to(reach).filter(item=item, struck_at__isnull=True)
    actions = ActionItem.objects.visible_to(reach).filter(item=item).select_related("owner")
    motions = Motion.objects.visible_to(reach).filter(item=item)
    below = AgendaItem.objects.visible_to(reach).filter(parent=item).select_related("presenter")
    decisions = Decision.objects.visible_to(reach).filter(item=item)
    served = item.meeting.committee_id in reach.serves
    put = motions if served else motions.exclude(state=MotionState.DRAFT)
    return ItemMatter(
        papers=list_papers([item.pk], reach),
        motions=list(put.order_by("number")),
        decisions=list(decisions.order_by("number")),
        entries=list(entries.order_by("sequence")[:MOST]),
        actions=list(actions.order_by("number")[:MOST]),
        below=list(below.order_by("position")),
    )
