"""Notes of the staff that call colleagues by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import PractitionerRole, User
from helpdesk.codes import ParticipantKind
from helpdesk.models import TicketEvent, TicketParticipant
from helpdesk.queries.people import find_mentioned, names_in, sees_as_staff

from .attachments import NewFile
from .recording import lock_ticket
from .writing import write_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note, whom it told, and which names told nobody: unknown, or they may not see it."""

    event: TicketEvent
    told: tuple[User, ...]
    not_told: tuple[str, ...]


@transaction.atomic
def note_and_mention(
    *,
    number: int,
    text: str,
    by: PractitionerRole,
    at: datetime,
    files: Sequence[NewFile] = (),
) -> Noted:
    """
    Note something for staff; who is called by "@name" and may see the ticket watches it from now.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: nothing was written
    """
    ticket = lock_ticket(number)
    names = names_in(text)
    found = find_mentioned(names) if names else {}
    on = timezone.localdate(at)
    told = {name: user for name, user in found.items() if sees_as_staff(user, ticket, on)}
    event = write_note(
        number=number, text=text, by=by, at=at, files=files, mentions=list(told.values())
    )
    watching = [
        TicketParticipant(ticket=ticket, user=user, kind=ParticipantKind.WATCHER)
        for user in told.values()
        if user.pk != by.user_id
    ]
    TicketParticipant.objects.bulk_create(watching, ignore_conflicts=True)
    return Noted(
        event=event,
        told=tuple(told.values()),
        not_told=tuple(name for name in names if name not in told),
    )
