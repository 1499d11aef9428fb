"""Starting import runs, carrying them out, and taking up those that were cut off."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from core.errors import DomainError
from records.codes import ImportRunState, RunTrigger
from records.feeds.items import FileRefused
from records.models import Feed, ImportRun
from records.tasks import hand_off_import

from .feed_locks import FeedBusy, is_free, locked_feed
from .inbox import has_plain_name, list_files, register_run, take_inbox
from .running import Clock, Watch, carry_out, fail

logger = logging.getLogger(__name__)

_FORGOTTEN_AFTER: Final = timedelta(minutes=5)
_OPEN_STATES: Final = (ImportRunState.WAITING, ImportRunState.RUNNING)


class NothingToRead(DomainError):
    """The paths that were given hold no files."""


def _watch_nothing(_run: ImportRun) -> None:
    """Let a run go on unwatched."""


def import_now(
    feed: Feed,
    paths: Sequence[Path],
    *,
    clock: Clock,
    watch: Watch = _watch_nothing,
    allow_mass_withdrawal: bool = False,
) -> ImportRun:
    """
    Import files of a feed in the foreground, where they lie.

    :raises NothingToRead: there are no files at these paths
    :raises FeedBusy: another run of the feed is at work
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise NothingToRead(f"There is nothing at {missing[0]}.")
    files = list_files(paths)
    if not files:
        raise NothingToRead("There are no files at these paths.")
    if any(not has_plain_name(path) for path in files):
        raise NothingToRead("The name of a file is not UTF-8; rename it first.")
    resume_runs_of(feed, clock=clock)
    run = register_run(feed, files, trigger=RunTrigger.PERSON, at=clock())
    if allow_mass_withdrawal:
        run.allows_mass_withdrawal = True
        run.save(update_fields=["allows_mass_withdrawal", "updated_at"])
    try:
        return perform_run(run.pk, clock=clock, watch=watch)
    except FeedBusy:
        # A worker must not take it up later: by then newer files may have been imported.
        fail(run, "Another run of this feed was at work; nothing was read.", at=clock())
        raise


def perform_run(run_id: UUID, *, clock: Clock, watch: Watch = _watch_nothing) -> ImportRun:
    """
    Carry out a run that is waiting or was cut off; one that has ended is left as it is.

    :raises FeedBusy: another run of the feed is at work
    """
    run = ImportRun.objects.get(pk=run_id)
    with locked_feed(run.feed_id):
        run.refresh_from_db()
        if run.state not in _OPEN_STATES:
            return run
        _check_is_next(run)
        try:
            return carry_out(run, clock=clock, watch=watch)
        except FileRefused as refusal:
            return fail(run, f"A file changed while it was read. {refusal}", at=clock())
        except (OperationalError, InterfaceError):
            raise  # the database is away or full: the run goes on when it is back
        except Exception as error:
            fail(run, f"Stopped by a defect of this software: {type(error).__name__}.", at=clock())
            raise


def _check_is_next(run: ImportRun) -> None:
    """
    Require that what came before has been imported: an older state must not come last.

    :raises FeedBusy: an earlier run of the feed is still to be carried out
    """
    earlier = ImportRun.objects.filter(
        feed=run.feed_id, state__in=_OPEN_STATES, received_at__lt=run.received_at
    )
    if earlier.exists():
        raise FeedBusy("An earlier run of this feed comes first; try again when it has finished.")


def resume_runs_of(feed: Feed, *, clock: Clock) -> None:
    """
    Carry out what is left of a feed's runs that wait or were cut off.

    :raises FeedBusy: another run of the feed is at work
    """
    unfinished = ImportRun.objects.filter(feed=feed, state__in=_OPEN_STATES)
    for run in unfinished.order_by("received_at"):
        perform_run(run.pk, clock=clock)


def start_nightly_runs(*, at: datetime, codes: Iterable[str] = ()) -> list[ImportRun]:
    """Register a run for every active feed whose inbox holds files, and hand them to workers."""
    feeds = Feed.objects.active().order_by("code")
    if wanted := list(codes):
        feeds = feeds.filter(code__in=wanted)
    return [run for feed in feeds if (run := _start_or_log(feed, at=at)) is not None]


def _start_or_log(feed: Feed, *, at: datetime) -> ImportRun | None:
    """Start a feed's run; an inbox that cannot be read keeps no other feed from its own."""
    try:
        return _start(feed, at=at)
    except OSError:
        logger.exception("The inbox of feed %s cannot be read.", feed.code)
        return None


@transaction.atomic
def _start(feed: Feed, *, at: datetime) -> ImportRun | None:
    """Register a run of what is in a feed's inbox, and hand it off once that is settled."""
    run = take_inbox(feed, at=at)
    if run is not None:
        transaction.on_commit(partial(hand_off_import, run_id=run.pk))
    return run


def resume_stalled_runs(*, at: datetime) -> list[ImportRun]:
    """Hand runs to workers again whose worker died, or whose message was lost."""
    stalled: list[ImportRun] = []
    runs = ImportRun.objects.filter(state__in=_OPEN_STATES).order_by("received_at")
    for run in runs:
        is_forgotten = run.state == ImportRunState.RUNNING or (
            run.created_at <= at - _FORGOTTEN_AFTER
        )
        if is_forgotten and is_free(run.feed_id):
            hand_off_import(run_id=run.pk)
            stalled.append(run)
    return stalled
