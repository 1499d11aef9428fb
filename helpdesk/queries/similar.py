"""Tickets like another: for whoever answers it, and before somebody opens the same once more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from helpdesk.codes import DONE_STATES, TicketState
from helpdesk.models import Sight, Ticket

from .lists import TicketLine, read_lines

LOOKS_BACK: Final = timedelta(days=180)
MOST_COMPARED: Final = 2_000
LEAST_ALIKE: Final = 0.3
# What each thing in common adds to how alike the subjects are, which lies between 0 and 1.
_SAME_CALLER: Final = 0.35
_SAME_ORGANIZATION: Final = 0.15
_SAME_COMPONENT: Final = 0.15
_SAME_CATEGORY: Final = 0.1
_SAME_SOURCE: Final = 0.3
_STILL_OPEN: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a ticket is compared by. `source` is the feed that the captured context names."""

    subject: str
    category: str = ""
    requester: UUID | None = None
    organization: UUID | None = None
    component: UUID | None = None
    source: str = ""
    number: int | None = None


def likeness_of(ticket: Ticket) -> Likeness:
    """Return what a ticket is compared by."""
    return Likeness(
        subject=ticket.subject,
        category=ticket.category,
        requester=ticket.requester_id,
        organization=ticket.organization_id,
        component=ticket.component_id,
        source=str(ticket.context.get("feed", "")),
        number=ticket.number,
    )


def list_similar(like: Likeness, *, sight: Sight, at: datetime, most: int = 5) -> list[TicketLine]:
    """Return the tickets that a viewer sees and that are most like what is described."""
    newest = _candidates(like, sight=sight, at=at).order_by("-number").values("number")
    alike = (
        Ticket.objects.filter(pk__in=newest[:MOST_COMPARED])
        .annotate(alike=_score(like))
        .filter(alike__gte=LEAST_ALIKE)
        .order_by("-alike", "-number")
    )
    return read_lines(list(alike.values_list("number", flat=True)[:most]), sight=sight)


def _candidates(like: Likeness, *, sight: Sight, at: datetime) -> QuerySet[Ticket]:
    """Return tickets of late that have something in common, or share words of the subject."""
    common = Q(subject__trigram_similar=like.subject)
    for column, value in (
        ("requester_id", like.requester),
        ("organization_id", like.organization),
        ("component_id", like.component),
        ("category", like.category),
    ):
        if value:
            common |= Q(**{column: value})
    seen = Ticket.objects.within(sight).filter(common, opened_at__gte=at - LOOKS_BACK)
    if like.number is not None:
        seen = seen.exclude(pk=like.number)
    return seen.exclude(state__in=(TicketState.SPAM, TicketState.MERGED, TicketState.CANCELLED))


def _score(like: Likeness) -> Combinable:
    score: Combinable = Coalesce(
        TrigramSimilarity("subject", like.subject), Value(0.0), output_field=FloatField()
    )
    for condition, weight in (
        (Q(requester_id=like.requester) if like.requester else None, _SAME_CALLER),
        (Q(organization_id=like.organization) if like.organization else None, _SAME_ORGANIZATION),
        (Q(component_id=like.component) if like.component else None, _SAME_COMPONENT),
        (Q(category=like.category) if like.category else None, _SAME_CATEGORY),
        (Q(context__feed=like.source) if like.source else None, _SAME_SOURCE),
        (~Q(state__in=DONE_STATES), _STILL_OPEN),
    ):
        if condition is not None:
            score = score + Case(When(condition, then=Value(weight)), default=Value(0.0))
    return score
