from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from core.vault import SealedBytesField
from governance.codes import FileCheck, Purpose, Visibility

from .committee import ForwardPlanItem
from .meeting import Meeting
from .reach import Reach, known_items


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the items that a viewer may know of; of the others only their number is told."""
        return self.filter(known_items(reach))


class AgendaItem(BaseModel):
    """
    What a meeting takes up, as a tree.

    `number` ("4", "4.1") is stored when the agenda is published and never counted anew; an item
    that comes later `is_late`. `decided_at` locks the item. `minutes_of` is the meeting whose
    minutes it is to approve, `ratifies` the decision that it is to ratify.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(help_text="Among those of the same parent")
    number = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, help_text="What is asked of the committee, as Markdown")
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DISCUSS)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.OPEN)
    minutes_planned = models.PositiveSmallIntegerField(default=10)
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    presenter_name = models.CharField(max_length=120, blank=True, help_text="Where it is no user")
    wants_paper = models.BooleanField(default=False)
    forward_plan = models.ForeignKey(
        ForwardPlanItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    minutes_of = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="approval_items", null=True, blank=True
    )
    ratifies = models.ForeignKey(
        "Decision",
        on_delete=models.PROTECT,
        related_name="ratifying_items",
        null=True,
        blank=True,
    )
    is_late = models.BooleanField(
        default=False, help_text="Came after the agenda was published, with the next number"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        permissions = [("read_restricted_item", "May read one restricted item")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=~Q(number=""),
                name="governance_item_number",
            ),
            models.UniqueConstraint(
                fields=["meeting", "forward_plan"], name="governance_item_once_of_plan"
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "parent", "position"], name="governance_agenda"),
            GinIndex(SearchVector("title", "body", config="english"), name="governance_item_words"),
        ]

    def __str__(self) -> str:
        return f"Agenda item {self.pk}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the papers of items that a viewer may know of, and single ones granted to them."""
        granted = Q(pk__in=reach.papers) & ~Q(item__in=reach.conflicted)
        return self.filter(known_items(reach, "item__") | granted)


class Paper(BaseModel):
    """A paper of an agenda item; what it says stands in its versions."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position"]
        permissions = [("read_paper", "May read one paper")]

    def __str__(self) -> str:
        return f"Paper {self.pk}"


class PaperVersion(BaseModel):
    """
    One version of a paper: a PDF, or text as Markdown. Never changed; a better one comes after it.

    Nobody opens a file before the virus check has passed. `words` are what the search finds.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True, help_text="As Markdown, where it is no file")
    file_name = models.CharField(max_length=200, blank=True)
    content = SealedBytesField[bytes | None, bytes | None](null=True, blank=True)
    pages = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    file_check = models.CharField(max_length=12, choices=FileCheck, default=FileCheck.WAITING)
    check_attempts = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    what_changed = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["paper", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "number"], name="governance_paper_version_number"
            )
        ]
        indexes = [
            models.Index(
                fields=["sent_at"],
                condition=Q(file_check=FileCheck.WAITING),
                name="governance_paper_to_check",
            ),
            GinIndex(SearchVector("words", config="english"), name="governance_paper_words"),
        ]

    def __str__(self) -> str:
        return f"Paper version {self.pk}"
