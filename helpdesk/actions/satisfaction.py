"""
Ask a caller once how it went, and take their first answer.

Mail scanners follow links and even send forms, so that only what a person does on a page counts:
they are signed in, or they hold the link's token and send the form of a page that they were shown.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from helpdesk.codes import DONE_STATES, EventKind, MailPurpose, ParticipantKind
from helpdesk.models import SatisfactionRequest, Ticket, TicketParticipant

from .identifiers import clean_text
from .notifications import tell
from .recording import Happening, lock_ticket, record

# A caller who finds that it is not solved says so first.
ASKED_AFTER: Final = timedelta(hours=1)
ASKED_WITHIN: Final = timedelta(days=3)
ANSWERED_WITHIN: Final = timedelta(days=30)
MOST_AT_ONCE: Final = 200


class Score(IntEnum):
    """How content a caller is."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a caller says."""

    score: Score
    comment: str = ""


@transaction.atomic
def ask(*, number: int, at: datetime) -> SatisfactionRequest | None:
    """Ask the caller of a done ticket by mail how it went; None where there is nothing to ask."""
    ticket = lock_ticket(number)
    caller = TicketParticipant.objects.filter(ticket=ticket, kind=ParticipantKind.REQUESTER).first()
    if caller is None or ticket.state not in DONE_STATES or _find(ticket) is not None:
        return None
    question = _question(ticket, at=at)
    tell(ticket, user=caller.user, address=caller.address, purpose=MailPurpose.SATISFACTION, at=at)
    return question


def ask_all(*, at: datetime) -> int:
    """Ask about what was resolved lately and has stayed so, and return how many were asked."""
    asked = SatisfactionRequest.objects.filter(ticket__isnull=False).values("ticket_id")
    due = Ticket.objects.filter(
        Q(state__in=DONE_STATES)
        & Q(resolved_at__range=(at - ASKED_WITHIN, at - ASKED_AFTER))
        & ~Q(pk__in=asked)
    )
    numbers = due.order_by("resolved_at").values_list("number", flat=True)[:MOST_AT_ONCE]
    return sum(ask(number=number, at=at) is not None for number in list(numbers))


def token_of(question: SatisfactionRequest) -> str:
    """Return the token of a question. It is made when it is needed, and kept nowhere."""
    made = salted_hmac("helpdesk.satisfaction", str(question.pk), algorithm="sha256").digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def find_by_token(token: str, *, at: datetime) -> SatisfactionRequest | None:
    """Return the question of a token that has not been used and is not too old."""
    open_questions = SatisfactionRequest.objects.filter(answered_at__isnull=True, expires_at__gt=at)
    return open_questions.filter(token_digest=_digest(token)).first()


@transaction.atomic
def answer_by_token(*, token: str, verdict: Verdict, at: datetime) -> SatisfactionRequest:
    """
    Take the answer of whoever holds the token of a question.

    :raises NotPermittedNow: the token is used or too old, or the ticket is open again
    """
    question = find_by_token(token, at=at)
    if question is None:
        raise NotPermittedNow("This link cannot be used any more.")
    return _answer(lock_ticket(question.ticket_id), verdict, by=None, at=at)


@transaction.atomic
def answer_as_caller(
    *, number: int, verdict: Verdict, by: PractitionerRole, at: datetime
) -> SatisfactionRequest:
    """
    Take the answer of the one who asked, who is signed in and need not have been sent a link.

    :raises Forbidden: somebody else asked
    :raises NotPermittedNow: they have answered, or the ticket is not done
    """
    ticket = lock_ticket(number)
    check_asked(ticket, by)
    if _find(ticket) is None:
        _question(ticket, at=at)
    return _answer(ticket, verdict, by=by, at=at)


def check_asked(ticket: Ticket, viewer: PractitionerRole) -> None:
    """
    Require the one who asked for something.

    :raises Forbidden: it is somebody else
    """
    callers = TicketParticipant.objects.filter(ticket=ticket, kind=ParticipantKind.REQUESTER)
    if not callers.filter(user_id=viewer.user_id).exists():
        raise Forbidden("Only the one who asked can say how it went.")


def check_can_answer(ticket: Ticket) -> None:
    """
    Require a ticket that is done and of which nobody has said yet how it went.

    :raises NotPermittedNow: it is not, or somebody has
    """
    if ticket.state not in DONE_STATES:
        raise NotPermittedNow("This ticket is still open. We ask when it is solved.")
    question = _find(ticket)
    if question is not None and question.answered_at is not None:
        raise NotPermittedNow("You have told us already. Thank you.")


def _answer(
    ticket: Ticket, verdict: Verdict, *, by: PractitionerRole | None, at: datetime
) -> SatisfactionRequest:
    """Keep the first answer; the ticket is locked, so that a second one finds it."""
    check_can_answer(ticket)
    question = SatisfactionRequest.objects.select_related("user").get(ticket=ticket)
    comment = clean_text(verdict.comment.strip())
    question.answered_at, question.score, question.comment = at, verdict.score, comment
    question.save(update_fields=["answered_at", "score", "comment", "updated_at"])
    happening = Happening(
        kind=EventKind.SATISFACTION,
        by=by,
        actor_name=str(question.user) if question.user else "The caller",
        text=comment,
        facts={"score": int(verdict.score), "signed_in": by is not None},
    )
    record(ticket, happening, at=at)
    return question


def _question(ticket: Ticket, *, at: datetime) -> SatisfactionRequest:
    question = SatisfactionRequest(
        ticket=ticket,
        user=ticket.requester,
        asked_at=at,
        expires_at=at + ANSWERED_WITHIN,
    )
    question.token_digest = _digest(token_of(question))
    question.save(force_insert=True)
    return question


def _find(ticket: Ticket) -> SatisfactionRequest | None:
    return SatisfactionRequest.objects.filter(ticket=ticket).first()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
