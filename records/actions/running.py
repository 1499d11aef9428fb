"""
One import run from its first file to its last count.

Every step can be cut off anywhere: what is written says how far it came, and the next attempt
goes on from there to the same result.
"""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from records.codes import FeedMode, ImportFileState, ImportRunState, QuarantineReason
from records.models import Feed, ImportFile, ImportRun, QuarantinedItem, RecordEntry

from .batches import Batch, Reading, extract_states
from .inbox import has_changed
from .merging import Origin, make_merge_tables
from .persons import PERSONS_AT_ONCE, match_persons, read_persons
from .progress import Tally, add_to_run, write_note
from .reading_ahead import BatchReader, FileToRead
from .replays import replay
from .storing import Sorted, Writing, sort_batch, write_batch
from .survey import Survey
from .unfit import prefer_verdicts
from .withdrawals import SentEntries, Withdrawal, withdraw_unsent

Clock = Callable[[], datetime]
Watch = Callable[[ImportRun], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A run at work: what it reads, where its states come from, and the clock."""

    run: ImportRun
    feed: Feed
    origin: Origin
    clock: Clock
    watch: Watch


def carry_out(run: ImportRun, *, clock: Clock, watch: Watch) -> ImportRun:
    """Import the files of a run, from the start or from where an earlier attempt stopped."""
    work = _begin(run, clock, watch)
    with without_garbage_collection():
        return _carry_out(work)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Let Python not look for cycles among the millions of parsed values, which have none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _carry_out(work: Work) -> ImportRun:
    """Survey, match, import and finish."""
    run = work.run
    make_merge_tables()
    sent = SentEntries()
    is_snapshot = work.feed.mode == FeedMode.SNAPSHOT
    files = list(ImportFile.objects.filter(run=run).order_by("position"))
    survey = Survey(
        work.feed, sum(file.size for file in files), sent.add if is_snapshot else _not_kept
    )
    try:
        _survey(work, survey, files)
        sent.flush()
        if all(file.state == ImportFileState.REFUSED for file in files):
            return fail(run, _refusals(files), at=work.clock())
        _match(work, survey)
        _import_entries(work, survey, files)
        _replay_released(work)
        _finish(work, survey, files, sent)
    finally:
        survey.close()
    return run


def _not_kept(_digest: bytes) -> None:
    """Leave an identity aside, where the feed sends changes only."""


def _begin(run: ImportRun, clock: Clock, watch: Watch) -> Work:
    """Mark a run as running."""
    feed = Feed.objects.select_related("organization").get(pk=run.feed_id)
    if run.started_at is None:
        run.started_at = clock()
    else:
        write_note(run, "Went on from where an earlier attempt had stopped.", at=clock())
    run.state, run.heartbeat_at = ImportRunState.RUNNING, clock()
    run.save(update_fields=["state", "started_at", "heartbeat_at", "updated_at"])
    origin = Origin(
        feed_id=feed.pk,
        run_id=run.pk,
        organization_id=feed.organization_id,
        received_at=run.received_at,
    )
    return Work(run=run, feed=feed, origin=origin, clock=clock, watch=watch)


def _survey(work: Work, survey: Survey, files: list[ImportFile]) -> None:
    """Read all files once, and write down what they hold and which are refused."""
    for file in files:
        found = survey.read(file.position, file.name, Path(file.path))
        file.items_total = found.items_total
        if found.refusal:
            file.state, file.refusal = ImportFileState.REFUSED, found.refusal
            write_note(work.run, f"{file.name} was refused. {found.refusal}", at=work.clock())
        for remark in found.remarks:
            write_note(work.run, f"{file.name}: {remark}", at=work.clock())
        file.save(update_fields=["items_total", "state", "refusal", "updated_at"])
    work.run.items_total = sum(file.items_total for file in files)
    work.run.save(update_fields=["items_total", "updated_at"])
    work.watch(work.run)


def _refusals(files: list[ImportFile]) -> str:
    """Return why nothing could be read."""
    if not files:
        return "There were no files to read."
    return "\n".join(f"{file.name}: {file.refusal}" for file in files)


def _match(work: Work, survey: Survey) -> None:
    """Match the people of the run who were not matched before."""
    people = survey.in_order()
    for start in range(work.run.persons_done, len(people), PERSONS_AT_ONCE):
        texts = read_persons(survey.spool, people[start : start + PERSONS_AT_ONCE])
        match_persons(work.run, texts, survey.supporting, work.origin, at=work.clock())
        work.watch(work.run)


def _import_entries(work: Work, survey: Survey, files: list[ImportFile]) -> None:
    """Write the entries of the run, reading each batch while the one before is written."""
    survey.repeats.close()
    reading = Reading(
        feed_key=work.feed.pk.bytes,
        supporting=survey.supporting,
        aliases=survey.person_aliases,
        repeats=survey.repeats,
    )
    to_read = [
        FileToRead(
            number=file.position,
            name=file.name,
            path=Path(file.path),
            items_done=file.items_done,
        )
        for file in files
        if file.state not in (ImportFileState.REFUSED, ImportFileState.DONE)
    ]
    reader = BatchReader(work.feed, to_read, reading, settings.IMPORT_BATCH_ENTRIES)
    held = RecordEntry.objects.filter(feed=work.feed)
    is_first_load = not held.values("id")[:1].exists()
    has_entries = held.exclude(run=work.run).values("id")[:1].exists()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="import-reader") as thread:
        coming: Future[Batch | None] = thread.submit(reader.next_batch)
        ready: Future[Writing] | None = None
        while (batch := coming.result()) is not None:
            found = sort_batch(
                batch, work.feed.pk, is_first_load=is_first_load, has_entries=has_entries
            )
            extracting = thread.submit(_extract, found, survey)
            coming = thread.submit(reader.next_batch)
            if ready is not None:
                _write(work, ready.result())
            ready = extracting
        if ready is not None:
            _write(work, ready.result())


def _extract(found: Sorted, survey: Survey) -> Writing:
    """Return what is to be written of a batch; the database has no part in it."""
    states, unfit = extract_states(found.fresh, survey.supporting)
    return Writing(sorted=found, states=states, unfit=[*unfit, *prefer_verdicts(found.unmatched)])


def _write(work: Work, writing: Writing) -> None:
    """Write a batch and say how far the run is."""
    write_batch(work.run, writing, work.origin, at=work.clock())
    work.watch(work.run)


def _replay_released(work: Work) -> None:
    """Import what waited for people who were held before and are linked now."""
    released = QuarantinedItem.objects.open().filter(
        feed=work.feed,
        reason=QuarantineReason.PATIENT_HELD,
        source_patient__patient__isnull=False,
    )
    if released.exists():
        replay(work.run, released, at=work.clock())


@transaction.atomic
def _finish(work: Work, survey: Survey, files: list[ImportFile], sent: SentEntries) -> None:
    """Withdraw what a snapshot lacks, and close the run."""
    run, at = work.run, work.clock()
    tally = Tally()
    if work.feed.mode == FeedMode.SNAPSHOT:
        outcome = _withdraw(work, survey, files, sent)
        tally.withdrawn = outcome.entries
        if outcome.refusal:
            write_note(run, outcome.refusal, at=at)
    add_to_run(run, tally, at=at)
    for file in filter(has_changed, files):
        write_note(run, f"{file.name} changed while it was read. Send it again, whole.", at=at)
    for sentence, count in run.remarks.items():
        write_note(run, f"{sentence} ({count:,})", at=at)
    ImportFile.objects.filter(run=run).exclude(state=ImportFileState.REFUSED).update(
        state=ImportFileState.DONE
    )
    arrived_at = Greatest("last_received_at", Value(run.arrived_at or run.received_at))
    Feed.objects.filter(pk=work.feed.pk).update(last_received_at=arrived_at)
    run.state, run.finished_at = ImportRunState.FINISHED, at
    run.save(update_fields=["state", "finished_at", "updated_at"])
    write_note(run, _summary(run), at=at)


def _withdraw(work: Work, survey: Survey, files: list[ImportFile], sent: SentEntries) -> Withdrawal:
    """Withdraw what was not sent, where the run can tell what that is."""
    doubt = _doubt(survey, files, sent)
    if doubt:
        return Withdrawal(refusal=f"Nothing was withdrawn: {doubt}.")
    return withdraw_unsent(work.run, list(survey.persons), work.origin)


def _doubt(survey: Survey, files: list[ImportFile], sent: SentEntries) -> str:
    """Return why the files may lack what the source still holds, or nothing."""
    refused = sum(file.state == ImportFileState.REFUSED for file in files)
    doubts = {
        f"files were refused ({refused})": refused,
        "a file changed while it was read": any(has_changed(file) for file in files),
        "a file seems to be cut off": survey.is_cut_off,
        "some items do not show which entry they are": survey.has_unidentified,
        "the files hold no entries at all": not sent.count and not survey.persons,
    }
    return next((doubt for doubt, holds in doubts.items() if holds), "")


def _summary(run: ImportRun) -> str:
    """Return what a run did, in a sentence."""
    return (
        f"Read {run.received:,} items: {run.created:,} new entries, {run.updated:,} changed, "
        f"{run.unchanged:,} as before, {run.withdrawn:,} withdrawn, "
        f"{run.quarantined:,} in quarantine, {run.skipped:,} not for the record."
    )


def fail(run: ImportRun, reason: str, *, at: datetime) -> ImportRun:
    """Close a run that cannot be carried out, with the reason."""
    run.state, run.failure, run.finished_at = ImportRunState.FAILED, reason, at
    run.save(update_fields=["state", "failure", "finished_at", "updated_at"])
    return run
