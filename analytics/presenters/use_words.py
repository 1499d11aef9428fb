"""Values of measures in words."""

from typing import Final

from analytics.codes import Direction
from analytics.measures.measure import Measure, Scoring
from analytics.queries.use import Value

from .tables import NOTHING, WHY, WITHHELD, Number

# What marks a sum from which months are left out.
IN_PART: Final = "†"
_IN_PART_NOTE: Final = f"{IN_PART} leaves out months that are not shown."
_PEOPLE_NOTE: Final = "People are rounded to the nearest 5; they do not add up, many are the same."


def say_value(measure: Measure, value: Value) -> Number:
    """Return a value as people read it."""
    if value.withheld:
        return Number(WITHHELD)
    if value.value is None:
        return Number(NOTHING)
    sign = "\u00a0%" if measure.unit == "%" else ""
    part = f"\u00a0{IN_PART}" if value.left_out else ""
    words = f"{value.value:,.{measure.decimals}f}{sign}{part}"
    return Number(words, round(value.value, measure.decimals or None))


def say_change(measure: Measure, now: Value, then: Value) -> Number:
    """Return how a value has changed: in percent, and shares in points."""
    if now.value is None or then.value is None or now.left_out or then.left_out:
        return Number(NOTHING)
    if measure.scoring == Scoring.PROPORTION:
        return _signed(now.value - then.value, " points")
    if not then.value:
        return Number(NOTHING)
    percent = 100 * (now.value / then.value - 1)
    return _signed(percent, "\u00a0%")


def _signed(change: float, sign: str) -> Number:
    rounded = round(change, 1)
    return Number(f"{rounded:+,.1f}{sign}", rounded) if rounded else Number("No change", 0)


def tone_of(measure: Measure, change: Number) -> str:
    """Return whether a change is for the better; blank where neither or unknown."""
    if not change.value or measure.direction == Direction.NEITHER:
        return ""
    is_up = change.value > 0
    return "better" if is_up == (measure.direction == Direction.UP) else "worse"


def say_note(measure: Measure, values: list[Value]) -> str:
    """Return what the signs of a table mean."""
    reasons = [words for why, words in WHY.items() if any(v.withheld == why for v in values)]
    said = (
        [f"{WITHHELD} is a figure that is not shown: {', or '.join(reasons)}."] if reasons else []
    )
    if any(value.left_out for value in values):
        said.append(_IN_PART_NOTE)
    if measure.scoring == Scoring.PEOPLE:
        said.append(_PEOPLE_NOTE)
    return " ".join(said)
