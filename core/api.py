"""What every part of the API shares: how failures are told, and who calls too often."""

from django.core.exceptions import ObjectDoesNotExist
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import DomainError, Forbidden, NotPermittedNow

STATUSES: tuple[tuple[type[DomainError], int], ...] = (
    (Forbidden, status.HTTP_403_FORBIDDEN),
    (NotPermittedNow, status.HTTP_409_CONFLICT),
)


def tell_failure(failure: Exception, context: dict[str, object]) -> Response | None:
    """
    Answer an anticipated failure with its words and the status that fits (DRF's handler).

    What does not exist and what the viewer may not know of are answered alike.
    """
    if isinstance(failure, ObjectDoesNotExist):
        return Response({"detail": "Not found."}, status=status.HTTP_404_NOT_FOUND)
    if isinstance(failure, DomainError):
        fitting = (code for kind, code in STATUSES if isinstance(failure, kind))
        return Response({"detail": str(failure)}, status=next(fitting, 400))
    return exception_handler(failure, context)


def whole_number(text: str, *, name: str, most: int) -> int:
    """
    Read a number from an address.

    :raises ParseError: it is none, or beyond the limit
    """
    if text.isascii() and text.isdigit() and int(text[:12]) <= most:
        return int(text)
    raise ParseError(f"{name} must be a whole number up to {most}.")
