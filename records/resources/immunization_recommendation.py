"""ImmunizationRecommendation: vaccines that a person is due."""

from records.codes import RecordSection

from .amounts import date_words, value_words
from .headings import section_of
from .people import said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
    join,
    part,
    parts,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
)
from .shape import Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.VACCINATIONS),
        coding=coding_of(_vaccine(part(resource, "recommendation"))),
        status=_forecast(resource),
        clinical_date=clinical(read_date(resource, "date")),
        recorded_at=read_moment(resource, "date"),
        author=who(resource, references, "authority"),
        sensitivity=sensitivity_of(resource),
    )


def _forecast(resource: Resource) -> str:
    """Return whether the first vaccine recommended is due, as its source codes it."""
    forecast = part(part(resource, "recommendation"), "forecastStatus")
    return coding_of(forecast).code


def _vaccine(recommendation: Resource) -> Resource:
    """Return the vaccine, or the disease that it protects from."""
    return part(recommendation, "vaccineCode") or part(recommendation, "targetDisease")


def present(resource: Resource) -> Presentation:
    recommended = parts(resource, "recommendation")
    names = [coding_of(_vaccine(item)).display for item in recommended]
    return Presentation(
        headline=f"Vaccines due: {', '.join(filter(None, names)) or 'not named'}",
        detail=concept_words(part(resource, "recommendation"), "forecastStatus"),
        rows=rows(
            *[("Recommended", _words(item)) for item in recommended],
            ("Date", date_words(resource, "date")),
            ("By", said(part(resource, "authority"), resource)),
        ),
        cautions=doubts(resource),
    )


def _words(recommendation: Resource) -> str:
    """Return one vaccine with its dose, its dates and the reason."""
    dose = value_words(recommendation, "doseNumber")
    dates = [
        join(" ", concept_words(item, "code"), date_words(item, "value"))
        for item in parts(recommendation, "dateCriterion")
    ]
    return join(
        ", ",
        coding_of(_vaccine(recommendation)).display,
        concept_words(recommendation, "forecastStatus").lower(),
        f"dose {dose}" if dose else "",
        *dates,
        all_concept_words(recommendation, "forecastReason"),
    )
