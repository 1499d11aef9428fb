"""What belongs on the agenda of a meeting before anybody has written on it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.dates import LONDON
from governance.codes import MeetingState
from governance.models import AgendaItem, Decision, ForwardPlanItem, Meeting
from governance.policies.forward_plan import is_due

MOST: Final = 20
_OVER: Final = (
    MeetingState.IN_PROGRESS,
    MeetingState.HELD,
    MeetingState.MINUTES_DRAFT,
    MeetingState.MINUTES_CHECKED,
    MeetingState.MINUTES_CIRCULATED,
)
_APPROVED: Final = (MeetingState.MINUTES_APPROVED, MeetingState.PUBLISHED)
_AHEAD: Final = (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED, MeetingState.IN_PROGRESS)


def list_due_plan(meeting: Meeting) -> list[ForwardPlanItem]:
    """Return what the forward plan brings to a meeting."""
    on = meeting.starts_at.astimezone(LONDON).date()
    plan = ForwardPlanItem.objects.filter(committee_id=meeting.committee_id)
    plan = plan.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    numbers = [meeting.number, *_cancelled_just_before(meeting)]
    return [
        each
        for each in plan.order_by("first_meeting", "created_at")
        if is_due(first_meeting=each.first_meeting, every=each.every, numbers=numbers)
    ]


def list_meetings_to_approve(meeting: Meeting, *, at: datetime) -> list[Meeting]:
    """
    Return the meetings whose minutes an agenda has to take up, the last one first.

    That is the one before, even where it is still ahead, and earlier ones whose minutes no meeting
    has approved, unless an agenda ahead of this one takes them up.
    """
    earlier = _earlier(meeting).exclude(state=MeetingState.CANCELLED)
    before = earlier.filter(Q(state__in=(*_OVER, *_APPROVED)) | Q(ends_at__gt=at)).first()
    taken_up = AgendaItem.objects.filter(minutes_of=OuterRef("pk"), meeting__state__in=_AHEAD)
    open_ones = earlier.filter(~Exists(taken_up), state__in=_OVER)
    if before is None or before.state in _APPROVED:
        return list(open_ones[:MOST])
    return [before, *open_ones.exclude(pk=before.pk)[:MOST]]


def list_to_ratify(meeting: Meeting) -> list[Decision]:
    """
    Return what a meeting has to ratify: resolutions in writing, and decisions without a quorum.

    Not what an agenda ahead takes up already.
    """
    taken_up = AgendaItem.objects.filter(ratifies=OuterRef("pk"), meeting__state__in=_AHEAD)
    waiting = Decision.objects.in_force().filter(
        ~Exists(taken_up),
        Q(written_resolution__isnull=False) | Q(is_quorate=False),
        committee_id=meeting.committee_id,
        ratification__isnull=True,
        decided_at__lt=meeting.starts_at,
    )
    related = waiting.select_related("item", "written_resolution")
    return list(related.order_by("decided_at")[:MOST])


def find_next_planned(meeting: Meeting) -> Meeting | None:
    """Return the next meeting of the same committee whose agenda is open."""
    after = Meeting.objects.filter(
        committee_id=meeting.committee_id,
        starts_at__gt=meeting.starts_at,
        state=MeetingState.PLANNED,
    )
    return after.order_by("starts_at").first()


def _earlier(meeting: Meeting) -> QuerySet[Meeting]:
    earlier = Meeting.objects.filter(
        committee_id=meeting.committee_id, starts_at__lt=meeting.starts_at
    )
    return earlier.order_by("-starts_at")


def _cancelled_just_before(meeting: Meeting) -> Iterator[int]:
    """Return the numbers of the cancelled meetings between a meeting and the last one held."""
    for number, state in _earlier(meeting).values_list("number", "state")[:MOST]:
        if state != MeetingState.CANCELLED:
            return
        yield number
