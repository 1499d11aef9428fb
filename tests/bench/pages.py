"""Pages of a record: what a whole request costs, alone and with eight readers at once."""

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.codes import RecordSection
from tests.bench.feed_files import empty_records
from tests.bench.reader import clinician, signed_in_client
from tests.bench.record_people import bring_to, choose_person, fill_records, import_stories
from tests.bench.report import answer, percentile, rounded
from tests.bench.scale import Scale
from tests.bench.web import BARE, SERVICE, Load, put_load, web_server

READERS = 8
SUMMARY_ENTRIES, SECTION_ENTRIES = 200, 2_000
TRANSACTION_EDGES = ("BEGIN", "COMMIT")
RESULTS = RecordSection.INVESTIGATION_RESULTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is measured."""

    bench: str
    path: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How the page is answered in this process: its bytes, its statements, its processor time."""

    body: bytes
    statements: int
    cpu_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loads:
    """How a server answers one reader, and eight at once."""

    alone: Load
    together: Load


def run(scale: Scale, wanted: Collection[str]) -> None:
    client = signed_in_client(clinician())
    with TemporaryDirectory(prefix="bench-") as folder:
        import_stories(Path(folder) / "feeds")
        pages = [page for page in make_pages() if page.bench in wanted]
        for patients in scale.record_patients:
            fill_records(patients)
            measure(pages, patients, client, scale.requests)
    empty_records()


def make_pages() -> list[Page]:
    """Give one person a record of 200 entries, another one 2,000 results, and name their pages."""
    reader_of_summary = choose_person([])
    bring_to(reader_of_summary, SUMMARY_ENTRIES, section=RESULTS, of_section=False)
    reader_of_section = choose_person([reader_of_summary])
    bring_to(reader_of_section, SECTION_ENTRIES, section=RESULTS, of_section=True)
    return [
        Page(
            bench="summary_page",
            path=reverse("records:record_detail", args=[reader_of_summary]),
            entries=SUMMARY_ENTRIES,
        ),
        Page(
            bench="section_page",
            path=reverse("records:section_detail", args=[reader_of_section, RESULTS.value]),
            entries=SECTION_ENTRIES,
        ),
    ]


def measure(pages: Sequence[Page], patients: int, client: Client, requests: int) -> None:
    """Ask for pages in this process, then from a real server, then their bytes from a bare one."""
    here = [answer_here(page, client, requests) for page in pages]
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    served = from_server(SERVICE, pages, cookie, requests)
    with TemporaryDirectory(prefix="bench-") as bodies:
        os.environ["BENCH_BODIES"] = bodies
        for page, answered in zip(pages, here, strict=True):
            (Path(bodies) / page.path.replace("/", ",")).write_bytes(answered.body)
        bare = from_server(BARE, pages, cookie, requests)
    for number, page in enumerate(pages):
        say(page, patients, here[number], served[number], bare[number])


def say(page: Page, patients: int, here: Answered, served: Loads, bare: Loads) -> None:
    """Print the figures of one page; its value is the server's own time for a request."""
    answer(
        bench=page.bench,
        value=served.alone.cpu_ms,
        unit="ms CPU of the server a request",
        reference=bare.alone.cpu_ms,
        size=patients,
        entries=page.entries,
        bytes=len(here.body),
        sql=here.statements,
        here_cpu=rounded(here.cpu_ms),
        **figures("alone", served.alone),
        **figures("at_8", served.together),
        **figures("bare_at_8", bare.together),
    )


def figures(name: str, load: Load) -> dict[str, float]:
    """Return the times of a load under names of their own."""
    return {
        f"{name}_p50": rounded(percentile(load.milliseconds, 0.5)),
        f"{name}_p95": rounded(percentile(load.milliseconds, 0.95)),
        f"{name}_a_second": rounded(load.a_second),
    }


def answer_here(page: Page, client: Client, requests: int) -> Answered:
    """
    Answer a page in this process, through all the middleware.

    :raises RuntimeError: it is not answered
    """
    for _ in range(3):  # templates are compiled once
        client.get(page.path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.path)
        asked = [query["sql"] for query in queries.captured_queries]
        statements = sum(sql not in TRANSACTION_EDGES for sql in asked)
    if response.status_code != 200:
        raise RuntimeError(f"{page.path} answers {response.status_code}.")
    started = time.process_time()
    for _ in range(requests // 4):
        client.get(page.path)
    cpu_ms = (time.process_time() - started) * 1000 / (requests // 4)
    return Answered(body=response.content, statements=statements, cpu_ms=cpu_ms)


def from_server(application: str, pages: Sequence[Page], cookie: str, requests: int) -> list[Loads]:
    """Ask a server for each page, by one reader and then by eight at once."""
    with web_server(application) as server:
        return [
            Loads(
                alone=put_load(server, page.path, cookie, clients=1, requests=requests // 2),
                together=put_load(server, page.path, cookie, clients=READERS, requests=requests),
            )
            for page in pages
        ]
