"""The openings that pounds rest on, in words: by month, organisation and role."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.urls import reverse

from accounts.codes import JobRole
from analytics.codes import Basis, Dimension
from analytics.measures.benefits import MONTHS, Line
from analytics.measures.publishing import Published
from analytics.presenters.benefit_words import say_pounds
from analytics.presenters.charting import ChartView, Point, Series, monthly_bars
from analytics.presenters.tables import (
    NOTHING,
    WITHHELD,
    Number,
    TableCell,
    TableView,
    number_of,
    say_month,
    say_withheld,
)
from analytics.queries.benefit_drill import Drill

WAYS: Final = {
    Dimension.ORGANIZATION: "Organisation",
    Dimension.JOB_ROLE: "Job role",
}
_ROLES: Final[Mapping[str, str]] = {role.value: role.label for role in JobRole}
_NO_PLACE: Final = "Without a role"


def pounds_an_opening(line: Line) -> Decimal:
    """Return what an opening is worth by the factors of a line."""
    return line.minutes_an_access * line.rate.value / 60


def present_months(drill: Drill, title: str, urls: tuple[str, str]) -> ChartView:
    """Return the openings of a benefit, month by month."""
    shown = {month: each.n for month, each in drill.months.items() if each.n is not None}
    points = [
        Point(
            month=month,
            value=each.n,
            words=f"{say_month(month)}: "
            + (f"{each.n:,} openings" if each.n is not None else "withheld"),
        )
        for month, each in drill.months.items()
    ]
    return ChartView(
        title="Openings by month",
        spec=monthly_bars(Series(name="Openings", points=points), up="Openings"),
        alternative=_say_months(shown, title),
        table=TableView(
            caption=f"Openings by month: {title}",
            headings=["Month", "Openings"],
            rows=[[say_month(month), number_of(each)] for month, each in drill.months.items()],
            numeric=[1],
            note=say_withheld(list(drill.months.values())),
        ),
        csv_url=urls[0],
        xlsx_url=urls[1],
        counted_url=reverse("analytics:measure_detail", args=["openings"]),
    )


def _say_months(shown: Mapping[date, int], title: str) -> str:
    if not shown:
        return f"No month of “{title}” can be shown: too few people stand behind each."
    first, last = min(shown), max(shown)
    return (
        f"From {shown[first]:,} openings in {say_month(first)} to {shown[last]:,} in "
        f"{say_month(last)}."
    )


def present_parts(drill: Drill, by: Dimension, line: Line | None, basis: Basis) -> TableView:
    """Return the openings of a benefit by a dimension, with what they are worth a year."""
    times = MONTHS if basis == Basis.RUN_RATE else Decimal(1)
    each = pounds_an_opening(line) if line else None
    rows: list[list[TableCell]] = [
        [_name(code, by, drill), number_of(part), _worth(part, each, times)]
        for code, part in drill.parts.items()
    ]
    return TableView(
        caption=f"Openings by {WAYS[by].lower()}",
        headings=[WAYS[by], "Openings", "Worth a year"],
        rows=rows,
        numeric=[1, 2],
        note=say_withheld(list(drill.parts.values())),
    )


def _worth(part: Published, each: Decimal | None, times: Decimal) -> Number:
    if part.n is None:
        return Number(WITHHELD)
    if each is None:
        return Number(NOTHING)
    worth = part.n * times * each
    return Number(say_pounds(worth), round(float(worth), 2))


def _name(code: str, by: Dimension, drill: Drill) -> str:
    if by == Dimension.JOB_ROLE:
        return _ROLES.get(code, _NO_PLACE)
    return drill.names.get(code) or _NO_PLACE
