"""The filters of a page in words: what can be chosen, what is, and how to lift it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from accounts.codes import CareSetting, JobRole
from analytics.codes import Comparison, Dimension
from analytics.measures.periods import DEFAULT, NAMED, Period
from analytics.queries.selection import Selection, StratumRow

from .tables import say_month

# A list of "all" and a single value chooses nothing.
_ONE: Final = 2
NO_ROLE: Final = "No role taken up yet"
_EVERYTHING: Final = {
    Dimension.BOARD: "All boards",
    Dimension.ORGANIZATION: "All organisations",
    Dimension.SETTING: "All settings",
    Dimension.JOB_ROLE: "All roles",
}
_LABELS: Final = {
    Dimension.BOARD: "ICB",
    Dimension.ORGANIZATION: "Organisation",
    Dimension.SETTING: "Care setting",
    Dimension.JOB_ROLE: "Job role",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that can be chosen."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterField:
    """A field of the form, as the select component wants it."""

    name: str
    label: str
    options: Sequence[Choice]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is set, and the address of the page without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterView:
    """
    The filters of a page.

    `months` are the fields of the first and the last month; `kept` is what else the address holds.
    """

    fields: Sequence[FilterField]
    months: Sequence[FilterField]
    chips: Sequence[Chip]
    dropped: Sequence[str]
    kept: Mapping[str, str]
    period: str


def present_filters(
    selection: Selection,
    strata: Sequence[StratumRow],
    *,
    months: Sequence[date],
    dropped: Sequence[str] = (),
    kept: Mapping[str, str] | None = None,
    compares: bool = True,
) -> FilterView:
    """
    Return the filters of a page. A dimension in which there is one value cannot be chosen.

    `months` are those that a range may begin and end with; `kept` goes along in each address.
    """
    held = dict(kept or {})
    fields = [_dimension(each, selection, strata) for each in Dimension]
    fields.append(_period(selection))
    if compares:
        options = [Choice(value=value, text=text) for value, text in Comparison.choices]
        fields.append(
            FilterField(
                name="compare",
                label="Compare with",
                options=options,
                value=selection.comparison.value,
            )
        )
    return FilterView(
        fields=[field for field in fields if len(field.options) > _ONE or field.value],
        months=_months(selection, months),
        chips=_chips(selection, strata, held),
        dropped=dropped,
        kept=held,
        period=say_period(selection.period),
    )


def name_value(dimension: Dimension, value: str, strata: Sequence[StratumRow]) -> str:
    """Return what a value of a dimension is called."""
    if not value:
        return NO_ROLE
    if dimension == Dimension.SETTING:
        return CareSetting(value).label
    if dimension == Dimension.JOB_ROLE:
        return JobRole(value).label
    field = "board_name" if dimension == Dimension.BOARD else "organization_name"
    return next((getattr(r, field) for r in strata if r.value(dimension) == value), value)


def say_period(period: Period) -> str:
    """Return a period in words: "Oct 2025 to Sep 2026"."""
    first, last = say_month(period.first), say_month(period.last)
    return first if period.first == period.last else f"{first} to {last}"


def _dimension(
    dimension: Dimension, selection: Selection, strata: Sequence[StratumRow]
) -> FilterField:
    """Return the values of a dimension, by name; organizations are those of the chosen board."""
    rows = strata
    if dimension == Dimension.ORGANIZATION and selection.board:
        rows = [row for row in strata if row.board == selection.board]
    values = {row.value(dimension) for row in rows} - {""}
    named = sorted((name_value(dimension, value, rows), value) for value in values)
    everything = Choice(value="", text=_EVERYTHING[dimension])
    return FilterField(
        name=dimension.value,
        label=_LABELS[dimension],
        options=[everything, *(Choice(value=value, text=text) for text, value in named)],
        value=selection.value(dimension),
    )


def _period(selection: Selection) -> FilterField:
    options = [Choice(value=value, text=text) for value, text in NAMED.items()]
    options.append(Choice(value="months", text="Months chosen below"))
    value = selection.name if selection.name in NAMED else "months"
    return FilterField(name="period", label="Period", options=options, value=value)


def _months(selection: Selection, months: Sequence[date]) -> list[FilterField]:
    options = [Choice(value=f"{month:%Y-%m}", text=say_month(month)) for month in reversed(months)]
    ends = (("from", "From", selection.period.first), ("to", "To", selection.period.last))
    return [
        FilterField(name=name, label=label, options=options, value=f"{month:%Y-%m}")
        for name, label, month in ends
    ]


def _chips(
    selection: Selection, strata: Sequence[StratumRow], held: Mapping[str, str]
) -> list[Chip]:
    chips = [
        Chip(
            label=f"{_LABELS[each]}: {name_value(each, selection.value(each), strata)}",
            url=f"?{selection.narrowed(each, '').query(**held)}",
        )
        for each in selection.narrowed_by()
    ]
    if selection.name != DEFAULT:
        said = NAMED.get(selection.name) or say_period(selection.period)
        chips.append(Chip(label=f"Period: {said}", url=f"?{selection.query(**held, period='')}"))
    if selection.comparison:
        chips.append(
            Chip(
                label=f"Compared with: {selection.comparison.label}",
                url=f"?{selection.query(**held, compare='')}",
            )
        )
    return chips
