from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import PractitionerRole
from core.models import BaseModel
from core.vault import SealedBytesField
from helpdesk.codes import ScanState, Visibility

from .sight import Sight, sight_of
from .ticket import Ticket
from .ticket_event import TicketEvent


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, viewer: PractitionerRole) -> Self:
        """Keep the files that a viewer may know of; whether one may be opened is its scan state."""
        return self.within(sight_of(viewer))

    def within(self, sight: Sight) -> Self:
        """Keep what `visible_to` keeps, for a viewer whose sight has been read already."""
        public = Q(visibility=Visibility.PUBLIC) & sight.as_caller("ticket__")
        return self.filter(sight.as_staff("ticket__") | public)


class Attachment(BaseModel):
    """A file of a ticket: its own visibility, what it is by its bytes, and the virus check."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="attachments")
    event = models.ForeignKey(TicketEvent, on_delete=models.PROTECT, related_name="attachments")
    visibility = models.CharField(max_length=10, choices=Visibility)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_inline = models.BooleanField(default=False)
    is_risky = models.BooleanField(default=False, help_text="Such as a document with macros")
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.PENDING)
    scan_detail = models.CharField(max_length=200, blank=True)
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    scanned_at = models.DateTimeField(null=True, blank=True)
    next_scan_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["scan_state", "next_scan_at"], name="helpdesk_attachment_scan")
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk}"


class AttachmentContent(models.Model):
    """The bytes of a file, apart, so that they can be destroyed."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, primary_key=True, related_name="content"
    )
    data = SealedBytesField()

    def __str__(self) -> str:
        return f"Content {self.pk}"


class IdentifierReference(BaseModel):
    """
    What stands in a ticket in place of an NHS number. The number itself is sealed.

    The same number has the same reference, found by a keyed digest; opening one is written down.
    """

    code = models.CharField(max_length=12, unique=True, help_text="As it is shown: P-7KQ2MX")
    digest = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField(null=True, blank=True, help_text="Absent for placeholders")
    patient = models.ForeignKey(
        "records.Patient", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    def __str__(self) -> str:
        return self.code
