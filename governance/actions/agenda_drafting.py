"""Begin the agenda of a meeting with what always stands there, and with what is due."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.times import say_day
from governance.codes import CONFLICTS, Mitigation, Purpose, Visibility
from governance.models import (
    AgendaItem,
    Decision,
    ForwardPlanItem,
    ItemInterest,
    Meeting,
    Reach,
    WrittenInterest,
)
from governance.policies.meetings import check_agenda_is_open
from governance.queries.agenda_drafts import (
    list_due_plan,
    list_meetings_to_approve,
    list_to_ratify,
)

from .agenda_locks import lock_agenda


@dataclass(frozen=True, slots=True)
class _Standing:
    title: str
    purpose: Purpose
    minutes: int


_WELCOME = _Standing("Welcome and apologies", Purpose.NOTE, 5)
_INTERESTS = _Standing("Declarations of interest", Purpose.NOTE, 5)
_ACTIONS = _Standing("Review of actions", Purpose.ASSURE, 10)
_ANYTHING_ELSE = _Standing("Any other business", Purpose.DISCUSS, 5)
_MINUTES_FOR_MINUTES = 5
_MINUTES_TO_RATIFY = 5


@transaction.atomic
def draft_agenda(meeting_id: UUID, *, by: Reach, at: datetime) -> int:
    """
    Write the standing items and those that are due onto an empty agenda; return how many.

    An agenda that somebody has begun stays as it is.

    :raises Forbidden: the actor is neither chair nor secretary
    :raises NotPermittedNow: the agenda is published
    """
    meeting = lock_agenda(meeting_id, by=by)
    check_agenda_is_open(meeting.state)
    if meeting.items.exists():
        return 0
    before = list_meetings_to_approve(meeting, at=at)
    decisions = list_to_ratify(meeting)
    ratifying = [_to_ratify(meeting, decision) for decision in decisions]
    items = [
        _standing(meeting, _WELCOME),
        _standing(meeting, _INTERESTS),
        *(_minutes(meeting, each, is_last=count == 0) for count, each in enumerate(before)),
        _standing(meeting, _ACTIONS),
        *ratifying,
        *(_planned(meeting, each) for each in list_due_plan(meeting)),
        _standing(meeting, _ANYTHING_ELSE),
    ]
    for position, item in enumerate(items, start=1):
        item.position = position
    AgendaItem.objects.bulk_create(items)
    for item, decision in zip(ratifying, decisions, strict=True):
        _carry_interests(item, decision, by=by, at=at)
    return len(items)


def _standing(meeting: Meeting, standing: _Standing) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        title=standing.title,
        purpose=standing.purpose,
        minutes_planned=standing.minutes,
    )


def _minutes(meeting: Meeting, before: Meeting, *, is_last: bool) -> AgendaItem:
    day = say_day(before.starts_at)
    return AgendaItem(
        meeting=meeting,
        title=f"Minutes of the last meeting, {day}" if is_last else f"Minutes of {day}",
        purpose=Purpose.DECIDE,
        minutes_planned=_MINUTES_FOR_MINUTES,
        minutes_of=before,
    )


def _planned(meeting: Meeting, plan: ForwardPlanItem) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        title=plan.title,
        purpose=plan.purpose,
        visibility=plan.visibility,
        presenter=plan.presenter,
        minutes_planned=plan.minutes_planned,
        wants_paper=plan.wants_paper,
        forward_plan=plan,
    )


def _to_ratify(meeting: Meeting, decision: Decision) -> AgendaItem:
    """Return the item by which a meeting stands by a decision; no more open than its source."""
    source = decision.item
    return AgendaItem(
        meeting=meeting,
        title=f"To ratify: {decision.title}"[:200],
        purpose=Purpose.DECIDE,
        visibility=source.visibility if source else Visibility.PRIVATE,
        minutes_planned=_MINUTES_TO_RATIFY,
        ratifies=decision,
    )


def _carry_interests(item: AgendaItem, decision: Decision, *, by: Reach, at: datetime) -> None:
    """Have those who had an interest in what was decided have it in its ratification as well."""
    carried: dict[UUID, ItemInterest] = {}
    for user_id, words, mitigation in _conflicts_of(decision):
        carried[user_id] = ItemInterest(
            item=item,
            user_id=user_id,
            words=words,
            mitigation=mitigation,
            declared_at=at,
            declared_by_id=by.user_id,
        )
    ItemInterest.objects.bulk_create(carried.values())


def _conflicts_of(decision: Decision) -> list[tuple[UUID, str, str]]:
    if decision.item is None:
        written = WrittenInterest.objects.filter(resolution=decision.written_resolution)
        return [
            (user_id, words, Mitigation.NO_VOTE)
            for user_id, words in written.values_list("user_id", "words")
        ]
    items = [key for key in (decision.item_id, decision.item.parent_id) if key]
    found = ItemInterest.objects.filter(
        item__in=items, mitigation__in=CONFLICTS, lifted_at__isnull=True
    )
    return list(found.values_list("user_id", "words", "mitigation"))
