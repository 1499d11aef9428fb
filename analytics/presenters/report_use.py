"""The use of the shared record, as reports and board packs say it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from analytics.measures import use
from analytics.measures.measure import Measure
from analytics.measures.periods import Period
from analytics.measures.publishing import (
    Cell,
    Published,
    SuppressionPolicy,
    published_events,
    published_months,
    published_people,
    published_percentage,
)
from analytics.queries.report_lines import TOTALS, TREND, WHOLE, SectionFigures
from core.board_pack import PackFigure
from core.dates import count_in_words

from .charting import NARROW, ChartView, Point, Series, monthly_lines
from .filtering import say_period
from .report_places import present_places
from .report_words import SectionWords
from .tables import Number, TableView, number_of, say_month, say_number, say_withheld

SOURCE: Final = (
    "Audit trail of sign-ins and of accesses to records, whole months of the London calendar. "
    "Counts of people are rounded to the nearest 5; counts of events are exact."
)
_FEW: Final = "Figures of fewer than {threshold} people are withheld."
_RATIOS: Final = (use.OPENINGS_PER_PERSON, use.OPENINGS_PER_SIGN_IN, use.FOUND_SHARE)


def present_use(figures: SectionFigures, period: Period, policy: SuppressionPolicy) -> SectionWords:
    """Return how the record was used, published."""
    totals = _publish_totals(figures, period, policy)
    return SectionWords(
        summary=_summary(totals, period),
        source=f"{SOURCE} {_FEW.format(threshold=policy.threshold)}",
        figures=_headlines(totals, figures, period, policy),
        charts=[_trend(figures, policy)],
        tables=[_totals_table(totals, period), *present_places(figures, period, policy)],
        measures=[*TOTALS, *_RATIOS],
    )


def _publish_totals(
    figures: SectionFigures, period: Period, policy: SuppressionPolicy
) -> dict[str, Published]:
    lines = {measure: figures.find(measure, WHOLE, period) for measure in TOTALS}
    return {
        measure.code: published_people(line.n, policy)
        if measure.kind is None
        else published_events(line.cell, policy)
        for measure, line in lines.items()
    }


def _summary(totals: Mapping[str, Published], period: Period) -> str:
    openings, people = totals[use.OPENINGS.code], totals[use.ACTIVE.code]
    if not (openings.is_shown and people.is_shown):
        return (
            f"In {say_period(period)} too few people used the shared record for the figures "
            "to be shown."
        )
    return (
        f"In {say_period(period)} about {count_in_words(people.n or 0, 'person', 'people')} "
        f"opened records {openings.n:,} times."
    )


def _headlines(
    totals: Mapping[str, Published],
    figures: SectionFigures,
    period: Period,
    policy: SuppressionPolicy,
) -> list[PackFigure]:
    heads = [
        PackFigure(
            label=measure.title,
            value=str(number_of(totals[measure.code])),
            change=_change(totals[measure.code], measure, figures, period, policy),
        )
        for measure in (use.SIGN_INS, use.OPENINGS, use.ACTIVE)
    ]
    per_person = _ratio(totals, use.OPENINGS_PER_PERSON)
    return [*heads, PackFigure(label=use.OPENINGS_PER_PERSON.title, value=str(per_person))]


def _change(
    now: Published,
    measure: Measure,
    figures: SectionFigures,
    period: Period,
    policy: SuppressionPolicy,
) -> str:
    """Return how a count of events changed against as many months before, in words."""
    months = list(period.before().months())
    there = {line.first for line in figures.lines if line.measure == measure.code}
    if measure.kind is None or not there.issuperset(months):
        return ""
    cells = {m: figures.find(measure, WHOLE, Period(first=m, last=m)).cell for m in months}
    before = published_months(cells, policy).total
    if not before.n or now.n is None:
        return ""
    change = 100 * (now.n - before.n) / before.n
    return f"{change:+.1f}% on {say_period(period.before())}".replace("-", "−")  # noqa: RUF001


def _trend(figures: SectionFigures, policy: SuppressionPolicy) -> ChartView:
    months = sorted({line.first for line in figures.lines if line.group == WHOLE})
    shown = {measure: _by_month(figures, measure, months, policy) for measure in TREND}
    events = [measure for measure in TREND if measure.kind is not None]
    series = [
        Series(
            name=measure.title,
            points=[
                Point(month=month, value=each.n, words=f"{say_month(month)}: {number_of(each)}")
                for month, each in zip(months, shown[measure], strict=True)
            ],
        )
        for measure in events
    ]
    ends = ", ".join(
        f"{measure.title.lower()} {number_of(shown[measure][0])} to {number_of(shown[measure][-1])}"
        for measure in events
    )
    span = Period(first=months[0], last=months[-1])
    return ChartView(
        title="Sign-ins and record openings, month by month",
        spec=monthly_lines(series, up="A month", size=NARROW),
        alternative=f"Line chart from {say_period(span)}: {ends}. The table has every month.",
        table=TableView(
            caption="Use, month by month",
            headings=["Month", *(measure.title for measure in TREND)],
            rows=[
                [say_month(month), *(number_of(shown[measure][place]) for measure in TREND)]
                for place, month in enumerate(months)
            ],
            numeric=[1, 2, 3],
            note=say_withheld([each for column in shown.values() for each in column]),
        ),
    )


def _by_month(
    figures: SectionFigures, measure: Measure, months: Sequence[date], policy: SuppressionPolicy
) -> list[Published]:
    cells: dict[date, Cell] = {
        month: figures.find(measure, WHOLE, Period(first=month, last=month)).cell
        for month in months
    }
    if measure.kind is None:
        return [published_people(cell.people, policy) for cell in cells.values()]
    return list(published_months(cells, policy).cells.values())


def _totals_table(totals: Mapping[str, Published], period: Period) -> TableView:
    rows: list[list[str | Number]] = [
        [measure.title, number_of(totals[measure.code])] for measure in TOTALS
    ]
    rows += [[measure.title, _ratio(totals, measure)] for measure in _RATIOS]
    return TableView(
        caption=f"Use in {say_period(period)}",
        headings=["Measure", "Figure"],
        rows=rows,
        numeric=[1],
        note=say_withheld(list(totals.values())),
    )


def _ratio(totals: Mapping[str, Published], measure: Measure) -> Number:
    """Return a ratio of published counts; one of a withheld count is withheld."""
    part, whole = totals[measure.numerator], totals[measure.denominator]
    if not (part.is_shown and whole.is_shown):
        return Number("*")
    if measure is use.FOUND_SHARE:
        share = published_percentage(part, whole)
        return say_number(share, decimals=measure.decimals, sign="%")
    if not whole.n:
        return say_number(None)
    return say_number((part.n or 0) / whole.n, decimals=measure.decimals)
