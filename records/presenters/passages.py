"""Emergency passages in words."""

from dataclasses import dataclass
from itertools import count

from django.urls import reverse

from accounts.codes import JobRole
from core.dates import TIME, count_in_words, format_date, format_day
from records.codes import AccessKind, EmergencyKind, RecordSection
from records.models import RecordAccess
from records.queries.passages import PassageLine, PassageReview
from records.resources.shape import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """A passage as a line of a list."""

    url: str
    when: str
    who: str
    role: str
    organization: str
    why: str
    words: str
    lapsed: str
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageAccessLine:
    """Something that was read under a passage; a record is named by a number of the page."""

    when: str
    what: str
    record: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePage:
    """A passage, and what was read under it."""

    title: str
    caption: str
    facts: list[Row]
    lines: list[PassageAccessLine]
    shown: int
    total: int


def present_passage_line(line: PassageLine) -> PassageRow:
    """Return a passage as a line of a list."""
    return PassageRow(
        url=reverse("records:passage_detail", args=[line.passage_id]),
        when=format_date(line.at, TIME),
        who=line.user_name,
        role=JobRole(line.job_role).label,
        organization=line.organization_name,
        why=EmergencyKind(line.kind).label,
        words=line.words,
        lapsed=", ".join(line.competencies),
        opened=count_in_words(line.records_opened, "record"),
    )


def present_passage_review(review: PassageReview) -> PassagePage:
    """Return a passage with what was read under it; people are not named here."""
    passage = review.passage
    since = f" (ran out on {format_day(passage.lapsed_on)})" if passage.lapsed_on else ""
    return PassagePage(
        title=passage.user_name,
        caption=format_date(passage.at, TIME),
        facts=[
            Row(label="Role", value=JobRole(passage.job_role).label),
            Row(label="Organisation", value=passage.organization_name),
            Row(label="Emergency", value=EmergencyKind(passage.kind).label),
            Row(label="In their words", value=passage.words),
            Row(label="Lapsed training", value=", ".join(passage.competencies) + since),
        ],
        lines=_lines(review.accesses),
        shown=len(review.accesses),
        total=review.total,
    )


def _lines(accesses: list[RecordAccess]) -> list[PassageAccessLine]:
    numbers = count(1)
    known = {key: next(numbers) for key in dict.fromkeys(a.patient_id for a in accesses) if key}
    return [
        PassageAccessLine(
            when=format_date(access.at, TIME),
            what=_what(access),
            record=f"Record {known[access.patient_id]}" if access.patient_id else "",
            url=reverse("records:access_list", args=[access.patient_id])
            if access.patient_id
            else "",
        )
        for access in accesses
    ]


def _what(access: RecordAccess) -> str:
    what = AccessKind(access.kind).label
    return f"{what}: {RecordSection(access.section).label}" if access.section else what
