"""Value sets of the helpdesk, in ITIL's words. Values are kept in events, so they never change."""

from django.db.models import IntegerChoices, TextChoices


class TicketKind(TextChoices):
    """What a ticket is about (ITIL 4)."""

    INCIDENT = "incident", "Incident"
    SERVICE_REQUEST = "service-request", "Service request"
    PROBLEM = "problem", "Problem"
    CHANGE = "change", "Change"


class TicketCategory(TextChoices):
    """The parts of the service's mission that people call about."""

    CONFIGURATION = "configuration", "Configuration"
    SECURITY = "security", "Security"
    ACCESS = "access", "Access"
    HARDWARE = "hardware", "Hardware"
    SOFTWARE = "software", "Software"
    DATA_QUALITY = "data-quality", "Data quality"
    TRAINING = "training", "Training"
    HOW_TO = "how-to", "How to"


class TicketState(TextChoices):
    """Where a ticket stands; what may follow is in policies.TRANSITIONS."""

    NEW = "new", "New"
    TRIAGED = "triaged", "Triaged"
    IN_PROGRESS = "in-progress", "In progress"
    WAITING = "waiting", "Waiting"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"
    MERGED = "merged", "Merged"
    SPAM = "spam", "Spam"


OPEN_STATES = (
    TicketState.NEW,
    TicketState.TRIAGED,
    TicketState.IN_PROGRESS,
    TicketState.WAITING,
)
DONE_STATES = (TicketState.RESOLVED, TicketState.CLOSED)
ENDED_STATES = (TicketState.CANCELLED, TicketState.MERGED, TicketState.SPAM)


class WaitingReason(TextChoices):
    """Whom or what a waiting ticket waits for; each policy says which reasons pause it."""

    USER = "user", "The caller"
    THIRD_PARTY = "third-party", "A third party"
    ORGANIZATION_IT = "organization-it", "The organisation’s IT"
    CHANGE_WINDOW = "change-window", "A change window"


class Channel(TextChoices):
    """How a ticket reached the desk."""

    PORTAL = "portal", "Portal"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    RECORD = "record", "From a record"
    DESK = "desk", "Opened by the desk"
    API = "api", "API"


class Impact(IntegerChoices):
    """How much of how important a process is affected, patient care first; the desk says it."""

    CARE_WIDE = 1, "1 Care of patients, many users"
    CARE_SOME = 2, "2 Care of patients, some users"
    WORK_WIDE = 3, "3 Important work, many users"
    WORK_SOME = 4, "4 Important work, some users"
    MINOR = 5, "5 One user, or a minor matter"


class Urgency(IntegerChoices):
    """How soon it matters to the caller; the caller says it."""

    NOW = 1, "1 Now: work has stopped"
    TODAY = 2, "2 Today"
    SOON = 3, "3 In the next days"
    WEEK = 4, "4 This week will do"
    WHENEVER = 5, "5 Whenever it suits"


class Priority(IntegerChoices):
    """The severity that impact and urgency make (NHS Digital severity guideline, 2017)."""

    CRITICAL = 1, "1 Critical"
    HIGH = 2, "2 High"
    MEDIUM = 3, "3 Medium"
    LOW = 4, "4 Low"
    PLANNED = 5, "5 Planned"


class EventKind(TextChoices):
    """What happened to a ticket."""

    OPENED = "opened", "Opened"
    MESSAGE = "message", "Message from the caller"
    REPLY = "reply", "Reply"
    NOTE = "note", "Note"
    STATE_CHANGED = "state-changed", "State changed"
    REOPENED = "reopened", "Reopened"
    ASSIGNED = "assigned", "Assigned"
    MOVED = "moved", "Moved to another queue"
    PRIORITY_SET = "priority-set", "Priority set"
    EDITED = "edited", "Details changed"
    FLAGGED = "flagged", "Flag set or cleared"
    PARTICIPANT_CHANGED = "participant-changed", "People changed"
    LINKED = "linked", "Linked"
    UNLINKED = "unlinked", "Link removed"
    MERGED = "merged", "Merged"
    UNMERGED = "unmerged", "Merge undone"
    ATTACHED = "attached", "File attached"
    SCANNED = "scanned", "File checked"
    REDACTED = "redacted", "Redacted"
    IDENTIFIER_OPENED = "identifier-opened", "Reference opened"
    ESCALATED = "escalated", "Escalated"
    DEADLINE_SET = "deadline-set", "Deadline set"
    BROADCAST = "broadcast", "Broadcast"
    MAIL_FAILED = "mail-failed", "E-mail not delivered"
    MAJOR_INCIDENT = "major-incident", "Major incident"
    SATISFACTION = "satisfaction", "Satisfaction"


class Visibility(TextChoices):
    """Who may read an event or a file: all who see the ticket, or staff alone."""

    PUBLIC = "public", "Caller and staff"
    INTERNAL = "internal", "Staff only"


class ParticipantKind(TextChoices):
    """How somebody takes part in a ticket. Watchers of the staff follow; they gain no sight."""

    REQUESTER = "requester", "Caller"
    PARTICIPANT = "participant", "Also involved"
    WATCHER = "watcher", "Watching"


class LinkKind(TextChoices):
    """How two tickets belong together, read from the first to the second."""

    RELATED = "related", "Related to"
    DUPLICATE = "duplicate", "Duplicate of"
    CAUSED_BY = "caused-by", "Caused by"
    FOLLOW_UP = "follow-up", "Follow-up of"
    SPLIT = "split", "Split from"


class Metric(TextChoices):
    """What a clock measures."""

    FIRST_RESPONSE = "first-response", "First response"
    RESOLUTION = "resolution", "Resolution"
    IG_REPORT = "ig-report", "Report to the ICO (72 hours)"


class ClockState(TextChoices):
    """Whether a clock runs. That it is overdue is worked out, never kept."""

    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    FULFILLED = "fulfilled", "Fulfilled"
    CANCELLED = "cancelled", "Cancelled"


class ClockEventKind(TextChoices):
    """What happened to a clock, in the order in which it happened."""

    STARTED = "started", "Started"
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Resumed"
    FULFILLED = "fulfilled", "Fulfilled"
    REOPENED = "reopened", "Reopened"
    RETARGETED = "retargeted", "Target changed"
    DEADLINE_SET = "deadline-set", "Deadline set by hand"
    ESCALATED = "escalated", "Escalated"
    CANCELLED = "cancelled", "Cancelled"


class DueSource(TextChoices):
    """Where a deadline comes from; one set by hand is moved by nothing else."""

    POLICY = "policy", "Agreed target"
    MANUAL = "manual", "Set by hand"


class ScanState(TextChoices):
    """What the virus check has said of a file; only a clean one can be opened."""

    PENDING = "pending", "Waiting for the virus check"
    CLEAN = "clean", "Checked"
    INFECTED = "infected", "Held: a virus was found"
    ERROR = "error", "Held: could not be checked"
    RELEASED = "released", "Released by hand"
    DESTROYED = "destroyed", "Destroyed"


class MailboxKind(TextChoices):
    """How mail of a mailbox reaches us."""

    IMAP = "imap", "IMAP"
    MAILDIR = "maildir", "Maildir"
    PIPE = "pipe", "Piped in"


class MailVerdict(TextChoices):
    """What a mail is."""

    ORDINARY = "ordinary", "Written by a person"
    LIST = "list", "From a mailing list"
    AUTO_REPLY = "auto-reply", "Automatic reply"
    BOUNCE = "bounce", "Not delivered"
    COMPLAINT = "complaint", "Abuse report"
    LOOP = "loop", "Our own mail come back"
    UNREADABLE = "unreadable", "Cannot be read"


class InboundState(TextChoices):
    """What became of a mail that came in."""

    RECEIVED = "received", "Waiting to be read"
    OPENED = "opened", "Opened a ticket"
    THREADED = "threaded", "Added to a ticket"
    TRAY = "tray", "Needs a decision"
    PARKED = "parked", "Parked"
    DUPLICATE = "duplicate", "Seen before"
    DISMISSED = "dismissed", "Dismissed"
    POISON = "poison", "Failed three times"


class OutboundState(TextChoices):
    """What became of a mail that we send."""

    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Sent"
    SUPPRESSED = "suppressed", "Not sent: the address does not take mail"
    LIMITED = "limited", "Not sent: too many in a short time"
    FAILED = "failed", "Could not be sent"
    RECALLED = "recalled", "Withdrawn before it was sent"
    BOUNCED = "bounced", "Came back"


class PresenceKind(TextChoices):
    """What somebody does on a ticket right now."""

    VIEWING = "viewing", "is looking"
    WRITING = "writing", "is writing"


class BulkState(TextChoices):
    """How far a change of many tickets is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    UNDONE = "undone", "Undone"


class ComponentStatus(TextChoices):
    """How a part of the service is."""

    OPERATIONAL = "operational", "Working"
    DEGRADED = "degraded", "Slow or unreliable"
    DISRUPTED = "disrupted", "Not working"
    MAINTENANCE = "maintenance", "Planned work"


class MajorIncidentState(TextChoices):
    """Where a major incident stands."""

    DECLARED = "declared", "Investigating"
    IDENTIFIED = "identified", "Cause found"
    MONITORING = "monitoring", "Fixed, being watched"
    ENDED = "ended", "Ended"
    REVIEWED = "reviewed", "Reviewed"


class BroadcastState(TextChoices):
    """How far a broadcast is."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"


class DeliveryState(TextChoices):
    """What became of a broadcast on one ticket."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Written"
    SKIPPED = "skipped", "Left out"
    FAILED = "failed", "Failed"


class ArticleState(TextChoices):
    """Whether a knowledge article may be read."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class ArticleAudience(TextChoices):
    """Who may read a published article; everything starts with staff only."""

    STAFF = "staff", "Staff"
    SIGNED_IN = "signed-in", "Everyone who is signed in"


class ArticleUse(TextChoices):
    """What somebody did with an article that was suggested to them."""

    SHOWN = "shown", "Shown"
    OPENED = "opened", "Opened"
    SUBMITTED = "submitted", "Sent the ticket all the same"
    DEFLECTED = "deflected", "Left without a ticket"
    HELPFUL = "helpful", "Said that it helped"
    UNHELPFUL = "unhelpful", "Said that it did not help"
    SOLVED = "solved", "Solved a ticket"


class RedactionCategory(TextChoices):
    """Why words were taken out of a ticket."""

    PATIENT = "patient-identifiable", "Patient-identifiable data"
    CREDENTIAL = "credential", "Password or other secret"
    STAFF = "staff-personal", "Personal data of staff"
    OFFENSIVE = "offensive", "Offensive or unlawful content"


class MailPurpose(TextChoices):
    """Why somebody is sent a mail. What is written here is its subject, after the number."""

    ACKNOWLEDGEMENT = "acknowledgement", "we have your e-mail"
    OPENED = "opened", "a ticket was opened for you"
    REPLY = "reply", "there is a reply"
    UPDATE = "update", "there is news"
    RESOLVED = "resolved", "it is resolved"
    ASSIGNED = "assigned", "it was given to you"
    MENTION = "mention", "you were mentioned"
    NOTE = "note", "there is a new note"
    MESSAGE = "message", "the caller wrote"
    ESCALATED = "escalated", "its time is running out"
    SATISFACTION = "satisfaction", "how did it go?"
    REVIEW = "review", "articles of yours are due for review"


class EntryProblem(TextChoices):
    """What is wrong with an entry of a record, in the words of those who report it."""

    WRONG_PERSON = "wrong-person", "It belongs to somebody else"
    WRONG_VALUE = "wrong-value", "It says something wrong"
    INCOMPLETE = "incomplete", "Something is missing from it"
    OUT_OF_DATE = "out-of-date", "It is out of date"
    DUPLICATE = "duplicate", "It is here twice"
    WITHHOLD = "withhold", "It should not be shown"
    UNREADABLE = "unreadable", "It cannot be read or opened"
    OTHER = "other", "Something else"


class AfterReply(TextChoices):
    """How a ticket goes on once its caller has been answered."""

    STAY = "stay", "Send reply"
    WAIT = "wait", "Send and wait"
    RESOLVE = "resolve", "Send and resolve"


class SafetyQuestion(TextChoices):
    """What triage asks on clinical safety (DCB0129, DCB0160); a yes to any sets the flag."""

    CALLER = "caller", "Somebody could be harmed, says whoever opened it"
    NEW_HAZARD = "new-hazard", "A new hazard: the hazard log does not have it"
    REALISED = "realised", "A hazard of the log has come true"
    CONTROL_FAILED = "control-failed", "A safeguard failed that should have prevented it"


class GovernanceType(TextChoices):
    """What triage asks on information governance: the breaches that must be reported (DSPT)."""

    CALLER = "caller", "Data may have gone astray, says whoever opened it"
    DISCLOSED = "disclosed", "Seen by somebody who should not have it"
    ACCESSED = "accessed", "Looked at without a reason"
    LOST = "lost", "Lost or stolen"
    ALTERED = "altered", "Changed or mixed up"
    UNAVAILABLE = "unavailable", "Not there when care needed it"
    CYBER = "cyber", "Malware, phishing or a stolen password"


class IcoDecision(TextChoices):
    """Whether a breach is told to the Information Commissioner, which ends the 72 hours."""

    REPORTED = "reported", "Yes, reported"
    NOT_REPORTABLE = "not-reportable", "No, it need not be"


class Figure(TextChoices):
    """What a report counts of the tickets of a week."""

    OPENED = "opened", "Opened"
    ANSWERED = "answered", "Answered for the first time"
    RESOLVED = "resolved", "Resolved for the first time"
    SCORED = "scored", "Said how it went"
    BACKLOG = "backlog", "Open at the end"


# The ends of the bands by which reports count spans of time, in seconds: from 15 minutes on.
_HOUR = 3600
_DAY = 24 * _HOUR
BANDS = (
    _HOUR // 4,
    _HOUR,
    2 * _HOUR,
    4 * _HOUR,
    8 * _HOUR,
    _DAY,
    2 * _DAY,
    4 * _DAY,
    7 * _DAY,
    14 * _DAY,
    28 * _DAY,
    56 * _DAY,
    182 * _DAY,
)


class RedactionTarget(TextChoices):
    """What was destroyed."""

    EVENT = "event", "What was written"
    SUBJECT = "subject", "The subject"
    ATTACHMENT = "attachment", "A file"


# What stands in place of what was destroyed.
BLACK = "\u2587\u2587\u2587\u2587\u2587\u2587"
