"""Appointment: visits that are planned, happened, or were missed."""

from dataclasses import replace

from records.codes import RecordSection

from .amounts import date_words, period_words, quantity_words
from .headings import section_of
from .people import said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
    extension,
    humanize,
    join,
    part,
    parts,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import ClinicalDate, Coding, Extract, Presentation, References, Resource

_KIND_ELEMENTS = ("serviceType", "reasonCode", "specialty", "appointmentType", "serviceCategory")
_QUIET_STATUSES = ("booked", "fulfilled", "")


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.FUTURE_APPOINTMENTS),
        coding=_kind(resource),
        status=word(resource, "status"),
        clinical_date=_start_to_end(resource),
        recorded_at=read_moment(resource, "created"),
        author=_author(resource, references),
        sensitivity=sensitivity_of(resource),
    )


def _kind(resource: Resource) -> Coding:
    """Return what the appointment is for: its service, else its reason, else its kind."""
    for name in _KIND_ELEMENTS:
        found = coding_of(part(resource, name))
        if found.display:
            return found
    return Coding(display=word(resource, "description"))


def _start_to_end(resource: Resource) -> ClinicalDate | None:
    """Return when it takes place; where no slot is agreed yet, the first period asked for."""
    start, end = read_date(resource, "start"), read_date(resource, "end")
    if start is None:
        return clinical(read_date(part(resource, "requestedPeriod"), "start"))
    found = clinical(start)
    return replace(found, end=end.start) if found and end and end.start > start.start else found


def _author(resource: Resource, references: References) -> str:
    """Return whom the person will see, if a person or service is named."""
    for participant in parts(resource, "participant"):
        if not _is_the_patient(participant):
            found = who(participant, references, "actor")
            if found:
                return found
    return ""


def _is_the_patient(participant: Resource) -> bool:
    """Whether a participant is the person whom the appointment is for."""
    actor = part(participant, "actor")
    return word(actor, "type") == "Patient" or "Patient/" in word(actor, "reference")


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    seen_by = ", ".join(
        filter(
            None,
            (
                said(part(participant, "actor"), resource)
                for participant in parts(resource, "participant")
                if not _is_the_patient(participant)
            ),
        )
    )
    headline = _kind(resource).display or "Appointment"
    described = word(resource, "description")
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    minutes = resource.get("minutesDuration")
    return Presentation(
        headline=headline,
        detail=join(", ", described if described != headline else "", state),
        rows=rows(
            ("When", period_words(resource)),
            ("Status", humanize(status)),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Specialty", all_concept_words(resource, "specialty")),
            ("Kind", concept_words(resource, "appointmentType")),
            ("How", concept_words(extension(resource, "DeliveryChannel"), "valueCodeableConcept")),
            ("With", seen_by),
            ("Length", quantity_words({"value": minutes, "unit": "minutes"}) if minutes else ""),
            ("Booked", date_words(resource, "created")),
            ("Comment", word(resource, "comment")),
            ("Told to the patient", word(resource, "patientInstruction")),
        ),
        cautions=doubts(resource, _state_caution(resource)),
    )


def _state_caution(resource: Resource) -> str:
    """Return that the appointment did not or will not take place, and why."""
    status = word(resource, "status")
    if status == "cancelled":
        return join(": ", "Cancelled", concept_words(resource, "cancelationReason"))
    return "Did not attend" if status == "noshow" else ""
