"""One ticket, for somebody who may see it."""

from helpdesk.models import Sight, Ticket


def get_ticket(number: int, *, sight: Sight) -> Ticket:
    """
    Return a ticket with what its page names.

    :raises Ticket.DoesNotExist: there is none, or the viewer may not know of it
    """
    found = Ticket.objects.within(sight).select_related(
        "queue", "assignee", "requester", "organization", "region", "component", "request_type"
    )
    return found.get(pk=number)
