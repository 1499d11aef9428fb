"""RiskAssessment: what may happen to a person, and how likely it is."""

from records.codes import RecordSection

from .amounts import period_words, timed_words, value_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_clinical_date,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.RISK_INFORMATION),
        coding=_risk(resource),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "occurrence"),
        author=who(resource, references, "performer"),
        sensitivity=sensitivity_of(resource),
    )


def _risk(resource: Resource) -> Coding:
    """Return what the assessment is of: its code, its outcome, or how it was done."""
    outcome = part(part(resource, "prediction"), "outcome")
    for concept in (part(resource, "code"), outcome, part(resource, "method")):
        found = coding_of(concept)
        if found.display:
            return found
    return Coding()


def present(resource: Resource) -> Presentation:
    predictions = [_prediction_words(item) for item in parts(resource, "prediction")]
    headline = _risk(resource).display or gist(resource) or "Risk"
    first = part(resource, "prediction")
    return Presentation(
        headline=headline,
        detail=_likelihood(first),
        rows=rows(
            *[("Prediction", words) for words in predictions],
            ("Method", concept_words(resource, "method")),
            ("Status", humanize(word(resource, "status"))),
            ("Assessed", timed_words(resource, "occurrence")),
            ("Assessed by", said(part(resource, "performer"), resource)),
            ("About", said(part(resource, "condition"), resource)),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Based on", all_said(resource, "basis")),
            ("What would help", word(resource, "mitigation")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )


def _likelihood(prediction: Resource) -> str:
    """Return how likely an outcome is, in the source's words or as a probability."""
    graded = concept_words(prediction, "qualitativeRisk")
    chance = value_words(prediction, "probability")
    return join(", ", graded.lower(), f"probability {chance}" if chance else "")


def _prediction_words(prediction: Resource) -> str:
    """Return one outcome, how likely it is, and when."""
    return join(
        ", ",
        concept_words(prediction, "outcome"),
        _likelihood(prediction),
        period_words(part(prediction, "whenPeriod")),
        word(prediction, "rationale"),
    )
