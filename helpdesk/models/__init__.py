"""Tickets, their events and clocks, and the desk around them."""

from .attachment import Attachment, AttachmentContent, IdentifierReference
from .broadcast import Broadcast, BroadcastDelivery
from .calendar import (
    Calendar,
    CalendarVersion,
    ClockEvent,
    SlaPolicy,
    SlaPolicyVersion,
    TicketClock,
)
from .knowledge import (
    KnowledgeArticle,
    KnowledgeArticleVersion,
    KnowledgeUse,
    SatisfactionRequest,
)
from .measure import OpenSpell, ReportCell, TicketMeasure
from .message import (
    InboundMessage,
    Mailbox,
    MailPreference,
    OutboundMessage,
    SuppressedAddress,
)
from .problem import KnownError, MajorIncident, MajorIncidentUpdate, StatusNotice
from .queue import (
    OrganizationContact,
    Queue,
    QueueMembership,
    RequestType,
    ServiceComponent,
)
from .rate_window import RateWindow
from .request_draft import RequestDraft
from .sight import Sight, sight_of
from .submission import Submission
from .ticket import Ticket, TicketLink, TicketParticipant, TicketSearch
from .ticket_event import EventText, Redaction, TicketEvent
from .workspace import BulkChange, Draft, Macro, MacroVersion, Presence, SavedView

__all__ = [
    "Attachment",
    "AttachmentContent",
    "Broadcast",
    "BroadcastDelivery",
    "BulkChange",
    "Calendar",
    "CalendarVersion",
    "ClockEvent",
    "Draft",
    "EventText",
    "IdentifierReference",
    "InboundMessage",
    "KnowledgeArticle",
    "KnowledgeArticleVersion",
    "KnowledgeUse",
    "KnownError",
    "Macro",
    "MacroVersion",
    "MailPreference",
    "Mailbox",
    "MajorIncident",
    "MajorIncidentUpdate",
    "OpenSpell",
    "OrganizationContact",
    "OutboundMessage",
    "Presence",
    "Queue",
    "QueueMembership",
    "RateWindow",
    "Redaction",
    "ReportCell",
    "RequestDraft",
    "RequestType",
    "SatisfactionRequest",
    "SavedView",
    "ServiceComponent",
    "Sight",
    "SlaPolicy",
    "SlaPolicyVersion",
    "StatusNotice",
    "Submission",
    "SuppressedAddress",
    "Ticket",
    "TicketClock",
    "TicketEvent",
    "TicketLink",
    "TicketMeasure",
    "TicketParticipant",
    "TicketSearch",
    "sight_of",
]
