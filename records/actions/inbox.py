"""Files on their way in: which are ready, and taking them so that no other run does."""

import hashlib
import math
import os
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
    """
    Return the files in a feed's inbox that nobody is writing to any more.

    A link is not followed: whoever may write to the inbox could have us read any file by it.
    """
    inbox = inbox_of(feed)
    if not inbox.is_dir():
        return []
    latest = (at - _SETTLED_AFTER).timestamp()
    return [
        path
        for path in list_files([inbox])
        if path.relative_to(inbox).parts[0] != TAKEN and _changed_at(path) <= latest
    ]


def _changed_at(path: Path) -> float:
    """Return when a file was last changed; one that is gone, or is a link, never settles."""
    try:
        return math.inf if path.is_symlink() else path.stat().st_mtime
    except OSError:
        return math.inf


def has_plain_name(path: Path) -> bool:
    """Whether a path can be kept as text."""
    return "\ufffd" not in os.fsencode(path).decode("utf-8", "replace")


def _move(path: Path, place: Path) -> Path:
    """Move a file, under a name that is text and that no other file there has."""
    name = os.fsencode(place.name).decode("utf-8", "replace")
    place.parent.mkdir(parents=True, exist_ok=True)
    target, number = place.with_name(name), 0
    while target.exists():
        number += 1
        target = place.with_name(f"0{number}-{name}")
    return path.rename(target)


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
    """Return the SHA-256 of a file, or nothing where it may not be read: its run says so."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def has_changed(file: ImportFile) -> bool:
    """Whether a file is no longer as long as when its run was registered."""
    try:
        return Path(file.path).stat().st_size != file.size
    except OSError:
        return True


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
    moved = [_move(path, target / path.relative_to(inbox)) for path in ready]
    return register_run(feed, moved, trigger=RunTrigger.SCHEDULE, at=at, run_id=run_id)


def _put_back_orphans(feed: Feed) -> None:
    """
    Put files back that were moved for a run which then was not registered.

    One of the same name that came since keeps its place, and is read after the one put back.
    """
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
            _move(path, inbox / path.relative_to(folder))
