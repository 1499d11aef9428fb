"""The desk's report in words: each figure with the list of the tickets behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from core.dates import format_duration, format_short_day
from helpdesk.codes import BANDS, TicketCategory
from helpdesk.queries.filters import Choices
from helpdesk.queries.report import Figures, Report, half_within

# What each column says, for people who read the report and for those who check it.
TERMS: Final[Mapping[str, str]] = {
    "Opened": "Tickets that were opened in the week. Spam, and tickets that turned out to be "
    "merged into another, count nowhere in this report.",
    "First answer": "Half of the first answers of the week came within this time of the opening, "
    "nights and weekends included.",
    "Answered in time": "Of the first answers of the week, those within the agreed target, which "
    "counts open hours only. Tickets without a target are left out.",
    "Resolved": "Tickets that were resolved for the first time in the week. That they were closed "
    "later, or reopened, changes nothing here.",
    "Resolved in time": "Of those, the ones within the agreed target, pauses left out.",
    "At first contact": "Of those resolved, the ones with at most one reply before, never handed "
    "over and never reopened.",
    "Reopened": "Of those resolved in the week, the ones that were taken up again at any time "
    "since.",
    "Handed over": "Of those resolved, the ones that went to another queue, or from one person "
    "to another.",
    "Satisfaction": "The mean of the answers of the week, from 1 to 5, and how many they are.",
    "Open at the end": "Tickets that were open when the week ended, and for how long half of them "
    "had been open at most. For this week: now.",
}
NOTHING: Final = "–"
WEEK: Final = timedelta(days=7)
PARTS: Final[Mapping[str, str]] = {"queue": "Queue", "region": "Region", "category": "Category"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure, the list behind it, and a second figure that tells more."""

    text: str
    url: str = ""
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A week, or a queue, region or category, with its figures."""

    label: str
    note: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One of the few figures that matter, of the last whole week, and of the week before."""

    label: str
    value: str
    note: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days that a row counts, and what else its lists are narrowed by."""

    since: date
    until: date
    narrowed: Mapping[str, str]

    def url(self, measure: str) -> str:
        """Return the list of the tickets behind a figure."""
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        query = {**self.narrowed, "state": "any", "measure": measure, **days}
        return f"{reverse('helpdesk:ticket_list')}?{urlencode(query)}"


def present_weeks(report: Report, narrowed: Mapping[str, str], *, today: date) -> list[ReportRow]:
    """Return the weeks of a report, the newest first."""
    rows = []
    for monday, figures in sorted(report.weeks.items(), reverse=True):
        span = Span(since=monday, until=_last_day(monday), narrowed=narrowed)
        is_running = monday <= today <= span.until
        note = "so far" if is_running else ""
        label = format_short_day(monday)
        rows.append(ReportRow(label=label, note=note, cells=_cells(figures, span)))
    return rows


def present_parts(
    report: Report, narrowed: Mapping[str, str], *, by: str, choices: Choices
) -> list[ReportRow]:
    """Return a report by queue, region or category, the one with most opened first."""
    first, last = min(report.weeks), _last_day(max(report.weeks))
    names = _names(by, choices)
    rows = []
    for part, figures in sorted(report.parts.items(), key=lambda item: -item[1].opened):
        code, name = names.get(part, ("", "None" if not part else "A queue that you may not see"))
        span = Span(since=first, until=last, narrowed={**narrowed, by: code} if code else {})
        cells = _cells(figures, span, has_list=bool(code))
        rows.append(ReportRow(label=name, note="", cells=cells))
    return rows


def _names(by: str, choices: Choices) -> dict[str, tuple[str, str]]:
    """Return for each value of a part its code in addresses and its name."""
    if by == "category":
        return {each.value: (each.value, str(each.label)) for each in TicketCategory}
    keys, names = {
        "queue": (choices.queues, choices.queue_names),
        "region": (choices.regions, choices.region_names),
    }[by]
    return {str(key): (code, names[code]) for code, key in keys.items()}


def _last_day(monday: date) -> date:
    return monday + WEEK - timedelta(days=1)


def _cells(figures: Figures, span: Span, *, has_list: bool = True) -> list[Cell]:
    """Return figures in the order of the terms."""

    def url(measure: str, number: int) -> str:
        return span.url(measure) if has_list and number else ""

    late_answers = figures.answered_with_target - figures.answered_in_time
    late = figures.resolved_with_target - figures.resolved_in_time
    return [
        Cell(text=f"{figures.opened:,}", url=url("opened", figures.opened)),
        Cell(text=_span(figures.answer_bands), url=url("answered", figures.answered)),
        Cell(
            text=_percent(figures.answered_in_time, figures.answered_with_target),
            url=url("answered-in-time", figures.answered_in_time),
            more=f"{late_answers:,} late" if late_answers else "",
            more_url=url("answered-late", late_answers),
        ),
        Cell(text=f"{figures.resolved:,}", url=url("resolved", figures.resolved)),
        Cell(
            text=_percent(figures.resolved_in_time, figures.resolved_with_target),
            url=url("resolved-in-time", figures.resolved_in_time),
            more=f"{late:,} late" if late else "",
            more_url=url("resolved-late", late),
        ),
        Cell(
            text=_percent(figures.first_contact, figures.resolved),
            url=url("first-contact", figures.first_contact),
        ),
        Cell(
            text=_percent(figures.reopened, figures.resolved),
            url=url("reopened", figures.reopened),
        ),
        Cell(
            text=_percent(figures.handed_over, figures.resolved),
            url=url("handed-over", figures.handed_over),
        ),
        Cell(
            text=f"{figures.score_sum / figures.scored:.1f} of 5" if figures.scored else NOTHING,
            url=url("scored", figures.scored),
            more=f"{figures.scored:,}" if figures.scored else "",
        ),
        Cell(
            text=f"{figures.backlog:,}",
            url=url("backlog", figures.backlog),
            more=f"half {_span(figures.backlog_bands)}" if figures.backlog else "",
        ),
    ]


def _percent(part: int, whole: int) -> str:
    """Return a share; what is not quite all is never said to be all, nor a little nothing."""
    if not whole:
        return NOTHING
    share = round(100 * part / whole)
    if share == 100 and part < whole:  # noqa: PLR2004 — per cent
        share = 99
    return f"{max(share, 1) if part else 0}%"


def _span(bands: Counter[int]) -> str:
    """Return within which time half of what was counted lies: "within 4 h", "over 26 weeks"."""
    half = half_within(bands)
    if half is None:
        return NOTHING
    if not half:
        return f"over {format_duration(timedelta(seconds=BANDS[-1]))}"
    return f"within {format_duration(timedelta(seconds=half))}"


_HEADLINES: Final = (
    ("Open now", 9, 0),
    ("Answered in time", 2, 1),
    ("Resolved in time", 4, 1),
    ("At first contact", 5, 1),
    ("Satisfaction", 8, 1),
)


def present_headlines(weeks: Sequence[ReportRow]) -> list[Headline]:
    """Return the figures that matter most: what is open now, and how the last whole week went."""
    headlines = []
    for label, column, weeks_ago in _HEADLINES:
        if len(weeks) <= weeks_ago + 1:
            continue
        cell, before = weeks[weeks_ago].cells[column], weeks[weeks_ago + 1].cells[column]
        when = "a week ago" if weeks_ago == 0 else "the week before"
        headlines.append(
            Headline(label=label, value=cell.text, note=f"{before.text} {when}", url=cell.url)
        )
    return headlines
