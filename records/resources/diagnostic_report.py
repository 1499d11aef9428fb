"""DiagnosticReport: a laboratory's or department's report, with its conclusion and documents."""

from core.dates import count_in_words
from records.codes import RecordSection

from .amounts import date_words, timed_words
from .attachments import shown, take
from .headings import section_of
from .narratives import gist
from .people import all_said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    humanize,
    part,
    parts,
    read_clinical_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource, TakenAttachment
from .specimens import collected

_UNFINISHED = {
    "registered": "Not final",
    "partial": "Some results are still to come",
    "preliminary": "Not final",
    "amended": "Corrected after it was first issued",
    "corrected": "Corrected after it was first issued",
    "cancelled": "Cancelled",
}


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.INVESTIGATION_RESULTS),
        coding=coding_of(part(resource, "code")),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "effective") or collected(resource, references),
        recorded_at=read_moment(resource, "issued"),
        author=who(resource, references, "resultsInterpreter", "performer"),
        sensitivity=sensitivity_of(resource),
    )


def take_attachments(resource: Resource, references: References) -> list[TakenAttachment]:
    """
    Take the report as the department wrote it out of the resource.

    :raises UnreadableValue: its bytes are not base64
    """
    forms = parts(resource, "presentedForm")
    return take(forms, resource, references, "DiagnosticReport.presentedForm.data")


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    conclusion = word(resource, "conclusion") or all_concept_words(resource, "conclusionCode")
    results = parts(resource, "result")
    name = concept_words(resource, "code") or gist(resource) or "Report without a name"
    return Presentation(
        headline=name,
        detail=conclusion or (count_in_words(len(results), "result") if results else ""),
        rows=rows(
            ("Conclusion", conclusion),
            ("Results", all_said(resource, "result")),
            ("Status", humanize(status)),
            ("Kind", all_concept_words(resource, "category")),
            ("When", timed_words(resource, "effective")),
            ("Reported", date_words(resource, "issued")),
            ("By", all_said(resource, "performer")),
            ("Interpreted by", all_said(resource, "resultsInterpreter")),
            ("Specimen", all_said(resource, "specimen")),
            ("Asked for in", all_said(resource, "basedOn")),
        ),
        cautions=doubts(resource, _UNFINISHED.get(status, "")),
        attachments=shown(parts(resource, "presentedForm"), name),
    )
