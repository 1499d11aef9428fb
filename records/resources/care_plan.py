"""CarePlan: what is planned with and for a person."""

from records.codes import RecordSection

from .amounts import date_words, period_words
from .dosage import timing_words
from .headings import HEADINGS_SYSTEM, section_of
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
    read_moment,
    read_period,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource

_QUIET_STATUSES = ("active", "")
_UNTELLING = "assess-plan"


def extract(resource: Resource, references: References) -> Extract:
    coding = _kind(resource)
    title = word(resource, "title") or coding.display or word(resource, "description")
    return Extract(
        section=section_of(resource, RecordSection.PLAN_AND_REQUESTED_ACTIONS),
        coding=Coding(system=coding.system, code=coding.code, display=title),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "period")),
        recorded_at=read_moment(resource, "created"),
        author=who(resource, references, "author", "contributor", "careTeam"),
        sensitivity=sensitivity_of(resource),
    )


def _kind(resource: Resource) -> Coding:
    """Return what kind of plan it is, from a category that says more than its heading."""
    for concept in parts(resource, "category"):
        found = coding_of(concept)
        if found.system != HEADINGS_SYSTEM and found.code != _UNTELLING and found.display:
            return found
    return Coding()


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    kind = _kind(resource).display
    described = word(resource, "description")
    headline = word(resource, "title") or kind or described or gist(resource) or "Care plan"
    about = all_said(resource, "addresses")
    detail = next((text for text in (described, kind, about) if text and text != headline), "")
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    activities = [_activity_words(item) for item in parts(resource, "activity")]
    return Presentation(
        headline=headline,
        detail=join(", ", detail, state),
        rows=rows(
            ("Status", humanize(status)),
            ("Kind", kind),
            ("Description", described),
            ("In force", period_words(part(resource, "period"))),
            ("About", about),
            ("Goals", all_said(resource, "goal")),
            *[("Action", words) for words in activities],
            ("Team", all_said(resource, "careTeam")),
            ("Author", said(part(resource, "author"), resource)),
            ("Created", date_words(resource, "created")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )


def _activity_words(activity: Resource) -> str:
    """Return one action of a plan: what, how often, how far it is."""
    detail = part(activity, "detail")
    what = concept_words(detail, "code") or said(part(activity, "reference"))
    return join(
        ". ",
        join(": ", what, word(detail, "description")),
        timing_words(part(detail, "scheduledTiming")) or word(detail, "scheduledString"),
        humanize(word(detail, "status")),
        all_concept_words(activity, "outcomeCodeableConcept"),
        notes_of(activity, "progress"),
    )
