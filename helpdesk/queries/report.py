"""The desk's report: figures week by week, and by queue, region or category, in one question."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from helpdesk.codes import BANDS, Figure
from helpdesk.models import ReportCell, Sight

DIMENSIONS: Final[Mapping[str, str]] = {
    "queue": "queue_id",
    "region": "region_id",
    "category": "category",
}
SUMMED: Final = (
    "number",
    "in_time",
    "with_target",
    "first_contact",
    "reopened",
    "handed_over",
    "score_sum",
)


@dataclass(slots=True)
class Figures:
    """
    What happened to tickets in a week, or to those of one queue, region or category.

    The spans of time of first answers, and of how long tickets have been open, are counted by
    bands.
    """

    opened: int = 0
    answered: int = 0
    answered_in_time: int = 0
    answered_with_target: int = 0
    answer_bands: Counter[int] = field(default_factory=Counter)
    resolved: int = 0
    resolved_in_time: int = 0
    resolved_with_target: int = 0
    first_contact: int = 0
    reopened: int = 0
    handed_over: int = 0
    scored: int = 0
    score_sum: int = 0
    backlog: int = 0
    backlog_bands: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures of whole weeks, and of the parts over all of these weeks."""

    weeks: Mapping[date, Figures]
    parts: Mapping[str, Figures]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a report is narrowed to."""

    queues: frozenset[UUID] | None = None
    region: UUID | None = None
    category: str = ""

    def condition(self) -> Q:
        """Return it as a condition on cells."""
        condition = Q() if self.queues is None else Q(queue_id__in=self.queues)
        if self.region:
            condition &= Q(region_id=self.region)
        return condition & Q(category=self.category) if self.category else condition


def make_report(scope: Scope, *, by: str, weeks: Iterable[date], sight: Sight) -> Report:
    """
    Return the figures of weeks, each named by its Monday, for what a viewer sees as staff.

    Tickets of which they are only the caller are not counted.
    """
    mondays = sorted(weeks)
    by_week = {monday: Figures() for monday in mondays}
    by_part: dict[str, Figures] = {}
    cells = ReportCell.objects.filter(
        scope.condition(), sight.as_staff(), week__range=(mondays[0], mondays[-1])
    )
    sums = cells.order_by().values_list("week", "figure", "band", DIMENSIONS[by])
    for week, figure, band, part, *values in sums.annotate(*(Sum(name) for name in SUMMED)):
        if week not in by_week:
            continue
        counted = dict(zip(SUMMED, values, strict=True))
        _add(by_week[week], figure, band, counted)
        # A backlog is of a moment: of a part, that of the last week.
        if figure != Figure.BACKLOG or week == mondays[-1]:
            _add(by_part.setdefault(str(part or ""), Figures()), figure, band, counted)
    return Report(weeks=by_week, parts=by_part)


def _add(target: Figures, figure: str, band: int, counted: Mapping[str, int]) -> None:
    number = counted["number"]
    setattr(target, figure, getattr(target, figure) + number)
    if figure == Figure.ANSWERED:
        target.answer_bands[band] += number
        target.answered_in_time += counted["in_time"]
        target.answered_with_target += counted["with_target"]
    elif figure == Figure.RESOLVED:
        target.resolved_in_time += counted["in_time"]
        target.resolved_with_target += counted["with_target"]
        target.first_contact += counted["first_contact"]
        target.reopened += counted["reopened"]
        target.handed_over += counted["handed_over"]
    elif figure == Figure.SCORED:
        target.score_sum += counted["score_sum"]
    elif figure == Figure.BACKLOG:
        target.backlog_bands[band] += number


def half_within(bands: Mapping[int, int]) -> int | None:
    """
    Return within how many seconds half of what was counted lies, as far as bands tell.

    None where nothing was counted; 0 where half lies beyond the last band.
    """
    total, so_far = sum(bands.values()), 0
    for band in sorted(bands):
        so_far += bands[band]
        if 2 * so_far >= total:
            return BANDS[band] if band < len(BANDS) else 0
    return None
