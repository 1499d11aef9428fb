"""Pages of the helpdesk for an ordinary agent: what a whole request takes, and its statements."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpdesk.models import Ticket
from tests.bench.helpdesk_tickets import fill_helpdesk
from tests.bench.helpdesk_told import COMMON, NONE, RARE
from tests.bench.reader import desk_agent, signed_in_client
from tests.bench.report import answer, note, percentile, rounded
from tests.bench.scale import Scale

# Milliseconds at the 95th percentile, and statements of a request.
BUDGETS = {
    "helpdesk_list": 150,
    "helpdesk_search": 250,
    "helpdesk_ticket": 150,
    "helpdesk_dashboard": 200,
}
MOST_STATEMENTS = 12
WARM_UPS = 3
TRANSACTION_EDGES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
ANY = ("state", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """
    What the requests for one page took, and how many statements one of them makes.

    Processor time is that of this process and of its database connection, which others that
    use the machine lengthen less than they do the time on the clock.
    """

    milliseconds: Sequence[float]
    cpu_ms: float
    statements: int

    @property
    def p50(self) -> float:
        return percentile(self.milliseconds, 0.5)

    @property
    def p95(self) -> float:
        return percentile(self.milliseconds, 0.95)


def run(scale: Scale, wanted: Collection[str]) -> None:
    client = signed_in_client(desk_agent())
    for size in scale.tickets:
        loading = fill_helpdesk(size)
        reference = ask_often(client, reverse("home"), scale.page_requests).p95
        for bench in [name for name in PAGES if name in wanted]:
            timed = {
                name: ask_often(client, path, scale.page_requests)
                for name, path in PAGES[bench]().items()
            }
            say(bench, timed, size=size, reference=reference, loading=loading)


def lists() -> dict[str, str]:
    return {
        "open": desk_list(("state", "open")),
        "all": desk_list(ANY),
        "own queues": desk_list(("queue", "mine"), ("state", "open")),
        "overdue": desk_list(("state", "open"), ("due", "overdue")),
        "nobody's": desk_list(("state", "open"), ("assignee", "nobody")),
        "due first": desk_list(("state", "open"), ("order", "due")),
    }


def searches() -> dict[str, str]:
    word = next(iter(COMMON))
    return {
        "rare": desk_list(("q", RARE), ANY),
        "none": desk_list(("q", NONE), ANY),
        "common": desk_list(("q", word), ANY),
        "three common": desk_list(("q", " ".join(COMMON)), ANY),
        "common, open": desk_list(("q", word), ("state", "open")),
    }


def tickets() -> dict[str, str]:
    newest = Ticket.objects.filter(is_restricted=False).order_by("-number")
    numbers = list(newest.values_list("number", flat=True)[:200])
    return {
        "newest": reverse("helpdesk:ticket_detail", args=[numbers[0]]),
        "older": reverse("helpdesk:ticket_detail", args=[numbers[-1]]),
    }


def dashboards() -> dict[str, str]:
    path = reverse("helpdesk:report")
    return {
        "a quarter by queue": path,
        "a year by category": f"{path}?weeks=52&by=category",
    }


def desk_list(*filters: tuple[str, str]) -> str:
    """Return the address of a list."""
    return f"{reverse('helpdesk:ticket_list')}?{urlencode(filters)}"


def ask_often(client: Client, path: str, times: int) -> Timed:
    """
    Ask for a page in this process, through all the middleware, after it has warmed up.

    :raises RuntimeError: it is not answered
    """
    for _ in range(WARM_UPS):
        client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}.")
    asked = [query["sql"] for query in queries.captured_queries]
    milliseconds: list[float] = []
    before = cpu_seconds()
    for _ in range(times):
        started = time.perf_counter()
        client.get(path)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return Timed(
        milliseconds=milliseconds,
        cpu_ms=(cpu_seconds() - before) * 1000 / times,
        statements=sum(not sql.startswith(TRANSACTION_EDGES) for sql in asked),
    )


def cpu_seconds() -> float:
    """Return the processor time of this process and, where it is near, of the database's for it."""
    server = connection.connection
    status = Path(f"/proc/{server.info.backend_pid}/schedstat") if server else None
    is_here = status is not None and settings.DATABASES["default"]["HOST"].startswith("/")
    there = int(status.read_text().split()[0]) / 1e9 if status and is_here else 0.0
    return time.process_time() + there


def say(
    bench: str, timed: Mapping[str, Timed], *, size: int, reference: float, loading: float
) -> None:
    """Print the figures of a benchmark; its value is that of the slowest of its pages."""
    value = max(one.p95 for one in timed.values())
    statements = max(one.statements for one in timed.values())
    budget = BUDGETS[bench]
    note(
        f"{bench} at {size:,}: "
        + ", ".join(
            f"{name} {one.p95:.0f} ms/{one.cpu_ms:.0f} CPU/{one.statements}"
            for name, one in timed.items()
        )
    )
    answer(
        bench=bench,
        value=value,
        unit="ms p95 of a whole request",
        reference=reference,
        size=size,
        budget=budget,
        is_within=value <= budget and statements <= MOST_STATEMENTS,
        sql=statements,
        p50={name: rounded(one.p50) for name, one in timed.items()},
        p95={name: rounded(one.p95) for name, one in timed.items()},
        cpu={name: rounded(one.cpu_ms) for name, one in timed.items()},
        loading_seconds=rounded(loading),
    )


# The addresses of each benchmark's pages, by what they show.
PAGES: Mapping[str, Callable[[], dict[str, str]]] = {
    "helpdesk_list": lists,
    "helpdesk_search": searches,
    "helpdesk_ticket": tickets,
    "helpdesk_dashboard": dashboards,
}
