"""The pages of control charts: the list of those that are watched, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from analytics.codes import FactKind
from analytics.measures.control import ControlChart, Figure, Shape
from analytics.measures.spc import Limits, Point
from analytics.measures.steps import Step
from analytics.models import Rebase
from analytics.presenters.charting import ChartView, EventMark
from analytics.presenters.tables import (
    NOTHING,
    WHY,
    WITHHELD,
    Number,
    TableCell,
    TableView,
    say_number,
)
from analytics.queries.control import Standing
from core.dates import count_in_words, format_day

from .control_charts import draw_control
from .control_minis import MiniChart, draw_mini
from .control_words import (
    Icon,
    describe,
    present_assurance,
    present_variation,
    say_missing,
    say_start,
    say_value,
    say_verdict,
    shown_lower,
)

_ROUNDED: Final = "People are rounded to the nearest 5 before anything is divided by them."


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedChart:
    """A chart in the list."""

    title: str
    url: str
    step: str
    latest: str
    when: str
    variation: Icon | None
    assurance: Icon | None
    target: str
    mini: MiniChart | None
    missing: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many charts are watched, how many would be flagged by chance, and how many are."""

    watched: int
    expected: str
    seen: int

    @property
    def words(self) -> str:
        """What to think of it."""
        charts = count_in_words(self.watched, "chart")
        return (
            f"Of {charts} this long in which nothing changes, about {self.expected} would show a "
            f"flag by chance alone. Flagged: {self.seen}. Look for a reason before you act."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseLine:
    """A rebase as the page lists it; `removed` says who took it back and when."""

    on: str
    reason: str
    by: str
    remove_url: str
    removed: str = ""


def present_watched(standings: Sequence[Standing], *, query: str) -> list[WatchedChart]:
    """Return the charts that are watched, as a list."""
    return [_watch(each, query) for each in standings]


def present_budget(standings: Sequence[Standing]) -> Budget:
    """Return how many flags are to be expected, and how many there are."""
    drawn = [each for each in standings if each.missing is None]
    return Budget(
        watched=len(drawn),
        expected=f"{sum(each.chance for each in drawn):.1f}",
        seen=sum(bool(each.judged.flagged) for each in drawn),
    )


def tabulate_watched(standings: Sequence[Standing]) -> TableView:
    """Return the list of charts as a table for a file."""
    rows: list[list[TableCell]] = []
    for each in standings:
        latest, limits = each.latest, each.limits
        variation, assurance = present_variation(each), present_assurance(each)
        rows.append(
            [
                each.chart.measure.title,
                each.chart.step.value,
                _number(each.chart, latest.value if latest else None),
                *_limit_cells(each.chart, limits),
                variation.words if variation else say_missing(each),
                _number(each.chart, float(each.target.value) if each.target else None),
                assurance.words if assurance else NOTHING,
                str(len(each.judged.flagged)),
            ]
        )
    return TableView(
        caption="Control charts that are watched",
        headings=[
            "Measure", "Step", "Latest", "Mean", "Lower limit", "Upper limit", "Variation",
            "Target", "Assurance", "Points flagged",
        ],
        rows=rows,
        numeric=[2, 3, 4, 5, 7, 9],
    )  # fmt: skip


def present_chart(
    standing: Standing, marks: Sequence[EventMark], *, files: tuple[str, str]
) -> ChartView:
    """Return a chart as its page and a board pack show it."""
    chart = standing.chart
    return ChartView(
        title=chart.measure.title,
        spec=draw_control(standing, marks),
        alternative=describe(standing),
        table=tabulate(standing),
        csv_url=files[0],
        xlsx_url=files[1],
        counted_url=reverse("analytics:measure_detail", args=[chart.measure.code]),
        marks=marks,
    )


def tabulate(standing: Standing) -> TableView:
    """Return each point of a chart with its counts, its limits and what it says."""
    chart, series = standing.chart, standing.series
    judged = list(zip(series.plotted, standing.judged.points, strict=False))
    points = {figure.start: (index, point) for index, (figure, point) in enumerate(judged)}
    rows = []
    for figure in reversed(series.figures):
        index, point = points.get(figure.start, (None, None))
        limits = standing.judged.limits_at(index) if index is not None else None
        rows.append(_row(chart, figure, point, limits))
    part, whole = _counted(chart)
    first = "Month" if chart.step == Step.MONTH else "Week that began on"
    return TableView(
        caption=f"{chart.measure.title}: each {chart.step.value}, the latest first",
        headings=[
            first, chart.measure.title, part, whole, "Mean", "Lower limit", "Upper limit",
            "Verdict",
        ],
        rows=rows,
        numeric=[1, 2, 3, 4, 5, 6],
        note=_note(standing),
    )  # fmt: skip


def present_rebases(rebases: Sequence[Rebase]) -> list[RebaseLine]:
    """Return rebases with who decided so and why."""
    return [
        RebaseLine(
            on=format_day(each.on),
            reason=each.reason,
            by=each.by.display_name,
            remove_url=reverse("analytics:rebase_remove", args=[each.pk]),
            removed=_say_removed(each),
        )
        for each in rebases
    ]


def _watch(standing: Standing, query: str) -> WatchedChart:
    chart, latest, target = standing.chart, standing.latest, standing.target
    url = reverse("analytics:control_chart", args=[chart.code])
    when = say_start(chart.step, standing.series.plotted[-1].start) if latest else ""
    return WatchedChart(
        title=chart.measure.title,
        url=f"{url}?{query}" if query else url,
        step="by month" if chart.step == Step.MONTH else "by week",
        latest=say_value(chart, latest.value) if latest else "",
        when=f"week of {when}" if chart.step == Step.WEEK else when,
        variation=present_variation(standing),
        assurance=present_assurance(standing),
        target=say_value(chart, float(target.value)) if target else "",
        mini=draw_mini(standing),
        missing=say_missing(standing),
        summary=describe(standing),
    )


def _row(
    chart: ControlChart, figure: Figure, point: Point | None, limits: Limits | None
) -> list[TableCell]:
    value = (
        Number(WITHHELD)
        if figure.value is None and figure.withheld
        else _number(chart, figure.value)
    )
    return [
        say_start(chart.step, figure.start),
        value,
        _count(figure.numerator, figure),
        _count(figure.denominator, figure),
        *_limit_cells(chart, limits),
        say_verdict(point) if point else "Not judged",
    ]


def _limit_cells(chart: ControlChart, limits: Limits | None) -> list[TableCell]:
    if limits is None:
        return [NOTHING] * 3
    lower = shown_lower(chart, limits)
    return [_number(chart, each) for each in (limits.mean, lower, limits.upper)]


def _number(chart: ControlChart, value: float | None) -> Number:
    if value is None:
        return Number(NOTHING)
    return Number(say_value(chart, value), round(value, max(chart.measure.decimals, 1)))


def _count(count: int | None, figure: Figure) -> Number:
    if count is None:
        return Number(WITHHELD if figure.withheld else NOTHING)
    return say_number(count)


def _counted(chart: ControlChart) -> tuple[str, str]:
    """Return what stands above the line and below it."""
    part = str(chart.numerator.label)
    if chart.shape == Shape.PER_WORKING_DAY:
        return part, "Working days"
    if chart.shape == Shape.PER_PERSON:
        return part, "Active people"
    if chart.shape == Shape.LOG_CHANGE:
        return part, "The month before"
    if len(chart.denominators) > 1:
        return part, "All attempts"
    return part, str(FactKind(chart.denominators[0]).label)


def _note(standing: Standing) -> str:
    reasons = [WHY[each] for each in standing.series.reasons]
    said = (
        [f"{WITHHELD} is a figure that is not shown: {', or '.join(reasons)}."] if reasons else []
    )
    if standing.chart.shape == Shape.PER_PERSON:
        said.append(_ROUNDED)
    return " ".join(said)


def _say_removed(rebase: Rebase) -> str:
    if rebase.removed_at is None or rebase.removed_by is None:
        return ""
    return f"Taken back by {rebase.removed_by.display_name}"
