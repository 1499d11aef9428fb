"""Destroys the copies of what was redacted: mails, what they quote, drafts, changes of many."""

from collections.abc import Collection, Sequence
from typing import Final

from django.db.models import Q

from helpdesk.codes import BLACK, InboundState, LinkKind, OutboundState, RedactionTarget
from helpdesk.models import (
    Broadcast,
    BulkChange,
    Draft,
    EventText,
    InboundMessage,
    KnownError,
    MajorIncident,
    OutboundMessage,
    Redaction,
    SatisfactionRequest,
    Ticket,
    TicketEvent,
)

# What becomes of these is not decided yet, so nobody can do without the mail itself.
UNDECIDED: Final = (InboundState.RECEIVED, InboundState.TRAY)


def destroy_copies(
    ticket: Ticket, rows: Sequence[Redaction], *, words: Collection[str], has_subject: bool
) -> None:
    """
    Destroy every copy of what was redacted on a ticket.

    A mail that came later may quote what came before, so its original goes too, with what it
    quotes; what somebody wrote above the quotation stays.
    """
    events = [row.event for row in rows if row.event is not None]
    since = ticket.opened_at if has_subject else min(event.at for event in events)
    related = Ticket.objects.filter(
        Q(pk=ticket.pk)
        | Q(merged_into=ticket)
        | Q(merged=ticket)
        | Q(links_from__target=ticket, links_from__kind=LinkKind.FOLLOW_UP)
    )
    numbers = set(related.values_list("pk", flat=True))
    mails = InboundMessage.objects.filter(ticket_id__in=numbers).exclude(state__in=UNDECIDED)
    mails.filter(Q(event__isnull=True) | Q(event__at__gte=since)).update(raw=None)
    if has_subject:
        mails.filter(ticket=ticket).update(subject=BLACK, raw=None)
    texts = EventText.objects.filter(event__ticket_id__in=numbers, event__at__gte=since)
    _destroy_quotations(list(texts.exclude(quoted="")))
    _clear_sent(ticket, has_subject=has_subject)
    Draft.objects.filter(ticket_id__in=numbers).delete()
    _blacken_rows(ticket, words)
    for bulk in BulkChange.objects.filter(numbers__contains=[ticket.pk]):
        _blacken(bulk, words)


def _destroy_quotations(quoting: Sequence[EventText]) -> None:
    """Write texts anew without what they quote: the database lets nobody change one."""
    EventText.objects.filter(pk__in=[text.pk for text in quoting]).delete()
    EventText.objects.bulk_create(EventText(event_id=text.pk, body=text.body) for text in quoting)


def _clear_sent(ticket: Ticket, *, has_subject: bool) -> None:
    """Clear what was kept of mails that were sent, and call back those that were not."""
    mails = OutboundMessage.objects.filter(ticket=ticket)
    mails.exclude(body="").update(body="")
    if has_subject:
        mails.update(subject=f"Ticket {ticket.pk}")
    waiting = mails.filter(state=OutboundState.QUEUED, event__text__isnull=True)
    waiting.filter(event__text_length__gt=0).update(state=OutboundState.RECALLED)


def _blacken_rows(ticket: Ticket, words: Collection[str]) -> None:
    """Take words out of what was told to many because of the ticket, and of what it is known as."""
    SatisfactionRequest.objects.filter(ticket=ticket, comment__in=words).update(comment=BLACK)
    told = Q(parent=ticket) | Q(deliveries__ticket=ticket)
    broadcasts = Broadcast.objects.filter(told, text__in=words).values("pk")
    Broadcast.objects.filter(pk__in=list(broadcasts.values_list("pk", flat=True))).update(
        text=BLACK
    )
    for known in (KnownError.objects, KnownError.history):
        known.filter(problem=ticket, title__in=words).update(title=BLACK)
    for incident in (MajorIncident.objects, MajorIncident.history):
        incident.filter(ticket=ticket, title__in=words).update(title=BLACK)


def _blacken(bulk: BulkChange, words: Collection[str]) -> None:
    """Take words out of a change of many tickets, and out of how it would be undone."""
    bulk.text = BLACK if bulk.text in words else bulk.text
    bulk.changes, bulk.results = _without(bulk.changes, words), _without(bulk.results, words)
    bulk.save(update_fields=["text", "changes", "results", "updated_at"])


def _without(value: object, words: Collection[str]) -> object:
    if isinstance(value, dict):
        return {key: _without(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, words) for each in value]
    return BLACK if isinstance(value, str) and value in words else value


def find_same_words(ticket: Ticket, rows: Sequence[Redaction]) -> dict[int, list[int]]:
    """Return events of other tickets that say the same, because it was sent to many at once."""
    told = Broadcast.objects.filter(Q(parent=ticket) | Q(deliveries__ticket=ticket))
    numbers = set(told.values_list("parent_id", flat=True))
    numbers |= set(
        told.filter(deliveries__event__isnull=False).values_list("deliveries__ticket_id", flat=True)
    )
    for chosen in BulkChange.objects.filter(numbers__contains=[ticket.pk]):
        numbers |= set(chosen.numbers)
    digests = [row.digest for row in rows if row.target == RedactionTarget.EVENT]
    same = TicketEvent.objects.filter(
        ticket_id__in=numbers - {ticket.pk}, text_digest__in=digests, text__isnull=False
    )
    found: dict[int, list[int]] = {}
    for number, event in same.order_by("ticket_id", "position").values_list("ticket_id", "pk"):
        found.setdefault(number, []).append(event)
    return found
