"""Opens the reference that stands in place of an NHS number, for a reason that is written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from core.nhs_number import NhsNumber
from helpdesk import permissions
from helpdesk.codes import EventKind
from helpdesk.models import IdentifierReference, sight_of
from helpdesk.queries.references import count_openings, list_references

from .identifiers import read_number
from .recording import Happening, lock_ticket, record

SHOWN_FOR: Final = timedelta(minutes=5)
MOST_AN_HOUR: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedReference:
    """A number, to be shown once and not kept; none for a placeholder, which stands for nobody."""

    code: str
    number: NhsNumber | None
    is_known: bool
    until: datetime


@transaction.atomic
def open_reference(
    *, number: int, code: str, reason: str, by: PractitionerRole, at: datetime
) -> OpenedReference:
    """
    Return the NHS number behind a reference on a ticket, once its opening is written down.

    :raises Forbidden: the actor is not staff who sees the whole ticket
    :raises NotPermittedNow: no reason, the reference is not on it, or too many were opened
    """
    ticket = lock_ticket(number)
    sight = sight_of(by)
    permissions.check_may_open_references(sight, ticket)
    if not reason.strip():
        raise NotPermittedNow("Say why you need the number.")
    if code not in list_references(ticket, sight=sight):
        raise NotPermittedNow("This reference does not stand on the ticket.")
    if count_openings(by.user_id, at=at) >= MOST_AN_HOUR:
        raise NotPermittedNow(
            f"You have opened {MOST_AN_HOUR} references within an hour. Wait, or ask a colleague."
        )
    reference = IdentifierReference.objects.get(code=code)
    happening = Happening(
        kind=EventKind.IDENTIFIER_OPENED, by=by, text=reason.strip(), facts={"code": code}
    )
    record(ticket, happening, at=at)
    return OpenedReference(
        code=code,
        number=read_number(reference),
        is_known=reference.patient_id is not None,
        until=at + SHOWN_FOR,
    )
