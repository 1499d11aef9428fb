"""Eighteen months of meetings that were held: agendas, papers, who came, what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Final

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from governance.codes import (
    ActionEventKind,
    ActionState,
    AttendanceKind,
    CommitteeKind,
    EntryKind,
    FileCheck,
    MeetingState,
    MemberRole,
    Purpose,
    Visibility,
)
from governance.models import (
    ActionEvent,
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpell,
    Meeting,
    MinuteEntry,
    Paper,
    PaperVersion,
)

from .committees import Body
from .content import Ask, Topic
from .members import key_of

S = MeetingState
SHARE_OF_DECISIONS: Final = 0.45
# How often a topic leads to an action: sixty and some in all, of which the boards have most.
SHARE_OF_ASKS: Final = {
    CommitteeKind.BOARD: 0.85,
    CommitteeKind.LEADERSHIP: 0.35,
    CommitteeKind.WORKING_GROUP: 0.18,
}
OPENING: Final = ("Welcome and apologies", "Declarations of interest")


@dataclass(slots=True)
class Decided:
    """A topic that led to a decision, and where; the decision is written after its meeting."""

    item: AgendaItem
    topic: Topic
    at: datetime


@dataclass(slots=True)
class Written:
    """The rows of all meetings, which are stored table by table."""

    meetings: list[Meeting] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    versions: list[PaperVersion] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    spells: list[AttendanceSpell] = field(default_factory=list)
    entries: list[MinuteEntry] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    events: list[ActionEvent] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)

    def save(self) -> None:
        """Store everything, what others point to first."""
        everything: tuple[Sequence[Model], ...] = (
            self.meetings,
            self.items,
            self.papers,
            self.versions,
            self.attendances,
            self.spells,
            self.entries,
            self.actions,
            self.events,
        )
        for rows in everything:
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)  # noqa: SLF001


class Past:
    """Writes the meetings of one committee, one after another."""

    def __init__(self, body: Body, written: Written, *, at: datetime) -> None:
        self._body = body
        self._written = written
        self._at = at
        self._chance = Random(body.committee.code)
        self._topics = self._endless_topics()
        self._told: set[str] = set()
        self._last: Meeting | None = None
        secretaries = [m for m in body.members if m.role == MemberRole.SECRETARY]
        self._secretary = secretaries[0].user
        self._voters = [m for m in body.members if m.is_voting]

    def hold(self, number: int, planned_on: date, starts_at: datetime, reason: str) -> Meeting:
        """Write one meeting that was held, with all that belongs to it."""
        series = self._body.series
        ends_at = starts_at + timedelta(minutes=series.minutes)
        meeting = Meeting(
            id=key_of(f"meeting:{self._body.committee.code}:{number}"),
            committee=self._body.committee,
            series=series,
            number=number,
            planned_on=planned_on,
            starts_at=starts_at,
            ends_at=ends_at,
            mode=series.mode,
            place=series.place,
            join_url=series.join_url,
            state=S.HELD,
            moved_reason=reason,
            papers_due_at=starts_at - timedelta(days=self._body.committee.paper_days),
            agenda_published_at=starts_at - timedelta(days=self._body.committee.paper_days - 1),
            opened_at=starts_at + timedelta(minutes=2),
            closed_at=ends_at - timedelta(minutes=self._chance.randrange(0, 20)),
        )
        self._written.meetings.append(meeting)
        self._attend(meeting)
        self._take_up(meeting)
        self._last = meeting
        return meeting

    def _endless_topics(self) -> Iterator[Topic]:
        while True:
            turn = list(self._body.topics)
            self._chance.shuffle(turn)
            yield from turn

    def _attend(self, meeting: Meeting) -> None:
        away = self._chance.sample(self._voters[2:], k=min(1, len(self._voters) - 2))
        for member in self._body.members:
            is_away = member in away and self._chance.random() < 0.6
            kind = AttendanceKind.PRESENT if member.is_voting else AttendanceKind.IN_ATTENDANCE
            attendance = Attendance(
                id=key_of(f"attendance:{meeting.pk}:{member.pk}"),
                meeting=meeting,
                user=member.user,
                kind=AttendanceKind.APOLOGIES if is_away else kind,
                membership=member,
            )
            self._written.attendances.append(attendance)
            if not is_away:
                late = self._chance.choice((0, 0, 0, 0, 0, 12))
                self._written.spells.append(
                    AttendanceSpell(
                        attendance=attendance,
                        in_at=meeting.starts_at + timedelta(minutes=late),
                        out_at=meeting.closed_at,
                    )
                )

    def _take_up(self, meeting: Meeting) -> None:
        moment = meeting.starts_at + timedelta(minutes=2)
        for title in OPENING:
            item = self._item(meeting, title, Purpose.NOTE, 5, at=moment)
            self._say(item, _opening_words(title, self._chance), at=moment)
            moment += timedelta(minutes=5)
        if self._last is not None:
            item = self._item(meeting, "Minutes of the last meeting", Purpose.DECIDE, 5, at=moment)
            item.minutes_of = self._last
            self._say(item, "The minutes were approved.", at=moment)
            moment += timedelta(minutes=5)
        for plan in self._body.plan:
            if meeting.number % plan.every == 0:
                item = self._item(
                    meeting, plan.title, Purpose(plan.purpose), plan.minutes_planned, at=moment
                )
                item.forward_plan = plan
                self._say(item, _standing_words(plan.title, self._chance), at=moment)
                moment += timedelta(minutes=plan.minutes_planned)
        for _ in range(2):
            moment = self._discuss(meeting, next(self._topics), at=moment)
        item = self._item(meeting, "Any other business", Purpose.NOTE, 5, at=moment)
        self._say(item, "There was none.", at=moment)

    def _discuss(self, meeting: Meeting, topic: Topic, *, at: datetime) -> datetime:
        item = self._item(meeting, topic.title, topic.purpose, 20, at=at, topic=topic)
        if topic.paper:
            self._paper(item, topic)
        for words in topic.said:
            at += timedelta(minutes=5)
            self._say(item, words, at=at)
        # Not at the first time: committees come back to things, and decide over the whole time.
        is_ripe = self._chance.random() < SHARE_OF_DECISIONS
        if topic.outcome and is_ripe and topic.title not in self._told:
            self._told.add(topic.title)
            at += timedelta(minutes=4)
            item.decided_at = at
            self._written.decided.append(Decided(item, topic, at))
        share = SHARE_OF_ASKS[CommitteeKind(self._body.committee.kind)]
        if topic.action and self._chance.random() < share:
            self._ask(item, topic.action, at=at)
        return at + timedelta(minutes=3)

    def _item(
        self,
        meeting: Meeting,
        title: str,
        purpose: Purpose,
        minutes: int,
        *,
        at: datetime,
        topic: Topic | None = None,
    ) -> AgendaItem:
        position = sum(1 for each in self._written.items if each.meeting_id == meeting.pk) + 1
        item = AgendaItem(
            id=key_of(f"item:{meeting.pk}:{position}"),
            meeting=meeting,
            position=position,
            number=str(position),
            title=title,
            body=topic.ask if topic else "",
            purpose=purpose,
            visibility=topic.visibility if topic else Visibility.OPEN,
            minutes_planned=minutes,
            presenter=self._chance.choice(self._voters).user,
            wants_paper=bool(topic and topic.paper),
            started_at=at,
        )
        self._written.items.append(item)
        return item

    def _paper(self, item: AgendaItem, topic: Topic) -> None:
        paper = Paper(
            id=key_of(f"paper:{item.pk}"), item=item, title=topic.title, author=item.presenter
        )
        self._written.papers.append(paper)
        sent_at = item.meeting.starts_at - timedelta(days=self._chance.choice((8, 9, 10, 11, 5)))
        self._written.versions.append(
            write_version(paper, topic.paper, by=item.presenter or self._secretary, at=sent_at)
        )

    def _say(self, item: AgendaItem, words: str, *, at: datetime) -> None:
        sequence = sum(1 for each in self._written.entries if each.item_id == item.pk) + 1
        self._written.entries.append(
            MinuteEntry(
                item=item,
                sequence=sequence,
                kind=EntryKind.DISCUSSION,
                body=words,
                said_at=at,
                written_by=self._secretary,
            )
        )

    def _ask(self, item: AgendaItem, ask: Ask, *, at: datetime) -> None:
        committee = self._body.committee
        number = sum(1 for each in self._written.actions if each.committee_id == committee.pk)
        first_due = timezone.localdate(at) + timedelta(days=ask.days)
        action = ActionItem(
            id=key_of(f"action:{item.pk}"),
            committee=committee,
            number=number + 1,
            item=item,
            text=ask.text,
            owner=self._chance.choice(self._voters).user,
            first_due_on=first_due,
            due_on=first_due,
            agreed_at=at,
        )
        self._written.actions.append(action)
        agreed = self._event(action, ActionEventKind.AGREED, at=at, by=self._secretary)
        agreed.due_after = first_due
        self._live(action)

    def _live(self, action: ActionItem) -> None:
        """Have an action moved, done, or still open, as such things go."""
        if self._chance.random() < 0.3:
            moved_at = action.agreed_at + timedelta(days=10)
            before, action.due_on = action.due_on, action.due_on + timedelta(days=14)
            action.times_moved = 1
            event = self._event(action, ActionEventKind.MOVED, at=moved_at, by=action.owner)
            event.words = "Waits for an answer of another organisation."
            event.due_before, event.due_after = before, action.due_on
        today = timezone.localdate(self._at)
        is_old = action.due_on < today - timedelta(days=20)
        if self._chance.random() < (0.88 if is_old else 0.2):
            done_at = min(
                self._at, action.agreed_at + timedelta(days=self._chance.randrange(9, 20))
            )
            action.state, action.closed_at = ActionState.DONE, done_at
            event = self._event(action, ActionEventKind.DONE, at=done_at, by=action.owner)
            event.words = "Done; the paper of the next meeting shows it."

    def _event(
        self, action: ActionItem, kind: ActionEventKind, *, at: datetime, by: User
    ) -> ActionEvent:
        event = ActionEvent(action=action, kind=kind, happened_at=at, by=by)
        self._written.events.append(event)
        return event


def write_version(
    paper: Paper, body: str, *, by: User, at: datetime, number: int = 1, what_changed: str = ""
) -> PaperVersion:
    """Return a version of a paper as text, checked."""
    return PaperVersion(
        paper=paper,
        number=number,
        body=body,
        words=body,
        sha256=sha256(body.encode()).hexdigest(),
        file_check=FileCheck.CLEAN,
        is_late=bool(paper.item.meeting.papers_due_at and at > paper.item.meeting.papers_due_at),
        what_changed=what_changed,
        sent_at=at,
        sent_by=by,
    )


def _opening_words(title: str, chance: Random) -> str:
    if title == OPENING[0]:
        return "The chair opened the meeting. Apologies were noted."
    return chance.choice(
        ("No interest was declared.", "The declarations on the register stand; none touch an item.")
    )


def _standing_words(title: str, chance: Random) -> str:
    words: dict[str, Sequence[str]] = {
        "Risks and hazards": (
            "The register was gone through. No score changed.",
            "One risk was scored lower, because its control is in place.",
            "The clinical safety officer reported no new hazard.",
        ),
        "Actions": (
            "All actions are on time but one.",
            "Two actions were closed with evidence.",
            "Owners of late actions gave new dates, with reasons.",
        ),
    }
    return chance.choice(words.get(title, ("The report was noted.", "Members thanked the author.")))
