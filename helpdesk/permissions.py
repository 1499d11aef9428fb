"""
Who may do what at the helpdesk. Each check returns nothing, or raises Forbidden.

What a viewer may see is `models.sight`; here is what they may do with what they see. A ticket
that somebody may not see is not found, so that its existence is not given away.
"""

from accounts.codes import JobRole
from core.errors import Forbidden
from helpdesk.models import MajorIncident, Sight, Ticket


def check_is_staff(sight: Sight) -> None:
    """
    Require somebody who works at the helpdesk.

    :raises Forbidden: they do not
    """
    if not sight.is_staff:
        raise Forbidden("Only the helpdesk may see this page.")


def check_may_list(sight: Sight) -> None:
    """
    Require somebody who works with lists of tickets: the helpdesk, or a privacy officer.

    :raises Forbidden: they are neither
    """
    if not sight.has_lists:
        raise Forbidden("Only the helpdesk and privacy officers may see lists of tickets.")


def check_may_work_on(sight: Sight, ticket: Ticket) -> None:
    """
    Require somebody who works in the ticket's queue, and may see it if it is restricted.

    :raises Forbidden: they work elsewhere
    """
    queues = sight.restricted_queues if ticket.is_restricted else sight.queues
    if ticket.queue_id not in queues:
        raise Forbidden("Only members of the ticket’s queue may change it.")


def check_may_lead(sight: Sight, ticket: Ticket) -> None:
    """
    Require somebody who leads the ticket's queue.

    :raises Forbidden: they do not lead it
    """
    check_may_work_on(sight, ticket)
    if ticket.queue_id not in sight.led_queues:
        raise Forbidden("Only those who lead the ticket’s queue may do this.")


def check_leads_a_queue(sight: Sight) -> None:
    """
    Require somebody who leads a queue.

    :raises Forbidden: they lead none
    """
    if not sight.led_queues:
        raise Forbidden("Only those who lead a queue may do this.")


def check_may_write_to(sight: Sight, ticket: Ticket) -> None:
    """
    Require somebody who may write to the desk on a ticket: staff of its queue, or who takes part.

    :raises Forbidden: they may only read it
    """
    queues = sight.restricted_queues if ticket.is_restricted else sight.queues
    takes_part = ticket.participants.people().filter(user_id=sight.user_id)
    if ticket.queue_id not in queues and not takes_part.exists():
        raise Forbidden("You may read this ticket, but it is not yours to write to.")


def check_may_redact(sight: Sight, ticket: Ticket) -> None:
    """
    Require somebody who may destroy words and files of a ticket.

    That is who leads its queue, works there with sight of what is restricted, or is a privacy
    officer who sees the ticket.

    :raises Forbidden: they are none of these
    """
    leads = ticket.queue_id in sight.led_queues and not ticket.is_restricted
    is_trusted = ticket.queue_id in sight.restricted_queues
    is_officer = sight.job_role == JobRole.PRIVACY_OFFICER
    if leads or is_trusted:
        return
    if is_officer and Ticket.objects.filter(sight.as_staff(), pk=ticket.pk).exists():
        return
    raise Forbidden("Only those who lead the ticket’s queue and privacy officers may redact.")


def check_reviews_redactions(sight: Sight) -> None:
    """
    Require somebody who reviews redactions: a privacy officer, or who sees restricted tickets.

    :raises Forbidden: they are neither
    """
    if sight.job_role != JobRole.PRIVACY_OFFICER and not sight.restricted_queues:
        raise Forbidden("Only privacy officers and their teams review what was redacted.")


def check_may_run(sight: Sight, incident: MajorIncident) -> None:
    """
    Require who runs a major incident: its commander, or somebody who leads its queue.

    :raises Forbidden: they do not
    """
    check_may_work_on(sight, incident.ticket)
    if sight.user_id != incident.commander_id:
        check_may_lead(sight, incident.ticket)


def check_may_open_references(sight: Sight, ticket: Ticket) -> None:
    """
    Require staff who read everything of a ticket.

    :raises Forbidden: they are not
    """
    if not Ticket.objects.filter(sight.as_staff(), pk=ticket.pk).exists():
        raise Forbidden("Only staff who see the whole ticket may open a reference.")
