"""Actions in words: how they stand, where they come from, what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from core.dates import LONDON, count_in_words, format_short_day
from core.spreadsheets import Cell
from core.times import say_day, say_moment
from governance.codes import ActionEventKind, ActionState, Rag
from governance.models import ActionEvent, ActionItem, AgendaItem
from governance.policies.rag import SOON
from governance.queries.action_log import ActionFilters
from governance.queries.standing_actions import RAG_ORDER, StandingAction

TONES: Final = {Rag.RED: "red", Rag.AMBER: "amber", Rag.GREEN: "green", Rag.CLOSED: "plain"}
# Two words where the colour goes into a file or a count.
RAG_WORDS: Final = {
    Rag.RED: "Red: overdue or moved twice",
    Rag.AMBER: "Amber: due within 7 days or moved once",
    Rag.GREEN: "Green: on time",
    Rag.CLOSED: "Closed",
}
_COLOURS: Final = {Rag.RED: "Red", Rag.AMBER: "Amber", Rag.GREEN: "Green"}
COLUMNS: Final = (
    "Committee",
    "Number",
    "Action",
    "Owner",
    "First due",
    "Due",
    "Times moved",
    "State",
    "Standing",
    "Agreed",
    "Closed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action in a list."""

    number: int
    url: str
    text: str
    owner: str
    committee: str
    due: str
    slips: str
    standing: str
    tone: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """Something that happened, with who did it."""

    when: str
    what: str
    who: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RagCount:
    """How many stand so, and the address that shows them."""

    words: str
    tone: str
    count: int
    url: str
    is_current: bool


def present_actions(rows: Iterable[StandingAction], *, on: date) -> list[ActionLine]:
    """Return actions as lines of a list."""
    return [present_action(row, on=on) for row in rows]


def present_action(row: StandingAction, *, on: date) -> ActionLine:
    """Return an action as a line of a list."""
    action = row.action
    return ActionLine(
        number=action.number,
        url=reverse("governance:action_detail", args=[action.pk]),
        text=action.text,
        owner=str(action.owner),
        committee=action.committee.name,
        due=format_short_day(action.due_on),
        slips=_say_slips(action),
        standing=_say_standing(action, row.rag, on=on),
        tone=TONES[row.rag],
        where=say_where(row.item),
    )


def say_where(item: AgendaItem | None) -> str:
    """Return where an action comes from, of an item that its reader may know of."""
    if item is None:
        return ""
    number = f"item {item.number}: " if item.number else ""
    return f"{say_day(item.meeting.starts_at)}, {number}{item.title}"


def present_events(events: Iterable[ActionEvent]) -> list[EventLine]:
    """Return what happened to an action."""
    return [
        EventLine(
            when=say_moment(event.happened_at),
            what=_say_event(event),
            who=str(event.by) if event.by else "The service",
            words=event.words,
        )
        for event in events
    ]


def present_counts(counts: Mapping[Rag, int], filters: ActionFilters) -> list[RagCount]:
    """Return how many stand red, amber and green, each with the address that shows them."""
    return [
        RagCount(
            words=RAG_WORDS[rag],
            tone=TONES[rag],
            count=counts.get(rag, 0),
            url=f"?{urlencode(kept_filters(filters, rag='' if filters.rag == rag else rag))}",
            is_current=filters.rag == rag,
        )
        for rag in RAG_ORDER
        if counts.get(rag) or rag != Rag.CLOSED
    ]


def kept_filters(filters: ActionFilters, **changed: str | int) -> dict[str, str | int]:
    """Return filters as an address holds them, with some of them changed."""
    kept: dict[str, str | int] = {
        "committee": filters.committee,
        "state": filters.state or "all",
        "rag": filters.rag,
        "owner": "me" if filters.is_own else "",
        "q": filters.words,
        **changed,
    }
    return {name: value for name, value in kept.items() if value}


def cells_of(row: StandingAction) -> Sequence[Cell]:
    """Return an action as a line of a file; it names no agenda item."""
    action = row.action
    return (
        action.committee.name,
        action.number,
        action.text,
        str(action.owner),
        action.first_due_on,
        action.due_on,
        action.times_moved,
        ActionState(action.state).label,
        RAG_WORDS[row.rag],
        action.agreed_at.astimezone(LONDON).date(),
        action.closed_at.astimezone(LONDON).date() if action.closed_at else None,
    )


def _say_standing(action: ActionItem, rag: Rag, *, on: date) -> str:
    if rag == Rag.CLOSED:
        closed = say_day(action.closed_at) if action.closed_at else ""
        return f"{ActionState(action.state).label} {closed}".strip()
    return f"{_COLOURS[rag]}: {_say_why(action, rag, days=(action.due_on - on).days)}"


def _say_why(action: ActionItem, rag: Rag, *, days: int) -> str:
    """Say why an action has its colour; the nearest day counts before how often it was moved."""
    if rag == Rag.GREEN:
        return "on time"
    if days < 0:
        return f"{count_in_words(-days, 'day')} overdue"
    if rag == Rag.RED or days > SOON.days:
        return f"moved {_say_times(action.times_moved)}"
    return f"due in {count_in_words(days, 'day')}" if days else "due today"


def _say_slips(action: ActionItem) -> str:
    if not action.times_moved:
        return ""
    first = format_short_day(action.first_due_on)
    return f"moved {_say_times(action.times_moved)}, first due {first}"


def _say_times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _say_event(event: ActionEvent) -> str:
    label = ActionEventKind(event.kind).label
    if event.due_before and event.due_after:
        before, after = format_short_day(event.due_before), format_short_day(event.due_after)
        return f"{label}: due {after} instead of {before}"
    return f"{label}, due {format_short_day(event.due_after)}" if event.due_after else label
