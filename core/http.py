"""What stands between a request and a view: how a refusal that no page shows is answered."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import DomainError


class RefusalMiddleware:
    """
    Answer 409 with the words of a refusal that a view did not put into its page.

    Two people act at once, and what one of them still saw is gone: that is no defect of ours.
    Forbidden is answered by Django, as 403.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass a request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page for a refusal, and leave everything else as it is."""
        if not isinstance(error, DomainError) or isinstance(error, PermissionDenied):
            return None
        return render(request, "409.html", {"refusal": str(error)}, status=409)
