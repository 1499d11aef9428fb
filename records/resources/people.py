"""Who and where, in words: practitioners, organizations, locations, medicines behind references."""

from .reading import (
    NOTHING,
    coding_of,
    concept_words,
    contained,
    join,
    part,
    parts,
    resolve_in,
    word,
    words_of,
)
from .shape import References, Resource

# These say who somebody is by a name; every other type is named by its code.
_NAMED_TYPES = frozenset({"Organization", "Location", "HealthcareService", "Endpoint", "CareTeam"})
_PERSON_TYPES = frozenset({"Practitioner", "Patient", "RelatedPerson", "Person"})
_DEEPEST = 2


def person_name(names: list[Resource]) -> str:
    """Return a person's name as it is said: "Dr Sandra Gose"."""
    if not names:
        return ""
    chosen = next((name for name in names if word(name, "use") in ("official", "usual")), names[0])
    said = word(chosen, "text")
    if said:
        return said
    return " ".join(
        [*words_of(chosen, "prefix"), *words_of(chosen, "given"), word(chosen, "family")]
    ).strip()


def name_of(resource: Resource) -> str:
    """Return what a supporting resource is called."""
    kind = word(resource, "resourceType")
    if kind in _PERSON_TYPES:
        return person_name(parts(resource, "name"))
    if kind in _NAMED_TYPES:
        return word(resource, "name")
    if kind == "PractitionerRole":
        return _role_name(resource)
    device = word(part(resource, "deviceName"), "name")
    return device or concept_words(resource, "code") or concept_words(resource, "type")


def _role_name(role: Resource) -> str:
    """Return who holds a role, what it is, and where."""
    return join(
        ", ",
        said(part(role, "practitioner"), role),
        concept_words(role, "code"),
        said(part(role, "organization"), role),
    )


def said(reference: Resource, resource: Resource = NOTHING) -> str:
    """Return a Reference in words without looking further than the resource itself."""
    display = word(reference, "display")
    if display:
        return display
    inner = contained(resource, word(reference, "reference"))
    if inner is not None:
        return name_of(inner)
    identifier = part(reference, "identifier")
    if "nhs-number" in word(identifier, "system"):
        return ""
    return word(identifier, "value")


def all_said(resource: Resource, name: str, inner: str = "") -> str:
    """Return an element's References in words, with commas; `inner` is the one inside each."""
    found = parts(resource, name)
    if inner:
        found = [part(item, inner) for item in found]
    return ", ".join(filter(None, (said(item, resource) for item in found)))


def who(resource: Resource, references: References, *names: str) -> str:
    """Return the person or body that the first of these elements names; `a.b` looks inside."""
    for name in names:
        outer, _, inner = name.partition(".")
        reference = part(resource, outer)
        if inner:
            reference = part(reference, inner)
        if not reference:
            continue
        found = word(reference, "display") or _named_elsewhere(resource, reference, references)
        if found:
            return found
    return ""


def _named_elsewhere(resource: Resource, reference: Resource, references: References) -> str:
    """Return the name of what a Reference without words points at."""
    target = resolve_in(resource, reference, references)
    return name_of(target) if target is not None else said(reference)


def fill_displays(resource: Resource, references: References) -> bool:
    """
    Write into References without words the names of what they point at; return whether any was.

    An entry is shown from its own resource alone, so the importer calls this before storing it
    (and after hashing it, so that a name sent later does not make every entry look changed).
    """
    return _fill(resource, references, 0)


def _fill(element: Resource, references: References, depth: int) -> bool:
    """Fill the References of an element and of the elements inside it."""
    was_filled = False
    for value in element.values():
        if isinstance(value, dict):
            was_filled |= _fill_one(value, references, depth)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    was_filled |= _fill_one(item, references, depth)
    return was_filled


def _fill_one(element: Resource, references: References, depth: int) -> bool:
    """Fill an element that is a Reference, or look inside one that is not."""
    target = element.get("reference")
    if not isinstance(target, str):
        return (
            depth < _DEEPEST and "coding" not in element and _fill(element, references, depth + 1)
        )
    if "display" in element or target.startswith("#"):
        return False
    found = references.resolve(target)
    name = name_of(found) if found is not None and not _is_patient(found) else ""
    if name:
        element["display"] = name
    return bool(name)


def _is_patient(resource: Resource) -> bool:
    """Whether a resource is a person's own, whose name is not to be spread over their entries."""
    return word(resource, "resourceType") == "Patient"


def medicine(resource: Resource, references: References | None = None) -> Resource:
    """Return the CodeableConcept of an entry's medicine, wherever it is kept."""
    concept = part(resource, "medicationCodeableConcept")
    if concept:
        return concept
    reference = part(resource, "medicationReference")
    found = contained(resource, word(reference, "reference"))
    if found is None and references is not None and reference:
        found = resolve_in(resource, reference, references)
    code = part(found, "code") if found is not None else NOTHING
    if coding_of(code).display:
        return code
    return {"text": word(reference, "display")}
