"""Imports of FHIR NDJSON: new entries beside a bare COPY of their rows, then the same again."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from django.db import connection
from django.utils import timezone

from records.actions.imports import import_now
from records.codes import ImportRunState
from records.models import ImportRun
from tests.bench.feed_files import FeedFiles, empty_records, write_gp_files
from tests.bench.report import answer, note
from tests.bench.scale import Scale

TABLE, COPIED_TABLE = "records_recordentry", "bench_copied_entry"
PARTITIONS = 16
# The files come feed by feed, in each type by type, in each person by person.
READ_BACK = f"""
    COPY (SELECT * FROM {TABLE} ORDER BY run_id, resource_type, patient_id)
    TO STDOUT (FORMAT BINARY)
"""  # noqa: S608 — built of constants
BLOCK = 1024 * 1024


def run(scale: Scale, wanted: Collection[str]) -> None:
    for entries in scale.import_entries:
        with TemporaryDirectory(prefix="bench-") as folder:
            files = write_gp_files(Path(folder) / "feeds", entries)
            measure_new(files, Path(folder), scale.import_rounds, said="import_new" in wanted)
            if "import_unchanged" in wanted:
                measure_unchanged(files, scale.import_rounds)
    empty_records()


def measure_new(files: Sequence[FeedFiles], folder: Path, rounds: int, *, said: bool) -> None:
    """Import files into an empty store, and copy the rows that came of it into an empty table."""
    best_import = best_copy = 0.0
    runs: list[ImportRun] = []
    for _ in range(rounds if said else 1):
        empty_records()
        seconds, runs = import_all(files)
        created = sum(one.created for one in runs)
        best_import = max(best_import, created / seconds)
        if said:
            best_copy = max(best_copy, created / copy_bare(folder / "rows"))
            note(f"new: {best_import:,.0f}/s, bare COPY: {best_copy:,.0f}/s")
    if said:
        answer(
            bench="import_new",
            value=best_import,
            unit="entries/s",
            reference=best_copy,
            size=sum(one.created for one in runs),
            patients=sum(one.patients_created for one in runs),
        )


def measure_unchanged(files: Sequence[FeedFiles], rounds: int) -> None:
    """Import files again that are in the store already, and read them barely."""
    best_import = best_reading = 0.0
    unchanged = 0
    for _ in range(rounds):
        seconds, runs = import_all(files)
        unchanged = sum(one.unchanged for one in runs)
        if sum(one.created + one.updated for one in runs):
            raise RuntimeError("The same files changed something.")
        best_import = max(best_import, unchanged / seconds)
        best_reading = max(best_reading, read_bare(files))
        note(f"unchanged: {best_import:,.0f}/s, bare reading: {best_reading:,.0f}/s")
    answer(
        bench="import_unchanged",
        value=best_import,
        unit="entries/s",
        reference=best_reading,
        size=unchanged,
    )


def import_all(files: Sequence[FeedFiles]) -> tuple[float, list[ImportRun]]:
    """Import what each feed sends, and return how long that took."""
    started = time.perf_counter()
    runs = [import_now(one.feed, one.paths, clock=timezone.now) for one in files]
    seconds = time.perf_counter() - started
    for one in runs:
        if one.state != ImportRunState.FINISHED:
            raise RuntimeError(one.failure)
    return seconds, runs


def copy_bare(rows: Path) -> float:
    """Return how long a bare COPY takes for the rows of the store, into a table like it."""
    with connection.cursor() as cursor:
        with cursor.copy(READ_BACK) as copy, rows.open("wb") as out:
            for block in copy:
                out.write(block)
        with empty_table_alike():
            started = time.perf_counter()
            with (
                rows.open("rb") as stored,
                cursor.copy(f"COPY {COPIED_TABLE} FROM STDIN (FORMAT BINARY)") as copy,
            ):
                while block := stored.read(BLOCK):
                    copy.write(block)
            return time.perf_counter() - started


@contextmanager
def empty_table_alike() -> Iterator[None]:
    """Have an empty table with the columns, partitions and indexes of the store for a while."""
    statements = [
        f"CREATE TABLE {COPIED_TABLE} (LIKE {TABLE} INCLUDING ALL) PARTITION BY HASH (patient_id)",
        *(
            f"CREATE TABLE {COPIED_TABLE}_{number} PARTITION OF {COPIED_TABLE} "
            f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
            for number in range(PARTITIONS)
        ),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        try:
            yield
        finally:
            cursor.execute(f"DROP TABLE {COPIED_TABLE}")


def read_bare(files: Sequence[FeedFiles]) -> float:
    """Return how many lines a second can be read and parsed, with nothing done to them."""
    parse: Callable[[bytes], object] = orjson.loads
    lines = 0
    started = time.perf_counter()
    for path in (path for one in files for path in one.paths):
        with path.open("rb") as stored:
            for line in stored:
                lines += _is_read(line, parse)
    return lines / (time.perf_counter() - started)


def _is_read(line: bytes, parse: Callable[[bytes], object]) -> bool:
    """Whether a line is JSON; the files hold a few flaws on purpose."""
    try:
        parse(line)
    except ValueError:
        return False
    return True
