"""An agenda item with what hangs on it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import format_day, format_short_date
from core.markdown import render_markdown
from governance.codes import ActionState, EntryKind, MotionState
from governance.models import AgendaItem, MinuteEntry, Motion
from governance.queries.agendas import ItemMatter

from .agendas import Words, say_presenter, say_purpose
from .papers import PaperLine, present_papers


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLine:
    """Something that hangs on an item: a motion, a decision, an action, an item below."""

    text: str
    about: str = ""
    tag: Words | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry of the minutes."""

    kind: str
    body: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """What the page of an item shows."""

    facts: Sequence[Words]
    body: SafeString | str
    papers: Sequence[PaperLine]
    below: Sequence[MatterLine]
    motions: Sequence[MatterLine]
    decisions: Sequence[MatterLine]
    actions: Sequence[MatterLine]
    entries: Sequence[EntryLine]


def present_item(item: AgendaItem, matter: ItemMatter, *, at: datetime) -> ItemPage:
    """Return the page of an item, from what its viewer may know of."""
    return ItemPage(
        facts=_facts(item),
        body=render_markdown(item.body) if item.body else "",
        papers=present_papers(matter.papers).get(item.pk, ()),
        below=[
            MatterLine(
                text=f"{each.number} {each.title}".strip(),
                about=say_presenter(each),
                url=reverse("governance:item_detail", args=[each.pk]),
            )
            for each in matter.below
        ],
        motions=[_motion(each) for each in matter.motions],
        decisions=[
            MatterLine(
                text=each.title,
                url=reverse("governance:decision_detail", args=[each.pk]),
                about=f"{each.number}, {format_short_date(each.decided_at, 'D', now=at)}",
                tag=None if each.is_quorate else Words(text="Recommendation", tone="amber"),
            )
            for each in matter.decisions
        ],
        actions=[
            MatterLine(
                text=each.text,
                url=reverse("governance:action_detail", args=[each.pk]),
                about=f"Action {each.number}, {each.owner}, due {format_day(each.due_on)}",
                tag=Words(text=ActionState(each.state).label),
            )
            for each in matter.actions
        ],
        entries=[_entry(each) for each in matter.entries],
    )


def _facts(item: AgendaItem) -> list[Words]:
    facts = [Words(label="Purpose", value=say_purpose(item))]
    presenter = say_presenter(item)
    if presenter:
        facts.append(Words(label="Presented by", value=presenter))
    facts.append(Words(label="Planned", value=f"{item.minutes_planned} min"))
    return facts


def _motion(motion: Motion) -> MatterLine:
    state = MotionState(motion.state)
    tones = {MotionState.CARRIED: "green", MotionState.OPEN: "blue"}
    return MatterLine(
        text=motion.text,
        url=reverse("governance:motion_detail", args=[motion.pk]),
        about=f"Motion {motion.number}",
        tag=Words(text=state.label, tone=tones.get(state, "plain")),
    )


def _entry(entry: MinuteEntry) -> EntryLine:
    return EntryLine(kind=EntryKind(entry.kind).label, body=render_markdown(entry.body))
