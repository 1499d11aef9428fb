from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from governance.codes import ApprovalOutcome, EntryKind, LedgerKind, LodgingPlace

from .agenda import AgendaItem
from .committee import Committee
from .meeting import Meeting
from .reach import Reach, known_minutes


class MinuteEntryQuerySet(models.QuerySet["MinuteEntry"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep what stands under items that a viewer may know of, once it is told."""
        return self.filter(known_minutes(reach))


class MinuteEntry(BaseModel):
    """
    One entry of the minutes as they are being written; frozen into versions later.

    `revision` goes up with each saving, so that two writers do not overwrite each other.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField(help_text="Within its item")
    kind = models.CharField(max_length=12, choices=EntryKind, default=EntryKind.DISCUSSION)
    body = models.TextField(help_text="As Markdown")
    said_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revision = models.PositiveIntegerField(default=1)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = MinuteEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minute entries"
        ordering = ["item", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["item", "sequence"], name="governance_entry_sequence")
        ]
        indexes = [GinIndex(SearchVector("body", config="english"), name="governance_entry_words")]

    def __str__(self) -> str:
        return f"Minute entry {self.pk}"


class LedgerEntry(BaseModel):
    """
    One link of a committee's chain of evidence. The database refuses any change of it.

    `content` is canonical JSON (RFC 8785) of what happened, whose free texts stand as salted
    digests; `hash` is the SHA-256 over the canonical JSON of committee, sequence, kind, subject,
    content and the previous hash.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="ledger")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=LedgerKind)
    subject = models.UUIDField(help_text="The key of the row that it is evidence of")
    content = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering = ["committee", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "sequence"], name="governance_ledger_sequence"
            )
        ]
        indexes = [models.Index(fields=["subject"], name="governance_ledger_subject")]

    def __str__(self) -> str:
        return f"Ledger entry {self.pk}"


class EvidenceText(BaseModel):
    """
    A free text that a ledger entry holds as a salted digest only.

    It may be erased once, with its salt, where the law asks for it: the chain stays whole.
    """

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="texts")
    path = models.CharField(max_length=200, help_text="Where it stands in the content")
    salt = models.CharField(max_length=64)
    text = models.TextField()
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    erased_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "path"], name="governance_evidence_path"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | (Q(text="", salt="") & ~Q(erased_reason="")),
                name="governance_evidence_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence text {self.pk}"


class LodgedHead(BaseModel):
    """The head of a committee's chain, signed, and where it was left outside this database."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="lodged_heads")
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.TextField(help_text="Ed25519 over the canonical JSON of the head, base64")
    place = models.CharField(max_length=10, choices=LodgingPlace)
    where = models.CharField(max_length=200, help_text="Which pack, which mail, which store")
    lodged_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["committee", "-sequence"], name="governance_head_of"),
        ]

    def __str__(self) -> str:
        return f"Lodged head {self.pk}"


class MinutesVersion(BaseModel):
    """
    One version of a meeting's minutes, whole and frozen; `pdf` is certified.

    What it says stands in its ledger entry; `changes` says in words what an amendment changed.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField()
    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, related_name="minutes_version"
    )
    sha256 = models.CharField(max_length=64, help_text="Over the content of its ledger entry")
    changes = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    pdf = models.BinaryField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="governance_minutes_number")
        ]

    def __str__(self) -> str:
        return f"Minutes {self.pk}"


class MinutesApproval(BaseModel):
    """A later meeting approved a version of minutes, by one of its items; pins what it approved."""

    version = models.OneToOneField(
        MinutesVersion, on_delete=models.PROTECT, related_name="approval"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="approvals")
    outcome = models.CharField(max_length=20, choices=ApprovalOutcome)
    sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"Approval {self.pk}"
