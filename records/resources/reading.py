"""Reading FHIR JSON without trusting it: parts, words, codes, references, dates."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from core.dates import LATEST_YEAR, NotADate, PartialDate, parse_fhir_date
from records.codes import DatePrecision, Sensitivity

from .shape import ClinicalDate, Coding, JsonValue, References, Resource, Row, UnreadableValue

SNOMED = "http://snomed.info/sct"
DMD = "https://dmd.nhs.uk"
LOINC = "http://loinc.org"
ENTERED_IN_ERROR = "entered-in-error"

NOTHING: Resource = {}

_PREFERRED_SYSTEMS = {SNOMED: 0, "https://snomed.info/sct": 0, DMD: 1}
_DEPRIORITISED = 2
# SNOMED's "could not be coded when it came from another system": the text says what it was.
_DEGRADED_CODES = frozenset({"196461000000101", "196471000000108", "196421000000109"})
_LEADING_CODE = re.compile(r"^\d{6,18} \| ")
_PRECISIONS = {precision.value: precision for precision in DatePrecision}
_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_SENSITIVE_CODES = frozenset(
    {"R", "V", "ETH", "GDIS", "HIV", "PSY", "SCA", "SDV", "SEX", "STD", "TBOO", "SUD", "MH"}
)
_LARGEST_VALUE = Decimal(10) ** 15
_DOUBTS = {
    "unconfirmed": "Unconfirmed",
    "presumed": "Presumed, not confirmed",
    "provisional": "Provisional",
    "differential": "One of several possible diagnoses",
    "refuted": "Ruled out",
}


def part(resource: Resource, name: str) -> Resource:
    """Return an element that is an object, or an empty one."""
    value = resource.get(name)
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return value[0]
    return NOTHING


def parts(resource: Resource, name: str) -> list[Resource]:
    """Return the objects of an element that is a list; none where it is absent."""
    value = resource.get(name)
    if value is None:
        return []
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    return [value] if isinstance(value, dict) else []


def word(resource: Resource, name: str) -> str:
    """Return an element that is a text, or none."""
    value = resource.get(name)
    return value.strip() if isinstance(value, str) else ""


def words_of(resource: Resource, name: str) -> list[str]:
    """Return the texts of an element that is a list of texts."""
    value = resource.get(name)
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def choice(resource: Resource, name: str) -> tuple[str, JsonValue]:
    """Return the type and value of a choice element: `onset` finds `onsetAge` as ("Age", …)."""
    start = len(name)
    for key, value in resource.items():
        if key.startswith(name) and key[start : start + 1].isupper():
            return key[start:], value
    return "", None


def as_part(value: JsonValue) -> Resource:
    """Return a value that is an object, or an empty one."""
    return value if isinstance(value, dict) else NOTHING


def coding_of(concept: Resource) -> Coding:
    """Return a CodeableConcept's code, SNOMED CT or dm+d before others, with the words to show."""
    best, rank = NOTHING, _DEPRIORITISED + 1
    for coding in parts(concept, "coding"):
        standing = _PREFERRED_SYSTEMS.get(word(coding, "system"), _DEPRIORITISED)
        if standing < rank and "code" in coding:
            best, rank = coding, standing
    code = word(best, "code")
    text = word(concept, "text") or word(best, "display")
    if text and code in _DEGRADED_CODES:
        text = _LEADING_CODE.sub("", text)
    if not text:
        text = next((word(item, "display") for item in parts(concept, "coding")), "") or code
    return Coding(system=word(best, "system"), code=code, display=text)


def concept_words(resource: Resource, name: str) -> str:
    """Return the words of an element that is a CodeableConcept, or of the first of several."""
    concept = part(resource, name)
    return coding_of(concept).display if concept else ""


def all_concept_words(resource: Resource, name: str) -> str:
    """Return the words of an element that is a list of CodeableConcepts, with commas."""
    return ", ".join(filter(None, (coding_of(item).display for item in parts(resource, name))))


def codes_in(resource: Resource, name: str) -> Iterator[str]:
    """Yield every code of an element of CodeableConcepts."""
    for concept in parts(resource, name):
        for coding in parts(concept, "coding"):
            yield word(coding, "code")


def first_code(resource: Resource, name: str) -> str:
    """Return the first code of an element of CodeableConcepts."""
    return next(codes_in(resource, name), "")


def humanize(code: str) -> str:
    """Return a code such as `in-progress` or `entered-in-error` as words: "In progress"."""
    text = code.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def read_date(resource: Resource, name: str) -> PartialDate | None:
    """
    Return an element that is a date, dateTime or instant.

    :raises UnreadableValue: no such day exists
    """
    text = resource.get(name)
    if not isinstance(text, str):
        return None
    try:
        return parse_fhir_date(text.strip())
    except NotADate as error:
        kind = resource.get("resourceType")
        path = f"{kind}.{name}" if isinstance(kind, str) else name
        raise UnreadableValue(path, str(error)) from None


def read_moment(resource: Resource, name: str) -> datetime | None:
    """Return the first instant of an element that is a date."""
    found = read_date(resource, name)
    return found.start if found else None


def read_period(period: Resource) -> ClinicalDate | None:
    """Return a Period; one that only ends is dated by its end, "9999" is no end at all."""
    start = read_date(period, "start")
    end = _read_end(period)
    if start is None:
        return clinical(end) if end else None
    if end is not None and end.start < start.start:
        end = None
    return ClinicalDate(
        start=start.start,
        precision=_PRECISIONS[start.precision],
        end=end.start if end else None,
    )


def _read_end(period: Resource) -> PartialDate | None:
    """Return when a period ends, unless its end is a filler for "still going on"."""
    text = word(period, "end")
    if text[:4].isdigit() and int(text[:4]) > LATEST_YEAR:
        return None
    return read_date(period, "end")


def clinical(found: PartialDate | None) -> ClinicalDate | None:
    """Return a date that was read as the clinical date of an entry."""
    if found is None:
        return None
    return ClinicalDate(start=found.start, precision=_PRECISIONS[found.precision])


def read_clinical_date(resource: Resource, name: str) -> ClinicalDate | None:
    """Return when something was true, from `<name>DateTime`, `<name>Period` or the like."""
    kind, value = choice(resource, name)
    if kind == "Period":
        return read_period(as_part(value))
    if kind in ("DateTime", "Date", "Instant"):
        return clinical(read_date(resource, name + kind))
    if kind == "Timing":
        timing = as_part(value)
        bounds = part(part(timing, "repeat"), "boundsPeriod")
        events = words_of(timing, "event")
        if events:
            return clinical(read_date({"event": events[0]}, "event"))
        return read_period(bounds) if bounds else None
    return None


def read_number(value: JsonValue, path: str) -> Decimal | None:
    """
    Return a JSON number exactly as it was written.

    :raises UnreadableValue: it is too large to have been measured
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= _LARGEST_VALUE:
        raise UnreadableValue(path, "is too large to be a measurement")
    return number


def entry_status(resource: Resource) -> str:
    """Return clinicalStatus, unless verificationStatus says that the entry does not hold."""
    verification = first_code(resource, "verificationStatus")
    if verification in (ENTERED_IN_ERROR, "refuted"):
        return verification
    return first_code(resource, "clinicalStatus") or verification


def doubts(resource: Resource, *others: str) -> tuple[str, ...]:
    """Return what a reader must know before trusting an entry, with what else a type warns of."""
    found = [text for text in others if text]
    verification = first_code(resource, "verificationStatus")
    if ENTERED_IN_ERROR in (resource.get("status"), verification):
        found.insert(0, "Entered in error")
    elif verification in _DOUBTS:
        found.insert(0, _DOUBTS[verification])
    return tuple(found)


def sensitivity_of(resource: Resource) -> str:
    """Return whether the source marks the entry as more sensitive than most."""
    for label in parts(part(resource, "meta"), "security"):
        if word(label, "code") in _SENSITIVE_CODES:
            return Sensitivity.SENSITIVE
    return Sensitivity.ORDINARY


def contained(resource: Resource, reference: str) -> Resource | None:
    """Return the resource inside this one that a reference such as `#med1` names."""
    if reference.startswith("#"):
        for inner in parts(resource, "contained"):
            if inner.get("id") == reference[1:]:
                return inner
    return None


def capitalized(text: str) -> str:
    """Return a text with its first letter large, for a headline that a source began small."""
    return text[:1].upper() + text[1:]


def rows(*pairs: tuple[str, str]) -> tuple[Row, ...]:
    """Return labelled rows, without those that have nothing to say."""
    return tuple([Row(label=label, value=value) for label, value in pairs if value])


def join(separator: str, *words: str) -> str:
    """Return the words that say something, joined."""
    return separator.join([text for text in words if text])


def notes_of(resource: Resource, name: str = "note") -> str:
    """Return the texts of an element of Annotations."""
    return "\n".join(filter(None, (word(note, "text") for note in parts(resource, name))))


def extension(resource: Resource, ending: str) -> Resource:
    """Return the extension whose address ends in a name, or an empty one."""
    for found in parts(resource, "extension"):
        if word(found, "url").endswith(ending):
            return found
    return NOTHING


def absent_reason(resource: Resource, name: str) -> str:
    """Return why a primitive element has no value ("Unknown"), where its extension says so."""
    for extension in parts(part(resource, f"_{name}"), "extension"):
        if word(extension, "url") == _ABSENT_REASON:
            return humanize(word(extension, "valueCode"))
    return ""


def resolve_in(resource: Resource, reference: Resource, references: References) -> Resource | None:
    """Return the resource that a Reference names: inside this one, or sent by the source."""
    target = word(reference, "reference")
    if not target:
        return None
    return contained(resource, target) or references.resolve(target)
