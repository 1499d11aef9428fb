"""Set up how a committee's meetings come back, and follow what changes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction

from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import HolidayRule, MeetingMode, MeetingState
from governance.models import Committee, Meeting, MeetingSeries, Reach
from governance.policies.recurrence import PlannedDay, check_rule
from governance.queries.series import AHEAD, facts_of, plan_days

from .meetings import MeetingFacts, call_off, place_meeting, whereabouts_of
from .planning import facts_on, plan_locked

_GONE: Final = "It no longer stands in the series"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """What may change of a series: all but its rule and its first day."""

    name: str
    start_time: time
    minutes: int = 120
    ends_on: date | None = None
    holiday_rule: str = HolidayRule.NEXT
    exceptions: Mapping[date, str]
    mode: str = MeetingMode.ONLINE
    place: str = ""
    join_url: str = ""


@transaction.atomic
def create_series(
    *, committee_id: UUID, rule: str, starts_on: date, plan: SeriesPlan, by: Reach, at: datetime
) -> MeetingSeries:
    """
    Begin a series, and plan its meetings for a year ahead.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: the committee is closed
    :raises ValueError: the rule is none that a committee can meet by
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    permissions.check_serves(by, committee_id)
    check_rule(rule)
    if committee.closed_on is not None:
        raise NotPermittedNow("The committee is closed: it meets no more.")
    series = MeetingSeries(committee=committee, rule=rule, starts_on=starts_on)
    _write(series, plan)
    plan_locked(series, until=at.astimezone(LONDON).date() + AHEAD, at=at)
    return series


@transaction.atomic
def change_series(*, series_id: UUID, plan: SeriesPlan, by: Reach, at: datetime) -> MeetingSeries:
    """
    Change a series, and its meetings ahead whose agenda is not published; members are told.

    Meetings that were moved by hand stay where they are, and keep their number like all others.

    :raises Forbidden: they are neither chair nor secretary
    """
    rows = MeetingSeries.objects.select_for_update(of=("self",)).select_related("committee")
    series = rows.get(pk=series_id)
    permissions.check_serves(by, series.committee_id)
    ahead = _meetings_ahead(series, at=at)
    was = _expected(series, ahead)
    _write(series, plan)
    now = _days(series, ahead)
    for meeting in ahead:
        if meeting.planned_on and was.get(meeting.planned_on) == whereabouts_of(meeting):
            _follow(meeting, series, now.get(meeting.planned_on), at=at)
    plan_locked(series, until=at.astimezone(LONDON).date() + AHEAD, at=at)
    return series


def _write(series: MeetingSeries, plan: SeriesPlan) -> None:
    series.name, series.start_time, series.minutes = plan.name, plan.start_time, plan.minutes
    series.ends_on, series.holiday_rule = plan.ends_on, plan.holiday_rule
    series.exceptions = {day.isoformat(): why for day, why in sorted(plan.exceptions.items())}
    series.mode, series.place, series.join_url = plan.mode, plan.place, plan.join_url
    series.save()


def _meetings_ahead(series: MeetingSeries, *, at: datetime) -> list[Meeting]:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    ahead = rows.filter(series=series, state=MeetingState.PLANNED, starts_at__gt=at)
    return list(ahead.order_by("planned_on"))


def _days(series: MeetingSeries, meetings: list[Meeting]) -> dict[date, PlannedDay]:
    """Return what a series plans for the days of these meetings."""
    asked = [meeting.planned_on for meeting in meetings if meeting.planned_on]
    if not asked:
        return {}
    found = plan_days(facts_of(series), since=min(asked), until=max(asked))
    return {day.planned_on: day for day in found}


def _expected(series: MeetingSeries, meetings: list[Meeting]) -> dict[date, MeetingFacts]:
    days = _days(series, meetings).values()
    return {day.planned_on: facts_on(series, day.on) for day in days if day.on is not None}


def _follow(
    meeting: Meeting, series: MeetingSeries, day: PlannedDay | None, *, at: datetime
) -> None:
    """Have a meeting follow its series: to another time, or away."""
    if day is None or day.on is None:
        reason = day.reason if day else _GONE
        call_off(meeting, reason=reason, at=at)
        return
    facts = facts_on(series, day.on)
    if facts.starts_at > at:
        place_meeting(meeting, facts, reason=day.reason or "The series has changed", at=at)
