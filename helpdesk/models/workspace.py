from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from helpdesk.codes import BulkState, PresenceKind, Visibility

from .queue import Queue
from .ticket import Ticket


class SavedView(BaseModel):
    """A list that somebody keeps: its filters as the list's address has them."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        null=True,
        blank=True,
        help_text="None means the whole desk",
    )
    filters = models.CharField(max_length=500, help_text="A query string")
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="helpdesk_savedview_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


class Macro(BaseModel):
    """A step that the desk often takes; what it does stands in versions."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="macros", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    times_used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class MacroVersion(BaseModel):
    """What a macro does: changes in order, and words to send or note. Never changed."""

    macro = models.ForeignKey(Macro, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    changes = models.JSONField(default=list, help_text="[{field, value}] in order")
    text = models.TextField(blank=True, help_text="With {names} of the allowed list")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    next_step = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["macro", "number"], name="helpdesk_macroversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.macro_id} version {self.number}"


class Presence(BaseModel):
    """That somebody has a ticket before them; it lapses by itself."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=PresenceKind)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "user"], name="helpdesk_presence_once")
        ]

    def __str__(self) -> str:
        return f"Presence {self.pk}"


class Draft(BaseModel):
    """What somebody has typed and not sent, kept so that nothing is lost."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "user", "visibility"], name="helpdesk_draft_once"
            )
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class BulkChange(BaseModel):
    """One change of many tickets: the numbers as they were chosen, and what became of each."""

    by = models.ForeignKey("accounts.PractitionerRole", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    numbers = ArrayField(models.BigIntegerField())
    changes = models.JSONField(default=list)
    text = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.INTERNAL)
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.WAITING)
    done = models.PositiveIntegerField(default=0)
    results = models.JSONField(default=dict, blank=True, help_text="Number → words, and the undo")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=BulkState.UNDONE) | Q(undone_at__isnull=False),
                name="helpdesk_bulk_undone_at",
            )
        ]

    def __str__(self) -> str:
        return f"Bulk change {self.pk}"
