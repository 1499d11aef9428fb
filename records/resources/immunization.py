"""Immunization: vaccines given, reported or refused."""

from records.codes import RecordSection

from .amounts import date_words, quantity_words, timed_words, value_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    extension,
    humanize,
    join,
    notes_of,
    part,
    read_clinical_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource

_PROCEDURE_EXTENSION = "Extension-UKCore-VaccinationProcedure"
_NOT_A_VACCINE = frozenset({"", "NA", "787859002"})


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.VACCINATIONS),
        coding=_vaccine(resource),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "occurrence"),
        recorded_at=read_moment(resource, "recorded"),
        author=who(resource, references, "performer.actor"),
        sensitivity=sensitivity_of(resource),
    )


def _vaccine(resource: Resource) -> Coding:
    """Return the vaccine, or the vaccination procedure where no product is named (UK Core)."""
    coding = coding_of(part(resource, "vaccineCode"))
    if coding.code not in _NOT_A_VACCINE:
        return coding
    procedure = part(extension(resource, _PROCEDURE_EXTENSION), "valueCodeableConcept")
    return coding_of(procedure) if procedure else coding


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    protocol = part(resource, "protocolApplied")
    doses = value_words(protocol, "doseNumber")
    of_doses = value_words(protocol, "seriesDoses")
    sequence = f"dose {doses}" if doses and doses.isdigit() else doses
    return Presentation(
        headline=_vaccine(resource).display or gist(resource) or "Vaccine without a name",
        detail="not given" if status == "not-done" else sequence,
        rows=rows(
            ("Status", humanize(status)),
            ("When", timed_words(resource, "occurrence")),
            ("Dose in course", join(" of ", doses, of_doses)),
            ("Against", all_concept_words(protocol, "targetDisease")),
            ("Amount", quantity_words(part(resource, "doseQuantity"))),
            ("Site", concept_words(resource, "site")),
            ("Route", concept_words(resource, "route")),
            ("Maker", said(part(resource, "manufacturer"), resource)),
            ("Batch", word(resource, "lotNumber")),
            ("Expires", date_words(resource, "expirationDate")),
            ("Given by", all_said(resource, "performer", "actor")),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Reported by", concept_words(resource, "reportOrigin")),
            ("Recorded", date_words(resource, "recorded")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(
            resource,
            _not_given(resource) if status == "not-done" else "",
            "Less than a full dose was given" if resource.get("isSubpotent") is True else "",
        ),
    )


def _not_given(resource: Resource) -> str:
    """Return that the vaccine was not given, and why."""
    return join(": ", "Not given", concept_words(resource, "statusReason").lower())
