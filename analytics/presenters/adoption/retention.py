"""Who came back, as a triangle: a row for each month in which people started."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from analytics.measures.adoption import RETENTION, ROLLING_DAYS
from analytics.measures.publishing import INTERNAL, Published, published_people
from analytics.presenters.charting import ChartView
from analytics.presenters.tables import (
    NOTHING,
    Number,
    TableView,
    number_of,
    say_month,
    say_withheld,
)
from analytics.queries.retention import MOST_MONTHS, Cohort, Months
from core.charts import INK

from .frame import percent_value, say_percent
from .funnel import ROUNDED

SAID: dict[Months, str] = {
    Months.CALENDAR: "By calendar month: whether somebody opened a record in that month.",
    Months.ROLLING: (
        f"By rolling month: whether somebody opened a record in a stretch of {ROLLING_DAYS} days, "
        "counted from the day of their own first opening. Nobody comes back by going on after "
        "midnight."
    ),
}
_HALF = 50
_ALL = "All months"


def present_retention(
    cohorts: Sequence[Cohort], *, csv_url: str = "", xlsx_url: str = ""
) -> ChartView:
    """Return the triangle, its latest months first, with a row of all at the top."""
    began = [cohort for cohort in cohorts if cohort.people]
    columns = max((len(cohort.later) for cohort in cohorts), default=0)
    counts: list[Published] = []
    total = _total(began, columns, counts)
    lines = [(say_month(c.month), _line(c, columns, counts)) for c in reversed(began)]
    table = TableView(
        caption="People who came back, by the month in which they started",
        headings=["Started in", "People", *(_heading(n) for n in range(1, columns + 1))],
        rows=[[name, *cells] for name, cells in [(_ALL, total), *lines]] if began else [],
        numeric=list(range(1, columns + 2)),
        note=_note(counts),
    )
    return ChartView(
        title="Who came back, by the month in which they started",
        spec=_triangle(lines),
        alternative=_say(total),
        table=table,
        csv_url=csv_url,
        xlsx_url=xlsx_url,
        counted_url=reverse("analytics:measure_detail", args=[RETENTION.code]),
    )


def _line(cohort: Cohort, columns: int, counts: list[Published]) -> list[Number]:
    people = published_people(cohort.people, INTERNAL)
    back = [published_people(n, INTERNAL) for n in cohort.later]
    counts += [people, *back]
    missing = [Number(NOTHING)] * (columns - len(back))
    return [number_of(people), *(say_percent(each, people) for each in back), *missing]


def _total(cohorts: Sequence[Cohort], columns: int, counts: list[Published]) -> list[Number]:
    """Return the row of all: of each later month, those for whom it is over. Nobody is twice."""
    people = published_people(sum(cohort.people for cohort in cohorts), INTERNAL)
    cells = [number_of(people)]
    for place in range(columns):
        over = [cohort for cohort in cohorts if len(cohort.later) > place]
        whole = published_people(sum(cohort.people for cohort in over), INTERNAL)
        back = published_people(sum(cohort.later[place] for cohort in over), INTERNAL)
        counts += [whole, back]
        cells.append(say_percent(back, whole))
    return cells


def _heading(number: int) -> str:
    return f"+{number} month" if number == 1 else f"+{number}"


def _note(counts: Sequence[Published]) -> str:
    later = f"{NOTHING} is a month that is not over yet for everybody who started, or of nobody."
    return " ".join(filter(None, [ROUNDED, later, say_withheld(counts)]))


def _say(total: Sequence[Number]) -> str:
    told = [
        f"{total[number]} opened a record again {words}"
        for number, words in ((1, "a month later"), (6, "6 months later"), (12, "12 months later"))
        if number < len(total) and total[number].value is not None
    ]
    if not told:
        return f"{total[0]} people started. It is too early, or they are too few, to say more."
    return f"{total[0]} people started. Of those for whom it is over, {', '.join(told)}."


def _triangle(lines: Sequence[tuple[str, Sequence[Number]]]) -> dict[str, Any]:
    """Return the specification: a square a month, darker the more came back, with its figure."""
    values = [
        {
            "started": month,
            "later": number,
            "value": percent_value(cell),
            "words": str(cell),
        }
        for month, cells in lines
        for number, cell in enumerate(cells[1:], start=1)
        if str(cell) != NOTHING
    ]
    across = {
        "field": "later",
        "type": "ordinal",
        "title": "Months after the first opening",
        "axis": {"orient": "top"},
        "scale": {"domain": list(range(1, MOST_MONTHS + 1))},
    }
    down = {"field": "started", "type": "ordinal", "title": None, "sort": None}
    shade = {"field": "value", "type": "quantitative", "legend": None,
             "scale": {"domain": [0, 100], "range": ["#f5f9fd", "#002f5c"]}}  # fmt: skip
    ink = {"condition": {"test": f"datum.value > {_HALF}", "value": "white"}, "value": INK}
    return {
        "data": {"values": values},
        "width": {"step": 58},
        "height": {"step": 24},
        "encoding": {"x": across, "y": down},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
                "encoding": {"color": shade},
            },
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"text": {"field": "words", "type": "nominal"}, "color": ink},
            },
        ],
    }
