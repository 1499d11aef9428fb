"""
What stands between a request and a view: how long pages take.

Middleware is an interface as views are, so it reads the clock. Of a page only the name of its
address is kept, such as `records:record_detail`: no path, no query, nobody who asked.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from analytics.measures.timing import bucket_of
from core.tally import Tally

PAGE_TIMES: Final = Tally("page-times")
_OK: Final = 200


def field_of(page: str, milliseconds: float, *, is_felt: bool, on: date) -> str:
    """Return the counter of a page that took so long on a day."""
    return f"{on.isoformat()}|{page}|{is_felt:d}|{bucket_of(milliseconds)}"


def note_time(page: str, milliseconds: float, *, is_felt: bool, on: date) -> None:
    """Count a page that took so long."""
    PAGE_TIMES.add([field_of(page, milliseconds, is_felt=is_felt, on=on)])


@lru_cache(maxsize=1)
def known_pages() -> frozenset[str]:
    """Return the names of all addresses: no other is counted."""
    return frozenset(_names(get_resolver()))


def felt(_request: HttpRequest) -> dict[str, object]:
    """Give templates where the browser tells how long a page took to be there."""
    return {"felt_url": reverse("analytics:felt")}


class PageTimeMiddleware:
    """
    Counts the server's own time of whole pages, and tells it the browser (`Server-Timing`).

    Only pages of signed-in people: to strangers our times say nothing. Parts of a page, files and
    refusals are not counted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass a request on, and note how long it took."""
        began = time.perf_counter()
        response = self._get_response(request)
        if getattr(request, "active_role", None) is None or request.resolver_match is None:
            return response
        milliseconds = (time.perf_counter() - began) * 1000
        timing = f"app;dur={milliseconds:.1f}"
        if _is_page(request, response):
            page = request.resolver_match.view_name
            note_time(page, milliseconds, is_felt=False, on=timezone.localdate())
            timing += f', page;desc="{page}"'
        response["Server-Timing"] = timing
        return response


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == _OK
        and response.get("Content-Type", "").startswith("text/html")
        and not request.headers.get("HX-Request")
        and request.resolver_match is not None
        and request.resolver_match.view_name in known_pages()
    )


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{namespace}{entry.name}"
        else:
            prefix = f"{entry.namespace}:" if entry.namespace else ""
            yield from _names(entry, namespace + prefix)
