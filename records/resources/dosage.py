"""Dosage instructions in words: "1 tablet each morning", "500 mg 3 times a day, as needed"."""

from core.dates import count_in_words

from .amounts import number_words, period_words, quantity_words, range_words, ratio_words, unit_of
from .reading import coding_of, concept_words, join, part, parts, word, words_of
from .shape import Resource

_PERIODS = {
    "s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month",
    "a": "year",
}  # fmt: skip
_WHEN = {
    "MORN": "each morning", "MORN.early": "early each morning", "MORN.late": "late each morning",
    "NOON": "at noon", "AFT": "each afternoon", "EVE": "each evening", "NIGHT": "each night",
    "HS": "at bedtime", "WAKE": "on waking", "PHS": "after sleep",
    "C": "with meals", "CM": "with breakfast", "CD": "with lunch", "CV": "with the evening meal",
    "AC": "before meals", "ACM": "before breakfast", "ACD": "before lunch",
    "ACV": "before the evening meal", "PC": "after meals", "PCM": "after breakfast",
    "PCD": "after lunch", "PCV": "after the evening meal",
}  # fmt: skip
# Codes of timing that prescribers write in Latin, and a few that trusts send.
_TIMING_CODES = {
    "BID": "twice a day", "TID": "3 times a day", "QID": "4 times a day", "QD": "once a day",
    "QOD": "every other day", "AM": "each morning", "PM": "each afternoon", "BED": "at bedtime",
    "Q1H": "every hour", "Q2H": "every 2 hours", "Q3H": "every 3 hours", "Q4H": "every 4 hours",
    "Q6H": "every 6 hours", "Q8H": "every 8 hours", "WK": "once a week", "MO": "once a month",
}  # fmt: skip
_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_TIMES = {1: "once", 2: "twice"}


def dosages_words(resource: Resource, name: str) -> str:
    """Return all dosage instructions of an entry, in their order."""
    doses = parts(resource, name)
    return ", then ".join(filter(None, (dosage_words(dose) for dose in doses)))


def dosage_words(dosage: Resource) -> str:
    """Return one dosage instruction, in the prescriber's own words where there are any."""
    text = word(dosage, "text")
    if text:
        return text
    spoken = join(" ", _dose(dosage), timing_words(part(dosage, "timing")))
    built = join(", ", spoken, _as_needed(dosage), concept_words(dosage, "route"), _most(dosage))
    return built or word(dosage, "patientInstruction")


def _dose(dosage: Resource) -> str:
    """Return how much is taken at a time, or how fast it is given."""
    given = part(dosage, "doseAndRate") or dosage
    amount = quantity_words(part(given, "doseQuantity"))
    if part(given, "doseRange"):
        amount = range_words(part(given, "doseRange"))
    rate = quantity_words(part(given, "rateQuantity"))
    if part(given, "rateRatio"):
        rate = ratio_words(part(given, "rateRatio"))
    if part(given, "rateRange"):
        rate = range_words(part(given, "rateRange"))
    return join(" at ", amount, rate)


def timing_words(timing: Resource) -> str:
    """Return how often something is done and for how long."""
    repeat = part(timing, "repeat")
    often = _frequency(repeat)
    if not often:
        coding = coding_of(part(timing, "code"))
        often = _TIMING_CODES.get(coding.code, coding.display)
    return join(" ", often, _bounds(repeat))


def _frequency(repeat: Resource) -> str:
    """Return how often: by the time of day, the days of the week, or times in a period."""
    moments = " and ".join(_WHEN[code] for code in words_of(repeat, "when") if code in _WHEN)
    clock = ", ".join(time[:5] for time in words_of(repeat, "timeOfDay"))
    days = ", ".join(_DAYS[day] for day in words_of(repeat, "dayOfWeek") if day in _DAYS)
    times = "" if moments or clock else _times_in_period(repeat, has_days=bool(days))
    return join(" ", times, moments, f"at {clock}" if clock else "", f"on {days}" if days else "")


def _times_in_period(repeat: Resource, *, has_days: bool) -> str:
    """Return "3 times a day", "every 6 hours" or "every 4 to 6 hours"."""
    unit = _PERIODS.get(word(repeat, "periodUnit"), "")
    period, frequency = repeat.get("period"), repeat.get("frequency", 1)
    if not unit or not isinstance(period, int | float) or not isinstance(frequency, int):
        return ""
    longest, most = repeat.get("periodMax"), repeat.get("frequencyMax")
    span = number_words(period)
    if isinstance(longest, int | float):
        span = f"{span} to {number_words(longest)}"
    if isinstance(most, int):
        return f"{frequency} to {most} times {_in_period(span, unit)}"
    if frequency == 1 and (span != "1" or unit == "hour"):
        return f"every {unit}" if span == "1" else f"every {span} {unit}s"
    if has_days and frequency == 1 and unit in ("week", "day"):
        return ""
    return f"{_TIMES.get(frequency, f'{frequency} times')} {_in_period(span, unit)}"


def _in_period(span: str, unit: str) -> str:
    """Return "a day", "in 3 days"."""
    if span == "1":
        return f"an {unit}" if unit == "hour" else f"a {unit}"
    return f"in {span} {unit}s"


def _bounds(repeat: Resource) -> str:
    """Return for how long, or how many times in all."""
    for_how_long = quantity_words(part(repeat, "boundsDuration"))
    if part(repeat, "boundsRange"):
        for_how_long = range_words(part(repeat, "boundsRange"))
    if for_how_long:
        return f"for {for_how_long}"
    if part(repeat, "boundsPeriod"):
        return period_words(part(repeat, "boundsPeriod"))
    count = repeat.get("count")
    if isinstance(count, int) and count > 1:
        return f"({count_in_words(count, 'time')} in all)"
    return ""


def _as_needed(dosage: Resource) -> str:
    """Return whether the dose is taken when needed, and for what."""
    reason = concept_words(dosage, "asNeededCodeableConcept")
    if reason:
        return f"as needed for {reason[:1].lower()}{reason[1:]}"
    return "as needed" if dosage.get("asNeededBoolean") is True else ""


def _most(dosage: Resource) -> str:
    """Return the most that may be taken, where a limit is set."""
    ratio = part(dosage, "maxDosePerPeriod")
    if not ratio:
        return ""
    top, bottom = part(ratio, "numerator"), part(ratio, "denominator")
    span = unit_of(bottom)
    if number_words(bottom.get("value")) == "1":
        return f"at most {quantity_words(top)} a {span.removesuffix('s')}"
    return f"at most {quantity_words(top)} in {quantity_words(bottom)}"
