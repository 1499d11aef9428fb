"""The articles of the demonstration's knowledge base, from the files beside this module."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction

from accounts.models import PractitionerRole
from helpdesk.actions.articles import ArticleWords, publish_article, write_article
from helpdesk.codes import ArticleAudience, TicketCategory
from helpdesk.models import KnowledgeArticle

TEXTS: Final = Path(__file__).parent / "article_texts"
WRITER: Final = "team.lead"
# Reviews fall due one after another, so that some are always near.
FIRST_REVIEW: Final = timedelta(days=9)
BETWEEN_REVIEWS: Final = timedelta(days=11)


class DemoArticle(NamedTuple):
    """An article as its file has it."""

    slug: str
    title: str
    summary: str
    category: TicketCategory
    audience: ArticleAudience
    body: str


def read_articles() -> list[DemoArticle]:
    """Return the articles in the order of their names."""
    return [_read(path) for path in sorted(TEXTS.glob("*.md"))]


def _read(path: Path) -> DemoArticle:
    head, body = path.read_text(encoding="utf-8").split("---\n", maxsplit=1)
    facts = dict(line.split(": ", maxsplit=1) for line in head.splitlines())
    return DemoArticle(
        slug=path.stem,
        title=facts["title"],
        summary=facts["summary"],
        category=TicketCategory(facts["category"]),
        audience=ArticleAudience(facts["audience"]),
        body=body,
    )


@transaction.atomic
def load_articles(
    roles: Mapping[str, PractitionerRole], *, at: datetime
) -> dict[str, KnowledgeArticle]:
    """
    Write and publish the articles that are missing, and return all by the names of their files.

    `roles` are by user name. What people have changed stays.
    """
    writer = roles[WRITER]
    by_title = {article.title: article for article in KnowledgeArticle.objects.all()}
    loaded: dict[str, KnowledgeArticle] = {}
    for position, demo in enumerate(read_articles()):
        known = by_title.get(demo.title)
        loaded[demo.slug] = known or _publish(demo, position, by=writer, at=at)
    return loaded


def _publish(
    demo: DemoArticle, position: int, *, by: PractitionerRole, at: datetime
) -> KnowledgeArticle:
    words = ArticleWords(
        title=demo.title,
        summary=demo.summary,
        category=demo.category,
        body=demo.body,
        review_on=(at + FIRST_REVIEW + position * BETWEEN_REVIEWS).date(),
    )
    article = write_article(words=words, by=by, at=at)
    return publish_article(slug=article.slug, audience=demo.audience, by=by, at=at)
