"""ClinicalImpression: what a professional makes of it all (PRSB formulation)."""

from records.codes import RecordSection

from .amounts import date_words, timed_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
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
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    coding = coding_of(part(resource, "code"))
    title = coding.display or word(resource, "description")
    when = read_clinical_date(resource, "effective") or clinical(read_date(resource, "date"))
    return Extract(
        section=section_of(resource, RecordSection.FORMULATION),
        coding=Coding(system=coding.system, code=coding.code, display=title),
        status=word(resource, "status"),
        clinical_date=when,
        recorded_at=read_moment(resource, "date"),
        author=who(resource, references, "assessor"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    title = concept_words(resource, "code") or word(resource, "description")
    summary = word(resource, "summary")
    findings = [_finding_words(item) for item in parts(resource, "finding")]
    return Presentation(
        headline=title or summary or gist(resource) or "Formulation",
        detail=summary if title else "",
        rows=rows(
            ("Summary", summary),
            ("Description", word(resource, "description")),
            *[("Finding", words) for words in findings],
            ("Prognosis", all_concept_words(resource, "prognosisCodeableConcept")),
            ("Problems", all_said(resource, "problem")),
            ("Status", humanize(word(resource, "status"))),
            ("When", timed_words(resource, "effective")),
            ("Recorded", date_words(resource, "date")),
            ("Recorded by", said(part(resource, "assessor"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )


def _finding_words(finding: Resource) -> str:
    """Return a finding and what it rests on."""
    named = concept_words(finding, "itemCodeableConcept")
    return join(", ", named or said(part(finding, "itemReference")), word(finding, "basis"))
