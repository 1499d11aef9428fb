"""The day so far, in words."""

from dataclasses import dataclass
from typing import Final

from analytics.codes import FactKind
from analytics.measures.measure import Measure
from analytics.measures.publishing import INTERNAL, Published, published_events, published_people
from analytics.measures.use import ACTIVE, FAILED_SIGN_INS, OPENINGS, SEARCHES, SIGN_INS
from analytics.queries.today import Today
from core.dates import LONDON

from .tables import Number, number_of, say_withheld
from .wish import counted_url

_SHOWN: Final = (SIGN_INS, SEARCHES, OPENINGS, FAILED_SIGN_INS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayFigure:
    """A count of the day so far; `before` is that of the whole day a week earlier."""

    label: str
    value: Number
    before: str
    counted_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The day so far."""

    as_of: str
    figures: list[TodayFigure]
    note: str


def present_today(today: Today) -> TodayView:
    """Return the day so far; people are rounded, and what few stand behind is withheld."""
    said: list[Published] = []
    figures = []
    for measure in _SHOWN:
        kind = measure.kind or FactKind.OPENINGS
        now = published_events(today.counts[kind], INTERNAL)
        before = published_events(today.week_before[kind], INTERNAL)
        said += [now, before]
        figures.append(_figure(measure, now, before=f"a week ago, all day: {number_of(before)}"))
    people = published_people(today.active, INTERNAL)
    figures.append(_figure(ACTIVE, people, before="rounded to the nearest 5"))
    taken = today.taken_at
    return TodayView(
        as_of=f"{taken.astimezone(LONDON):%H:%M}" if taken else "",
        figures=figures,
        note=say_withheld([*said, people]),
    )


def _figure(measure: Measure, value: Published, *, before: str) -> TodayFigure:
    return TodayFigure(
        label=measure.title,
        value=number_of(value),
        before=before,
        counted_url=counted_url(measure),
    )
