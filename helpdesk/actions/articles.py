"""Write knowledge articles, publish and retire them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.text import slugify

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import ArticleAudience, ArticleState, TicketCategory
from helpdesk.models import KnowledgeArticle, KnowledgeArticleVersion, sight_of

from .identifiers import clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWords:
    """What an article says, in Markdown, and when somebody should look at it again."""

    title: str
    body: str
    category: TicketCategory
    review_on: date
    summary: str = ""
    change_note: str = ""


@transaction.atomic
def write_article(
    *, words: ArticleWords, by: PractitionerRole, at: datetime, slug: str = ""
) -> KnowledgeArticle:
    """
    Begin an article, or write a new version of one. Nobody but staff reads it before it is out.

    :raises Forbidden: the actor does not work at the helpdesk
    :raises NotPermittedNow: there is no title or no text
    """
    permissions.check_is_staff(sight_of(by))
    title, body = clean_text(words.title.strip()), clean_text(words.body.strip())
    if not title or not body:
        raise NotPermittedNow("An article has a title and a text.")
    article = _lock_article(slug) if slug else _begin(title, words, by)
    latest = article.versions.order_by("-number").first()
    version = KnowledgeArticleVersion.objects.create(
        article=article,
        number=latest.number + 1 if latest else 1,
        title=title,
        summary=clean_text(words.summary.strip()),
        body=body,
        change_note=clean_text(words.change_note.strip()),
        by=by.user,
        at=at,
    )
    article.category, article.review_on = words.category, words.review_on
    article.save(update_fields=["category", "review_on", "updated_at"])
    if article.published_version_id is None:
        _take_words(article, version)
    return article


def _begin(title: str, words: ArticleWords, by: PractitionerRole) -> KnowledgeArticle:
    base = slugify(title)[:70] or "article"
    taken = set(
        KnowledgeArticle.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    slug = next(name for name in (base, *numbered) if name not in taken)
    return KnowledgeArticle.objects.create(
        slug=slug, title=title, category=words.category, owner=by.user, review_on=words.review_on
    )


@transaction.atomic
def publish_article(
    *, slug: str, audience: ArticleAudience, by: PractitionerRole, at: datetime
) -> KnowledgeArticle:
    """
    Put the latest version of an article out, for staff or for everybody who is signed in.

    :raises Forbidden: the actor does not work at the helpdesk; for everybody, they lead a queue
    """
    sight = sight_of(by)
    permissions.check_is_staff(sight)
    if audience == ArticleAudience.SIGNED_IN:
        permissions.check_leads_a_queue(sight)
    article = _lock_article(slug)
    version = article.versions.order_by("-number").first()
    if version is None:
        raise NotPermittedNow("There is nothing to publish yet.")
    if article.review_on <= at.date():
        raise NotPermittedNow("Set a day for its next review first: the one that it has is over.")
    article.state, article.audience = ArticleState.PUBLISHED, audience
    article.published_version, article.reminded_on = version, None
    article.save(
        update_fields=["state", "audience", "published_version", "reminded_on", "updated_at"]
    )
    _take_words(article, version)
    return article


@transaction.atomic
def retire_article(*, slug: str, by: PractitionerRole) -> KnowledgeArticle:
    """
    Take an article back; staff still find it among those that are retired.

    :raises Forbidden: the actor leads no queue and does not own it
    """
    sight, article = sight_of(by), _lock_article(slug)
    permissions.check_is_staff(sight)
    if article.owner_id != by.user_id:
        permissions.check_leads_a_queue(sight)
    article.state = ArticleState.RETIRED
    article.save(update_fields=["state", "updated_at"])
    return article


def _lock_article(slug: str) -> KnowledgeArticle:
    """
    Return an article that nobody else can change until the transaction ends.

    :raises KnowledgeArticle.DoesNotExist: there is none
    """
    return KnowledgeArticle.objects.select_for_update().get(slug=slug)


def _take_words(article: KnowledgeArticle, version: KnowledgeArticleVersion) -> None:
    """Name and find an article by what a version says."""
    weighed = (
        SearchVector(Value(version.title), weight="A", config="english")
        + SearchVector(Value(version.summary), weight="B", config="english")
        + SearchVector(Value(version.body), weight="C", config="english")
    )
    KnowledgeArticle.objects.filter(pk=article.pk).update(
        title=version.title, summary=version.summary, words=weighed
    )
    article.title, article.summary = version.title, version.summary
