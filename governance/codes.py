"""Value sets of governance, and the one table of what a meeting may become."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices


class CommitteeKind(TextChoices):
    """What a committee is for."""

    BOARD = "board", "Governance board"
    LEADERSHIP = "leadership", "Leadership meeting"
    WORKING_GROUP = "working-group", "Working group"


class MemberRole(TextChoices):
    """What somebody is on a committee; who votes is said by the membership itself."""

    CHAIR = "chair", "Chair"
    DEPUTY_CHAIR = "deputy-chair", "Deputy chair"
    MEMBER = "member", "Member"
    SECRETARY = "secretary", "Secretary"
    ATTENDEE = "attendee", "In attendance"
    OBSERVER = "observer", "Observer"


class Capacity(TextChoices):
    """In what capacity somebody sits; the quorum may ask for one of each."""

    CLINICIAN = "clinician", "Clinician"
    CALDICOTT_GUARDIAN = "caldicott-guardian", "Caldicott Guardian"
    CLINICAL_SAFETY_OFFICER = "clinical-safety-officer", "Clinical safety officer"
    DATA_PROTECTION_OFFICER = "data-protection-officer", "Data protection officer"
    SOCIAL_CARE = "social-care", "Social care"
    FINANCE = "finance", "Finance"
    LAY_MEMBER = "lay-member", "Lay member"


class TermsState(TextChoices):
    """How far a version of the terms of reference is; from approval on it is frozen."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"


class HolidayRule(TextChoices):
    """What becomes of a meeting that falls on a bank holiday."""

    NEXT = "next", "Moves to the next working day"
    PREVIOUS = "previous", "Moves to the working day before"
    SKIP = "skip", "Is left out"


class MeetingMode(TextChoices):
    """Where a meeting takes place."""

    ON_SITE = "on-site", "On site"
    ONLINE = "online", "Online"
    BOTH = "both", "On site and online"


class MeetingState(TextChoices):
    """How far a meeting is, from its planning to its published minutes."""

    PLANNED = "planned", "Planned"
    AGENDA_PUBLISHED = "agenda-published", "Agenda published"
    IN_PROGRESS = "in-progress", "In progress"
    HELD = "held", "Held"
    MINUTES_DRAFT = "minutes-draft", "Minutes in draft"
    MINUTES_CHECKED = "minutes-checked", "Minutes checked by the chair"
    MINUTES_CIRCULATED = "minutes-circulated", "Minutes circulated"
    MINUTES_APPROVED = "minutes-approved", "Minutes approved"
    PUBLISHED = "published", "Minutes published"
    CANCELLED = "cancelled", "Cancelled"


MS = MeetingState
MEETING_TRANSITIONS: Final = {
    MS.PLANNED: frozenset({MS.AGENDA_PUBLISHED, MS.CANCELLED}),
    MS.AGENDA_PUBLISHED: frozenset({MS.IN_PROGRESS, MS.CANCELLED}),
    MS.IN_PROGRESS: frozenset({MS.HELD}),
    MS.HELD: frozenset({MS.MINUTES_DRAFT}),
    MS.MINUTES_DRAFT: frozenset({MS.MINUTES_CHECKED}),
    MS.MINUTES_CHECKED: frozenset({MS.MINUTES_DRAFT, MS.MINUTES_CIRCULATED}),
    MS.MINUTES_CIRCULATED: frozenset({MS.MINUTES_APPROVED}),
    MS.MINUTES_APPROVED: frozenset({MS.PUBLISHED}),
    # What is withdrawn from the public is still approved.
    MS.PUBLISHED: frozenset({MS.MINUTES_APPROVED}),
    MS.CANCELLED: frozenset[MeetingState](),
}
# The agenda can still be shaped; from publication on its numbers are frozen.
AGENDA_IS_OPEN: Final = frozenset({MS.PLANNED})
# What an item says can still be changed; its number and place only while the agenda is open.
ITEMS_ARE_OPEN: Final = frozenset({MS.PLANNED, MS.AGENDA_PUBLISHED})
# A published agenda takes items at its end until the meeting is over.
LATE_ITEMS_ARE_TAKEN: Final = frozenset({MS.AGENDA_PUBLISHED, MS.IN_PROGRESS})
# What is said can still be written down and corrected.
MINUTES_ARE_OPEN: Final = frozenset({MS.IN_PROGRESS, MS.HELD, MS.MINUTES_DRAFT})
# Papers can still be sent, and tabled.
PAPERS_ARE_OPEN: Final = frozenset({MS.PLANNED, MS.AGENDA_PUBLISHED, MS.IN_PROGRESS})
# Members know of the meeting's agenda.
AGENDA_IS_KNOWN: Final = frozenset(MS) - {MS.PLANNED, MS.CANCELLED}
# Members know of the meeting's minutes.
MINUTES_ARE_KNOWN: Final = frozenset({MS.MINUTES_CIRCULATED, MS.MINUTES_APPROVED, MS.PUBLISHED})


class Purpose(TextChoices):
    """What an agenda item asks of the committee."""

    DECIDE = "decide", "To decide"
    ASSURE = "assure", "For assurance"
    DISCUSS = "discuss", "To discuss"
    NOTE = "note", "To note"


class Visibility(TextChoices):
    """Who may know of an agenda item and of all that hangs on it."""

    OPEN = "open", "Open"
    PRIVATE = "private", "Private: members and those in attendance"
    RESTRICTED = "restricted", "Restricted: only people who are named"


class AttendanceKind(TextChoices):
    """How somebody is or is not at a meeting."""

    PRESENT = "present", "Present"
    DEPUTY = "deputy", "Present as deputy"
    IN_ATTENDANCE = "in-attendance", "In attendance"
    APOLOGIES = "apologies", "Apologies"


class FileCheck(TextChoices):
    """What the virus check said of a file."""

    WAITING = "waiting", "Waiting for the virus check"
    CLEAN = "clean", "Checked"
    INFECTED = "infected", "Refused: a virus was found"
    UNCHECKABLE = "uncheckable", "Refused: the file cannot be checked"


class GrantChange(TextChoices):
    """What became of somebody's right to read one item or paper."""

    GIVEN = "given", "Named"
    TAKEN_BACK = "taken-back", "Taken back"


class InterestKind(TextChoices):
    """What an interest is, in the terms of the guidance on conflicts of interest."""

    FINANCIAL = "financial", "Financial"
    PROFESSIONAL = "professional", "Non-financial professional"
    PERSONAL = "personal", "Non-financial personal"
    INDIRECT = "indirect", "Indirect"


class Mitigation(TextChoices):
    """What follows from an interest in an item; all but the first are conflicts."""

    STAY = "stay", "Noted: stays and votes"
    NO_VOTE = "no-vote", "Stays without paper and vote"
    LEAVE = "leave", "Leaves for the item"


# A reader with one of these loses the item's papers and the vote, in every channel.
CONFLICTS: Final = frozenset({Mitigation.NO_VOTE, Mitigation.LEAVE})


class EntryKind(TextChoices):
    """What an entry of the minutes says."""

    DISCUSSION = "discussion", "Discussion"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    RISK = "risk", "Risk"
    ASSURANCE = "assurance", "Assurance"
    INTEREST = "interest", "Interest"
    ATTENDANCE = "attendance", "Attendance"


class ApprovalOutcome(TextChoices):
    """How a later meeting took the minutes."""

    APPROVED = "approved", "Approved"
    WITH_AMENDMENTS = "with-amendments", "Approved with amendments"


class LedgerKind(TextChoices):
    """What an entry of a committee's chain of evidence holds."""

    MINUTES = "minutes", "Minutes"
    APPROVAL = "approval", "Approval of minutes"
    MOTION = "motion", "Vote on a motion"
    WRITTEN = "written", "Answers to a resolution in writing"
    DECISION = "decision", "Decision"
    RATIFICATION = "ratification", "Ratification"
    PACK = "pack", "Board pack"
    PUBLICATION = "publication", "Publication"
    TERMS = "terms", "Terms of reference"
    ERASURE = "erasure", "Erasure of personal data"


class LodgingPlace(TextChoices):
    """Where the head of a chain was left, outside this database."""

    PACK_COVER = "pack-cover", "Cover of a board pack"
    MAIL = "mail", "Mail to the members"
    STORE = "store", "Second store"


class MotionState(TextChoices):
    """Where a motion stands."""

    DRAFT = "draft", "Not yet put"
    OPEN = "open", "Open for votes"
    CARRIED = "carried", "Carried"
    LOST = "lost", "Lost"
    WITHDRAWN = "withdrawn", "Withdrawn"


class VotingMethod(TextChoices):
    """How a motion is decided."""

    CONSENSUS = "consensus", "By consensus"
    SHOWN = "shown", "By vote, with names"
    SECRET = "secret", "By secret ballot"


class Majority(TextChoices):
    """What carries a motion; abstentions are no votes."""

    SIMPLE = "simple", "More for than against"
    TWO_THIRDS = "two-thirds", "Two thirds of the votes"


class VoteChoice(TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    ABSTAIN = "abstain", "Abstain"


class WrittenState(TextChoices):
    """Where a resolution in writing stands."""

    OPEN = "open", "Open for answers"
    CARRIED = "carried", "Carried"
    LOST = "lost", "Lost"
    LAPSED = "lapsed", "Lapsed without a quorum"


class ActionState(TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"


class ActionEventKind(TextChoices):
    """What happened to an action."""

    AGREED = "agreed", "Agreed"
    MOVED = "moved", "New due date"
    HANDED_OVER = "handed-over", "New owner"
    NOTE = "note", "Note"
    EVIDENCE = "evidence", "Evidence"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"
    REOPENED = "reopened", "Opened again"


class Rag(TextChoices):
    """Red, amber, green: always computed, never typed."""

    GREEN = "green", "On time"
    AMBER = "amber", "Needs attention"
    RED = "red", "Late"
    CLOSED = "closed", "Closed"


class RiskCategory(TextChoices):
    """What a risk threatens; the appetite is set for each."""

    CLINICAL = "clinical", "Clinical safety"
    INFORMATION = "information", "Information governance"
    CYBER = "cyber", "Cyber security"
    DELIVERY = "delivery", "Delivery"
    FINANCE = "finance", "Finance"
    WORKFORCE = "workforce", "Workforce and adoption"
    REPUTATION = "reputation", "Reputation"


class RiskState(TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "closed", "Closed"


class ScoreKind(TextChoices):
    """Which of its three scores a risk is given."""

    INITIAL = "initial", "Initial"
    CURRENT = "current", "Current"
    TARGET = "target", "Target"


class Consequence(IntegerChoices):
    """NPSA model matrix (2008)."""

    NEGLIGIBLE = 1, "Negligible"
    MINOR = 2, "Minor"
    MODERATE = 3, "Moderate"
    MAJOR = 4, "Major"
    CATASTROPHIC = 5, "Catastrophic"


class Likelihood(IntegerChoices):
    """NPSA model matrix (2008)."""

    RARE = 1, "Rare"
    UNLIKELY = 2, "Unlikely"
    POSSIBLE = 3, "Possible"
    LIKELY = 4, "Likely"
    ALMOST_CERTAIN = 5, "Almost certain"


class RiskBand(TextChoices):
    """How grave a score is (NPSA model matrix, 2008)."""

    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    HIGH = "high", "High"
    EXTREME = "extreme", "Extreme"


class RiskTrend(TextChoices):
    """Where a risk's current score goes: always computed."""

    NEW = "new", "Scored once"
    WORSE = "worse", "Rising"
    STEADY = "steady", "Steady"
    BETTER = "better", "Falling"


class RegisterEventKind(TextChoices):
    """What happened to a risk or a hazard, apart from its scores."""

    OPENED = "opened", "Opened"
    CHANGED = "changed", "Changed"
    REVIEWED = "reviewed", "Reviewed"
    ACCEPTED = "accepted", "Accepted"
    TRANSFERRED = "transferred", "Transferred"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Opened again"


class HazardSeverity(TextChoices):
    """How bad the harm would be (DCB0129, DCB0160)."""

    MINOR = "minor", "Minor"
    SIGNIFICANT = "significant", "Significant"
    CONSIDERABLE = "considerable", "Considerable"
    MAJOR = "major", "Major"
    CATASTROPHIC = "catastrophic", "Catastrophic"


class HazardLikelihood(TextChoices):
    """How likely the harm is (DCB0129, DCB0160)."""

    VERY_LOW = "very-low", "Very low"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very-high", "Very high"


class HazardState(TextChoices):
    OPEN = "open", "Open"
    TRANSFERRED = "transferred", "Transferred"
    CLOSED = "closed", "Closed"


class ControlKind(TextChoices):
    """The four kinds of control of a clinical hazard."""

    DESIGN = "design", "Design"
    TEST = "test", "Test"
    TRAINING = "training", "Training"
    BUSINESS_PROCESS = "business-process", "Business process"


class AssessmentKind(TextChoices):
    INITIAL = "initial", "Initial"
    RESIDUAL = "residual", "Residual"


class AgreementState(TextChoices):
    """Where a sharing agreement stands; whether it is valid follows from its days as well."""

    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed"
    ENDED = "ended", "Ended early"


class AgreementStanding(TextChoices):
    """How an agreement or an assessment stands on a day: computed, never typed."""

    DRAFT = "draft", "Not in force"
    VALID = "valid", "In force"
    EXPIRING = "expiring", "Runs out soon"
    EXPIRED = "expired", "Run out"
    ENDED = "ended", "Ended"


class ArticleSix(TextChoices):
    """Lawful basis (UK GDPR, Article 6(1))."""

    CONSENT = "a", "Consent (6(1)(a))"
    CONTRACT = "b", "Contract (6(1)(b))"
    LEGAL_OBLIGATION = "c", "Legal obligation (6(1)(c))"
    VITAL_INTERESTS = "d", "Vital interests (6(1)(d))"
    PUBLIC_TASK = "e", "Public task (6(1)(e))"
    LEGITIMATE_INTERESTS = "f", "Legitimate interests (6(1)(f))"


class ArticleNine(TextChoices):
    """Condition for special categories of data (UK GDPR, Article 9(2))."""

    NONE = "none", "No special categories"
    EXPLICIT_CONSENT = "a", "Explicit consent (9(2)(a))"
    VITAL_INTERESTS = "c", "Vital interests (9(2)(c))"
    HEALTH_OR_SOCIAL_CARE = "h", "Health or social care (9(2)(h))"
    PUBLIC_HEALTH = "i", "Public health (9(2)(i))"
    RESEARCH = "j", "Research (9(2)(j))"


class AssessmentState(TextChoices):
    """Where a data protection impact assessment stands."""

    DRAFT = "draft", "Draft"
    ADVISED = "advised", "Advice given"
    SIGNED_OFF = "signed-off", "Signed off"


class PackState(TextChoices):
    """How far a board pack is."""

    WAITING = "waiting", "Waiting"
    BUILDING = "building", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class Exemption(TextChoices):
    """Why words are left out of what the public reads (Freedom of Information Act 2000)."""

    FUTURE_PUBLICATION = "s22", "Section 22: to be published later"
    CONDUCT_OF_AFFAIRS = "s36", "Section 36: conduct of public affairs"
    PERSONAL_DATA = "s40", "Section 40: personal data"
    CONFIDENCE = "s41", "Section 41: given in confidence"
    COMMERCIAL = "s43", "Section 43: commercial interests"


class MessageKind(TextChoices):
    """What a mail of governance tells."""

    MEETING = "meeting", "Invitation to a meeting"
    MEETING_CHANGED = "meeting-changed", "A meeting has changed"
    MEETING_CANCELLED = "meeting-cancelled", "A meeting is cancelled"
    AGENDA = "agenda", "Agenda published"
    PAPER_WANTED = "paper-wanted", "A paper is due"
    PACK = "pack", "Board pack ready"
    MINUTES = "minutes", "Minutes circulated"
    ACTION = "action", "An action is due"
    RESOLUTION = "resolution", "A resolution in writing"
    AGREEMENT = "agreement", "An agreement runs out"
    REVIEW = "review", "A review is due"


class MessageState(TextChoices):
    QUEUED = "queued", "Waiting"
    SENT = "sent", "Sent"
    STALE = "stale", "No longer true"
    FAILED = "failed", "Failed"
