"""
Destroys what should not stand on a ticket: words, the subject, files, and every copy of them.

What stays is that it was there: whose decision, why, how long it was, and its keyed digest, so that
the chain of events still verifies. Nothing here can be undone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.access import allowed
from core.errors import NotPermittedNow
from core.vault import digest
from helpdesk import permissions
from helpdesk.codes import BLACK, EventKind, RedactionCategory, RedactionTarget, ScanState
from helpdesk.models import (
    Attachment,
    AttachmentContent,
    EventText,
    Redaction,
    Ticket,
    TicketEvent,
    sight_of,
)

from .chain import digest_text
from .identifiers import clean_text
from .recording import Happening, lock_ticket, record
from .redaction_copies import destroy_copies, find_same_words
from .redaction_notice import tell_governance
from .search_words import rebuild_words

LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of a ticket is to be destroyed."""

    events: Collection[int] = ()
    attachments: Collection[UUID] = ()
    has_subject: bool = False

    def __bool__(self) -> bool:
        return bool(self.events or self.attachments or self.has_subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why something is destroyed."""

    category: RedactionCategory
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What was done: the event, and on how many other tickets the same words went or are left."""

    event: TicketEvent
    others: int = 0
    left: int = 0


@transaction.atomic
def redact(
    *, number: int, chosen: Chosen, grounds: Grounds, by: PractitionerRole, at: datetime
) -> Removed:
    """
    Destroy what was chosen of a ticket, with its copies in mails, drafts and search.

    Words that were sent to many tickets at once go from each of them that the actor may redact.

    :raises Forbidden: the actor may not redact this ticket
    :raises NotPermittedNow: nothing is chosen, no reason is given, or it is gone already
    """
    ticket = lock_ticket(number)
    sight = sight_of(by)
    permissions.check_may_redact(sight, ticket)
    reason = clean_text(grounds.reason.strip())[:LONGEST_REASON]
    if not reason:
        raise NotPermittedNow("Give a reason.")
    if not chosen:
        raise NotPermittedNow("Choose what is to be removed.")
    why = Grounds(category=grounds.category, reason=reason)
    event, rows = _redact_one(ticket, chosen, why, by=by, at=at)
    others, left = 0, 0
    for other, events in find_same_words(ticket, rows).items():
        locked = lock_ticket(other)
        if allowed(permissions.check_may_redact, sight, locked):
            _redact_one(locked, Chosen(events=events), why, by=by, at=at)
            others += 1
        else:
            left += 1
    if grounds.category == RedactionCategory.PATIENT:
        tell_governance(ticket, by=by, at=at)
    return Removed(event=event, others=others, left=left)


def _redact_one(
    ticket: Ticket, chosen: Chosen, grounds: Grounds, *, by: PractitionerRole, at: datetime
) -> tuple[TicketEvent, list[Redaction]]:
    words = _words_of(ticket, chosen)
    rows = _destroy(ticket, chosen)
    destroy_copies(ticket, rows, words=words, has_subject=chosen.has_subject)
    happening = Happening(
        kind=EventKind.REDACTED,
        by=by,
        text=grounds.reason,
        facts={"category": grounds.category, "removed": [_fact(row) for row in rows]},
        changes=_columns(ticket, rows),
    )
    event = record(ticket, happening, at=at)
    for row in rows:
        row.category, row.reason, row.by, row.at = grounds.category, grounds.reason, by.user, at
    Redaction.objects.bulk_create(rows)
    rebuild_words([ticket.pk])
    return event, rows


def _words_of(ticket: Ticket, chosen: Chosen) -> list[str]:
    texts = EventText.objects.filter(event__ticket=ticket, pk__in=chosen.events)
    subjects = [ticket.subject] if chosen.has_subject else []
    return [*subjects, *texts.values_list("body", flat=True)]


def _columns(ticket: Ticket, rows: Sequence[Redaction]) -> dict[str, object]:
    """Return the columns of the ticket that hold what was redacted, with nothing in it."""
    columns: dict[str, object] = {}
    if any(row.target == RedactionTarget.SUBJECT for row in rows):
        columns["subject"] = BLACK
    kinds = {row.event.kind for row in rows if row.event is not None}
    if EventKind.PRIORITY_SET in kinds and ticket.priority_reason:
        columns["priority_reason"] = BLACK
    return columns


def _destroy(ticket: Ticket, chosen: Chosen) -> list[Redaction]:
    rows = [_destroy_words(ticket, each) for each in sorted(chosen.events)]
    rows += [_destroy_file(ticket, each) for each in sorted(chosen.attachments)]
    if chosen.has_subject:
        rows.append(_note_subject(ticket))
    return rows


def _destroy_words(ticket: Ticket, event_id: int) -> Redaction:
    texts = EventText.objects.select_related("event").filter(event__ticket=ticket)
    text = texts.filter(pk=event_id).first()
    if text is None:
        raise NotPermittedNow("What you chose is gone already.")
    event = text.event
    text.delete()
    return Redaction(
        ticket=ticket,
        event=event,
        target=RedactionTarget.EVENT,
        target_id=str(event.pk),
        length=event.text_length,
        digest=bytes(event.text_digest or b""),
    )


def _destroy_file(ticket: Ticket, attachment_id: UUID) -> Redaction:
    """Destroy a file, its name, and the plain digest by which others could guess what it was."""
    files = Attachment.objects.select_for_update(of=("self",)).select_related("event")
    attachment = files.filter(ticket=ticket, pk=attachment_id).first()
    if attachment is None or attachment.name == BLACK:
        raise NotPermittedNow("What you chose is gone already.")
    row = Redaction(
        ticket=ticket,
        event=attachment.event,
        target=RedactionTarget.ATTACHMENT,
        target_id=str(attachment.pk),
        length=attachment.size,
        digest=digest(attachment.sha256.encode()),
    )
    AttachmentContent.objects.filter(pk=attachment.pk).delete()
    attachment.name, attachment.sha256, attachment.scan_detail = BLACK, "", ""
    attachment.scan_state, attachment.next_scan_at = ScanState.DESTROYED, None
    attachment.save()
    return row


def _note_subject(ticket: Ticket) -> Redaction:
    if ticket.subject == BLACK:
        raise NotPermittedNow("What you chose is gone already.")
    return Redaction(
        ticket=ticket,
        target=RedactionTarget.SUBJECT,
        length=len(ticket.subject),
        digest=digest_text(ticket.subject) or b"",
    )


def _fact(row: Redaction) -> dict[str, object]:
    """Return what stays in the chain of what was destroyed."""
    return {
        "target": row.target,
        "id": row.target_id,
        "length": row.length,
        "digest": bytes(row.digest).hex(),
    }


@transaction.atomic
def review_redactions(*, keys: Collection[int], by: PractitionerRole, at: datetime) -> int:
    """
    Note that redactions were reviewed, of those whose tickets the actor sees, and how many.

    :raises Forbidden: the actor does not review them
    """
    sight = sight_of(by)
    permissions.check_reviews_redactions(sight)
    seen = Redaction.objects.filter(sight.as_staff("ticket__"), pk__in=keys)
    return seen.filter(reviewed_at__isnull=True).update(reviewed_at=at)
