"""Plan the meetings of series ahead, and invite to those that come near."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from core.dates import LONDON
from governance.codes import MeetingState
from governance.models import Meeting, MeetingSeries
from governance.policies.recurrence import PlannedDay, moment_of
from governance.queries.series import AHEAD, facts_of, plan_days

from .meeting_telling import INVITED_AHEAD, invite_members
from .meetings import MeetingFacts, papers_due_at
from .numbering import next_number


@transaction.atomic
def plan_meetings(series_id: UUID, *, until: date, at: datetime) -> int:
    """
    Make the meetings of a series up to a day that are not there yet; say how many.

    Done twice it does nothing more: each day that the series asks for has one meeting.
    """
    series = MeetingSeries.objects.select_for_update(of=("self",)).select_related("committee")
    return plan_locked(series.get(pk=series_id), until=until, at=at)


def plan_locked(series: MeetingSeries, *, until: date, at: datetime) -> int:
    """Make the meetings of a series that is locked; say how many."""
    if series.committee.closed_on is not None:
        return 0
    today = at.astimezone(LONDON).date()
    there = set(Meeting.objects.filter(series=series).values_list("planned_on", flat=True))
    made = 0
    for day in plan_days(facts_of(series), since=today, until=until):
        if day.on is None or day.planned_on in there or facts_on(series, day.on).starts_at <= at:
            continue
        _make(series, day, at=at)
        made += 1
    return made


def plan_ahead(*, at: datetime) -> int:
    """Plan all series for a year ahead; say how many meetings are new."""
    today = at.astimezone(LONDON).date()
    running = MeetingSeries.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    keys = running.filter(committee__closed_on__isnull=True).values_list("pk", flat=True)
    return sum(plan_meetings(key, until=today + AHEAD, at=at) for key in list(keys))


def invite_ahead(*, at: datetime) -> int:
    """Invite members to the meetings that come near, once each; say how many were told."""
    near = Meeting.objects.filter(starts_at__gt=at, starts_at__lte=at + INVITED_AHEAD)
    near = near.exclude(state=MeetingState.CANCELLED)
    return sum(_invite(key, at=at) for key in list(near.values_list("pk", flat=True)))


@transaction.atomic
def _invite(meeting_id: UUID, *, at: datetime) -> int:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    return invite_members(rows.get(pk=meeting_id), at=at)


def _make(series: MeetingSeries, day: PlannedDay, *, at: datetime) -> None:
    facts = facts_on(series, day.on or day.planned_on)
    meeting = Meeting.objects.create(
        committee=series.committee,
        series=series,
        number=next_number(Meeting, series.committee_id),
        planned_on=day.planned_on,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        mode=facts.mode,
        place=facts.place,
        join_url=facts.join_url,
        moved_reason=day.reason,
        papers_due_at=papers_due_at(facts.starts_at, series.committee.paper_days),
    )
    invite_members(meeting, at=at)


def facts_on(series: MeetingSeries, day: date) -> MeetingFacts:
    """Return when and where a series has its meeting on a day."""
    starts_at = moment_of(day, series.start_time)
    return MeetingFacts(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        mode=series.mode,
        place=series.place,
        join_url=series.join_url,
    )
