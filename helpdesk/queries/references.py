"""The references that stand on a ticket in place of NHS numbers."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Concat

from helpdesk.codes import EventKind
from helpdesk.models import Attachment, EventText, Sight, Ticket, TicketEvent

CODE: Final = re.compile("\u2039(P-[0-9A-Z]{6})\u203a")
AN_HOUR: Final = timedelta(hours=1)


def list_references(ticket: Ticket, *, sight: Sight) -> list[str]:
    """Return the references in what somebody sees of a ticket, each once, in the order met."""
    events = TicketEvent.objects.within(sight).filter(ticket=ticket)
    mentions = Q(body__contains="\u2039P-") | Q(quoted__contains="\u2039P-")
    texts = EventText.objects.filter(mentions, event__in=events)
    files = Attachment.objects.within(sight).filter(ticket=ticket, name__contains="\u2039P-")
    words = [
        ticket.subject,
        ticket.external_reference,
        *texts.order_by("event__position").values_list(Concat("body", "quoted"), flat=True),
        *files.order_by("created_at").values_list("name", flat=True),
    ]
    return find_references(words)


def find_references(words: Iterable[str]) -> list[str]:
    """Return the references in some texts, each once, in the order met."""
    return list(dict.fromkeys(code for each in words for code in CODE.findall(each)))


def count_openings(user_id: UUID, *, at: datetime) -> int:
    """Return how many references somebody has opened within the last hour."""
    opened = TicketEvent.objects.filter(kind=EventKind.IDENTIFIER_OPENED, actor_id=user_id)
    return opened.filter(at__gt=at - AN_HOUR, at__lte=at).count()
