"""Condition: problems and diagnoses; also needs, adjustments and support reasons."""

from dataclasses import replace

from records.codes import RecordSection

from .amounts import date_words, timed_words
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    all_concept_words,
    codes_in,
    coding_of,
    concept_words,
    doubts,
    entry_status,
    humanize,
    join,
    notes_of,
    part,
    read_clinical_date,
    read_moment,
    rows,
    sensitivity_of,
)
from .shape import ClinicalDate, Extract, Presentation, References, Resource

_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    section = section_of(resource, RecordSection.PROBLEMS)
    if "primary-support-reason" in codes_in(resource, "category"):
        section = RecordSection.PRIMARY_SUPPORT_REASON
    return Extract(
        section=section,
        coding=coding_of(part(resource, "code")),
        status=entry_status(resource),
        clinical_date=_onset_to_abatement(resource),
        recorded_at=read_moment(resource, "recordedDate"),
        author=who(resource, references, "recorder", "asserter"),
        sensitivity=sensitivity_of(resource),
    )


def _onset_to_abatement(resource: Resource) -> ClinicalDate | None:
    """Return when the problem began, with its end where it has ended."""
    onset = read_clinical_date(resource, "onset")
    abatement = read_clinical_date(resource, "abatement")
    if onset is None or abatement is None or abatement.start < onset.start:
        return onset
    return replace(onset, end=abatement.start)


def present(resource: Resource) -> Presentation:
    status = entry_status(resource)
    severity = concept_words(resource, "severity")
    ended = timed_words(resource, "abatement")
    state = "" if status in _QUIET_STATUSES else join(" ", humanize(status).lower(), ended)
    return Presentation(
        headline=concept_words(resource, "code") or gist(resource) or "Problem without a name",
        detail=join(", ", severity.lower(), state),
        rows=rows(
            ("Status", humanize(status)),
            ("Severity", severity),
            ("Started", timed_words(resource, "onset")),
            ("Ended", ended),
            ("Site", all_concept_words(resource, "bodySite")),
            ("Stage", concept_words(part(resource, "stage"), "summary")),
            ("Recorded", date_words(resource, "recordedDate")),
            ("Recorded by", said(part(resource, "recorder"), resource)),
            ("Asserted by", said(part(resource, "asserter"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )
