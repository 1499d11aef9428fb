"""Value sets of analytics."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices

# A record that the same person opens again within this time is still open (measure `openings`).
SAME_OPENING_MINUTES: Final = 30
# The question in the record is put at one opening in so many.
ASKED_ONE_IN: Final = 50


class EventSource(IntegerChoices):
    """Which trail an event was taken from; with the number of its line there it is unique."""

    SIGN_IN = 1, "Sign-in events"
    RECORD_ACCESS = 2, "Accesses to records"
    CARRIED_OVER = 3, "Carried over from the service before"


class UsageKind(IntegerChoices):
    """What somebody did: the dictionary of events (`docs/events.md`)."""

    SIGN_IN = 1, "Signed in"
    FAILED_SIGN_IN = 2, "Wrong name or password"
    LOCKED_OUT = 3, "Locked out"
    SIGN_OUT = 4, "Signed out"
    TIMED_OUT = 5, "Signed out after a time without use"
    ROLE_CHANGED = 6, "Took up another role"
    SEARCH = 10, "Searched for a person"
    OPEN = 11, "Opened a record"
    SECTION = 12, "Read a section"
    ENTRY = 13, "Read an entry"
    DOCUMENT = 14, "Read a document"
    REPORT = 15, "Began to report a problem with an entry"


class FactKind(IntegerChoices):
    """What is counted of a day: each is the numerator of a measure."""

    SIGN_INS = 1, "Sign-ins"
    FAILED_SIGN_INS = 2, "Failed sign-ins"
    SEARCHES = 3, "Searches"
    OPENINGS = 4, "Record openings"
    FOUND = 5, "Openings that found something"
    SECTIONS = 6, "Sections read"
    DOCUMENTS = 7, "Documents read"
    EMERGENCY = 8, "Openings in an emergency"


class Did(IntegerChoices):
    """What a person did on a day or in a month, as bits that are added up."""

    SIGNED_IN = 1, "Signed in"
    OPENED = 2, "Opened a record"
    SEARCHED = 4, "Searched"
    READ = 8, "Read a section or a document"


class Dimension(TextChoices):
    """What figures are broken down by."""

    BOARD = "board", "Integrated care board"
    ORGANIZATION = "organization", "Organisation"
    SETTING = "setting", "Care setting"
    JOB_ROLE = "role", "Job role"


class Comparison(TextChoices):
    """What a period is compared with."""

    NOTHING = "", "Nothing"
    BEFORE = "before", "The time before"
    YEAR = "year", "A year before"


class Direction(TextChoices):
    """Which way is better."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NEITHER = "neither", "Neither"


class AnnotationKind(TextChoices):
    """What happened, as charts mark it."""

    GO_LIVE = "go-live", "Go-live"
    INCIDENT = "incident", "Incident"
    TRAINING = "training", "Training"
    RELEASE = "release", "Release"
    DECISION = "decision", "Decision"
    OTHER = "other", "Other"


class BenefitClass(TextChoices):
    """What a benefit is (NHS benefits practice). Only the first kind is money to spend."""

    CASH = "cash-releasing", "Cash-releasing"
    CAPACITY = "non-cash-releasing", "Capacity released (non-cash-releasing)"
    QUALITY = "quality", "Quality"
    SAFETY = "safety", "Safety"


class BenefitStatus(TextChoices):
    """The stages that a benefit goes through (NHS: identify, plan, realise, evaluate)."""

    IDENTIFIED = "identified", "Identified"
    PLANNED = "planned", "Planned"
    TRACKED = "tracked", "Being realised"
    EVALUATED = "evaluated", "Evaluated"
    ENDED = "ended", "Ended"


class Factor(TextChoices):
    """A factor of the benefits formula."""

    ACCESSES = "accesses", "Openings a month"
    SHARE = "share", "Share of openings that saved time"
    MINUTES = "minutes", "Minutes given a saving"
    RATE = "rate", "Pounds an hour"
    ATTRIBUTION = "attribution", "Attribution"
    OPTIMISM = "optimism", "Optimism taken off"
    RAMP = "ramp", "Ramp"
    COST = "cost", "Minutes that every opening costs"


class Basis(TextChoices):
    """Which openings stand for a year, where a scenario does not fix them."""

    RUN_RATE = "run-rate", "Last month × 12 (run-rate)"
    TRAILING = "trailing", "Last 12 months"


class Distribution(TextChoices):
    """How a value is uncertain."""

    FIXED = "fixed", "Fixed"
    NORMAL = "normal", "Normal (mean, standard deviation)"
    TRIANGULAR = "triangular", "Triangular (low, likely, high)"
    UNIFORM = "uniform", "Uniform (low to high)"


class RateBasis(TextChoices):
    """What a rate of pay counts."""

    PAY = "pay", "Pay"
    ON_COSTS = "pay-on-costs", "Pay and on-costs"
    FULL = "full", "Full cost"


class HoursBasis(TextChoices):
    """By which hours a rate is divided."""

    PAID = "paid", "Paid hours"
    WORKED = "worked", "Worked hours"
    PATIENT_FACING = "patient-facing", "Patient-facing hours"


class Answer(TextChoices):
    """What the question in the record is answered by, in one tap."""

    LOST = "lost", "It cost me time"
    NONE = "none", "No time saved"
    UNDER_2 = "under-2", "Up to 2 minutes"
    UNDER_5 = "2-to-5", "2 to 5 minutes"
    UNDER_10 = "5-to-10", "5 to 10 minutes"
    OVER_10 = "over-10", "More than 10 minutes"
    DISMISSED = "dismissed", "Dismissed"


class ReportFrequency(TextChoices):
    """When a report is run by itself."""

    NEVER = "", "Only when asked"
    MONTHLY = "monthly", "Monthly, on the 3rd, for the month before"
    QUARTERLY = "quarterly", "Quarterly, on the 3rd, for the quarter before"


class ReportState(TextChoices):
    """The life of a run of a report."""

    WAITING = "waiting", "Waiting"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Failed"
