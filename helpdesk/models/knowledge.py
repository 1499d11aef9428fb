from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from helpdesk.codes import ArticleAudience, ArticleState, ArticleUse, TicketCategory

from .ticket import Ticket


class KnowledgeArticleQuerySet(models.QuerySet["KnowledgeArticle"]):
    def visible_to(self, *, is_staff: bool) -> Self:
        """Keep the articles that somebody may read: staff all of them, others what is published."""
        if is_staff:
            return self
        return self.filter(state=ArticleState.PUBLISHED, audience=ArticleAudience.SIGNED_IN)


class KnowledgeArticle(BaseModel):
    """An answer that the desk has written down; its words stand in versions."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=20, choices=TicketCategory)
    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.DRAFT)
    audience = models.CharField(
        max_length=10, choices=ArticleAudience, default=ArticleAudience.STAFF
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_articles"
    )
    review_on = models.DateField()
    reminded_on = models.DateField(
        null=True, blank=True, help_text="When its owner was last told that a review is due"
    )
    published_version = models.ForeignKey(
        "KnowledgeArticleVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    words = SearchVectorField(null=True)

    objects = KnowledgeArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED) | Q(published_version__isnull=False),
                name="helpdesk_article_published_has_version",
            )
        ]
        indexes = [GinIndex(fields=["words"], name="helpdesk_article_words")]

    def __str__(self) -> str:
        return self.slug


class KnowledgeArticleVersion(BaseModel):
    """The words of an article, in Markdown, as they were at one time. Never changed."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    change_note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="helpdesk_articleversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} version {self.number}"


class KnowledgeUse(models.Model):
    """What somebody did with an article that was suggested or that they opened."""

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey(KnowledgeArticle, on_delete=models.PROTECT, related_name="uses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    visit = models.UUIDField(
        help_text="The token of one form; of a vote or a solved ticket, a name made for it"
    )
    kind = models.CharField(max_length=12, choices=ArticleUse)
    at = models.DateTimeField()
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="article_uses", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "article", "kind"], name="helpdesk_knowledgeuse_once"
            )
        ]
        indexes = [
            models.Index(fields=["article", "kind", "-at"], name="helpdesk_knowledgeuse_article"),
            models.Index(fields=["kind", "at"], name="helpdesk_knowledgeuse_kind"),
        ]

    def __str__(self) -> str:
        return f"Use {self.pk}"


class SatisfactionRequest(BaseModel):
    """A question how it went, once for each ticket; the first answer of a person counts."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="satisfaction")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    token_digest = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True, answered_at__isnull=True)
                | Q(score__range=(1, 5), answered_at__isnull=False),
                name="helpdesk_satisfaction_answered",
            )
        ]

    def __str__(self) -> str:
        return f"Satisfaction request {self.pk}"
