"""Write to a ticket: answers, notes, and what callers write."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole, User
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, Visibility
from helpdesk.models import Ticket, TicketEvent, sight_of

from .attachments import NewFile, check_files, keep_files
from .recording import Happening, lock_ticket, record


@transaction.atomic
def write_reply(
    *,
    number: int,
    text: str,
    by: PractitionerRole,
    at: datetime,
    last_seen_event_id: int | None = None,
    files: Sequence[NewFile] = (),
) -> TicketEvent:
    """
    Answer the caller, with files that everybody sees who sees the answer.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: the ticket has ended, something new was written (StaleTicket), or a
        file cannot be attached (UnfitFile)
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    policies.check_is_not_ended(ticket)
    policies.check_nothing_new(ticket, last_seen_event_id)
    check_files(files, ticket)
    happening = Happening(
        kind=EventKind.REPLY,
        by=by,
        visibility=Visibility.PUBLIC,
        text=_words(text),
        changes={} if ticket.responded_at else {"responded_at": at},
    )
    return _record_with(files, ticket, happening, at=at)


@transaction.atomic
def write_note(
    *,
    number: int,
    text: str,
    by: PractitionerRole,
    at: datetime,
    files: Sequence[NewFile] = (),
    mentions: Sequence[User] = (),
) -> TicketEvent:
    """
    Note something that only staff read, with files that only staff see.

    Those whom it mentions are told; whoever calls has checked that they may see it.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: nothing is written, or a file cannot be attached (UnfitFile)
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    check_files(files, ticket)
    facts = {"mentions": [str(user.pk) for user in mentions]} if mentions else {}
    happening = Happening(kind=EventKind.NOTE, by=by, text=_words(text), facts=facts)
    return _record_with(files, ticket, happening, at=at)


@transaction.atomic
def write_message(  # noqa: PLR0913 — a message by a person or from an address
    *,
    number: int,
    text: str,
    by: PractitionerRole | None,
    at: datetime,
    quoted: str = "",
    sender: User | None = None,
    address: str = "",
    files: Sequence[NewFile] = (),
) -> TicketEvent:
    """
    Add what a caller writes, from the portal (`by`) or by mail (`sender` or `address`).

    Whoever calls for a mail has checked that its sender takes part.

    :raises Forbidden: the actor takes no part in the ticket
    :raises NotPermittedNow: the ticket has ended, or a file cannot be attached (UnfitFile)
    """
    ticket = lock_ticket(number)
    if by is not None:
        permissions.check_may_write_to(sight_of(by), ticket)
    policies.check_is_not_ended(ticket)
    check_files(files, ticket)
    happening = Happening(
        kind=EventKind.MESSAGE,
        by=by,
        actor_name=str(sender) if sender else address,
        visibility=Visibility.PUBLIC,
        text=_words(text),
        quoted=quoted,
        facts={"sender": str(sender.pk)} if sender else {},
    )
    return _record_with(files, ticket, happening, at=at)


def _record_with(
    files: Sequence[NewFile], ticket: Ticket, happening: Happening, *, at: datetime
) -> TicketEvent:
    event = record(ticket, happening, at=at)
    keep_files(event, files, at=at)
    return event


def _words(text: str) -> str:
    """
    Return a text without the space around it.

    :raises NotPermittedNow: nothing is left
    """
    if not (words := text.strip()):
        raise NotPermittedNow("Write something first.")
    return words
