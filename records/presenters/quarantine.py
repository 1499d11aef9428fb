"""What was set aside and who is held, in words for the people who decide about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

import orjson
from django.urls import reverse

from core.dates import TIME, count_in_words, format_date, format_short_date
from core.errors import NotPermittedNow
from records import policies
from records.codes import QuarantineReason, QuarantineState
from records.models import Patient, QuarantinedItem, SourcePatient
from records.queries.feeds import HeldPerson
from records.resources.shape import Row

from .banner import GENDERS, born_words, nhs_number_words, person_name
from .entries import Tag

QUARANTINE_TONES = {
    QuarantineState.OPEN: "amber",
    QuarantineState.RESOLVED: "green",
    QuarantineState.DISMISSED: "plain",
}


# What an engineer can do about each reason.
ADVICE = {
    QuarantineReason.NOT_JSON: "Ask the source to send the item again, whole.",
    QuarantineReason.INVALID: "Ask the source to correct the item; the next file brings it in.",
    QuarantineReason.WRONG_VERSION: "Ask the source to send FHIR R4.",
    QuarantineReason.NO_PATIENT: "Ask the source to say whom the item is about.",
    QuarantineReason.UNKNOWN_PATIENT: "Ask the source to send the person; then retry.",
    QuarantineReason.PATIENT_HELD: "Decide who the person is; their items follow by themselves.",
    QuarantineReason.IDENTITY_CONFLICT: "Compare with the source who the person is.",
    QuarantineReason.LIKELY_MATCH: "Compare with the source whether this is the same person.",
    QuarantineReason.NO_IDENTITY: "Ask the source to give the item an identifier.",
    QuarantineReason.BAD_VALUE: "Ask the source to correct the value.",
    QuarantineReason.TOO_LARGE: "Ask the source to part the item or leave large content out.",
    QuarantineReason.BAD_ROW: "Ask the source to correct the row; the next file brings it in.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineLine:
    """An item in quarantine in a list."""

    url: str
    where: str
    kind: str
    feed: str
    reason: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineView:
    """An item in quarantine whole."""

    title: str
    feed: str
    feed_url: str
    state: Tag
    retry_url: str
    dismiss_url: str
    person_url: str
    facts: list[Row]
    raw: str


def _where(item: QuarantinedItem) -> str:
    return f"{item.file_name}, item {item.position:,}"


def _quarantine_tag(item: QuarantinedItem) -> Tag:
    state = QuarantineState(item.state)
    return Tag(text=state.label.lower(), tone=QUARANTINE_TONES[state])


def present_quarantine_line(item: QuarantinedItem, *, at: datetime) -> QuarantineLine:
    """Return an item in quarantine as a line of the list."""
    return QuarantineLine(
        url=reverse("records:quarantined_item_detail", args=[item.pk]),
        where=_where(item),
        kind=item.resource_type,
        feed=item.feed.organization.short_name,
        reason=QuarantineReason(item.reason).label,
        seen=format_short_date(item.last_seen_at, TIME, now=at),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLink:
    """A reason to narrow the list of quarantine by, with how many items it has."""

    label: str
    url: str
    is_current: bool


def present_reasons(
    counts: Mapping[str, int], *, feed_code: str, state: str, current: str
) -> list[ReasonLink]:
    """Return the reasons of what is in quarantine, each with its number, all of them first."""
    reasons = {"": sum(counts.values()), **counts}
    return [
        ReasonLink(
            label=f"{QuarantineReason(reason).label if reason else 'All'} ({number:,})",
            url=f"{reverse('records:quarantine_list')}?"
            + urlencode({"feed": feed_code, "state": state, "reason": reason}),
            is_current=reason == current,
        )
        for reason, number in reasons.items()
    ]


def present_quarantined_item(item: QuarantinedItem) -> QuarantineView:
    """Return an item in quarantine whole, with what to do about it."""
    reason = QuarantineReason(item.reason)
    is_open = item.state == QuarantineState.OPEN
    person = item.source_patient
    facts = [
        ("Why", item.explanation),
        ("What next", ADVICE[reason]),
        ("Where", _where(item)),
        ("Kind", item.resource_type),
        ("Id at the source", item.source_id),
        ("First seen", format_date(item.first_seen_at, TIME)),
        ("Last seen", format_date(item.last_seen_at, TIME)),
        ("Closed", format_date(item.closed_at, TIME) if item.closed_at else ""),
        ("Closed by", str(item.closed_by) if item.closed_by else ""),
    ]
    return QuarantineView(
        title=reason.label,
        feed=item.feed.organization.name,
        feed_url=reverse("records:feed_detail", args=[item.feed.code]),
        state=_quarantine_tag(item),
        retry_url=reverse("records:quarantined_item_retry", args=[item.pk]) if is_open else "",
        dismiss_url=reverse("records:quarantined_item_dismiss", args=[item.pk]) if is_open else "",
        person_url=_held_url(person) if person and person.patient_id is None else "",
        facts=[Row(label=label, value=value) for label, value in facts if value],
        raw=_laid_out(bytes(item.raw)),
    )


def _laid_out(raw: bytes) -> str:
    """Return JSON laid out for reading, and anything else as it came."""
    try:
        return orjson.dumps(orjson.loads(raw), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return raw.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A person who is held for review, by the number that their source gives them."""

    source_id: str
    url: str
    feed: str
    reason: str
    received: str


def present_held(person: SourcePatient, *, at: datetime) -> HeldLine:
    """Return a held person without who they are."""
    return HeldLine(
        source_id=person.source_id,
        url=_held_url(person),
        feed=person.feed.organization.short_name,
        reason=QuarantineReason(person.hold_reason).label,
        received=format_short_date(person.received_at, TIME, now=at),
    )


def _held_url(person: SourcePatient) -> str:
    return reverse("records:held_person_detail", args=[person.pk])


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """
    A held person, or a patient of the index that they may be.

    `value` is what the form posts; `why_not` says why the two are not the same person.
    """

    value: str
    name: str
    rows: list[Row]
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """A held person beside those whom they may be."""

    title: str
    feed: str
    url: str
    waiting: str
    person: CandidateView
    candidates: list[CandidateView]


def present_held_person(held: HeldPerson, *, at: datetime) -> HeldView:
    """Return a held person and the candidates, fact by fact, to be compared."""
    person = held.person
    return HeldView(
        title=QuarantineReason(person.hold_reason).label,
        feed=person.feed.organization.name,
        url=_held_url(person),
        waiting=f"{count_in_words(held.items_waiting, 'item')} waiting for the decision",
        person=_candidate(person, at),
        candidates=[_compared(person, candidate, at) for candidate in held.candidates],
    )


def _compared(person: SourcePatient, candidate: Patient, at: datetime) -> CandidateView:
    """Return a candidate with the facts marked in which they differ from the held person."""
    held, view = _candidate(person, at), _candidate(candidate, at)
    rows = [
        row if _fact(row) == _fact(own) else Row(label=f"{row.label} (differs)", value=row.value)
        for own, row in zip(held.rows, view.rows, strict=True)
    ]
    return replace(view, rows=rows, why_not=_why_not(person, candidate))


def _fact(row: Row) -> str:
    """Return a fact without what is said about it in brackets, in any capitals."""
    return row.value.partition(" (")[0].casefold()


def _why_not(person: SourcePatient, candidate: Patient) -> str:
    """Say why a held person cannot be linked to a patient, or nothing where they can."""
    try:
        policies.check_person_can_be_linked(person, candidate)
    except NotPermittedNow as error:
        return str(error)
    return ""


def _candidate(person: Patient | SourcePatient, at: datetime) -> CandidateView:
    address = ", ".join(filter(None, (*person.address_lines, person.postcode))) or "Not known"
    practice = person.gp_practice_name or "Not known"
    if person.is_restricted:
        address = practice = "Restricted: not shown"
    return CandidateView(
        value=str(person.pk),
        name=person_name(person.title, person.family_name, person.given_names),
        rows=[
            Row(label="Born", value=born_words(person, at=at)),
            Row(label="NHS number", value=nhs_number_words(person)),
            Row(label="Sex", value=GENDERS.get(person.gender, "Not known")),
            Row(label="Address", value=address),
            Row(label="Registered with", value=practice),
        ],
    )
