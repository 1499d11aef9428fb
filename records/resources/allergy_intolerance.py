"""AllergyIntolerance: what a person must not be given, and what happened when they were."""

from records.codes import RecordSection

from .amounts import date_words, timed_words
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
    entry_status,
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
from .shape import Extract, Presentation, References, Resource

_CRITICALITY = {
    "high": "High: may be life threatening",
    "low": "Low: not thought life threatening",
    "unable-to-assess": "Could not be assessed",
}
_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    onset = read_clinical_date(resource, "onset")
    return Extract(
        section=section_of(resource, RecordSection.ALLERGIES),
        coding=coding_of(_agent(resource)),
        status=entry_status(resource),
        clinical_date=onset or clinical(read_date(resource, "lastOccurrence")),
        recorded_at=read_moment(resource, "recordedDate"),
        author=who(resource, references, "recorder", "asserter"),
        sensitivity=sensitivity_of(resource),
    )


def _agent(resource: Resource) -> Resource:
    """Return what causes the reaction: the allergy's code, or the substance of its reaction."""
    code = part(resource, "code")
    return code or part(part(resource, "reaction"), "substance")


def present(resource: Resource) -> Presentation:
    status = entry_status(resource)
    reactions = [_reaction_words(reaction) for reaction in parts(resource, "reaction")]
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    return Presentation(
        headline=coding_of(_agent(resource)).display
        or gist(resource)
        or "Allergy to something not named",
        detail=join(", ", next((text for text in reactions if text), ""), state),
        rows=rows(
            ("Status", humanize(status)),
            ("Type", humanize(word(resource, "type"))),
            ("Category", ", ".join(humanize(item) for item in words_of(resource, "category"))),
            ("Criticality", _CRITICALITY.get(word(resource, "criticality"), "")),
            *[("Reaction", _reaction_detail(item)) for item in parts(resource, "reaction")],
            ("First experienced", timed_words(resource, "onset")),
            ("Last reaction", date_words(resource, "lastOccurrence")),
            ("Recorded", date_words(resource, "recordedDate")),
            ("Recorded by", said(part(resource, "recorder"), resource)),
            ("Reported by", said(part(resource, "asserter"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )


def _reaction_words(reaction: Resource) -> str:
    """Return a reaction as the banner says it: "anaphylaxis, severe"."""
    shown = all_concept_words(reaction, "manifestation") or word(reaction, "description")
    lowered = shown if shown[:2].isupper() else shown[:1].lower() + shown[1:]
    return join(", ", lowered, word(reaction, "severity"))


def _reaction_detail(reaction: Resource) -> str:
    """Return all that is said of one reaction."""
    return join(
        ". ",
        _reaction_words(reaction),
        concept_words(reaction, "substance"),
        word(reaction, "description"),
        date_words(reaction, "onset"),
        concept_words(reaction, "exposureRoute"),
        notes_of(reaction),
    )
