"""Committees and their meetings, what they decide, on what evidence, and what is asked of whom."""

from .action_item import ActionEvent, ActionItem
from .agenda import AgendaItem, Paper, PaperVersion
from .committee import (
    Committee,
    Deputy,
    ForwardPlanItem,
    MeetingSeries,
    Membership,
    TermsOfReference,
)
from .decision import (
    Decision,
    Motion,
    Ratification,
    SecretTally,
    Vote,
    VoterMark,
    WrittenInterest,
    WrittenResolution,
    WrittenResponse,
)
from .grant import GrantEvent
from .interest import Interest, ItemInterest
from .meeting import Attendance, AttendanceSpell, Meeting
from .message import GovernanceMessage, MeetingFeed
from .minutes import (
    EvidenceText,
    LedgerEntry,
    LodgedHead,
    MinuteEntry,
    MinutesApproval,
    MinutesVersion,
)
from .pack import BoardPack, PackPaper, PersonalPack, Publication, PublicRedaction, ReaderNote
from .reach import READS_PRIVATE, SERVES, Reach, known_items, known_meetings, known_minutes
from .risk import (
    Hazard,
    HazardAssessment,
    HazardControl,
    HazardEvent,
    HazardSignOff,
    Risk,
    RiskAppetite,
    RiskEvent,
    RiskScore,
)
from .sharing_agreement import (
    READS_AGREEMENTS,
    AgreementFeed,
    AgreementParty,
    ImpactAssessment,
    SharingAgreement,
)

__all__ = [
    "READS_AGREEMENTS",
    "READS_PRIVATE",
    "SERVES",
    "ActionEvent",
    "ActionItem",
    "AgendaItem",
    "AgreementFeed",
    "AgreementParty",
    "Attendance",
    "AttendanceSpell",
    "BoardPack",
    "Committee",
    "Decision",
    "Deputy",
    "EvidenceText",
    "ForwardPlanItem",
    "GovernanceMessage",
    "GrantEvent",
    "Hazard",
    "HazardAssessment",
    "HazardControl",
    "HazardEvent",
    "HazardSignOff",
    "ImpactAssessment",
    "Interest",
    "ItemInterest",
    "LedgerEntry",
    "LodgedHead",
    "Meeting",
    "MeetingFeed",
    "MeetingSeries",
    "Membership",
    "MinuteEntry",
    "MinutesApproval",
    "MinutesVersion",
    "Motion",
    "PackPaper",
    "Paper",
    "PaperVersion",
    "PersonalPack",
    "PublicRedaction",
    "Publication",
    "Ratification",
    "Reach",
    "ReaderNote",
    "Risk",
    "RiskAppetite",
    "RiskEvent",
    "RiskScore",
    "SecretTally",
    "SharingAgreement",
    "TermsOfReference",
    "Vote",
    "VoterMark",
    "WrittenInterest",
    "WrittenResolution",
    "WrittenResponse",
    "known_items",
    "known_meetings",
    "known_minutes",
]
