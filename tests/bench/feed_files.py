"""Synthetic feed files of a wanted size, and an index and a store without people to read them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

from records.demo.generate import Order, generate
from records.demo.places import PRACTICES
from records.models import Feed

# Many tables stand behind these by their keys; feeds and who may see what stay as they are.
EMPTIED = (
    "records_patient",
    "records_recordentry",
    "records_recordentryversion",
    "records_documentcontent",
    "records_importrun",
)
AS_OF = date(2026, 11, 1)
# What a person has in a GP practice's files, on the average.
ENTRIES_A_PERSON = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFiles:
    """The files that one feed sends."""

    feed: Feed
    paths: list[Path]


def empty_records() -> None:
    """Take all people, entries and runs out of the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(EMPTIED)} CASCADE")


def write_gp_files(folder: Path, entries: int) -> list[FeedFiles]:
    """Write the NDJSON files of the GP practices with about so many entries in all."""
    patients = max(4, entries // ENTRIES_A_PERSON)
    generate(Order(patients=patients, out=folder, seed=7, as_of=AS_OF, letters=0), _no_progress)
    sent = [files_of(folder, practice.feed) for practice in PRACTICES]
    return [one for one in sent if one.paths]


def files_of(folder: Path, code: str) -> FeedFiles:
    """Return what a feed sends, of all that was written into a folder."""
    paths = sorted(path for path in (folder / code).rglob("*") if path.is_file())
    return FeedFiles(feed=Feed.objects.get(code=code), paths=paths)


def _no_progress(_done: int) -> None:
    """Write without saying how far it is."""
