"""Knowledge articles. Every surface starts from the same query of what somebody may read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Q, QuerySet

from helpdesk.codes import ArticleState, ArticleUse
from helpdesk.models import KnowledgeArticle, KnowledgeUse, Sight, Ticket

MOST_SUGGESTED: Final = 3
MOST_WORDS: Final = 40
LOWEST_RANK: Final = 0.2
# What fits less than half as well as the best is noise.
WORTH_SHOWING: Final = 0.5
DAYS_COUNTED: Final = 90
# Letters alone: whatever identifies a person by digits is dropped before anything is searched.
_WORD: Final = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUses:
    """How an article was used in the last 90 days: in how many forms, or by how many people."""

    shown: int
    opened: int
    submitted: int
    deflected: int
    helpful: int
    unhelpful: int
    solved: int


def articles_for(sight: Sight) -> QuerySet[KnowledgeArticle]:
    """Return the articles that somebody may read."""
    return KnowledgeArticle.objects.visible_to(is_staff=sight.is_staff)


def list_articles(
    *, sight: Sight, words: str = "", category: str = "", state: str = ArticleState.PUBLISHED
) -> list[KnowledgeArticle]:
    """Return articles by title, or where words are given those that fit them best first."""
    found = articles_for(sight).filter(state=state)
    if category:
        found = found.filter(category=category)
    if words:
        return _best(found, words, most=50)
    return list(found.select_related("owner").order_by("category", "title"))


def suggest(text: str, *, sight: Sight, most: int = MOST_SUGGESTED) -> list[KnowledgeArticle]:
    """Return the published articles that may answer what somebody is typing."""
    found = articles_for(sight).filter(state=ArticleState.PUBLISHED)
    best = _best(found, text, most=most, lowest=LOWEST_RANK)
    return [each for each in best if each.rank >= WORTH_SHOWING * best[0].rank]  # type: ignore[attr-defined]  # annotated


def _best(
    found: QuerySet[KnowledgeArticle], text: str, *, most: int, lowest: float = 0.0
) -> list[KnowledgeArticle]:
    """Return articles by how many of the words they have, those of the title counting most."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(text)))[:MOST_WORDS]
    if not words:
        return []
    query = SearchQuery(" | ".join(words), search_type="raw", config="english")
    rank = SearchRank(F("words"), query, weights=[0.02, 0.08, 0.5, 1.0])
    ranked = found.filter(words=query).annotate(rank=rank).filter(rank__gte=lowest)
    return list(ranked.select_related("owner").order_by("-rank", "title")[:most])


def get_article(slug: str, *, sight: Sight) -> KnowledgeArticle:
    """
    Return an article.

    :raises KnowledgeArticle.DoesNotExist: there is none, or the viewer may not read it
    """
    return articles_for(sight).select_related("owner", "published_version").get(slug=slug)


def count_uses(article: KnowledgeArticle, *, at: datetime) -> ArticleUses:
    """Return how an article was used in the last 90 days."""
    since = at - timedelta(days=DAYS_COUNTED)
    uses = KnowledgeUse.objects.filter(article=article, at__gte=since)
    counted = dict(uses.values_list("kind").annotate(number=Count("pk")))
    return ArticleUses(
        **{kind.value: counted.get(kind, 0) for kind in ArticleUse}  # the fields have their names
    )


def list_linked(ticket: Ticket, *, sight: Sight) -> list[KnowledgeArticle]:
    """Return the articles that solved a ticket."""
    uses = KnowledgeUse.objects.filter(ticket=ticket, kind=ArticleUse.SOLVED)
    linked = articles_for(sight).filter(pk__in=uses.values("article"))
    return list(linked.order_by("title"))


def suggest_for_ticket(
    ticket: Ticket, *, sight: Sight, without: Sequence[KnowledgeArticle]
) -> list[KnowledgeArticle]:
    """Return articles that may answer a ticket, by its subject, for staff."""
    known = {article.pk for article in without}
    found = suggest(ticket.subject, sight=sight, most=MOST_SUGGESTED + len(known))
    return [article for article in found if article.pk not in known][:MOST_SUGGESTED]


def list_due_for_review(on: datetime, *, sight: Sight) -> list[KnowledgeArticle]:
    """Return the articles whose owner should look at them again, the longest due first."""
    due = articles_for(sight).filter(~Q(state=ArticleState.RETIRED), review_on__lte=on.date())
    return list(due.select_related("owner").order_by("review_on"))
