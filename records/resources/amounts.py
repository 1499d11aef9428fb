"""Amounts in words: quantities with tidy units, ranges, ratios, ages, and values of every kind."""

from decimal import Decimal

from core.dates import format_date

from .people import said
from .reading import absent_reason, as_part, choice, coding_of, join, part, read_date, word
from .shape import JsonValue, Resource, UnreadableValue

_DASH = "\N{EN DASH}"
_TIMES = "\N{MULTIPLICATION SIGN}"
# Units as laboratories and UCUM write them, and as people read them.
_UNITS = {
    "mm[Hg]": "mmHg", "millimeter of mercury": "mmHg", "mm Hg": "mmHg",
    "Cel": "°C", "cel": "°C", "degree Celsius": "°C", "degrees C": "°C", "C": "°C",
    "degF": "°F", "[degF]": "°F",
    "per minute": "/min", "heart beats per minute": "/min",
    "Breaths / minute": "/min", "breaths per minute": "/min", "beats per minute": "/min",
    "millimoles per litre": "mmol/L", "millimole per liter": "mmol/L", "umol/L": "µmol/L",
    "beats/minute": "/min", "beats/min": "/min", "breaths/minute": "/min",
    "breaths/min": "/min", "{beats}/min": "/min", "{breaths}/min": "/min",
    "kilogram / (meter ^ 2)": "kg/m2", "meter": "m", "centimeter": "cm", "kilogram": "kg",
    "ScoreOf": "", "{ScoreOf}": "", "1/1": "", "{score}": "", "{Score}": "",
    "score": "", "1": "", "{ratio}": "", "{#}": "",
    "10*9/L": f"{_TIMES}10⁹/L", "10*12/L": f"{_TIMES}10¹²/L",
    "10^9/L": f"{_TIMES}10⁹/L", "10^12/L": f"{_TIMES}10¹²/L",
    "10*3/uL": f"{_TIMES}10³/µL", "10*6/uL": f"{_TIMES}10⁶/µL",
    "mL/min/{1.73_m2}": "mL/min/1.73m2", "mL/min/((173/100).m2)": "mL/min/1.73m2",
    "percent": "%", "a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours",
    "min": "minutes", "yr": "years", "[in_i]": "in", "[lb_av]": "lb",
}  # fmt: skip
# Units that are counted: their singular goes with one, their plural with every other number.
_COUNTED = {
    one: f"{one}s"
    for one in (
        "year", "month", "week", "day", "hour", "minute", "tablet", "capsule", "dose", "puff",
        "drop", "ampoule", "sachet", "patch", "bag", "vial", "spray", "unit", "suppository",
    )
} | {"patch": "patches", "suppository": "suppositories"}  # fmt: skip
_SINGULAR = {many: one for one, many in _COUNTED.items()}
_CLOSE_UNITS = ("%", "/min")
_FIRST_WITH_COMMAS = 1000


def number_words(value: JsonValue) -> str:
    """Return a number as people read it: thousands with commas, no exponent."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value if isinstance(value, str) else ""
    number = Decimal(str(value))
    if not number.is_finite():
        return str(number)
    return f"{number:,f}" if abs(number) >= _FIRST_WITH_COMMAS else f"{number:f}"


def unit_of(quantity: Resource) -> str:
    """Return a quantity's unit as people read it."""
    unit = word(quantity, "unit") or word(quantity, "code")
    return _UNITS.get(unit, unit)


def quantity_words(quantity: Resource) -> str:
    """Return a quantity in words: "> 90 mL/min/1.73m2", "65%"."""
    number = number_words(quantity.get("value"))
    unit = unit_of(quantity)
    if not number:
        return absent_reason(quantity, "value")
    unit = _SINGULAR.get(unit, unit) if number == "1" else _COUNTED.get(unit.lower(), unit)
    sign = word(quantity, "comparator")
    amount = f"{sign} {number}" if sign else number
    return f"{amount}{unit}" if unit in _CLOSE_UNITS else f"{amount} {unit}".strip()


def range_words(extent: Resource) -> str:
    """Return a Range or reference range in words: "60 to 120" (with a dash), "up to 5.0 mmol/L"."""
    low, high = part(extent, "low"), part(extent, "high")
    if low and high:
        unit = unit_of(high) or unit_of(low)
        unit = _COUNTED.get(unit.lower(), unit)
        bounds = f"{number_words(low.get('value'))}{_DASH}{number_words(high.get('value'))}"
        return f"{bounds}{unit}" if unit in _CLOSE_UNITS else f"{bounds} {unit}".strip()
    if low:
        return f"{quantity_words(low)} or more"
    return f"up to {quantity_words(high)}" if high else word(extent, "text")


def ratio_words(ratio: Resource) -> str:
    """Return a Ratio in words: "1 mg per 10 mL", "1:128"."""
    top, bottom = part(ratio, "numerator"), part(ratio, "denominator")
    if not bottom:
        return quantity_words(top)
    if unit_of(top) or unit_of(bottom):
        return f"{quantity_words(top)} per {quantity_words(bottom)}"
    return f"{number_words(top.get('value'))}:{number_words(bottom.get('value'))}"


def date_words(resource: Resource, name: str) -> str:
    """Return a date in words, as it was sent where it is no date, or why it is absent."""
    try:
        found = read_date(resource, name)
    except UnreadableValue:
        return word(resource, name)
    return format_date(*found) if found else absent_reason(resource, name)


def period_words(period: Resource) -> str:
    """Return a Period in words: "from 1 March 2026", "1 to 5 March 2026" spelled out."""
    start = date_words(period, "start")
    end = "" if word(period, "end")[:4] == "9999" else date_words(period, "end")
    if start and end:
        return start if start == end else f"{start} to {_end_after(start, end)}"
    if end:
        return f"until {end}"
    return f"from {start}" if start else ""


def _end_after(start: str, end: str) -> str:
    """Return an end in words, without its day where that is the day of the start."""
    day, comma, _ = start.partition(", ")
    return end.removeprefix(f"{day}, ") if comma else end


def timed_words(resource: Resource, name: str) -> str:
    """Return a choice element of times in words: a date, a period, an age, a range or a text."""
    kind, value = choice(resource, name)
    if kind in ("Age", "Quantity", "Duration"):
        return f"at {quantity_words(as_part(value))}"
    if kind == "Timing":
        return word(part(as_part(value), "code"), "text")
    return value_words(resource, name)


def value_words(resource: Resource, name: str = "value") -> str:
    """Return a choice element of any kind in words."""
    kind, value = choice(resource, name)
    if isinstance(value, dict):
        return _complex_words(kind, value, resource)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if kind in ("DateTime", "Date", "Instant"):
        return date_words(resource, name + kind)
    if isinstance(value, str):
        return value[:5] if kind == "Time" else value.strip()
    return number_words(value)


def _complex_words(kind: str, value: Resource, resource: Resource) -> str:
    """Return a value that is an object in words, by its type."""
    if kind in ("Quantity", "Age", "Duration", "Count", "Distance", "Money"):
        return quantity_words(value)
    if kind == "CodeableConcept":
        return coding_of(value).display
    if kind == "Coding":
        return word(value, "display") or word(value, "code")
    if kind == "Reference":
        return said(value, resource)
    return _extent_words(kind, value)


def _extent_words(kind: str, value: Resource) -> str:
    """Return a value that has two ends or many points in words."""
    if kind == "Range":
        return range_words(value)
    if kind == "Ratio":
        return ratio_words(value)
    if kind == "Period":
        return period_words(value)
    if kind == "SampledData":
        return "A series of measurements"
    return word(value, "title") if kind == "Attachment" else join(" ", word(value, "text"))
