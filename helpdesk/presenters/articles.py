"""Knowledge articles as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.utils.safestring import SafeString

from core.dates import LONDON, count_in_words, format_day
from core.markdown import render_markdown
from helpdesk.codes import ArticleAudience, ArticleState, TicketCategory
from helpdesk.models import KnowledgeArticle, KnowledgeArticleVersion
from helpdesk.queries.articles import ArticleUses

STATE_TONES: Final = {
    ArticleState.DRAFT: "amber",
    ArticleState.PUBLISHED: "green",
    ArticleState.RETIRED: "plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article in a list."""

    slug: str
    title: str
    summary: str
    state: str
    tone: str
    audience: str
    is_for_staff: bool
    review: str
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleGroup:
    """The articles of one subject."""

    title: str
    articles: Sequence[ArticleLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article with its text, and for staff how it is used."""

    line: ArticleLine
    category: str
    body: SafeString
    version: str
    owner: str
    newer: int | None
    uses: Sequence[tuple[str, str]]


def present_line(article: KnowledgeArticle, *, at: datetime) -> ArticleLine:
    """Return an article as a line of a list."""
    state = ArticleState(article.state)
    is_out = state == ArticleState.PUBLISHED
    today = at.astimezone(LONDON).date()
    return ArticleLine(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        state=state.label,
        tone=STATE_TONES[state],
        audience=ArticleAudience(article.audience).label if is_out else "",
        is_for_staff=is_out and article.audience == ArticleAudience.STAFF,
        review=f"review {format_day(article.review_on)}",
        is_due=state != ArticleState.RETIRED and article.review_on <= today,
    )


def present_groups(articles: Sequence[KnowledgeArticle], *, at: datetime) -> list[ArticleGroup]:
    """Return articles by their subjects."""
    by_category = groupby(articles, key=lambda article: article.category)
    return [
        ArticleGroup(
            title=TicketCategory(category).label,
            articles=[present_line(article, at=at) for article in group],
        )
        for category, group in by_category
    ]


def present_article(
    article: KnowledgeArticle,
    version: KnowledgeArticleVersion,
    *,
    newest: int,
    uses: ArticleUses | None,
    at: datetime,
) -> ArticlePage:
    """Return an article as its page shows it; `uses` are for staff."""
    written = format_day(version.at.astimezone(LONDON).date())
    return ArticlePage(
        line=present_line(article, at=at),
        category=TicketCategory(article.category).label,
        body=render_markdown(version.body),
        version=f"Version {version.number}, {written}",
        owner=str(article.owner),
        newer=newest if newest > version.number else None,
        uses=_uses_in_words(uses) if uses else (),
    )


def _uses_in_words(uses: ArticleUses) -> list[tuple[str, str]]:
    return [
        ("Suggested", count_in_words(uses.shown, "form")),
        ("Opened from there", count_in_words(uses.opened, "form")),
        ("Asked all the same", count_in_words(uses.submitted, "form")),
        ("Deflected", count_in_words(uses.deflected, "form")),
        ("Helpful", f"{uses.helpful} yes, {uses.unhelpful} no"),
        ("Solved", count_in_words(uses.solved, "ticket")),
    ]
