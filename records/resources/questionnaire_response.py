"""QuestionnaireResponse: questions and what was answered."""

from records.codes import RecordSection

from .amounts import date_words, value_words
from .headings import section_of
from .narratives import narrative
from .people import said, who
from .reading import (
    clinical,
    doubts,
    extension,
    humanize,
    part,
    parts,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource

_DEEPEST = 5
_DISPLAY = "StructureDefinition/display"


def extract(resource: Resource, references: References) -> Extract:
    authored = read_date(resource, "authored")
    return Extract(
        section=section_of(resource, RecordSection.ASSESSMENTS),
        coding=Coding(code=word(resource, "questionnaire"), display=_title(resource)),
        status=word(resource, "status"),
        clinical_date=clinical(authored),
        recorded_at=read_moment(resource, "authored"),
        author=who(resource, references, "author", "source"),
        sensitivity=sensitivity_of(resource),
    )


def _title(resource: Resource) -> str:
    """Return what was asked with: the questionnaire's title, or the last part of its address."""
    title = word(extension(part(resource, "_questionnaire"), _DISPLAY), "valueString")
    if title:
        return title
    address = word(resource, "questionnaire").partition("|")[0].rstrip("/").rpartition("/")[2]
    return humanize(address.removesuffix("-Example")) or "Questionnaire"


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    answers = [pair for item in parts(resource, "item") for pair in _answers(item, 0)]
    return Presentation(
        headline=_title(resource),
        detail=narrative(resource) if not answers else "",
        rows=rows(
            *answers,
            ("Status", humanize(status)),
            ("Answered", date_words(resource, "authored")),
            ("Answered by", said(part(resource, "source"), resource)),
            ("Written by", said(part(resource, "author"), resource)),
        ),
        cautions=doubts(resource, "Not finished" if status == "in-progress" else ""),
    )


def _answers(item: Resource, depth: int) -> list[tuple[str, str]]:
    """Return a question with its answers, then the questions inside it."""
    question = word(item, "text") or word(item, "linkId")
    answers = parts(item, "answer")
    found = [(question, ", ".join(filter(None, (value_words(answer) for answer in answers))))]
    if depth < _DEEPEST:
        inner = [*parts(item, "item"), *[deep for a in answers for deep in parts(a, "item")]]
        for deeper in inner:
            found += _answers(deeper, depth + 1)
    return found
