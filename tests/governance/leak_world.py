"""
A committee whose matters each carry a word of their own, so that a leak can be seen anywhere.

What can be made by the actions of the room is made by them, so that mail, evidence, packs and
publications are those that people would be given.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from governance.actions.action_items import agree_action
from governance.actions.agenda_drafting import draft_agenda
from governance.actions.agenda_publishing import publish_agenda
from governance.actions.decisions import DecisionFacts, Source, write_decision
from governance.actions.declarations import Declaration, declare_interest
from governance.actions.grants import grant_item, grant_paper
from governance.actions.meeting_telling import invite_members
from governance.actions.minutes import check_minutes, circulate_minutes, start_minutes
from governance.actions.notes import write_note
from governance.codes import (
    EntryKind,
    MeetingState,
    MemberRole,
    Mitigation,
    MotionState,
    Purpose,
    Visibility,
)
from governance.models import (
    AgendaItem,
    Committee,
    Decision,
    ItemInterest,
    Meeting,
    Motion,
    Reach,
)
from governance.policies.agendas import mark_of
from governance.queries.agendas import read_slots
from tests.factories.governance import (
    CommitteeFactory,
    make_entry,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_terms,
    reach_of_user,
    seat,
    viewer,
)
from tests.governance.pack_world import add_file, small_pdf

OPEN, PRIVATE, RESTRICTED, CONFLICT = "heronopen", "quokkaprivate", "wombatsecret", "pangolinclash"
PLANNED, DRAFT, PAPER, PLACE = "bilbyplanned", "possumdraft", "quollpaper", "emuplace"
WRITTEN, HAZARD, AGREEMENT, REGISTER = (
    "dingowritten",
    "bandicoothazard",
    "echidnaagreement",
    "numbatregister",
)
PUBLIC, REDACTED = "ibispublic", "cassowaryredacted"

SERVING: Final = {"chair", "conflicted chair", "secretary", "conflicted secretary"}
READING: Final = SERVING | {"member", "conflicted member", "attendee"}
INSIDE: Final = READING | {"observer"}
CONFLICTED: Final = {"conflicted chair", "conflicted secretary", "conflicted member"}
OUTSIDE: Final = {"named expert", "paper reader", "stranger"}
PEOPLE: Final = sorted(INSIDE | OUTSIDE)

# Who may come to know of what; nobody else may, in any way.
MAY_KNOW: Final = {
    OPEN: INSIDE,
    PRIVATE: READING,
    RESTRICTED: SERVING | {"named expert"},
    CONFLICT: INSIDE - CONFLICTED,
    PLANNED: SERVING,
    DRAFT: SERVING,
    PAPER: SERVING | {"named expert", "paper reader"},
    PLACE: INSIDE | {"named expert", "paper reader"},
    WRITTEN: READING - CONFLICTED,
    HAZARD: INSIDE,
    AGREEMENT: READING,
    REGISTER: READING,
    PUBLIC: INSIDE | OUTSIDE,
    REDACTED: INSIDE,
}
ITEMS: Final = {
    OPEN: Visibility.OPEN,
    PRIVATE: Visibility.PRIVATE,
    RESTRICTED: Visibility.RESTRICTED,
    CONFLICT: Visibility.OPEN,
}


@dataclass
class LeakWorld:
    """The people, and for each word the keys and numbers that tell of the same as the word."""

    committee: Committee
    people: dict[str, User] = field(default_factory=dict)
    marks: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    meetings: dict[str, Meeting] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=timezone.now)

    def reach(self, name: str) -> Reach:
        return reach_of_user(self.people[name])

    def mark(self, word: str, *rows: Model) -> None:
        self.marks[word] |= {str(row.pk) for row in rows}


def make_people(world: LeakWorld) -> None:
    """Seat somebody of each kind; one has an entry in the register of interests."""
    committee, roles = world.committee, MemberRole
    seats = {
        "chair": roles.CHAIR,
        "conflicted chair": roles.DEPUTY_CHAIR,
        "secretary": roles.SECRETARY,
        "conflicted secretary": roles.SECRETARY,
        "member": roles.MEMBER,
        "conflicted member": roles.MEMBER,
        "attendee": roles.ATTENDEE,
        "observer": roles.OBSERVER,
    }
    world.people = {name: make_member(committee, role).user for name, role in seats.items()}
    world.people |= {name: viewer().user for name in sorted(OUTSIDE)}


def make_committee_world() -> LeakWorld:
    """Make a public committee with its people and terms."""
    world = LeakWorld(CommitteeFactory.create(is_public=True))
    make_terms(world.committee)
    make_people(world)
    return world


def make_planned(world: LeakWorld) -> Meeting:
    """Make a meeting whose agenda nobody but chair and secretary may know of yet."""
    meeting = make_meeting_of(world, "planned", MeetingState.PLANNED, weeks=3)
    for word, visibility in {
        PLANNED: Visibility.OPEN,
        CONFLICT: Visibility.OPEN,
        RESTRICTED: Visibility.RESTRICTED,
    }.items():
        add_item(world, meeting, word, visibility)
    invite_members(meeting, at=world.at)
    return meeting


def make_published_agenda(world: LeakWorld) -> Meeting:
    """Make a meeting of next week: drafted with what is due, filled, published, with papers."""
    meeting = make_meeting_of(world, "ahead", MeetingState.PLANNED, weeks=1)
    draft_agenda(meeting.pk, by=world.reach("secretary"), at=world.at)
    for word, visibility in ITEMS.items():
        item = add_item(world, meeting, word, visibility)
        version = add_file(item.papers.get(position=1).versions.get(), small_pdf(f"{word} file"))
        world.mark(word, version)
    invite_members(meeting, at=world.at)
    publish_agenda(
        meeting_id=meeting.pk,
        seen=mark_of(*read_slots(meeting)),
        by=world.reach("secretary"),
        at=world.at,
    )
    return meeting


def make_held(world: LeakWorld) -> Meeting:
    """Make a meeting that was held, whose minutes are a draft."""
    meeting = make_meeting_of(world, "held", MeetingState.HELD, weeks=-1)
    for word, visibility in ITEMS.items():
        item = add_item(world, meeting, word, visibility)
        add_minutes(world, item, DRAFT if word == OPEN else word)
    return meeting


def make_circulated(world: LeakWorld) -> Meeting:
    """Make a meeting whose minutes are with the members."""
    meeting = make_meeting_of(world, "circulated", MeetingState.HELD, weeks=-4)
    for word, visibility in ITEMS.items():
        add_minutes(world, add_item(world, meeting, word, visibility), word)
    circulate(world, meeting)
    return meeting


def circulate(world: LeakWorld, meeting: Meeting) -> None:
    """Take the minutes of a meeting to its members."""
    start_minutes(meeting_id=meeting.pk, by=world.reach("secretary"), at=world.at)
    check_minutes(meeting_id=meeting.pk, by=world.reach("chair"), at=world.at)
    circulate_minutes(meeting_id=meeting.pk, by=world.reach("secretary"), at=world.at)


def make_meeting_of(
    world: LeakWorld, name: str, state: MeetingState, *, weeks: int, **facts: object
) -> Meeting:
    starts_at = world.at + timedelta(weeks=weeks)
    facts = {"place": PLACE, "join_url": f"https://example.invalid/{PLACE}", **facts}
    meeting = make_meeting(world.committee, state=state, starts_at=starts_at, **facts)
    world.meetings[name] = meeting
    if state not in (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED):
        for each in ("chair", "conflicted chair", "member", "conflicted member"):
            membership = world.committee.memberships.get(user=world.people[each])
            seat(meeting, membership, in_at=starts_at)
    return meeting


def add_item(world: LeakWorld, meeting: Meeting, word: str, visibility: Visibility) -> AgendaItem:
    """Put an item on an agenda with a paper, a motion, notes and interests, all with its word."""
    item = make_item(
        meeting,
        f"{word} title",
        visibility=visibility,
        body=f"{word} body",
        presenter_name=f"{word} presenter",
        purpose=Purpose.DECIDE,
        position=meeting.items.count() + 1,
        number="" if meeting.state == MeetingState.PLANNED else str(meeting.items.count() + 1),
    )
    paper = make_paper(item, f"{word} paper", body=f"{word} text of the paper").paper
    motion = Motion.objects.create(
        item=item,
        number=1,
        text=f"{word} motion",
        state=MotionState.OPEN,
        opened_at=meeting.starts_at,
    )
    interest = ItemInterest.objects.create(
        item=item,
        user=world.people["chair"],
        words=f"{word} interest",
        mitigation=Mitigation.STAY,
        declared_at=world.at,
        declared_by=world.people["chair"],
    )
    world.mark(word, item, paper, paper.versions.get(), motion, interest)
    if word == CONFLICT and meeting != world.meetings.get("ahead"):
        declare_conflicts(world, item)
    if word == RESTRICTED:
        grant_item(item.pk, to=world.people["named expert"], by=world.reach("chair"), at=world.at)
        _grant_a_paper(world, item)
    return item


def declare_conflicts(world: LeakWorld, item: AgendaItem) -> None:
    """Have three people note something, and then declare an interest, by the action itself."""
    for name in sorted(CONFLICTED):
        by = world.reach(name)
        if AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists():
            write_note(item_id=item.pk, body=f"{CONFLICT} note", by=by, at=world.at)
        declared = Declaration(
            user=world.people[name],
            words="A relative works for the supplier.",
            mitigation=Mitigation.LEAVE if "member" in name else Mitigation.NO_VOTE,
        )
        declare_interest(
            item_id=item.pk, declaration=declared, by=world.reach("secretary"), at=world.at
        )


def _grant_a_paper(world: LeakWorld, item: AgendaItem) -> None:
    """Name somebody for a single paper of a restricted item, and for nothing else of it."""
    version = make_paper(item, f"{PAPER} paper", body=f"{PAPER} text of the paper")
    world.mark(PAPER, version.paper)
    grant_paper(
        version.paper_id, to=world.people["paper reader"], by=world.reach("chair"), at=world.at
    )


def add_minutes(world: LeakWorld, item: AgendaItem, word: str) -> None:
    """
    Minute an item, with a decision and an action.

    Where minutes are circulated each decision replaces the one before, of a less private item;
    where they are not, those without a quorum wait for the next agenda to ratify them.
    """
    meeting = item.meeting
    replaces = world.decisions and meeting == world.meetings.get("circulated")
    before = world.decisions[-1] if replaces else None
    entry = make_entry(item, f"{word} entry", kind=EntryKind.DISCUSSION)
    decision = write_decision(
        Source(committee=world.committee, is_quorate=word not in (RESTRICTED, CONFLICT), item=item),
        DecisionFacts(
            title=f"{word} decision",
            text=f"{word} text",
            rationale=f"{word} why",
            supersedes=before.pk if before else None,
        ),
        by=world.reach("secretary"),
        at=meeting.starts_at,
    )
    world.decisions.append(decision)
    world.mark(word, entry, decision)
    world.marks[word].add(decision.number)
    # An action is told to members before the minutes are.
    action_word = OPEN if word == DRAFT else word
    action = agree_action(
        committee_id=world.committee.pk,
        item_id=item.pk,
        text=f"{action_word} action",
        owner=world.people["chair"],
        due_on=(world.at + timedelta(days=5)).date(),
        by=world.reach("secretary"),
        at=world.at,
    )
    world.mark(action_word, action)
