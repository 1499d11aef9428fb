"""The helpdesk's section of board packs: how many called, and how many were helped in time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from core.board_pack import PackChart, PackFigure, PackTable, SectionContent, SectionWish
from core.charts import lines
from core.dates import TIME, count_in_words, format_date, format_short_day
from helpdesk.codes import MajorIncidentState
from helpdesk.models import MajorIncident
from helpdesk.queries.pack_figures import (
    WeekFigures,
    list_major_incidents,
    london_day,
    read_weeks,
)

# A longer stretch is cut at its beginning: a chart of more weeks cannot be read.
MOST_WEEKS: Final = 26
_WEEK: Final = timedelta(days=7)
Weeks = Mapping[date, WeekFigures]


def build_pack_section(wish: SectionWish) -> SectionContent:
    """Return the figures of whole weeks, from that of the last cut to that of this one."""
    last = _monday(london_day(wish.until))
    first = max(_monday(london_day(wish.since)), last - _WEEK * (MOST_WEEKS - 1))
    mondays = [first + _WEEK * each for each in range((last - first) // _WEEK + 1)]
    weeks = read_weeks(wish.organization_id, since=first, until=last)
    figures = {monday: weeks.get(monday, WeekFigures()) for monday in mondays}
    incidents = list_major_incidents(wish.organization_id, since=wish.since, until=wish.until)
    return SectionContent(
        summary=_summary(figures, incidents),
        source=(
            "Helpdesk: tickets of callers from these organisations in weeks from Monday, the "
            f"first from {format_short_day(first)}; restricted tickets are not counted."
        ),
        figures=_figures(figures, incidents),
        charts=[_chart(figures)],
        tables=[_incident_table(incidents)] if incidents else [],
    )


def _summary(weeks: Weeks, incidents: Sequence[MajorIncident]) -> str:
    opened = sum(week.opened for week in weeks.values())
    resolved = sum(week.resolved for week in weeks.values())
    ran = count_in_words(len(incidents), "major incident") if incidents else "No major incident"
    return (
        f"{count_in_words(opened, 'ticket')} opened and {resolved:,} resolved in "
        f"{count_in_words(len(weeks), 'week')}. {ran} ran in this time."
    )


def _figures(weeks: Weeks, incidents: Sequence[MajorIncident]) -> list[PackFigure]:
    newest = weeks[max(weeks)]
    oldest = weeks[min(weeks)]
    in_time = sum(week.in_time for week in weeks.values())
    with_target = sum(week.with_target for week in weeks.values())
    share = f"{round(100 * in_time / with_target)} %" if with_target else "None had a target"
    return [
        PackFigure(label="Opened", value=f"{sum(week.opened for week in weeks.values()):,}"),
        PackFigure(
            label="Resolved within the agreed time",
            value=share,
            change=f"{in_time:,} of {with_target:,}" if with_target else "",
        ),
        PackFigure(
            label="Open now",
            value=f"{newest.backlog:,}",
            change=f"{oldest.backlog:,} in the first week",
        ),
        PackFigure(label="Major incidents", value=str(len(incidents))),
    ]


def _chart(weeks: Weeks) -> PackChart:
    named = {format_short_day(monday): week for monday, week in weeks.items()}
    rows = [
        (label, series, float(number))
        for label, week in named.items()
        for series, number in (("Opened", week.opened), ("Resolved", week.resolved))
    ]
    first, last = next(iter(named.values())), list(named.values())[-1]
    return PackChart(
        spec=lines(rows, across="Week from", up="Tickets"),
        alternative=(
            f"Line chart of tickets a week. Opened goes from {first.opened} to {last.opened}, "
            f"resolved from {first.resolved} to {last.resolved}. The table below has every week."
        ),
        table=PackTable(
            caption="Tickets opened and resolved, week by week",
            headings=["Week from", "Opened", "Resolved", "In time", "Open at its end"],
            rows=[
                [label, *(f"{number:,}" for number in _numbers(week))]
                for label, week in named.items()
            ],
            numeric=[1, 2, 3, 4],
        ),
    )


def _numbers(week: WeekFigures) -> tuple[int, int, int, int]:
    return week.opened, week.resolved, week.in_time, week.backlog


def _incident_table(incidents: Sequence[MajorIncident]) -> PackTable:
    return PackTable(
        caption="Major incidents",
        headings=["What", "Declared", "State"],
        rows=[
            [
                incident.title,
                format_date(incident.declared_at, TIME),
                MajorIncidentState(incident.state).label,
            ]
            for incident in incidents
        ],
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
