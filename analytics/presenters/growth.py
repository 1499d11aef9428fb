"""Growth: sign-ins and openings on a scale where equal growth is equal height."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.codes import FactKind
from analytics.measures.change import Growth, measure_growth
from analytics.measures.publishing import Published
from analytics.presenters.charting import ChartView, EventMark, Point, Series, monthly_lines
from analytics.presenters.tables import (
    NOTHING,
    TableCell,
    TableView,
    number_of,
    say_month,
    say_number,
    say_withheld,
)
from core.dates import count_in_words

GROWING: Final = (FactKind.SIGN_INS, FactKind.OPENINGS)
_PART: Final = 100
Counts = Mapping[FactKind, Mapping[date, Published]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthCard:
    """How a count grew, in words."""

    title: str
    factor: str
    a_month: str
    fitted: str
    doubling: str
    words: str


def present_growth(counts: Counts) -> list[GrowthCard]:
    """Return how sign-ins and openings grew; one that cannot be told is left out."""
    cards = []
    for kind in GROWING:
        growth = measure_growth({month: each.n for month, each in counts[kind].items()})
        if growth is not None:
            cards.append(_card(kind, growth))
    return cards


def present_growth_chart(
    counts: Counts, marks: Sequence[EventMark], *, files: tuple[str, str]
) -> ChartView:
    """Return both counts, month by month, on a log scale."""
    series = [
        Series(
            name=str(kind.label),
            points=[
                Point(
                    month=month,
                    value=each.n,
                    words=f"{kind.label}, {say_month(month)}: {number_of(each)}",
                )
                for month, each in counts[kind].items()
            ],
        )
        for kind in GROWING
        if counts[kind]
    ]
    cards = present_growth(counts)
    said = " ".join(f"{card.title}: {card.words}" for card in cards)
    return ChartView(
        title="Sign-ins and record openings, on a log scale",
        spec=monthly_lines(series, up="A month, log scale", log=True, marks=marks),
        alternative=said or "There are too few months to tell how they grew.",
        table=tabulate_growth(counts),
        csv_url=files[0],
        xlsx_url=files[1],
        marks=marks,
    )


def tabulate_growth(counts: Counts) -> TableView:
    """Return the months, the latest first, each with its change from the one before."""
    months = sorted({month for each in counts.values() for month in each})
    rows: list[list[TableCell]] = []
    for before, month in zip([None, *months], months, strict=False):
        row: list[TableCell] = [say_month(month)]
        for kind in GROWING:
            now = counts[kind].get(month, Published(None))
            then = counts[kind].get(before, Published(None)) if before else Published(None)
            row += [number_of(now) if now.withheld else say_number(now.n), _change(then, now)]
        rows.append(row)
    headings = ["Month"]
    for kind in GROWING:
        headings += [str(kind.label), f"{kind.label}: change"]
    return TableView(
        caption="Sign-ins and record openings by month, the latest first",
        headings=headings,
        rows=rows[::-1],
        numeric=[1, 2, 3, 4],
        note=say_withheld([each for kind in GROWING for each in counts[kind].values()]),
    )


def _card(kind: FactKind, growth: Growth) -> GrowthCard:
    a_month, fitted = _PART * growth.a_month, _PART * growth.fitted
    doubling = f"{growth.doubling:.1f} months" if growth.doubling else NOTHING
    return GrowthCard(
        title=str(kind.label),
        factor=f"×{growth.factor:,.2f}",
        a_month=f"{a_month:.2f}%",
        fitted=f"{fitted:.2f}%",
        doubling=doubling,
        words=(
            f"{growth.at_first:,} in {say_month(growth.first)}, {growth.at_last:,} in "
            f"{say_month(growth.last)}: ×{growth.factor:,.2f} in "
            f"{count_in_words(growth.months, 'month')}, {a_month:.2f}% a month."
        ),
    )


def _change(then: Published, now: Published) -> TableCell:
    if not then.n or now.n is None:
        return NOTHING
    return say_number(_PART * (now.n / then.n - 1), decimals=1, sign="%")
