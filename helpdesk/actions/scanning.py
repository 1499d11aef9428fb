"""
Has files checked for viruses, and decides about those that are held.

It fails closed: where the virus check cannot be reached, a file waits, is tried again after longer
and longer pauses, and is shown as waiting to those who lead the queue. A file in which a virus was
found is kept until somebody releases or destroys it. (All files are sealed in the database.)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import PractitionerRole
from core.clamd import Clamd, ClamdRefused, ClamdUnavailable
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import EventKind, ScanState, Visibility
from helpdesk.models import Attachment, AttachmentContent, TicketEvent, sight_of
from helpdesk.tasks.files import hand_off_scan

from .recording import Happening, lock_ticket, record

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(minutes=30)
MOST_AT_ONCE: Final = 100
HELD: Final = (ScanState.INFECTED, ScanState.ERROR)


@dataclass(frozen=True, slots=True)
class _Verdict:
    state: ScanState
    detail: str = ""


def scan_attachment(attachment_id: UUID, *, at: datetime) -> ScanState | None:
    """Have a waiting file checked; None where there is none, or somebody else was faster."""
    waiting = Attachment.objects.filter(pk=attachment_id, scan_state=ScanState.PENDING)
    data = waiting.values_list("content__data", flat=True).first()
    if data is None:
        return None
    verdict = _check(bytes(data))  # takes its time, so nothing is locked meanwhile
    return verdict.state if _settle(waiting, verdict, at=at) else None


@transaction.atomic
def _settle(waiting: QuerySet[Attachment], verdict: _Verdict, *, at: datetime) -> bool:
    """Write down what the check says, unless the file waits no more."""
    number = waiting.values_list("ticket_id", flat=True).first()
    ticket = lock_ticket(number) if number else None
    attachment = waiting.select_for_update(of=("self",)).first()
    if ticket is None or attachment is None:
        return False
    is_waiting = verdict.state == ScanState.PENDING
    attachment.scan_state, attachment.scan_detail = verdict.state, verdict.detail[:200]
    attachment.scan_attempts += 1
    attachment.next_scan_at = at + _pause(attachment.scan_attempts) if is_waiting else None
    attachment.scanned_at = None if is_waiting else at
    attachment.save()
    if verdict.state in HELD:
        facts = {"attachment": str(attachment.pk), "state": verdict.state}
        record(ticket, Happening(kind=EventKind.SCANNED, facts=facts), at=at)
    return True


def _check(content: bytes) -> _Verdict:
    try:
        answer = Clamd(settings.CLAMD_ADDRESS).scan(content)
    except ClamdUnavailable:
        return _Verdict(ScanState.PENDING, "The virus check cannot be reached; it is tried again.")
    except ClamdRefused as refusal:
        return _Verdict(ScanState.ERROR, f"The virus check cannot look into it: {refusal}")
    if answer.is_clean:
        return _Verdict(ScanState.CLEAN)
    return _Verdict(ScanState.INFECTED, answer.signature)


def _pause(attempts: int) -> timedelta:
    doublings = min(attempts - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def hand_off_waiting(*, at: datetime) -> int:
    """Have the files checked whose time it is to be tried, and return how many there are."""
    due = Q(next_scan_at__lte=at) | Q(next_scan_at__isnull=True)
    waiting = Attachment.objects.filter(due, scan_state=ScanState.PENDING, content__isnull=False)
    keys = list(waiting.order_by("next_scan_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for key in keys:
        hand_off_scan(attachment_id=key)
    return len(keys)


@transaction.atomic
def release_attachment(
    *, attachment_id: UUID, reason: str, by: PractitionerRole, at: datetime
) -> TicketEvent:
    """
    Let a held file be opened, on somebody's word that it is harmless.

    :raises Forbidden: the actor does not lead the ticket's queue
    :raises NotPermittedNow: the file is not held, or no reason is given
    """
    attachment = _lock_held(attachment_id, reason, by)
    if not AttachmentContent.objects.filter(pk=attachment_id).exists():
        raise NotPermittedNow("The file itself is not here; look into the mail that brought it.")
    return _decide(attachment, ScanState.RELEASED, reason, by, at=at)


@transaction.atomic
def destroy_attachment(
    *, attachment_id: UUID, reason: str, by: PractitionerRole, at: datetime
) -> TicketEvent:
    """
    Destroy a held file. That it was there, its size and its digest stay.

    :raises Forbidden: the actor does not lead the ticket's queue
    :raises NotPermittedNow: the file is not held, or no reason is given
    """
    attachment = _lock_held(attachment_id, reason, by)
    AttachmentContent.objects.filter(pk=attachment_id).delete()
    return _decide(attachment, ScanState.DESTROYED, reason, by, at=at)


def _lock_held(attachment_id: UUID, reason: str, by: PractitionerRole) -> Attachment:
    found = Attachment.objects.visible_to(by).get(pk=attachment_id)
    ticket = lock_ticket(found.ticket_id)
    permissions.check_may_lead(sight_of(by), ticket)
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment_id)
    attachment.ticket = ticket
    if attachment.scan_state not in HELD:
        raise NotPermittedNow("This file is not held.")
    if not reason.strip():
        raise NotPermittedNow("Give a reason.")
    return attachment


def _decide(
    attachment: Attachment, state: ScanState, reason: str, by: PractitionerRole, *, at: datetime
) -> TicketEvent:
    before, attachment.scan_state = attachment.scan_state, state
    attachment.save(update_fields=["scan_state", "updated_at"])
    happening = Happening(
        kind=EventKind.SCANNED,
        by=by,
        visibility=Visibility.INTERNAL,
        text=reason.strip(),
        facts={"attachment": str(attachment.pk), "from": before, "state": state},
    )
    return record(attachment.ticket, happening, at=at)
