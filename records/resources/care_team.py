"""CareTeam: the professionals around a person, and the authority that is responsible."""

from records.codes import RecordSection

from .amounts import period_words
from .headings import HEADINGS_SYSTEM, section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    coding_of,
    concept_words,
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
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    kind = _kind(resource)
    return Extract(
        section=section_of(resource, RecordSection.PROFESSIONAL_CONTACTS),
        coding=Coding(system=kind.system, code=kind.code, display=_title(resource)),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "period")),
        author=who(resource, references, "managingOrganization"),
        sensitivity=sensitivity_of(resource),
    )


def _kind(resource: Resource) -> Coding:
    """Return what kind of team it is, beyond its heading."""
    kinds = (coding_of(concept) for concept in parts(resource, "category"))
    return next((kind for kind in kinds if kind.system != HEADINGS_SYSTEM), Coding())


def _title(resource: Resource) -> str:
    """Return the team's name, or the name of the first who belongs to it."""
    first = said(part(part(resource, "participant"), "member"), resource)
    return word(resource, "name") or first or _kind(resource).display or "Care team"


def present(resource: Resource) -> Presentation:
    title = _title(resource)
    members = parts(resource, "participant")
    role = concept_words(members[0], "role") if members else ""
    body = all_said(resource, "managingOrganization")
    return Presentation(
        headline=title if title != "Care team" else gist(resource) or title,
        detail=join(", ", role, body if body != title else ""),
        rows=rows(
            ("Status", humanize(word(resource, "status"))),
            ("Kind", _kind(resource).display),
            *[_member_row(member, resource) for member in members],
            ("Involved", period_words(part(resource, "period"))),
            ("Reason", concept_words(resource, "reasonCode")),
            ("Organisation", body),
            *[("Contact", _contact_words(contact)) for contact in parts(resource, "telecom")],
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(
            resource,
            "No longer involved" if word(resource, "status") == "inactive" else "",
        ),
    )


def _member_row(member: Resource, resource: Resource) -> tuple[str, str]:
    """Return a member with their role, and for whom they act."""
    name = said(part(member, "member"), resource)
    behalf = said(part(member, "onBehalfOf"), resource)
    return concept_words(member, "role") or "Member", join(", ", name, behalf)


def _contact_words(contact: Resource) -> str:
    """Return a way to reach the team."""
    return join(" ", humanize(word(contact, "system")), word(contact, "value"))
