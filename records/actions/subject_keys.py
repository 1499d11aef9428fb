"""How the importer looks up the person that a resource is about."""

from collections.abc import Iterator, Mapping
from typing import Final

from core.nhs_number import find_nhs_number
from records.resources.reading import contained, parts, word
from records.resources.shape import Resource, Subject
from records.resources.subjects import PATIENT_ELEMENTS, subjects_of

from .identity import strip_version, tail_of

# A key is a person's id at the source, or this and an NHS number.
BY_NHS_NUMBER: Final = "nhs-number|"
_NUMBER_SYSTEM_WORD: Final = "nhs-number"
_IDENTIFIER_QUERY: Final = "?identifier="


def subject_keys(resource: Resource, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of whom a resource is about, the likeliest first."""
    plain = _plain_key(resource)
    if plain:
        return (plain,)
    return tuple(
        [key for subject in subjects_of(resource) for key in _keys(subject, resource, aliases)]
    )


def _plain_key(resource: Resource) -> str:
    """Return the key where there is nothing but `Patient/<id>`, as nearly always."""
    bearer = resource.get(PATIENT_ELEMENTS.get(str(resource["resourceType"]), ""))
    if not isinstance(bearer, dict) or "identifier" in bearer:
        return ""
    reference = bearer.get("reference")
    if not isinstance(reference, str) or not reference.startswith("Patient/"):
        return ""
    number = reference[8:]
    return number if "/" not in number else ""


def _keys(subject: Subject, resource: Resource, aliases: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys that one reference gives."""
    reference = subject.reference
    if reference.startswith("Patient/") and "/_history/" not in reference:
        yield reference[8:]
    elif reference.startswith("#"):
        yield from _contained_keys(resource, reference)
    elif _IDENTIFIER_QUERY in reference:
        system, _, value = reference.partition(_IDENTIFIER_QUERY)[2].partition("|")
        yield from _number_key(system, value)
    elif reference:
        yield aliases.get(reference) or tail_of(strip_version(reference))
    yield from _number_key(subject.identifier_system, subject.identifier)


def _contained_keys(resource: Resource, reference: str) -> Iterator[str]:
    """Yield the NHS number of a person who stands inside the resource itself."""
    person = contained(resource, reference)
    for identifier in parts(person, "identifier") if person else ():
        yield from _number_key(word(identifier, "system"), word(identifier, "value"))


def _number_key(system: str, value: str) -> Iterator[str]:
    """Yield the key of an identifier that is a usable NHS number."""
    if _NUMBER_SYSTEM_WORD in system:
        number = find_nhs_number(value)
        if number is not None and number.is_usable_for_matching:
            yield BY_NHS_NUMBER + number.value
