"""RelatedPerson: family, carers and others close to a person."""

from records.codes import RecordSection

from .amounts import date_words, period_words
from .headings import section_of
from .narratives import gist
from .people import person_name
from .reading import (
    coding_of,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_period,
    rows,
    sensitivity_of,
    word,
    words_of,
)
from .shape import Coding, Extract, Presentation, References, Resource

_BARE_CODES = {
    "C": "Emergency contact",
    "E": "Employer",
    "N": "Next of kin",
    "O": "Other",
    "S": "State agency",
    "U": "Unknown",
    "PRN": "Parent",
    "SIGOTHR": "Significant other",
}


def extract(resource: Resource, references: References) -> Extract:  # noqa: ARG001  same shape for every type
    relationship = coding_of(part(resource, "relationship"))
    return Extract(
        section=section_of(resource, RecordSection.PERSONAL_CONTACTS),
        coding=Coding(
            system=relationship.system,
            code=relationship.code,
            display=join(", ", person_name(parts(resource, "name")), _relationship_words(resource)),
        ),
        status="inactive" if resource.get("active") is False else "active",
        clinical_date=read_period(part(resource, "period")),
        sensitivity=sensitivity_of(resource),
    )


def _relationship_words(resource: Resource) -> str:
    """Return how the two are related; bare codes of HL7 are spelled out."""
    words = (coding_of(concept).display for concept in parts(resource, "relationship"))
    return ", ".join(_BARE_CODES.get(text, text) for text in words if text)


def present(resource: Resource) -> Presentation:
    relationship = _relationship_words(resource)
    name = person_name(parts(resource, "name"))
    return Presentation(
        headline=name or relationship or gist(resource) or "Contact without a name",
        detail=relationship if name else "",
        rows=rows(
            ("Relationship", relationship),
            *[(_contact_label(item), word(item, "value")) for item in parts(resource, "telecom")],
            ("Address", _address_words(part(resource, "address"))),
            ("Born", date_words(resource, "birthDate")),
            ("Gender", humanize(word(resource, "gender"))),
            ("Since", period_words(part(resource, "period"))),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, "No longer a contact" if resource.get("active") is False else ""),
    )


def _contact_label(contact: Resource) -> str:
    """Return how somebody can be reached: "Phone (home)"."""
    use = word(contact, "use")
    return f"{humanize(word(contact, 'system')) or 'Contact'}{f' ({use})' if use else ''}"


def _address_words(address: Resource) -> str:
    """Return an address on one line."""
    lines = words_of(address, "line")
    rest = (word(address, name) for name in ("city", "district", "postalCode"))
    return word(address, "text") or join(", ", *lines, *rest)
