from django.db import models

from accounts.models import PractitionerRole
from core.models import BaseModel
from helpdesk.codes import BroadcastState, DeliveryState

from .ticket import Ticket
from .ticket_event import TicketEvent


class Broadcast(BaseModel):
    """One answer on a problem or major incident that goes to each of its tickets."""

    parent = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="broadcasts")
    text = models.TextField()
    resolves = models.BooleanField(default=False, help_text="The tickets are resolved with it")
    by = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BroadcastState, default=BroadcastState.WAITING)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"],
                condition=~models.Q(state=BroadcastState.DONE),
                name="helpdesk_broadcast_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"Broadcast {self.pk}"


class BroadcastDelivery(BaseModel):
    """A ticket that a broadcast goes to, chosen when it was sent, and what became of it."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="deliveries")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was left out")
    event = models.OneToOneField(
        TicketEvent, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "broadcast deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "ticket"], name="helpdesk_broadcast_ticket_once"
            )
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"
