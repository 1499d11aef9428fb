"""Feeds, runs and quarantine in words, for the people who keep feeds going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from core.dates import (
    LONDON,
    TIME,
    count_in_words,
    format_date,
    format_duration,
    format_short_date,
)
from core.feed_notices import FeedNotice, feed_notices
from records.codes import (
    FeedFormat,
    FeedMode,
    FeedState,
    ImportFileState,
    ImportRunState,
)
from records.models import Feed, ImportFile, ImportRun
from records.queries.feeds import FeedStanding
from records.resources.shape import Row

from .entries import Tag

RUN_TONES = {
    ImportRunState.WAITING: "plain",
    ImportRunState.RUNNING: "blue",
    ImportRunState.FINISHED: "green",
    ImportRunState.FAILED: "red",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """A feed in a list."""

    name: str
    code: str
    url: str
    kind: str
    state: Tag
    notices: Sequence[FeedNotice]
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
    refused: list[FileLine]
    files: list[FileLine]
    notes: list[Row]
    quarantine_url: str


def present_feeds(feeds: Sequence[FeedStanding], *, at: datetime) -> list[FeedLine]:
    """Return feeds as lines of the list, with what other rooms have to say of them."""
    notices = feed_notices([feed.code for feed in feeds], on=at.astimezone(LONDON).date())
    return [_feed_line(feed, notices[feed.code], at=at) for feed in feeds]


def _feed_line(feed: FeedStanding, notices: Sequence[FeedNotice], *, at: datetime) -> FeedLine:
    received = feed.last_received_at
    kind = f"{FeedFormat(feed.format).label}, {FeedMode(feed.mode).label.lower()}"
    return FeedLine(
        name=feed.organization,
        code=feed.code,
        url=reverse("records:feed_detail", args=[feed.code]),
        kind=kind,
        state=_standing_tag(feed, at),
        notices=notices,
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
        refused=[_file_line(file) for file in files if file.state == ImportFileState.REFUSED],
        files=[_file_line(file) for file in files if file.state != ImportFileState.REFUSED],
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


def _file_line(file: ImportFile) -> FileLine:
    return FileLine(
        name=file.name,
        state=_file_tag(ImportFileState(file.state)),
        items=count_in_words(file.items_total, "item"),
        refusal=file.refusal,
    )


def _file_tag(state: ImportFileState) -> Tag:
    tones = {ImportFileState.DONE: "green", ImportFileState.REFUSED: "red"}
    return Tag(text=state.label.lower(), tone=tones.get(state, "plain"))
