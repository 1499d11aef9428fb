"""Run reports by themselves: on the 3rd, for the months that are then over."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from analytics.codes import ReportFrequency, ReportState
from analytics.measures.periods import Period, add_months, month_of
from analytics.models import ReportDefinition, ReportRun
from core.dates import LONDON
from core.errors import NotPermittedNow

from .reports import start_run

DAY: Final = 3
_QUARTER: Final = 3


def start_due_runs(*, at: datetime) -> list[ReportRun]:
    """Start what is due and was not run for its months; called again, it does nothing more."""
    due = ReportDefinition.objects.filter(is_active=True).exclude(frequency=ReportFrequency.NEVER)
    started = []
    for key in due.order_by("created_at").values_list("pk", flat=True):
        run = _start(key, at=at)
        if run is not None:
            started.append(run)
    return started


def due_period(frequency: str, *, on: date) -> tuple[date, Period] | None:
    """Return the day on which a report was last due, and for which months."""
    if frequency not in (ReportFrequency.MONTHLY, ReportFrequency.QUARTERLY):
        return None
    month = month_of(on) if on.day >= DAY else add_months(month_of(on), -1)
    length = 1
    if frequency == ReportFrequency.QUARTERLY:
        length = _QUARTER
        month = add_months(month, -((month.month - 1) % _QUARTER))
    period = Period(first=add_months(month, -length), last=add_months(month, -1))
    return month.replace(day=DAY), period


@transaction.atomic
def _start(definition_id: UUID, *, at: datetime) -> ReportRun | None:
    # Two schedulers at once would start it twice.
    definition = ReportDefinition.objects.select_for_update().get(pk=definition_id)
    found = due_period(definition.frequency, on=at.astimezone(LONDON).date())
    if found is None:
        return None
    due, period = found
    if definition.created_at.astimezone(LONDON).date() > due:
        return None
    runs = definition.runs.exclude(parameters__has_key="recount_of")
    there = runs.exclude(state=ReportState.FAILED).filter(
        first_month=period.first, last_month=period.last, asked_at__date__gte=due
    )
    if there.exists():
        return None
    try:
        return start_run(definition=definition, period=period, user_id=None, at=at)
    except NotPermittedNow:
        return None
