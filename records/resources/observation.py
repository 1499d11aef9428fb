"""Observation: results, measurements, findings, answers; one name, one value, how it stands."""

from decimal import Decimal

from records.codes import RecordSection

from .amounts import date_words, quantity_words, range_words, timed_words, unit_of, value_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    choice,
    codes_in,
    coding_of,
    concept_words,
    doubts,
    first_code,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_clinical_date,
    read_moment,
    read_number,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Flag, Presentation, References, Resource, Row, UnreadableValue
from .specimens import collected

_SECTIONS = {
    "laboratory": RecordSection.INVESTIGATION_RESULTS,
    "imaging": RecordSection.INVESTIGATION_RESULTS,
    "procedure": RecordSection.INVESTIGATION_RESULTS,
    "vital-signs": RecordSection.EXAMINATION_FINDINGS,
    "exam": RecordSection.EXAMINATION_FINDINGS,
    "survey": RecordSection.ASSESSMENTS,
    "assessments": RecordSection.ASSESSMENTS,
    "social-history": RecordSection.SOCIAL_CONTEXT,
}
_PREGNANCY_CODES = frozenset({"77386006", "82810-3", "11778-8", "161714006", "289908002"})
_INTERPRETATIONS: dict[str, tuple[str, Flag]] = {
    "H": ("high", "high"),
    "HU": ("significantly high", "high"),
    "HH": ("critically high", "high"),
    ">": ("above what can be measured", "high"),
    "L": ("low", "low"),
    "LU": ("significantly low", "low"),
    "LL": ("critically low", "low"),
    "<": ("below what can be measured", "low"),
    "A": ("abnormal", "abnormal"),
    "AA": ("critically abnormal", "abnormal"),
    "POS": ("positive", "abnormal"),
    "NEG": ("negative", ""),
    "N": ("normal", ""),
    "R": ("resistant", ""),
    "S": ("susceptible", ""),
    "I": ("intermediate", ""),
}
_SIGNS = ("<", ">", "-", "+")
_LONGEST_RANGE = 60
_CORRECTED = ("amended", "corrected")


def extract(resource: Resource, references: References) -> Extract:
    kind, found = choice(resource, "value")
    quantity = found if isinstance(found, dict) and kind == "Quantity" else None
    number = quantity.get("value") if quantity else found
    return Extract(
        section=section_of(resource, _implied_section(resource)),
        coding=coding_of(part(resource, "code")),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "effective") or collected(resource, references),
        recorded_at=read_moment(resource, "issued"),
        author=who(resource, references, "performer"),
        value=read_number(number, "Observation.value"),
        unit=unit_of(quantity) if quantity else "",
        sensitivity=sensitivity_of(resource),
    )


def _implied_section(resource: Resource) -> RecordSection:
    """Return the heading that the kind of observation implies."""
    if not _PREGNANCY_CODES.isdisjoint(codes_in(resource, "code")):
        return RecordSection.PREGNANCY_STATUS
    for code in codes_in(resource, "category"):
        if code in _SECTIONS:
            return _SECTIONS[code]
    if "specimen" in resource or "referenceRange" in resource:
        return RecordSection.INVESTIGATION_RESULTS
    return RecordSection.EXAMINATION_FINDINGS


def present(resource: Resource) -> Presentation:
    name = concept_words(resource, "code") or gist(resource) or "Observation without a name"
    value = _value(resource)
    normal_range = _range(resource)
    standing, flag = _standing(resource)
    status = word(resource, "status")
    return Presentation(
        headline=join(" " if _is_measured(value) else ": ", name, value),
        detail=join(", ", _short_range(normal_range), standing),
        name=name,
        value=value,
        flag=flag,
        rows=(
            *rows(
                ("Value", value),
                ("Interpretation", standing),
                ("Reference range", normal_range),
            ),
            *_component_rows(resource),
            *rows(
                ("Status", humanize(status)),
                ("When", timed_words(resource, "effective")),
                ("Reported", date_words(resource, "issued")),
                ("By", all_said(resource, "performer")),
                ("Specimen", said(part(resource, "specimen"), resource)),
                ("Site", concept_words(resource, "bodySite")),
                ("Method", concept_words(resource, "method")),
                ("Includes", all_said(resource, "hasMember")),
                ("Notes", notes_of(resource)),
            ),
        ),
        cautions=doubts(resource, _state_caution(status)),
    )


def _is_measured(value: str) -> bool:
    """Whether a value begins as a number does, so that it needs no colon after the name."""
    return value[:1].isdigit() or value[:1] in _SIGNS


def _state_caution(status: str) -> str:
    """Return what the state of a result means for its reader."""
    if status in ("preliminary", "registered"):
        return "Not final"
    if status in _CORRECTED:
        return "Corrected after it was first issued"
    return "Cancelled" if status == "cancelled" else ""


def _value(resource: Resource) -> str:
    """Return the value in words: its own, its pressures, its parts, or why there is none."""
    own = value_words(resource)
    if own:
        return own
    components = parts(resource, "component")
    pressure = _blood_pressure(components)
    if pressure:
        return pressure
    if components:
        named = (join(" ", concept_words(item, "code"), _own(item)) for item in components)
        return "; ".join(filter(None, named))
    absent = concept_words(resource, "dataAbsentReason").lower()
    return f"no value: {absent}" if absent else ""


def _own(component: Resource) -> str:
    """Return a component's value, or why it has none."""
    return value_words(component) or concept_words(component, "dataAbsentReason").lower()


def _blood_pressure(components: list[Resource]) -> str:
    """Return "138/82 mmHg" where the components are a blood pressure."""
    systolic, diastolic = "", ""
    for item in components:
        name = concept_words(item, "code").lower()
        value = quantity_words(part(item, "valueQuantity"))
        if "systolic" in name:
            systolic = value
        elif "diastolic" in name:
            diastolic = value
    if not (systolic and diastolic):
        return ""
    return f"{systolic.removesuffix(' mmHg')}/{diastolic}"


def _component_rows(resource: Resource) -> tuple[Row, ...]:
    """Return each component as a labelled value."""
    components = parts(resource, "component")
    return rows(*[(concept_words(item, "code") or "Part", _own(item)) for item in components])


def _range(resource: Resource) -> str:
    """Return the reference ranges in words, each with whom or what it is for."""
    found = []
    for extent in parts(resource, "referenceRange"):
        kind = concept_words(extent, "type") if first_code(extent, "type") != "normal" else ""
        bounds = range_words(extent) or word(extent, "text")
        if bounds:
            found.append(f"{bounds} ({kind.lower()})" if kind else bounds)
    return "; ".join(found)


def _short_range(normal_range: str) -> str:
    """Return the range for a list, unless it is a text that only the detail has room for."""
    if not normal_range or len(normal_range) > _LONGEST_RANGE or "\n" in normal_range:
        return ""
    return f"range {normal_range}"


def _standing(resource: Resource) -> tuple[str, Flag]:
    """Return how the value stands: as the source says, else against its only range."""
    for code in codes_in(resource, "interpretation"):
        if code in _INTERPRETATIONS:
            return _INTERPRETATIONS[code]
    said_so = concept_words(resource, "interpretation")
    return (said_so.lower(), "") if said_so else _against_range(resource)


def _against_range(resource: Resource) -> tuple[str, Flag]:
    """Return whether the value lies outside a range that is the only one and in the same unit."""
    quantity = part(resource, "valueQuantity")
    ranges = parts(resource, "referenceRange")
    value = _number(quantity)
    if value is None or len(ranges) != 1 or "comparator" in quantity:
        return "", ""
    low, high = (_bound(part(ranges[0], name), quantity) for name in ("low", "high"))
    if high is not None and value > high:
        return "above the range", "high"
    return ("below the range", "low") if low is not None and value < low else ("", "")


def _bound(bound: Resource, quantity: Resource) -> Decimal | None:
    """Return one end of a range, if it is in the unit of the value."""
    unit = unit_of(bound)
    if unit and unit != unit_of(quantity):
        return None
    return _number(bound)


def _number(quantity: Resource) -> Decimal | None:
    """Return a quantity's number, unless it is no measurement at all."""
    try:
        return read_number(quantity.get("value"), "Observation.value")
    except UnreadableValue:
        return None
