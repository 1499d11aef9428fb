"""Lists and searches of the same tickets, ours and those of a peer, in one run."""

import json
from base64 import b64encode
from collections.abc import Collection
from urllib.parse import urlencode

from django.urls import reverse

from tests.bench.helpdesk_pages import ANY, ask_often, desk_list
from tests.bench.helpdesk_tickets import fill_helpdesk
from tests.bench.helpdesk_told import COMMON, NONE, RARE
from tests.bench.peer_helpdesk import running_peer
from tests.bench.reader import desk_agent, signed_in_client
from tests.bench.report import answer, percentile, rounded
from tests.bench.scale import Scale

LINES = 50  # on a page, as our list has them
COMMON_WORD = next(iter(COMMON))
OPEN = [1, 2]  # as the peer numbers its states: open, taken up again


def run(scale: Scale, _wanted: Collection[str]) -> None:
    """Measure page after page, first ours and then the peer's, so that load falls on both."""
    client = signed_in_client(desk_agent())
    tickets, times = scale.peer_tickets, scale.page_requests
    loading = fill_helpdesk(tickets)
    ask_often(client, reverse("home"), times)
    with running_peer(tickets) as peer:
        for page, (ours, theirs) in pages().items():
            own, other = ask_often(client, ours, times), peer.ask_often(theirs, times)
            answer(
                bench="helpdesk_against_peer",
                value=own.p50,
                unit="ms p50 of a whole request",
                reference=percentile(other.milliseconds, 0.5),
                size=tickets,
                page=page,
                p95=rounded(own.p95),
                reference_p95=rounded(percentile(other.milliseconds, 0.95)),
                cpu=rounded(own.cpu_ms),
                reference_cpu=rounded(other.cpu_ms),
                sql=own.statements,
                reference_sql=other.statements,
                reference_found=other.found,
                loading_seconds=rounded(loading),
                reference_loading_seconds=rounded(peer.loading),
            )


def pages() -> dict[str, tuple[str, str]]:
    """Return the address of each page, ours and the peer's."""
    return {
        "list, open": (desk_list(("state", "open")), peer_list(filtering={"status__in": OPEN})),
        "list, all": (desk_list(ANY), peer_list()),
        "search, rare word": (desk_list(("q", RARE), ANY), peer_list(search=RARE)),
        "search, common word": (desk_list(("q", COMMON_WORD), ANY), peer_list(search=COMMON_WORD)),
        "search, no hit": (desk_list(("q", NONE), ANY), peer_list(search=NONE)),
    }


def peer_list(*, filtering: dict[str, object] | None = None, search: str = "") -> str:
    """
    Return the address of the rows of the peer's list, the newest first.

    What surrounds them is another request there, which is not counted.
    """
    query = {
        "filtering": filtering or {},
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": True,
        "search_string": search,
    }
    packed = b64encode(json.dumps(query).encode()).decode()
    shown = {"draw": 1, "start": 0, "length": LINES, "order[0][column]": 5, "order[0][dir]": "desc"}
    return f"/datatables_ticket_list/{packed}?{urlencode(shown)}"
