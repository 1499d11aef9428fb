"""What stands on every page of adoption: its four pages, and the filters that each of them has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse

from analytics.measures.publishing import Published
from analytics.presenters.filtering import FilterField, FilterView
from analytics.presenters.frame import FrameLink
from analytics.presenters.tables import NOTHING, WITHHELD, Number, say_number
from analytics.queries.selection import Selection

PAGES: Final = (
    ("Steps", "analytics:adoption"),
    ("Coming back", "analytics:retention"),
    ("Openings and residents", "analytics:residents"),
    ("Silent teams", "analytics:silent_teams"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure that stands large, and what it is."""

    label: str
    value: str


def present_pages(*, path: str, selection: Selection) -> list[FrameLink]:
    """Return the pages of adoption, each with the same filters."""
    query = selection.query()
    held = f"?{query}" if query else ""
    urls = [(label, reverse(name)) for label, name in PAGES]
    return [FrameLink(label=label, url=url + held, is_current=path == url) for label, url in urls]


def only_fields(
    view: FilterView, names: Sequence[str], *, first: Sequence[FilterField] = ()
) -> FilterView:
    """Return filters with these fields alone, after others; months only beside a period."""
    return replace(
        view,
        fields=[*first, *(field for field in view.fields if field.name in names)],
        months=view.months if "period" in names else [],
    )


def say_percent(part: Published, whole: Published) -> Number:
    """Return a share of published counts: a star where either is withheld, a dash of none."""
    if part.n is None or whole.n is None:
        return Number(WITHHELD)
    if not whole.n:
        return Number(NOTHING)
    return say_number(round(100 * part.n / whole.n), sign="%")


def percent_value(number: Number) -> float | None:
    """Return a share as a chart draws it."""
    return None if number.value is None else float(number.value)
