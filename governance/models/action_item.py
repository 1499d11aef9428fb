from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from governance.codes import ActionEventKind, ActionState

from .agenda import AgendaItem
from .committee import Committee
from .reach import Reach, known_items


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the actions of items that a viewer may know of, those of no item, and their own."""
        of_item = known_items(reach, "item__")
        of_none = Q(item__isnull=True, committee__in=reach.reads)
        own = Q(owner_id=reach.user_id) & ~Q(item__in=reach.conflicted)
        return self.filter(of_item | of_none | own)

    def open(self) -> Self:
        return self.filter(state=ActionState.OPEN)


class ActionItem(BaseModel):
    """
    Something that one person is to do by a day. Its RAG is computed (`policies.rag`).

    The number is counted within the committee. `times_moved` counts later due dates.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="actions", null=True, blank=True
    )
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="governance_actions"
    )
    first_due_on = models.DateField()
    due_on = models.DateField()
    times_moved = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    agreed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="governance_action_number"
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, closed_at__isnull=True)
                | (~Q(state=ActionState.OPEN) & Q(closed_at__isnull=False)),
                name="governance_action_closed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="governance_action_of_owner"),
            models.Index(fields=["committee", "state", "due_on"], name="governance_action_log"),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"


class ActionEvent(BaseModel):
    """What happened to an action; the database keeps it as it is."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=ActionEventKind)
    words = models.TextField(blank=True)
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["happened_at", "created_at"]

    def __str__(self) -> str:
        return f"Action event {self.pk}"
