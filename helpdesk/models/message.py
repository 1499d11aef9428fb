from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from simple_history.models import HistoricalRecords

from core.models import BaseModel
from core.vault import SealedBytesField
from helpdesk.codes import (
    InboundState,
    MailboxKind,
    MailVerdict,
    OutboundState,
    TicketCategory,
)

from .queue import Queue
from .ticket import Ticket
from .ticket_event import TicketEvent


class Mailbox(BaseModel):
    """An address at which the helpdesk takes mail. Its password comes from the environment."""

    code = models.SlugField(max_length=60, unique=True)
    address = models.EmailField(unique=True)
    kind = models.CharField(max_length=10, choices=MailboxKind)
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(default=993)
    uses_tls = models.BooleanField(default=True)
    username = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=200, default="INBOX", blank=True)
    path = models.CharField(max_length=400, blank=True, help_text="Of a Maildir")
    trusted_authserv = models.CharField(
        max_length=200,
        blank=True,
        help_text="Whose Authentication-Results are believed; exchange-online for NHSmail",
    )
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="mailboxes")
    category = models.CharField(
        max_length=20, choices=TicketCategory, default=TicketCategory.HOW_TO
    )
    is_active = models.BooleanField(default=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    history = HistoricalRecords(
        excluded_fields=["last_fetched_at", "failure"],
        verbose_name_plural="historical mailboxes",
    )

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.code


class InboundMessage(BaseModel):
    """A mail as it came, written down before anything reads it, and what became of it."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=500, blank=True)
    raw_sha256 = models.CharField(max_length=64)
    body_sha256 = models.CharField(max_length=64, blank=True)
    raw = SealedBytesField(null=True, blank=True, help_text="None where it was destroyed")
    size = models.PositiveBigIntegerField()
    envelope = models.JSONField(default=dict, blank=True)
    source_key = models.CharField(
        max_length=150, blank=True, help_text="Where it lies on the server it was fetched from"
    )
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=InboundState, default=InboundState.RECEIVED)
    verdict = models.CharField(max_length=12, choices=MailVerdict, blank=True)
    marker = models.CharField(max_length=200, blank=True, help_text="What decided the verdict")
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True, help_text="Cleaned of identifiers")
    authentication = models.JSONField(default=dict, blank=True)
    references = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it is where it is")
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="inbound_messages", null=True, blank=True
    )
    event = models.ForeignKey(
        TicketEvent, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    suggested_ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "message_id", "raw_sha256"], name="helpdesk_inbound_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="helpdesk_inbound_state"),
            models.Index(fields=["message_id"], name="helpdesk_inbound_message_id"),
            GinIndex(fields=["references"], name="helpdesk_inbound_references"),
            models.Index(
                fields=["mailbox", "source_key"],
                name="helpdesk_inbound_source",
                condition=~models.Q(source_key=""),
            ),
            models.Index(fields=["sender", "-received_at"], name="helpdesk_inbound_sender"),
        ]

    def __str__(self) -> str:
        return f"Inbound message {self.pk}"


class OutboundMessage(BaseModel):
    """A mail that we send because of an event, written in the event's transaction."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="outbound_messages", null=True, blank=True
    )
    event = models.ForeignKey(
        TicketEvent, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    purpose = models.CharField(max_length=30)
    address = models.EmailField()
    message_id = models.CharField(max_length=300, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=OutboundState, default=OutboundState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address", "purpose"], name="helpdesk_outbound_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="helpdesk_outbound_state"),
            models.Index(fields=["address", "-queued_at"], name="helpdesk_outbound_address"),
        ]

    def __str__(self) -> str:
        return f"Outbound message {self.pk}"


class SuppressedAddress(BaseModel):
    """An address that bounced or complained; nothing is sent there until somebody lifts it."""

    address = models.EmailField(unique=True)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "suppressed addresses"

    def __str__(self) -> str:
        return f"Suppressed address {self.pk}"


class MailPreference(BaseModel):
    """What somebody wants to be told by mail. Replies to their own tickets come in any case."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preference"
    )
    wants_updates = models.BooleanField(
        default=True, help_text="News of their own tickets besides replies"
    )
    wants_desk_mail = models.BooleanField(
        default=True, help_text="News of tickets that they work on or watch"
    )

    def __str__(self) -> str:
        return f"Mail preference {self.pk}"
