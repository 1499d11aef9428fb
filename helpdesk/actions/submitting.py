"""Open the ticket of a form once, however often the form is sent."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from helpdesk.models import Submission, Ticket

from .opening import Opening, open_ticket

LONGEST_MADE_SUBJECT: Final = 100
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The ticket of a form, and whether this was the time that opened it."""

    ticket: Ticket
    is_new: bool


@transaction.atomic
def open_once(opening: Opening, *, token: UUID, by: PractitionerRole, at: datetime) -> Submitted:
    """
    Open the ticket of a form, or return the one that the same form has opened before.

    Of two that are sent at once, the second waits for the first at the constraint of the token.

    :raises NoQueue: no queue takes it
    """
    submission, _ = Submission.objects.select_related("ticket").get_or_create(
        user=by.user, token=token
    )
    if submission.ticket is not None:
        return Submitted(ticket=submission.ticket, is_new=False)
    submission.ticket = open_ticket(opening, by=by, at=at)
    submission.save(update_fields=["ticket"])
    return Submitted(ticket=submission.ticket, is_new=True)


def subject_from(text: str) -> str:
    """Return the first sentence of a text as a title, cut between words where it is long."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0]
    words = " ".join(first.split())
    if len(words) <= LONGEST_MADE_SUBJECT:
        return words.removesuffix(".") or words
    return words[:LONGEST_MADE_SUBJECT].rsplit(" ", 1)[0].rstrip(",;:") + " …"
