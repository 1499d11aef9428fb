"""
Keep what people do with articles: shown in a form, opened from it, and how the form ended.

Deflected means: somebody opened an article that a form suggested, did not send that form, and
asked the helpdesk for nothing else in the 24 hours after. Whoever only saw a title does not count.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import PractitionerRole, User
from helpdesk import permissions
from helpdesk.codes import ArticleState, ArticleUse, EventKind, MailPurpose
from helpdesk.models import (
    KnowledgeArticle,
    KnowledgeUse,
    OutboundMessage,
    Submission,
    Ticket,
    TicketEvent,
    sight_of,
)

from .recording import Happening, lock_ticket, record

SETTLED_AFTER: Final = timedelta(hours=24)
MOST_AT_ONCE: Final = 500
REMIND_EVERY: Final = timedelta(days=7)
OUTCOMES: Final = (ArticleUse.SUBMITTED, ArticleUse.DEFLECTED)
VOTES: Final = (ArticleUse.HELPFUL, ArticleUse.UNHELPFUL)


def note_shown(
    articles: Sequence[KnowledgeArticle], *, visit: UUID, user: User, at: datetime
) -> None:
    """Keep that articles were suggested in a form, once for each."""
    KnowledgeUse.objects.bulk_create(
        (
            KnowledgeUse(article=article, user=user, visit=visit, kind=ArticleUse.SHOWN, at=at)
            for article in articles
        ),
        ignore_conflicts=True,
    )


def note_opened(article: KnowledgeArticle, *, visit: UUID, user: User, at: datetime) -> None:
    """Keep that somebody opened an article that a form of theirs had suggested."""
    suggested = KnowledgeUse.objects.filter(
        article=article, visit=visit, user=user, kind=ArticleUse.SHOWN
    )
    if suggested.exists():
        opened = KnowledgeUse(
            article=article, user=user, visit=visit, kind=ArticleUse.OPENED, at=at
        )
        KnowledgeUse.objects.bulk_create([opened], ignore_conflicts=True)


@transaction.atomic
def vote(
    article: KnowledgeArticle, *, is_helpful: bool, by: PractitionerRole, at: datetime
) -> None:
    """Keep whether an article helped somebody; their last word counts."""
    visit = uuid5(article.pk, str(by.user_id))
    KnowledgeUse.objects.filter(visit=visit, kind__in=VOTES).delete()
    kind = ArticleUse.HELPFUL if is_helpful else ArticleUse.UNHELPFUL
    said = KnowledgeUse(article=article, user=by.user, visit=visit, kind=kind, at=at)
    KnowledgeUse.objects.bulk_create([said], ignore_conflicts=True)


@transaction.atomic
def link_article(
    *, number: int, article: KnowledgeArticle, by: PractitionerRole, at: datetime
) -> TicketEvent | None:
    """
    Keep that an article solved a ticket; None where it is known already.

    :raises Forbidden: the actor does not work on the ticket
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    _, is_new = KnowledgeUse.objects.get_or_create(
        article=article,
        visit=uuid5(article.pk, str(number)),
        kind=ArticleUse.SOLVED,
        defaults={"user": by.user, "at": at, "ticket": ticket},
    )
    if not is_new:
        return None
    facts = {"article": article.slug, "as": "solved-by"}
    return record(ticket, Happening(kind=EventKind.LINKED, by=by, facts=facts), at=at)


def settle_visits(*, at: datetime) -> int:
    """Say of forms from which articles were opened a day ago how they ended; return how many."""
    outcome = KnowledgeUse.objects.filter(
        article=OuterRef("article"), visit=OuterRef("visit"), kind__in=OUTCOMES
    )
    opened = KnowledgeUse.objects.filter(
        ~Exists(outcome), kind=ArticleUse.OPENED, at__lte=at - SETTLED_AFTER
    )
    waiting = list(opened.order_by("at")[:MOST_AT_ONCE])
    for use in waiting:
        _settle(use)
    return len(waiting)


def _settle(use: KnowledgeUse) -> None:
    ticket = _ticket_of(use)
    kind = ArticleUse.SUBMITTED if ticket else ArticleUse.DEFLECTED
    ended = KnowledgeUse(
        article_id=use.article_id,
        user_id=use.user_id,
        visit=use.visit,
        kind=kind,
        at=use.at,
        ticket=ticket,
    )
    KnowledgeUse.objects.bulk_create([ended], ignore_conflicts=True)


def _ticket_of(use: KnowledgeUse) -> Ticket | None:
    """Return the ticket that the form made, or any that the person opened within a day."""
    sent = Submission.objects.filter(user_id=use.user_id, token=use.visit, ticket__isnull=False)
    if submission := sent.select_related("ticket").first():
        return submission.ticket
    within = (use.at, use.at + SETTLED_AFTER)
    return (
        Ticket.objects.filter(requester_id=use.user_id, opened_at__range=within)
        .order_by("opened_at")
        .first()
    )


def remind_owners(*, at: datetime) -> int:
    """Tell the owners of articles whose review is due, once a week, in one mail each."""
    due = KnowledgeArticle.objects.exclude(state=ArticleState.RETIRED).filter(
        Q(reminded_on__isnull=True) | Q(reminded_on__lte=at.date() - REMIND_EVERY),
        review_on__lte=at.date(),
        owner__is_active=True,
    )
    owners = User.objects.filter(pk__in=due.values("owner")).exclude(email="")
    for owner in owners:
        _remind(owner, due.filter(owner=owner), at=at)
    return len(owners)


@transaction.atomic
def _remind(owner: User, due: QuerySet[KnowledgeArticle], *, at: datetime) -> None:
    numbers = list(due.select_for_update().values_list("pk", flat=True))
    if not numbers:
        return
    KnowledgeArticle.objects.filter(pk__in=numbers).update(reminded_on=at.date())
    OutboundMessage.objects.create(
        user=owner,
        purpose=MailPurpose.REVIEW,
        address=owner.email.lower(),
        message_id=f"{secrets.token_hex(16)}@{settings.MAIL_DOMAIN}",
        subject=f"Helpdesk: {MailPurpose.REVIEW.label}",
        queued_at=at,
    )
