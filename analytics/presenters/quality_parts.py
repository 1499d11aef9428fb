"""What the parts of the service quality page have in common."""

from dataclasses import dataclass

from analytics.measures.publishing import Published
from analytics.presenters.charting import ChartView
from analytics.presenters.tables import WITHHELD, Number, say_number


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that stands large, as the figures component wants it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPart:
    """
    A part of the page: what it says in a sentence, where that comes from, and when.

    Where there is nothing to show, `empty` says why. The link leads into the room itself.
    """

    key: str
    title: str
    source: str
    as_of: str
    headline: Headline
    charts: tuple[ChartView, ...] = ()
    empty: str = ""
    link_url: str = ""
    link_text: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """Where a table is as CSV and as a workbook."""

    csv_url: str = ""
    xlsx_url: str = ""


def say_percentage(percentage: float | None, *published: Published) -> Number:
    """Return a whole percentage; withheld where a part of it is."""
    if any(not each.is_shown for each in published):
        return Number(WITHHELD)
    return say_number(None if percentage is None else round(percentage), sign=" %")
