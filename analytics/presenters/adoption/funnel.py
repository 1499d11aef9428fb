"""The steps from invited to a weekly habit, in all and broken down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from analytics.codes import Dimension
from analytics.measures.adoption import ACTIVE_SHARE, HABIT, OF_STEP, Step
from analytics.measures.publishing import INTERNAL, Published, published_people
from analytics.presenters.charting import ChartView, bars_across
from analytics.presenters.filtering import name_value
from analytics.presenters.tables import TableCell, TableView, number_of, say_withheld
from analytics.queries.adoption import Funnel
from analytics.queries.selection import Selection, StratumRow
from core.dates import format_day

from .frame import Tile, percent_value, say_percent

ROUNDED = "People are rounded to the nearest 5, and percentages are of rounded numbers."
NAMES: dict[Dimension, str] = {
    Dimension.BOARD: "ICB",
    Dimension.ORGANIZATION: "Organisation",
    Dimension.SETTING: "Care setting",
    Dimension.JOB_ROLE: "Job role",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelView:
    """The steps of all, as tiles and a chart."""

    tiles: Sequence[Tile]
    chart: ChartView


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownView:
    """The steps by a dimension, with bars of how many of the trained are active."""

    table: TableView
    bars: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A funnel as it may be seen."""

    steps: Mapping[Step, Published]
    active: Published

    @classmethod
    def of(cls, funnel: Funnel) -> "_Shown":
        steps = {step: published_people(n, INTERNAL) for step, n in funnel.steps.items()}
        return cls(steps, published_people(funnel.active, INTERNAL))

    @property
    def all(self) -> list[Published]:
        return [*self.steps.values(), self.active]


def present_funnel(
    funnel: Funnel, *, on: date, csv_url: str = "", xlsx_url: str = ""
) -> FunnelView:
    """Return how far people have come by a day."""
    shown = _Shown.of(funnel)
    invited = shown.steps[Step.INVITED]
    rows: list[list[TableCell]] = []
    bars = []
    for step, count in shown.steps.items():
        before = shown.steps[Step(max(0, step - 1))]
        of_before, of_all = say_percent(count, before), say_percent(count, invited)
        title = OF_STEP[step].title
        rows.append([title, number_of(count), of_before, of_all])
        said = f" ({of_before} of the step before)" if step else ""
        bars.append(
            (title, None if count.n is None else float(count.n), f"{number_of(count)}{said}", "")
        )
    table = TableView(
        caption=f"People by step, on {format_day(on)}",
        headings=["Step", "People", "Of the step before", "Of those invited"],
        rows=rows,
        numeric=[1, 2, 3],
        note=_note(shown.all),
    )
    chart = ChartView(
        title="From invited to a weekly habit",
        spec=bars_across(bars, along="People"),
        alternative=_say(shown, on),
        table=table,
        csv_url=csv_url,
        xlsx_url=xlsx_url,
        counted_url=reverse("analytics:measure_detail", args=[HABIT.code]),
    )
    return FunnelView(tiles=_tiles(shown), chart=chart)


def present_breakdown(
    funnels: Mapping[str, Funnel],
    dimension: Dimension,
    selection: Selection,
    strata: Sequence[StratumRow],
) -> BreakdownView:
    """Return the same by a dimension; a row's name narrows the filters to it."""
    shown = {value: _Shown.of(funnel) for value, funnel in funnels.items()}
    rows: list[list[TableCell]] = []
    urls, bars = [], []
    for value, each in shown.items():
        active = say_percent(each.active, each.steps[Step.TRAINED])
        rows.append(
            [
                name_value(dimension, value, strata) if value else "None",
                *(number_of(count) for count in each.steps.values()),
                active,
            ]
        )
        urls.append(f"?{selection.narrowed(dimension, value).query(by=_next(dimension))}")
        bars.append(round(percent_value(active) or 0))
    table = TableView(
        caption=f"Steps by {NAMES[dimension].lower() if dimension != Dimension.BOARD else 'ICB'}",
        headings=[
            NAMES[dimension],
            *(OF_STEP[step].title for step in Step),
            ACTIVE_SHARE.title,
        ],
        rows=rows,
        numeric=list(range(1, len(Step) + 2)),
        urls=urls,
        note=_note([count for each in shown.values() for count in each.all]),
    )
    return BreakdownView(table=table, bars=bars)


def _note(counts: Sequence[Published]) -> str:
    return " ".join(filter(None, [ROUNDED, say_withheld(counts)]))


def _next(dimension: Dimension) -> str:
    """Return by what a narrowed selection is broken down."""
    return {
        Dimension.BOARD: Dimension.ORGANIZATION,
        Dimension.ORGANIZATION: Dimension.JOB_ROLE,
        Dimension.SETTING: Dimension.ORGANIZATION,
        Dimension.JOB_ROLE: Dimension.ORGANIZATION,
    }[dimension].value


def _tiles(shown: _Shown) -> list[Tile]:
    trained = shown.steps[Step.TRAINED]
    return [
        Tile(label="Invited", value=str(number_of(shown.steps[Step.INVITED]))),
        Tile(label="Trained, and so eligible", value=str(number_of(trained))),
        Tile(label=ACTIVE_SHARE.title, value=str(say_percent(shown.active, trained))),
        Tile(
            label="Opens records weekly, of those trained",
            value=str(say_percent(shown.steps[Step.HABIT], trained)),
        ),
    ]


def _say(shown: _Shown, on: date) -> str:
    steps = {step: number_of(count) for step, count in shown.steps.items()}
    return (
        f"On {format_day(on)}, {steps[Step.INVITED]} people were invited: {steps[Step.TRAINED]} of "
        f"them were trained, {steps[Step.IN_USE]} had used their account, {steps[Step.OPENED]} had "
        f"opened a record, and {steps[Step.HABIT]} opened records weekly."
    )
