"""The dictionary of measures in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

from django.urls import reverse

from analytics.codes import Dimension, Direction
from analytics.measures.measure import Measure, Scoring
from analytics.measures.registry import BY_CODE, MEASURES
from analytics.queries.use import is_of_use
from core.dates import format_day

from .wish import counted_url

_SCORED: Final = {
    Scoring.EVENTS: "A count of events. Exact, but not shown where few people stand behind it.",
    Scoring.PEOPLE: "A count of people, each once. Rounded to the nearest 5; small ones not shown.",
    Scoring.RATIO: "A ratio of two published figures.",
    Scoring.PROPORTION: "A share, of two published figures.",
    Scoring.CONTINUOUS: "A quantity that is measured.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure in the list."""

    title: str
    url: str
    definition: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureGroup:
    """Measures of one source."""

    source: str
    lines: Sequence[MeasureLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of what is said of a measure; with an address where it leads on."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure with all that is said of it."""

    title: str
    definition: str
    caution: str
    facts: Sequence[Fact]
    earlier: Sequence[Fact]
    plain_sql: str
    overview_url: str


def list_measures() -> list[MeasureGroup]:
    """Return all measures, by where they come from."""
    by_source: defaultdict[str, list[MeasureLine]] = defaultdict(list)
    for measure in MEASURES:
        by_source[measure.source].append(_line(measure))
    return [MeasureGroup(source=source, lines=lines) for source, lines in by_source.items()]


def present_measure(measure: Measure) -> MeasureView:
    """Return what a measure counts, said so that anybody can count it again."""
    facts = [
        Fact(label="Code", value=measure.code),
        Fact(label="Version", value=f"{measure.version}, since {format_day(measure.since)}"),
        Fact(label="Unit", value=measure.unit),
        Fact(label="Which way is better", value=Direction(measure.direction).label),
        Fact(label="Kind", value=_SCORED[measure.scoring]),
        Fact(label="Owner", value=measure.owner),
        Fact(label="Source", value=measure.source),
    ]
    for label, code in (("Divided", measure.numerator), ("By", measure.denominator)):
        if code in BY_CODE:
            part = BY_CODE[code]
            facts.append(Fact(label=label, value=part.title, url=counted_url(part)))
    overview = f"{reverse('analytics:overview')}?measure={measure.code}&by={Dimension.ORGANIZATION}"
    return MeasureView(
        title=measure.title,
        definition=measure.definition,
        caution=measure.caution,
        facts=facts,
        earlier=[
            Fact(label=f"Version {each.version}, until {format_day(each.until)}", value=each.what)
            for each in measure.changes
        ],
        plain_sql=_tidy(measure.plain_sql),
        overview_url=overview if is_of_use(measure) else "",
    )


def _line(measure: Measure) -> MeasureLine:
    return MeasureLine(
        title=measure.title,
        url=counted_url(measure),
        definition=measure.definition,
        version=measure.version,
    )


def _tidy(sql: str) -> str:
    """Return SQL without the margin that it has in the code."""
    first, _, rest = sql.strip().partition("\n")
    return f"{first}\n{dedent(rest)}".strip()
