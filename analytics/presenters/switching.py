"""The slider: how far a factor may fall before a benefit stops paying."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from analytics.codes import Factor
from analytics.measures.benefits import (
    BOUNDS,
    ONE,
    Line,
    Switching,
    switching_value,
    to_penny,
    total_hours_a_week,
    total_pounds,
)
from analytics.presenters.benefit_words import say_factor, say_hours, say_pounds
from analytics.presenters.tables import NOTHING, Number, TableCell, TableView

# What can be slid: the others follow from a date or from a count.
FACTORS: Final = (
    Factor.MINUTES,
    Factor.ACCESSES,
    Factor.SHARE,
    Factor.ATTRIBUTION,
    Factor.RATE,
    Factor.OPTIMISM,
    Factor.COST,
)
_TOPS: Final = {Factor.MINUTES: Decimal(20), Factor.RATE: Decimal(100), Factor.COST: Decimal(10)}
_STEPS: Final = {
    Factor.MINUTES: Decimal("0.1"),
    Factor.RATE: Decimal("0.5"),
    Factor.COST: Decimal("0.1"),
}
_HUNDREDTH: Final = Decimal("0.01")
_ROUND: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """The range that a factor is slid over; `value` is where it stands."""

    low: str
    high: str
    step: str
    value: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingView:
    """What the total comes to where the slider stands, and where it would be just enough."""

    at: str
    pounds: str
    hours: str
    pays: bool
    verdict: str
    switching: str


def slide(line: Line, factor: Factor, wanted: Decimal | None) -> tuple[Slider, Decimal]:
    """Return the slider of a factor, and the value that it stands at."""
    now = line.factor(factor).value
    top = _top(factor, now)
    step = _STEPS.get(factor, max(ONE, to_penny(top / _ROUND).to_integral_value()))
    if BOUNDS[factor][1] == ONE:
        step = _HUNDREDTH
    value = now if wanted is None else min(max(wanted, Decimal(0)), top)
    slider = Slider(
        low="0", high=_plain(top), step=_plain(step), value=_plain(value), now=_plain(now)
    )
    return slider, value


def _top(factor: Factor, now: Decimal) -> Decimal:
    if BOUNDS[factor][1] == ONE:
        return ONE
    least = _TOPS.get(factor, Decimal(_ROUND))
    return max(least, 2 * now.to_integral_value())


def present_switching(
    lines: Sequence[Line], line: Line, factor: Factor, *, value: Decimal, threshold: Decimal
) -> SwitchingView:
    """Return what all lines come to with one factor at a value, beside the threshold."""
    changed = [line.with_factor(factor, value) if each is line else each for each in lines]
    pounds = total_pounds(changed)
    found = switching_value(lines, line.code, factor, threshold=threshold)
    over = pounds - threshold
    gap = say_pounds(abs(over))
    return SwitchingView(
        at=say_factor(factor, value),
        pounds=say_pounds(pounds),
        hours=say_hours(total_hours_a_week(changed)),
        pays=over >= 0,
        verdict=f"It still pays: {gap} above what it has to be worth."
        if over >= 0
        else f"It does not pay: {gap} below what it has to be worth.",
        switching=_say_switching(found, threshold),
    )


def _say_switching(found: Switching, threshold: Decimal) -> str:
    if found.value is None:
        return "This factor makes no difference to the total."
    if not found.can_be:
        return (
            "No possible value of this factor alone makes the total "
            f"{say_pounds(threshold)} a year."
        )
    change = found.change
    far = "" if change is None else f", {_say_change(change)} what it is now"
    return (
        f"Switching value: at {say_factor(found.factor, found.value)} the total is just "
        f"{say_pounds(threshold)} a year{far}."
    )


def _say_change(change: Decimal) -> str:
    percent = abs(change) * _ROUND
    return f"{percent:.0f} % {'below' if change < 0 else 'above'}"


def present_switching_table(lines: Sequence[Line], line: Line, threshold: Decimal) -> TableView:
    """Return the switching values of all factors of a benefit."""
    rows: list[list[TableCell]] = []
    for factor in FACTORS:
        found = switching_value(lines, line.code, factor, threshold=threshold)
        known = found.value is not None and found.can_be
        rows.append(
            [
                str(factor.label),
                _number(factor, found.now),
                _number(factor, found.value) if known and found.value is not None else NOTHING,
                _say_from_now(found),
            ]
        )
    return TableView(
        caption=f"Where each factor alone makes the total {say_pounds(threshold)} a year",
        headings=["Factor", "Now", "Switching value", "From now"],
        rows=rows,
        numeric=[1, 2, 3],
        note=f"{NOTHING} is where no possible value of this factor alone does it.",
    )


def _say_from_now(found: Switching) -> str:
    if found.value is None or not found.can_be:
        return NOTHING
    return "From 0" if found.change is None else _say_change(found.change)


def _number(factor: Factor, value: Decimal) -> Number:
    return Number(say_factor(factor, value), round(float(value), 4))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
