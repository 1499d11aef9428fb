"""Files on their way in: which are ready, and taking them so that no other run does."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from records.codes import RunTrigger
from records.models import Feed, ImportFile, ImportRun

TAKEN: Final = "taken"
_SETTLED_AFTER: Final = timedelta(seconds=2)
_CHUNK: Final = 1024 * 1024
_LONGEST_NAME: Final = 255


def list_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths name, those of a folder in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and _is_ours(one))
        else:
            found.append(path)
    return found


def _is_ours(path: Path) -> bool:
    """Whether a file of a folder is meant for us, and not hidden or still on its way."""
    return not path.name.startswith(".") and path.suffix != ".part"


def list_ready(feed: Feed, *, at: datetime) -> list[Path]:
    """Return the files in a feed's inbox that nobody is writing to any more."""
    inbox = inbox_of(feed)
    if not inbox.is_dir():
        return []
    latest = (at - _SETTLED_AFTER).timestamp()
    return [
        path
        for path in list_files([inbox])
        if path.relative_to(inbox).parts[0] != TAKEN and path.stat().st_mtime <= latest
    ]


def inbox_of(feed: Feed) -> Path:
    """Return the folder in which a feed's files arrive."""
    return Path(settings.INBOX_DIR) / feed.code


@transaction.atomic
def register_run(
    feed: Feed,
    files: Sequence[Path],
    *,
    trigger: RunTrigger,
    at: datetime,
    run_id: UUID | None = None,
) -> ImportRun:
    """Register a run of files where they lie; what it writes counts as received at this moment."""
    last = ImportRun.objects.filter(feed=feed).order_by("-received_at").first()
    earliest = last.received_at + timedelta(microseconds=1) if last else at
    newest = max((path.stat().st_mtime for path in files), default=at.timestamp())
    run = ImportRun.objects.create(
        id=run_id or uuid4(),
        feed=feed,
        trigger=trigger,
        received_at=max(at, earliest),
        arrived_at=min(at, datetime.fromtimestamp(newest, tz=UTC)),
    )
    ImportFile.objects.bulk_create(
        ImportFile(
            run=run,
            position=number,
            name=path.name[-_LONGEST_NAME:],
            path=str(path.absolute()),
            size=path.stat().st_size,
            sha256=_digest(path),
        )
        for number, path in enumerate(files, start=1)
    )
    return run


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@transaction.atomic
def take_inbox(feed: Feed, *, at: datetime) -> ImportRun | None:
    """
    Register a run of all files that are ready, and put them where no other run looks.

    What an earlier attempt moved but did not register is taken as well.
    """
    Feed.objects.select_for_update().get(pk=feed.pk)
    _put_back_orphans(feed)
    ready = list_ready(feed, at=at)
    if not ready:
        return None
    run_id = uuid4()
    inbox = inbox_of(feed)
    target = inbox / TAKEN / str(run_id)
    moved: list[Path] = []
    for path in ready:
        place = target / path.relative_to(inbox)
        place.parent.mkdir(parents=True, exist_ok=True)
        moved.append(path.rename(place))
    return register_run(feed, moved, trigger=RunTrigger.SCHEDULE, at=at, run_id=run_id)


def _put_back_orphans(feed: Feed) -> None:
    """Put files back that were moved for a run which then was not registered."""
    inbox = inbox_of(feed)
    taken = inbox / TAKEN
    folders = [one for one in taken.iterdir() if one.is_dir()] if taken.is_dir() else []
    registered = {
        str(pk) for pk in ImportRun.objects.filter(feed=feed).values_list("pk", flat=True)
    }
    for folder in folders:
        if folder.name in registered:
            continue
        for path in list_files([folder]):
            place = inbox / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)
