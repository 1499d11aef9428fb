"""Feeds, runs and quarantine in words, for the people who keep feeds going."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from core.dates import TIME, count_in_words, format_date, format_duration, format_short_date
from records.codes import (
    FeedFormat,
    FeedMode,
    FeedState,
    ImportFileState,
    ImportRunState,
    QuarantineReason,
    QuarantineState,
)
from records.models import Feed, ImportRun, QuarantinedItem, SourcePatient
from records.queries.feeds import FeedStanding
from records.resources.shape import Row

from .entries import Tag

RUN_TONES = {
    ImportRunState.WAITING: "plain",
    ImportRunState.RUNNING: "blue",
    ImportRunState.FINISHED: "green",
    ImportRunState.FAILED: "red",
}
QUARANTINE_TONES = {
    QuarantineState.OPEN: "amber",
    QuarantineState.RESOLVED: "green",
    QuarantineState.DISMISSED: "plain",
}
COUNTS = (
    ("Received", "received"),
    ("Created", "created"),
    ("Updated", "updated"),
    ("Unchanged", "unchanged"),
    ("Withdrawn", "withdrawn"),
    ("Quarantined", "quarantined"),
    ("Skipped", "skipped"),
    ("New people", "patients_created"),
    ("People linked", "patients_linked"),
    ("People held", "patients_held"),
)
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
class FeedLine:
    """A feed in a list."""

    name: str
    code: str
    url: str
    kind: str
    state: Tag
    received: str
    quarantined: int
    quarantine_url: str
    run_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A run in a list."""

    title: str
    feed: str
    url: str
    state: Tag
    took: str
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file of a run."""

    name: str
    state: Tag
    items: str
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run whole: how far it is, what it counted, its files and its log."""

    title: str
    feed: str
    feed_url: str
    url: str
    state: Tag
    is_running: bool
    failure: str
    done: int
    total: int
    progress: str
    counts: list[Row]
    skipped: list[Row]
    facts: list[Row]
    files: list[FileLine]
    notes: list[Row]
    quarantine_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineLine:
    """An item in quarantine in a list."""

    url: str
    where: str
    feed: str
    reason: str
    seen: str
    state: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineView:
    """An item in quarantine whole."""

    id: str
    title: str
    feed: str
    feed_url: str
    state: Tag
    is_open: bool
    facts: list[Row]
    raw: str


def present_feed(feed: FeedStanding, *, at: datetime) -> FeedLine:
    """Return a feed as a line of the list."""
    received = feed.last_received_at
    kind = f"{FeedFormat(feed.format).label}, {FeedMode(feed.mode).label.lower()}"
    return FeedLine(
        name=feed.organization,
        code=feed.code,
        url=reverse("records:feed_detail", args=[feed.code]),
        kind=kind,
        state=_standing_tag(feed, at),
        received=format_short_date(received, TIME, now=at) if received else "never",
        quarantined=feed.open_quarantined,
        quarantine_url=f"{reverse('records:quarantine_list')}?feed={feed.code}",
        run_url=reverse("records:run_detail", args=[feed.last_run_id]) if feed.last_run_id else "",
    )


def _standing_tag(feed: FeedStanding, at: datetime) -> Tag:
    if feed.state != FeedState.ACTIVE:
        return Tag(text=FeedState(feed.state).label.lower())
    if feed.last_run_state == ImportRunState.FAILED:
        return Tag(text="last run failed", tone="red")
    lag = feed.lag(at)
    if lag is None:
        return Tag(text="nothing received yet", tone="amber")
    if feed.is_late(at):
        return Tag(text=f"{format_duration(lag - feed.agreed_lag)} late", tone="red")
    return Tag(text="in time", tone="green")


def present_run_line(run: ImportRun, *, at: datetime) -> RunLine:
    """Return a run as a line of a list."""
    counts = ", ".join(
        f"{getattr(run, name):,} {label.lower()}"
        for label, name in COUNTS[:6]
        if name != "received" and getattr(run, name)
    )
    return RunLine(
        title=format_short_date(run.received_at, TIME, now=at),
        feed=run.feed.organization.short_name,
        url=reverse("records:run_detail", args=[run.pk]),
        state=_run_tag(run),
        took=_took(run),
        counts=counts or "nothing changed",
    )


def _run_tag(run: ImportRun) -> Tag:
    state = ImportRunState(run.state)
    return Tag(text=state.label.lower(), tone=RUN_TONES[state])


def _took(run: ImportRun) -> str:
    if run.started_at is None or run.finished_at is None:
        return ""
    return format_duration(run.finished_at - run.started_at)


def present_run(run: ImportRun) -> RunView:
    """Return a run whole, with its files and the lines of its log."""
    feed = run.feed
    files = sorted(run.files.all(), key=lambda file: file.position)
    notes = sorted(run.notes.all(), key=lambda note: (note.at, note.created_at))
    done = sum(file.items_done for file in files)
    return RunView(
        title=f"Import of {format_date(run.received_at, TIME)}",
        feed=feed.organization.name,
        feed_url=reverse("records:feed_detail", args=[feed.code]),
        url=reverse("records:run_detail", args=[run.pk]),
        state=_run_tag(run),
        is_running=run.state in (ImportRunState.WAITING, ImportRunState.RUNNING),
        failure=run.failure,
        done=done,
        total=run.items_total,
        progress=f"{done:,} of {run.items_total:,} items" if run.items_total else "counting",
        counts=[Row(label=label, value=f"{getattr(run, name):,}") for label, name in COUNTS],
        skipped=[
            Row(label=f"{number:,}", value=reason)
            for reason, number in sorted(run.skipped_by_reason.items())
        ],
        facts=_run_facts(run, feed),
        files=[
            FileLine(
                name=file.name,
                state=_file_tag(ImportFileState(file.state)),
                items=count_in_words(file.items_total, "item"),
                refusal=file.refusal,
            )
            for file in files
        ],
        notes=[
            Row(label=format_date(note.at, TIME).rpartition(" ")[2], value=note.text)
            for note in notes
        ],
        quarantine_url=f"{reverse('records:quarantine_list')}?feed={feed.code}",
    )


def _run_facts(run: ImportRun, feed: Feed) -> list[Row]:
    facts = [
        ("Format", FeedFormat(feed.format).label),
        ("Sends", FeedMode(feed.mode).label),
        ("Agreed lag", format_duration(feed.agreed_lag)),
        ("Started", format_date(run.started_at, TIME) if run.started_at else "not yet"),
        ("Finished", format_date(run.finished_at, TIME) if run.finished_at else "not yet"),
        ("Took", _took(run)),
    ]
    return [Row(label=label, value=value) for label, value in facts if value]


def _file_tag(state: ImportFileState) -> Tag:
    tones = {ImportFileState.DONE: "green", ImportFileState.REFUSED: "red"}
    return Tag(text=state.label.lower(), tone=tones.get(state, "plain"))


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
        feed=item.feed.organization.short_name,
        reason=QuarantineReason(item.reason).label,
        seen=format_short_date(item.last_seen_at, TIME, now=at),
        state=_quarantine_tag(item),
    )


def present_quarantined_item(item: QuarantinedItem) -> QuarantineView:
    """Return an item in quarantine whole, with what to do about it."""
    reason = QuarantineReason(item.reason)
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
        id=str(item.pk),
        title=reason.label,
        feed=item.feed.organization.name,
        feed_url=reverse("records:feed_detail", args=[item.feed.code]),
        state=_quarantine_tag(item),
        is_open=item.state == QuarantineState.OPEN,
        facts=[Row(label=label, value=value) for label, value in facts if value],
        raw=bytes(item.raw).decode("utf-8", errors="replace"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A person who is held for review, by the number that their source gives them."""

    source_id: str
    feed: str
    reason: str
    received: str


def present_held(person: SourcePatient, *, at: datetime) -> HeldLine:
    """Return a held person without who they are."""
    return HeldLine(
        source_id=person.source_id,
        feed=person.feed.organization.short_name,
        reason=QuarantineReason(person.hold_reason).label,
        received=format_short_date(person.received_at, TIME, now=at),
    )
