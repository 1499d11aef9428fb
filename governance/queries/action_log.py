"""The log of actions: what a viewer may know of, narrowed, counted and in pages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from governance.codes import ActionState, MeetingState, Rag
from governance.models import ActionEvent, ActionItem, Meeting, Reach, Risk

from .standing_actions import RAG_ORDER, StandingAction, known_actions, rag_of_action, stand

PAGE_SIZE: Final = 50
_NEVER_HELD: Final = (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED, MeetingState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFilters:
    """How the log is narrowed; nothing stands for all."""

    committee: str = ""
    state: str = ActionState.OPEN
    rag: str = ""
    is_own: bool = False
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage:
    """A page of the log; `counts` are of all that fits, whatever the colour asked for."""

    rows: Sequence[StandingAction]
    counts: Mapping[Rag, int]
    total: int
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReview:
    """What a meeting goes through: what is still open, and what was closed since the last one."""

    open: Sequence[StandingAction]
    closed: Sequence[StandingAction]


def find_actions(filters: ActionFilters, *, reach: Reach, on: date) -> ActionPage:
    """Return a page of the log: the late ones first, the closed ones last."""
    ranked = _rank(filters, reach, on)
    counts = Counter(rag for rag, _ in ranked)
    keys = [key for rag, key in ranked if filters.rag in ("", rag)]
    pages = max(1, -(-len(keys) // PAGE_SIZE))
    page = min(filters.page, pages)
    shown = keys[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return ActionPage(
        rows=_in_order(shown, reach=reach, on=on), counts=counts, total=len(keys), page=page
    )


def list_for_file(filters: ActionFilters, *, reach: Reach, on: date) -> list[StandingAction]:
    """Return all that fits, for a file."""
    keys = [key for rag, key in _rank(filters, reach, on) if filters.rag in ("", rag)]
    return _in_order(keys, reach=reach, on=on)


def get_action(action_id: UUID, *, reach: Reach, on: date) -> StandingAction:
    """
    Return an action.

    :raises ActionItem.DoesNotExist: there is none that the viewer may know of
    """
    found = known_actions(reach).select_related("committee", "owner", "item")
    return stand([found.get(pk=action_id)], reach=reach, on=on)[0]


def list_events(action: ActionItem) -> Sequence[ActionEvent]:
    """Return what happened to an action, the last first."""
    return list(action.events.select_related("by").order_by("-happened_at", "-created_at"))


def list_risks_of(action: ActionItem, *, reach: Reach) -> Sequence[Risk]:
    """Return the risks that an action works on, of those that the viewer may know of."""
    found = Risk.objects.visible_to(reach).filter(actions=action)
    return list(found.select_related("committee").order_by("committee__name", "number"))


def review_actions(meeting: Meeting, *, reach: Reach, on: date) -> ActionReview:
    """Return what a meeting goes through: open actions roll on from meeting to meeting."""
    of_committee = known_actions(reach).filter(committee_id=meeting.committee_id)
    owed = stand(of_committee.open(), reach=reach, on=on)
    closed = of_committee.exclude(state=ActionState.OPEN)
    before = (
        Meeting.objects.filter(committee_id=meeting.committee_id, starts_at__lt=meeting.starts_at)
        .exclude(state__in=_NEVER_HELD)
        .order_by("-starts_at")
        .first()
    )
    if before is not None:
        closed = closed.filter(closed_at__gte=before.starts_at)
    return ActionReview(
        open=sorted(owed, key=lambda each: (RAG_ORDER.index(each.rag), each.action.due_on)),
        closed=stand(closed.order_by("-closed_at")[:PAGE_SIZE], reach=reach, on=on),
    )


def _rank(filters: ActionFilters, reach: Reach, on: date) -> list[tuple[Rag, UUID]]:
    """Return colour and key of all that fits, in order; the colour comes from one place alone."""
    fields = ("pk", "number", "state", "due_on", "times_moved", "closed_at")
    rows = [
        (rag_of_action(action, on=on), action) for action in _matching(filters, reach).only(*fields)
    ]
    rows.sort(key=lambda row: _place_of(*row))
    return [(rag, action.pk) for rag, action in rows]


def _place_of(rag: Rag, action: ActionItem) -> tuple[int, float, int]:
    closed = -action.closed_at.timestamp() if action.closed_at else 0.0
    return RAG_ORDER.index(rag), closed or float(action.due_on.toordinal()), action.number


def _matching(filters: ActionFilters, reach: Reach) -> QuerySet[ActionItem]:
    found = ActionItem.objects.visible_to(reach)
    if filters.committee:
        found = found.filter(committee__code=filters.committee)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.is_own:
        found = found.filter(owner_id=reach.user_id)
    if filters.words:
        found = found.filter(text__icontains=filters.words)
    return found


def _in_order(keys: Sequence[UUID], *, reach: Reach, on: date) -> list[StandingAction]:
    found = known_actions(reach).in_bulk(keys)
    return stand((found[key] for key in keys), reach=reach, on=on)
