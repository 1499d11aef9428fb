"""The chosen measure month by month: a chart, its words and its table."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from analytics.measures.measure import Measure
from analytics.measures.periods import Period
from analytics.models import Annotation
from analytics.queries.use import UseFigures, Value

from .charting import ChartView, Point, Series, list_marks, monthly_lines
from .filtering import say_period
from .tables import Number, TableView, say_month
from .use_words import say_change, say_note, say_value
from .wish import Wish


def present_chart(
    figures: UseFigures, wish: Wish, annotations: Sequence[Annotation] = ()
) -> ChartView:
    """Return the chosen measure month by month, with what it is compared with."""
    measure, period = wish.measure, wish.selection.period
    months = list(period.months())
    now = _series(figures, wish, months, say_period(period))
    series = [now]
    compared = wish.selection.compared()
    if compared and compared.last >= (wish.begins or compared.first):
        series.append(_compared_series(figures, wish, months, compared))
    last = wish.so_far or period.last
    end = Period(first=period.first, last=last).end
    marks = list_marks(annotations, first=period.first, last=end)
    scale = " The scale does not begin at nought." if measure.numerator else ""
    csv_url, xlsx_url = wish.files("use")
    return ChartView(
        title=f"{measure.title} by month",
        spec=monthly_lines(
            series,
            up=measure.unit[:1].upper() + measure.unit[1:],
            from_zero=not measure.numerator,
            marks=marks,
        ),
        alternative=_alternative(now, wish.so_far) + scale,
        table=present_months(figures, wish),
        csv_url=csv_url,
        xlsx_url=xlsx_url,
        counted_url=wish.counted_url,
        marks=marks,
    )


def present_months(figures: UseFigures, wish: Wish) -> TableView:
    """Return the chosen measure as a table of months, each leading to that month by itself."""
    measure, period = wish.measure, wish.selection.period
    compared = wish.selection.compared()
    rows, urls, values = [], [], []
    for month, before in zip(
        period.months(), compared.months() if compared else period.months(), strict=True
    ):
        value = figures.month(measure, month)
        row: list[str | Number] = [say_month(month), say_value(measure, value)]
        if compared:
            is_known = before >= (wish.begins or before)
            then = figures.month(measure, before) if is_known else Value(value=None)
            row += [say_value(measure, then), say_change(measure, value, then)]
            values.append(then)
        values.append(value)
        rows.append(row)
        urls.append(f"?{wish.query(period=f'{month:%Y-%m}_{month:%Y-%m}')}")
    if wish.so_far:
        value = figures.month(measure, wish.so_far)
        blank = ["", ""] if compared else []
        rows.append([f"{say_month(wish.so_far)}, so far", say_value(measure, value), *blank])
        urls.append("")
        values.append(value)
    than = ["Compared with", "Change"] if compared else []
    return TableView(
        caption=f"{measure.title} by month",
        headings=["Month", measure.title, *than],
        rows=rows,
        numeric=range(1, 4 if compared else 2),
        urls=urls,
        note=say_note(measure, values),
    )


def _series(figures: UseFigures, wish: Wish, months: Sequence[date], name: str) -> Series:
    points = [
        _point(
            wish.measure,
            figures.month(wish.measure, month),
            at=month,
            of=month,
            href=f"{reverse('analytics:overview')}?{wish.query(period=f'{month:%Y-%m}_{month:%Y-%m}')}",
        )
        for month in months
    ]
    if wish.so_far:
        value = figures.month(wish.measure, wish.so_far)
        point = _point(wish.measure, value, at=wish.so_far, of=wish.so_far)
        points.append(
            Point(month=point.month, value=point.value, words=f"{point.words} so far", partial=True)
        )
    return Series(name=name, points=points)


def _compared_series(
    figures: UseFigures, wish: Wish, months: Sequence[date], compared: Period
) -> Series:
    """Return what the period is compared with, drawn at the months of the period."""
    points = [
        _point(wish.measure, figures.month(wish.measure, then), at=month, of=then)
        for month, then in zip(months, compared.months(), strict=True)
        if then >= (wish.begins or then)
    ]
    return Series(name=say_period(compared), points=points)


def _point(measure: Measure, value: Value, *, at: date, of: date, href: str = "") -> Point:
    words = f"{say_month(of)}: {say_value(measure, value)}"
    unknown = value.value is None and value.withheld is None
    return Point(month=at, value=value.value, words=words, href=href, unknown=unknown)


def _alternative(series: Series, so_far: date | None) -> str:
    over = [point for point in series.points if not point.partial]
    shown = [point for point in over if point.value is not None]
    if not shown:
        return "No month of this selection can be shown."
    first, last = shown[0], shown[-1]
    top = max(shown, key=lambda point: point.value or 0)
    said = [f"{first.words}; {last.words}."] if first != last else [f"{first.words}."]
    if top not in (first, last):
        said.append(f"Highest in {top.words}.")
    hidden = sum(point.value is None and not point.unknown for point in over)
    if hidden:
        said.append(f"{hidden} of {len(over)} months are not shown.")
    if so_far:
        said.append(
            f"{say_month(so_far)} is not over: hollow and dashed, and compared with nothing."
        )
    return " ".join(said)
