"""What the parts of the helpdesk's API share: checked input, known tickets, and short answers."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.api import viewer_of
from accounts.models import User
from accounts.queries import find_user_by_sign_in_name
from core.errors import NotPermittedNow
from helpdesk.models import Ticket, TicketEvent, sight_of


def checked(serializer: type[Serializer[object]], request: Request) -> dict[str, Any]:
    """
    Return what a request sends, once it has been checked.

    :raises ValidationError: it is not what the address takes
    """
    sent = serializer(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


def known_ticket(request: Request, number: str) -> Ticket:
    """
    Return a ticket that the viewer may know of.

    :raises Ticket.DoesNotExist: there is none, or they may not
    """
    return Ticket.objects.within(sight_of(viewer_of(request))).get(pk=int(number))


def known_number(request: Request, number: str) -> int:
    """
    Return the number of a ticket that the viewer may know of.

    :raises Ticket.DoesNotExist: there is none, or they may not
    """
    return known_ticket(request, number).number


def find_person(name: str) -> User:
    """
    Return a member of staff by the name with which they sign in.

    :raises NotPermittedNow: nobody has it
    """
    if (user := find_user_by_sign_in_name(name)) is None:
        raise NotPermittedNow("Nobody signs in with that name.")
    return user


def done(event: TicketEvent | None) -> Response:
    """Answer with what a change has made."""
    return Response({"event": event.pk if event else None})
