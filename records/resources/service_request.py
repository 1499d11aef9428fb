"""ServiceRequest: referrals, and tests that were asked for."""

from records.codes import RecordSection

from .amounts import date_words, timed_words
from .headings import HEADINGS_SYSTEM, section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    LOINC,
    all_concept_words,
    clinical,
    codes_in,
    coding_of,
    concept_words,
    doubts,
    extension,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_clinical_date,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
    words_of,
)
from .shape import Coding, Extract, Presentation, References, Resource

# Laboratory procedure, imaging, diagnostic procedure, evaluation procedure (SNOMED CT).
_TEST_CATEGORIES = frozenset(
    {"108252007", "363679005", "103693007", "386053000", "LAB", "laboratory"}
)
_TEST_PROFILE = "ServiceRequest-Lab"
_URGENT = ("urgent", "asap", "stat")
_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    authored = read_date(resource, "authoredOn")
    return Extract(
        section=section_of(resource, _implied_section(resource)),
        coding=_asked_for(resource),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "occurrence") or clinical(authored),
        recorded_at=read_moment(resource, "authoredOn"),
        author=who(resource, references, "requester"),
        sensitivity=sensitivity_of(resource),
    )


def _implied_section(resource: Resource) -> RecordSection:
    """Return whether this asks for a test or refers the person."""
    profiles = words_of(part(resource, "meta"), "profile")
    is_test = not _TEST_CATEGORIES.isdisjoint(codes_in(resource, "category"))
    if is_test or "specimen" in resource or coding_of(part(resource, "code")).system == LOINC:
        return RecordSection.INVESTIGATIONS_REQUESTED
    if any(profile.endswith(_TEST_PROFILE) for profile in profiles):
        return RecordSection.INVESTIGATIONS_REQUESTED
    return RecordSection.REFERRAL_DETAILS


def _asked_for(resource: Resource) -> Coding:
    """Return what is asked for, or of what kind it is."""
    code = coding_of(part(resource, "code"))
    if code.display:
        return code
    kinds = (coding_of(concept) for concept in parts(resource, "category"))
    return next((kind for kind in kinds if kind.system != HEADINGS_SYSTEM), code)


def present(resource: Resource) -> Presentation:
    status, priority = word(resource, "status"), word(resource, "priority")
    reason = all_concept_words(resource, "reasonCode") or all_said(resource, "reasonReference")
    urgency = priority if priority in _URGENT else ""
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    source = extension(resource, "SourceOfServiceRequest")
    return Presentation(
        headline=_asked_for(resource).display or gist(resource) or "Request without a name",
        detail=join(", ", urgency, reason, state),
        rows=rows(
            ("Status", humanize(status)),
            ("Priority", humanize(priority)),
            ("Kind", humanize(word(resource, "intent"))),
            ("Reason", reason),
            ("Details", all_concept_words(resource, "orderDetail")),
            ("Asked for", date_words(resource, "authoredOn")),
            ("Asked for by", said(part(resource, "requester"), resource)),
            ("Referred to", all_said(resource, "performer")),
            ("Source", concept_words(source, "valueCodeableConcept")),
            ("To take place", timed_words(resource, "occurrence")),
            ("Place", all_said(resource, "locationReference")),
            ("Specimen", all_said(resource, "specimen")),
            ("Told to the patient", word(resource, "patientInstruction")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(
            resource, "Must not be done" if resource.get("doNotPerform") is True else ""
        ),
    )
