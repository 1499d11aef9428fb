from collections.abc import Iterable
from datetime import timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.models import BaseModel
from records.codes import (
    FeedFormat,
    FeedMode,
    FeedState,
    ImportFileState,
    ImportRunState,
    QuarantineReason,
    QuarantineState,
    RunTrigger,
)


class FeedQuerySet(models.QuerySet["Feed"]):
    def active(self) -> Self:
        return self.filter(state=FeedState.ACTIVE)


class Feed(BaseModel):
    """A stream of files or messages from one organization, and the terms it comes on."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="feeds")
    format = models.CharField(max_length=20, choices=FeedFormat)
    mode = models.CharField(max_length=10, choices=FeedMode)
    column_map = models.CharField(max_length=60, blank=True, help_text="For CSV: the declared map")
    state = models.CharField(max_length=10, choices=FeedState, default=FeedState.PLANNED)
    schedule = models.CharField(
        max_length=60, blank=True, help_text="When to read the inbox, as a crontab line"
    )
    agreed_lag = models.DurationField(default=timedelta(hours=26))
    shared_with = models.ManyToManyField(
        Organization,
        related_name="feeds_shared_with",
        blank=True,
        help_text="The boards whose organizations may see this feed's entries",
    )
    last_received_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["last_received_at"], m2m_fields=[shared_with])

    def __str__(self) -> str:
        return self.code


class ImportRun(BaseModel):
    """One reading of a feed's files: what came, what it changed, and how far it is."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=ImportRunState, default=ImportRunState.WAITING)
    trigger = models.CharField(max_length=10, choices=RunTrigger)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    received_at = models.DateTimeField(help_text="The time of all it writes")
    arrived_at = models.DateTimeField(
        null=True, blank=True, help_text="When the newest of its files came into the inbox"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    allows_mass_withdrawal = models.BooleanField(
        default=False, help_text="Somebody has said that a snapshot may withdraw a large share"
    )
    persons_done = models.PositiveBigIntegerField(
        default=0, help_text="People matched so far, in the order of their source ids"
    )
    remarks = models.JSONField(
        default=dict, blank=True, help_text="Sentences for the log, each with how often it applied"
    )
    items_total = models.PositiveBigIntegerField(default=0)
    received = models.PositiveBigIntegerField(default=0)
    created = models.PositiveBigIntegerField(default=0)
    updated = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    withdrawn = models.PositiveBigIntegerField(default=0)
    quarantined = models.PositiveBigIntegerField(default=0)
    skipped = models.PositiveBigIntegerField(default=0)
    skipped_by_reason = models.JSONField(default=dict, blank=True)
    patients_created = models.PositiveBigIntegerField(default=0)
    patients_linked = models.PositiveBigIntegerField(default=0)
    patients_held = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["feed", "-received_at"], name="records_run_feed_latest")]

    def __str__(self) -> str:
        return f"Import run {self.pk}"


class ImportRunNote(BaseModel):
    """A line of a run's log, for people."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"Note {self.pk} of run {self.run_id}"


class ImportFile(BaseModel):
    """A file of a run, and the item after which a restart goes on."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    path = models.TextField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=ImportFileState, default=ImportFileState.WAITING
    )
    refusal = models.TextField(blank=True)
    items_total = models.PositiveBigIntegerField(default=0)
    items_done = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="records_importfile_position")
        ]

    def __str__(self) -> str:
        return f"File {self.position} of run {self.run_id}"


class QuarantinedItemQuerySet(models.QuerySet["QuarantinedItem"]):
    def open(self) -> Self:
        return self.filter(state=QuarantineState.OPEN)

    def resolved_in(self, ids: Iterable[UUID]) -> Self:
        """Keep those of some items that have gone in."""
        return self.filter(pk__in=list(ids), state=QuarantineState.RESOLVED)


class QuarantinedItem(BaseModel):
    """An item that could not go in, kept whole, with why, where from, and what to do."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="quarantined_items")
    fingerprint = models.BinaryField(max_length=16, help_text="Hash of the item's identity")
    first_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    last_run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="quarantined_items"
    )
    file_name = models.CharField(max_length=255)
    position = models.PositiveBigIntegerField(help_text="Line of the file, or entry of the bundle")
    resource_type = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=300, blank=True)
    source_patient = models.ForeignKey(
        "records.SourcePatient",
        on_delete=models.PROTECT,
        related_name="quarantined_items",
        null=True,
        blank=True,
    )
    reason = models.CharField(max_length=30, choices=QuarantineReason)
    explanation = models.TextField(help_text="Where and why, without the person's details")
    raw = models.BinaryField()
    state = models.CharField(max_length=10, choices=QuarantineState, default=QuarantineState.OPEN)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = QuarantinedItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "fingerprint"], name="records_quarantineditem_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "-last_seen_at"], name="records_quarantine_latest"),
            models.Index(fields=["feed", "source_id"], name="records_quarantine_source"),
        ]

    def __str__(self) -> str:
        return f"Quarantined item {self.pk}"
