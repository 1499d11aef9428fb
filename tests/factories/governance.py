from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from accounts.codes import JobRole
from accounts.models import PractitionerRole, User
from core.dates import LONDON
from governance.codes import (
    AttendanceKind,
    CommitteeKind,
    MeetingState,
    MemberRole,
    Mitigation,
    Purpose,
    RiskCategory,
    ScoreKind,
    TermsState,
    Visibility,
)
from governance.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpell,
    Committee,
    Hazard,
    ItemInterest,
    Meeting,
    Membership,
    MinuteEntry,
    Paper,
    PaperVersion,
    Reach,
    Risk,
    RiskScore,
    TermsOfReference,
)
from governance.queries.reach import reach_of
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory

# A Thursday afternoon in London's winter time.
THURSDAY = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


class CommitteeFactory(factory.django.DjangoModelFactory[Committee]):
    class Meta:
        model = Committee
        django_get_or_create = ["code"]

    code = "governance-board"
    name = "One Health and Care governance board"
    kind = CommitteeKind.BOARD
    organization = factory.SubFactory(BoardFactory)
    reference = factory.LazyAttribute(
        lambda each: "OHC-GB" if each.code == "governance-board" else each.code[:12].upper()
    )


def make_terms(
    committee: Committee, *, quorum: dict[str, object] | None = None, **facts: object
) -> TermsOfReference:
    """Make approved terms of reference with a quorum of two voters, or the one given."""
    facts = {"number": 1, "effective_from": date(2020, 1, 1), "approved_at": THURSDAY} | facts
    return TermsOfReference.objects.create(
        committee=committee,
        text="What the committee is for.",
        quorum=quorum or {"voting": 2},
        state=TermsState.APPROVED,
        **facts,
    )


def make_member(
    committee: Committee,
    role: MemberRole = MemberRole.MEMBER,
    *,
    user: User | None = None,
    **facts: object,
) -> Membership:
    """Make somebody sit on a committee; those who do not vote by their role have no vote."""
    votes = role in (MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR, MemberRole.MEMBER)
    facts = {"is_voting": votes, "starts_on": date(2020, 1, 1), **facts}
    return Membership.objects.create(
        committee=committee, user=user or viewer().user, role=role, **facts
    )


def viewer(job_role: JobRole = JobRole.BOARD_MEMBER, **facts: object) -> PractitionerRole:
    """Make somebody in a role at the board."""
    facts = {"organization": BoardFactory.create(), "job_title": "Board member", **facts}
    return PractitionerRoleFactory.create(job_role=job_role, **facts)


def role_of(user: User) -> PractitionerRole:
    """Return the role in which somebody acts."""
    return PractitionerRole.objects.get(user=user)


def reach_of_user(user: User, *, on: date | None = None) -> Reach:
    """Return what somebody may know of on a day, today where none is given."""
    return reach_of(role_of(user), on=on or timezone.now().astimezone(LONDON).date())


def make_meeting(
    committee: Committee | None = None,
    *,
    state: MeetingState = MeetingState.AGENDA_PUBLISHED,
    starts_at: datetime = THURSDAY,
    **facts: object,
) -> Meeting:
    """Make a meeting of two hours, whose agenda is published."""
    committee = committee or CommitteeFactory.create()
    number = Meeting.objects.filter(committee=committee).count() + 1
    facts = {"number": number, "ends_at": starts_at + timedelta(hours=2), **facts}
    return Meeting.objects.create(committee=committee, state=state, starts_at=starts_at, **facts)


def make_item(
    meeting: Meeting,
    title: str = "Results in the record",
    *,
    visibility: Visibility = Visibility.OPEN,
    parent: AgendaItem | None = None,
    **facts: object,
) -> AgendaItem:
    """Make an agenda item at the end of its level, with its number."""
    beside = AgendaItem.objects.filter(meeting=meeting, parent=parent).count() + 1
    number = f"{parent.number}.{beside}" if parent else str(beside)
    facts = {"position": beside, "number": number, "purpose": Purpose.DISCUSS, **facts}
    return AgendaItem.objects.create(
        meeting=meeting, parent=parent, title=title, visibility=visibility, **facts
    )


def make_paper(
    item: AgendaItem,
    title: str = "A paper",
    *,
    body: str = "What it says.",
    sent_by: User | None = None,
    **facts: object,
) -> PaperVersion:
    """Make a paper of an item with one version, as text that is checked."""
    position = Paper.objects.filter(item=item).count() + 1
    paper = Paper.objects.create(item=item, title=title, position=position)
    facts = {"number": 1, "file_check": "clean", "sha256": "0" * 64, "words": body, **facts}
    return PaperVersion.objects.create(
        paper=paper,
        body=body,
        sent_at=THURSDAY - timedelta(days=9),
        sent_by=sent_by or viewer().user,
        **facts,
    )


def seat(
    meeting: Meeting, membership: Membership, *, in_at: datetime = THURSDAY, **facts: object
) -> Attendance:
    """Have a member be there from the beginning."""
    kind = AttendanceKind.PRESENT if membership.is_voting else AttendanceKind.IN_ATTENDANCE
    facts = {"user": membership.user, "kind": kind, **facts}
    attendance = Attendance.objects.create(meeting=meeting, membership=membership, **facts)
    AttendanceSpell.objects.create(attendance=attendance, in_at=in_at)
    return attendance


def declare(
    item: AgendaItem, user: User, mitigation: Mitigation = Mitigation.NO_VOTE
) -> ItemInterest:
    """Have somebody declare an interest in an item."""
    return ItemInterest.objects.create(
        item=item,
        user=user,
        words="A relative works for the supplier.",
        mitigation=mitigation,
        declared_at=THURSDAY - timedelta(days=3),
        declared_by=user,
    )


def make_entry(item: AgendaItem, body: str, **facts: object) -> MinuteEntry:
    """Make an entry of the minutes under an item."""
    sequence = MinuteEntry.objects.filter(item=item).count() + 1
    facts = {"sequence": sequence, "said_at": THURSDAY, **facts}
    return MinuteEntry.objects.create(item=item, body=body, **facts)


def make_action(committee: Committee, owner: User, **facts: object) -> ActionItem:
    """Make an open action, due in a fortnight."""
    number = ActionItem.objects.filter(committee=committee).count() + 1
    due = (THURSDAY + timedelta(days=14)).date()
    facts = {"text": "Write to the practices.", "due_on": due, "first_due_on": due, **facts}
    return ActionItem.objects.create(
        committee=committee, number=number, owner=owner, agreed_at=THURSDAY, **facts
    )


def make_risk(committee: Committee, owner: User, **facts: object) -> Risk:
    """Make an open risk without a score."""
    number = Risk.objects.filter(committee=committee).count() + 1
    facts = {"title": "Results come late", "category": RiskCategory.DELIVERY, **facts}
    facts = {"opened_on": date(2026, 9, 1), "review_on": date(2027, 2, 1), **facts}
    return Risk.objects.create(committee=committee, number=number, owner=owner, **facts)


def give_score(
    risk: Risk, consequence: int, likelihood: int, kind: ScoreKind = ScoreKind.CURRENT
) -> RiskScore:
    """Give a risk a score, a day after the last."""
    days = RiskScore.objects.filter(risk=risk).count()
    return RiskScore.objects.create(
        risk=risk,
        kind=kind,
        consequence=consequence,
        likelihood=likelihood,
        why="As the group sees it.",
        scored_at=THURSDAY - timedelta(days=30 - days),
        scored_by=risk.owner,
    )


def make_hazard(committee: Committee, owner: User, **facts: object) -> Hazard:
    """Make an open hazard that nobody has assessed."""
    number = Hazard.objects.filter(committee=committee).count() + 1
    facts = {"name": "Record of another patient", "description": "Two share a name.", **facts}
    facts = {"opened_on": date(2026, 9, 1), "review_on": date(2027, 2, 1), **facts}
    return Hazard.objects.create(committee=committee, number=number, owner=owner, **facts)
