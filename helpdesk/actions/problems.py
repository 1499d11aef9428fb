"""Open the problem behind a ticket, and say what is known of it."""

from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from helpdesk import permissions, policies
from helpdesk.codes import Channel, EventKind, TicketKind
from helpdesk.models import KnownError, Ticket, sight_of

from .identifiers import clean_text
from .opening import Opening, open_ticket
from .parts import write_under
from .recording import Happening, lock_ticket, record


@transaction.atomic
def open_problem(
    *, number: int, title: str, text: str, by: PractitionerRole, at: datetime
) -> Ticket:
    """
    Open a problem behind a ticket, in the ticket's queue, and put the ticket under it.

    :raises Forbidden: the actor does not work on the ticket
    :raises NotPermittedNow: it is under another one, has ended, or has tickets of its own
    """
    below = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), below)
    opening = Opening(
        kind=TicketKind.PROBLEM,
        category=below.category,  # type: ignore[arg-type]  # as the column holds it
        channel=Channel.DESK,
        subject=clean_text(title),
        text=clean_text(text),
        impact=below.impact,  # type: ignore[arg-type]  # as the column holds it
        urgency=below.urgency,  # type: ignore[arg-type]  # as the column holds it
        queue=below.queue,
        component=below.component,
        has_governance_flag=below.has_governance_flag,
        has_safety_flag=below.has_safety_flag,
    )
    problem = open_ticket(opening, by=by, at=at)
    policies.check_can_be_part(below, of=problem)
    write_under(below, problem, by=by, at=at)
    return problem


@transaction.atomic
def write_known_error(
    *, number: int, known: KnownError, by: PractitionerRole, at: datetime
) -> KnownError:
    """
    Say what is known of a problem: `known` holds the words, and whether callers may read them.

    :raises Forbidden: the actor does not work on the problem; to publish, they lead its queue
    :raises NotPermittedNow: the ticket is no problem or major incident
    """
    problem = lock_ticket(number)
    sight = sight_of(by)
    permissions.check_may_work_on(sight, problem)
    policies.check_can_have_children(problem)
    kept = KnownError.objects.filter(problem=problem).first() or KnownError(problem=problem)
    if known.is_published:
        permissions.check_may_lead(sight, problem)
        policies.check_may_be_published(problem)
    kept.title = clean_text(known.title)
    kept.root_cause = clean_text(known.root_cause)
    kept.workaround = clean_text(known.workaround)
    kept.is_published = known.is_published
    kept.closed_at = known.closed_at
    kept.save()
    facts = {"known_error": str(kept.pk), "published": kept.is_published}
    record(problem, Happening(kind=EventKind.EDITED, by=by, facts=facts), at=at)
    return kept
