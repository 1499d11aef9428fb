from django.db import models

from accounts.models import Organization
from records.codes import DatePrecision, EndReason, RecordSection, Sensitivity

from .feed import Feed, ImportRun
from .patient import Patient


class EntryColumns(models.Model):
    """
    What one state of an entry holds: typed columns to filter and sort by, and the R4 resource.

    The links have no database constraint: each would be checked row by row in bulk loads, and
    only the import writes here, with keys that it has just read.
    """

    id = models.UUIDField(help_text="Made from the feed and the source id")
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    feed = models.ForeignKey(
        Feed, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    source_id = models.TextField(help_text="The resource type and id at the source")
    resource_type = models.TextField()
    section = models.TextField(choices=RecordSection)
    code_system = models.TextField(blank=True)
    code = models.TextField(blank=True)
    display = models.TextField(blank=True)
    status = models.TextField(blank=True)
    clinical_start = models.DateTimeField(null=True, blank=True)
    clinical_end = models.DateTimeField(null=True, blank=True)
    clinical_precision = models.TextField(choices=DatePrecision, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    author = models.TextField(blank=True)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    unit = models.TextField(blank=True)
    sensitivity = models.TextField(choices=Sensitivity, blank=True)
    content_hash = models.BinaryField(max_length=16)
    source_updated_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    resource = models.JSONField()

    class Meta:
        abstract = True


class RecordEntry(EntryColumns):
    """
    One entry of a person's record as last received (PRSB record entry).

    Hash-partitioned by patient. An entry that its source withdrew is not here any more, only
    among the versions.
    """

    pk = models.CompositePrimaryKey("patient_id", "id")

    class Meta:
        indexes = [
            models.Index(
                fields=["patient", "section", "-clinical_start"], name="records_entry_section"
            ),
            models.Index(fields=["feed", "id"], name="records_entry_source"),
        ]

    def __str__(self) -> str:
        return f"Entry {self.id}"


class RecordEntryVersion(EntryColumns):
    """
    A state of an entry that was current from `received_at` until `known_until`.

    With the current entries it answers what the record said at any moment (transaction time).
    """

    pk = models.CompositePrimaryKey("patient_id", "id", "received_at")
    known_until = models.DateTimeField()
    end_reason = models.TextField(choices=EndReason)
    ended_by_run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    def __str__(self) -> str:
        return f"Version of entry {self.id}"


class DocumentContent(models.Model):
    """The bytes of a document, kept once for a person, however many entries carry it."""

    pk = models.CompositePrimaryKey("patient_id", "sha256")
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sha256 = models.CharField(max_length=64, help_text="Lower-case hex digest of the bytes")
    content_type = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Document {self.sha256[:12]}"
