"""Value sets of training, and the one table of what a booking may become."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices


class DeliveryMode(TextChoices):
    """How a course is given."""

    CLASSROOM = "classroom", "In a room"
    VIRTUAL = "virtual", "Online with a trainer"
    E_LEARNING = "e-learning", "E-learning, at any time"
    ON_THE_JOB = "on-the-job", "At work, observed"


class VersionState(TextChoices):
    """How far a version of a course is; from publication on it is frozen."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class ExpiryRule(TextChoices):
    """How the last day of an award is worked out."""

    NEVER = "never", "Never expires"
    FROM_COMPLETION = "from-completion", "From the day of completion"
    FROM_PREVIOUS = "from-previous", "From the previous expiry, if renewed in time"
    FIXED_DATE = "fixed-date", "On a fixed date"


class PeriodUnit(TextChoices):
    """What a period of validity is counted in."""

    MONTHS = "months", "months"
    DAYS = "days", "days"


class SessionState(TextChoices):
    """How far a session is."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open for booking"
    HELD = "held", "Register closed"
    CANCELLED = "cancelled", "Cancelled"


class BookingState(TextChoices):
    """Where a booking stands."""

    REQUESTED = "requested", "Waiting for approval"
    APPROVED = "approved", "Approved"
    WAITLISTED = "waitlisted", "On the waiting list"
    OFFERED = "offered", "A place is offered"
    BOOKED = "booked", "Booked"
    ATTENDED = "attended", "Attended"
    PARTIAL = "partial", "Attended in part"
    NO_SHOW = "no-show", "Did not attend"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Offer ran out"
    CANCELLED_BY_USER = "cancelled-by-user", "Cancelled by the learner"
    CANCELLED_BY_TRAINER = "cancelled-by-trainer", "Cancelled by the trainer"
    SESSION_CANCELLED = "session-cancelled", "Session cancelled"


_B = BookingState
_ENDED_EARLY: Final = frozenset(
    {_B.CANCELLED_BY_USER, _B.CANCELLED_BY_TRAINER, _B.SESSION_CANCELLED}
)
TRANSITIONS: Final[dict[BookingState, frozenset[BookingState]]] = {
    _B.REQUESTED: _ENDED_EARLY | {_B.APPROVED, _B.DECLINED},
    _B.APPROVED: _ENDED_EARLY | {_B.BOOKED, _B.WAITLISTED},
    _B.WAITLISTED: _ENDED_EARLY | {_B.OFFERED},
    # To give up an offer is to decline it.
    _B.OFFERED: frozenset({_B.BOOKED, _B.DECLINED, _B.LAPSED, _B.SESSION_CANCELLED}),
    _B.BOOKED: _ENDED_EARLY | {_B.ATTENDED, _B.PARTIAL, _B.NO_SHOW},
    _B.ATTENDED: frozenset(),
    _B.PARTIAL: frozenset(),
    _B.NO_SHOW: frozenset(),
    _B.DECLINED: frozenset(),
    _B.LAPSED: frozenset(),
    _B.CANCELLED_BY_USER: frozenset(),
    _B.CANCELLED_BY_TRAINER: frozenset(),
    _B.SESSION_CANCELLED: frozenset(),
}
# One of these at a time for a person and a session.
ACTIVE_STATES: Final = (_B.REQUESTED, _B.APPROVED, _B.WAITLISTED, _B.OFFERED, _B.BOOKED)
# A seat is taken by these. A request for approval takes one where its course says so.
SEATED_STATES: Final = (_B.OFFERED, _B.BOOKED, _B.ATTENDED, _B.PARTIAL, _B.NO_SHOW)
CAME_STATES: Final = (_B.ATTENDED, _B.PARTIAL)


class BookingSource(TextChoices):
    """Who made a booking."""

    LEARNER = "learner", "The learner"
    MANAGER = "manager", "Their manager"
    TRAINER = "trainer", "A trainer"
    LIST = "list", "A list of many"


class NeedKind(TextChoices):
    """What a learner needs at a session; only its trainers read it, and it is then destroyed."""

    ACCESS = "access", "Access"
    DIET = "diet", "Food"
    SHIFT = "shift", "Shift pattern"


class Mark(TextChoices):
    """Whether somebody was there in a slot."""

    PRESENT = "present", "Present"
    LATE = "late", "Late"
    ABSENT = "absent", "Absent"


class MarkSource(TextChoices):
    """How a mark came into the register."""

    CODE = "code", "Scanned at the door"
    TRAINER = "trainer", "Marked by the trainer"


class AwardSource(TextChoices):
    """What an award rests on."""

    COURSE = "course", "Course completed"
    PRIOR = "prior", "Earlier learning, with evidence"


class EvidenceState(TextChoices):
    """What became of a claim of earlier learning."""

    SENT = "sent", "Waiting for a trainer"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"


class FileCheck(TextChoices):
    """What the virus check says of evidence; nobody opens it before it is clean."""

    WAITING = "waiting", "Waiting for the virus check"
    CLEAN = "clean", "Checked"
    INFECTED = "infected", "A virus was found"
    UNCHECKABLE = "uncheckable", "Cannot be checked"


class ComplianceStatus(TextChoices):
    """How somebody stands to a requirement on a day."""

    NEVER = "never", "Never trained"
    CURRENT = "current", "Current"
    DUE = "due", "Due for renewal"
    GRACE = "grace", "Overdue, in grace"
    LAPSED = "lapsed", "Lapsed"


# In these somebody is compliant.
COMPLIANT: Final = (ComplianceStatus.CURRENT, ComplianceStatus.DUE)


class Milestone(TextChoices):
    """When somebody is reminded, counted from the last day of what they hold."""

    T_90 = "t-90", "90 days before"
    T_30 = "t-30", "30 days before"
    T_7 = "t-7", "7 days before"
    T_0 = "t-0", "On the last day"
    T_PLUS_7 = "t+7", "7 days after, to the manager"


class MessageKind(TextChoices):
    """What a mail to a learner, a manager or a trainer is about."""

    REQUESTED = "requested", "Request received"
    APPROVAL_WANTED = "approval-wanted", "Approval wanted"
    DECLINED = "declined", "Not approved"
    BOOKED = "booked", "Booked"
    WAITLISTED = "waitlisted", "On the waiting list"
    OFFERED = "offered", "A place is offered"
    OFFER_ENDED = "offer-ended", "Offer ended"
    CHANGED = "changed", "Session changed"
    CANCELLED = "cancelled", "Booking cancelled"
    SESSION_CANCELLED = "session-cancelled", "Session cancelled"
    AWARDED = "awarded", "Certificate"
    REVOKED = "revoked", "Certificate revoked"
    DIGEST = "digest", "Reminders"
    EVALUATION = "evaluation", "How was it?"
    EVIDENCE = "evidence", "Earlier learning"


class MessageState(TextChoices):
    """What became of a mail."""

    QUEUED = "queued", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    STALE = "stale", "Not sent: no longer true"


class QuestionKind(TextChoices):
    """How a question is answered."""

    ONE = "one", "One right answer"
    SEVERAL = "several", "Several right answers"


class AttemptState(TextChoices):
    """Where an attempt at a quiz stands."""

    RUNNING = "running", "Going on"
    PASSED = "passed", "Passed"
    FAILED = "failed", "Not passed"


class BatchState(TextChoices):
    """How far a list of many enrolments is."""

    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked: nothing is booked yet"
    ENROLLING = "enrolling", "Being carried out"
    DONE = "done", "Done"
    REFUSED = "refused", "Cannot be read"
    WITHDRAWN = "withdrawn", "Put away"


class RowOutcome(TextChoices):
    """What a row of a list comes to."""

    READY = "ready", "Will be enrolled"
    REGISTERED = "registered", "Enrolled"
    SKIPPED = "skipped", "Left out"
    REFUSED = "refused", "Cannot be enrolled"


class EvaluationKind(TextChoices):
    """When learners are asked what they think (Kirkpatrick levels 1 and 3)."""

    END = "end", "At the end"
    IN_USE = "in-use", "After eight weeks"


class ExportState(TextChoices):
    """How far a file of many rows is."""

    WAITING = "waiting", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


class ExportFormat(TextChoices):
    """What a file of many rows is."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class Rating(IntegerChoices):
    """How far somebody agrees."""

    NOT_AT_ALL = 1, "Not at all"
    A_LITTLE = 2, "A little"
    PARTLY = 3, "Partly"
    MOSTLY = 4, "Mostly"
    FULLY = 5, "Fully"
