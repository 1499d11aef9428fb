"""What happens to a ticket from its first line to its end, as a desk would have worked on it."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final

from core.business_hours import BusinessHours, add_open_seconds
from helpdesk.actions.clock_steps import ICO_DECISION
from helpdesk.codes import (
    Channel,
    EventKind,
    GovernanceType,
    IcoDecision,
    SafetyQuestion,
    TicketState,
    Visibility,
    WaitingReason,
)
from helpdesk.policies import priority_of

from .beginnings import Beginning, columns_of
from .diary import Diary
from .wording import Words
from .world import Answer, Line, Story, Worker, World

S, PUBLIC = TicketState, Visibility.PUBLIC
# Minutes of work after which somebody takes a ticket, by priority; the rest follows from these.
TAKEN_AFTER: Final = {1: 4, 2: 18, 3: 55, 4: 120, 5: 200}
WORKED_FOR: Final = {1: 70, 2: 150, 3: 400, 4: 900, 5: 1500}
CLOSED_AFTER: Final = 5 * 10 * 3600
HAZARDS: Final = tuple(one.value for one in SafetyQuestion)
BREACHES: Final = {
    "opened-without-reason": GovernanceType.ACCESSED,
    "sent-to-wrong-person": GovernanceType.DISCLOSED,
    "papers-lost": GovernanceType.LOST,
}
COMMENTS: Final = (
    "", "", "", "Quick and friendly, thank you.", "Took a while, but it was explained well.",
    "I had to write twice.", "Solved on the phone in five minutes.", "Very patient with me.",
    "It works, but nobody told me that it was mended.", "Excellent as always.",
)  # fmt: skip


class Lives:
    """Makes the lives of tickets, each by chance that repeats."""

    def __init__(self, world: World, hours: BusinessHours, words: Words, rng: Random) -> None:
        self._world = world
        self._hours = hours
        self._words = words
        self._rng = rng

    def live(self, beginning: Beginning) -> Story:
        """Return a whole life; whoever asks cuts it off at today."""
        life = _Life(self._world, self._hours, self._words, self._rng, beginning)
        life.begin()
        if life.ends_early():
            return life.story
        life.take()
        if beginning.outage_ends_at is None:
            life.progress()
        else:
            life.wait_for_end_of(beginning.outage_ends_at)
        life.end()
        return life.story


class _Life(Diary):
    """One ticket while it is being lived."""

    def __init__(
        self,
        world: World,
        hours: BusinessHours,
        words: Words,
        rng: Random,
        beginning: Beginning,
    ) -> None:
        super().__init__(hours, rng)
        self.world, self.words = world, words
        self.topic, self.caller, self.now = beginning.topic, beginning.caller, beginning.at
        self.channel = beginning.channel
        self.is_of_outage = beginning.outage_ends_at is not None
        self.line: Line = world.route(
            self.topic.category, self.caller.region_id, self.topic.is_governance
        )
        self.priority = int(priority_of(beginning.impact, beginning.urgency))
        self.worker = self._somebody(self.line.workers)
        self.story = Story(
            topic=self.topic,
            caller=self.caller,
            columns=columns_of(beginning, self.line, world, words, rng),
            steps=[],
        )

    def begin(self) -> None:
        columns, by_phone = self.story.columns, self.channel in (Channel.PHONE, Channel.DESK)
        facts = {
            "channel": self.channel.value,
            "queue": self.line.code,
            "priority": self.priority,
            "kind": columns["kind"],
            "category": columns["category"],
        }
        text = self.words.description(self.topic, self.now)
        if by_phone:
            self.add(EventKind.OPENED, facts, text=text, by=self.worker, visibility=PUBLIC)
        else:
            self.said(EventKind.OPENED, facts, text)

    def ends_early(self) -> bool:
        """Whether the caller takes it back before anybody has begun."""
        if self.rng.random() > 0.015:
            return False
        self.work(20)
        self.become(S.CANCELLED, by=self.worker, text="Settled by itself, says the caller.")
        return True

    def take(self) -> None:
        """Have somebody take it, and say the first thing to the caller."""
        self.work(TAKEN_AFTER[self.priority])
        self.assign(self.worker)
        if self.rng.random() < 0.06:
            self._triage_anew()
        self.work(10)
        if self.topic.kind != "service-request" or self.rng.random() < 0.8:
            text = self.words.reply(self.topic, self.now)
            self.add(EventKind.REPLY, text=text, by=self.worker, visibility=PUBLIC)
        if self.rng.random() < 0.85:
            self.work(2)
            self.become(S.IN_PROGRESS, by=self.worker)
        if self.rng.random() < 0.5:
            self.work(30)
            self.add(EventKind.NOTE, text=self.words.note(self.topic, self.now), by=self.worker)

        self._triage_flags()

    def _triage_flags(self) -> None:
        """Have the desk answer what triage asks of what is flagged, and end the 72 hours."""
        columns = self.story.columns
        if columns["has_safety_flag"]:
            self.work(20)
            self.flag({"safety": [self.rng.choice(HAZARDS)], "governance": []}, self.line.code)
        if self.topic.is_governance:
            self.work(240)
            decision = (
                IcoDecision.REPORTED if self.rng.random() < 0.2 else IcoDecision.NOT_REPORTABLE
            )
            answers = {"safety": [], "governance": [BREACHES[self.topic.code].value]}
            self.flag({**answers, ICO_DECISION: decision.value}, self.line.code)

    def progress(self) -> None:
        """Have it asked about, handed on and waited for, as it comes."""
        if self.topic.second and self.rng.random() < 0.38:
            self._hand_on(self.world.lines[self.topic.second])
        if self.topic.sentences["question"] and self.rng.random() < 0.4:
            self._ask()
        elif self.rng.random() < 0.14:
            self._wait_for_others()
        elif self.rng.random() < 0.12:
            self.work(300)
            self.said(EventKind.MESSAGE, {}, self.words.reminder())
            self.work(40)
            text = self.words.reply(self.topic, self.now)
            self.add(EventKind.REPLY, text=text, by=self.worker, visibility=PUBLIC)

    def wait_for_end_of(self, outage_ends_at: datetime) -> None:
        """Have nothing more done until what many reported is over."""
        self.now = max(self.now, outage_ends_at)

    def end(self) -> None:
        """Have it resolved, perhaps taken up again, rated and closed."""
        self.work(WORKED_FOR[self.priority] if not self.is_of_outage else 20)
        self._resolve()
        resolved_at = self.now
        if self.rng.random() < 0.055:
            self.caller_takes(60 * 30)
            self._reopen()
            self.work(WORKED_FOR[self.priority] / 2)
            self._resolve()
            resolved_at = self.now
        self._be_rated(resolved_at)
        self.now = add_open_seconds(self.hours, resolved_at, CLOSED_AFTER)
        self.become(S.CLOSED, by=None)

    def _triage_anew(self) -> None:
        columns = self.story.columns
        impact = self.rng.choice((3, 4, 5))
        urgency = self.rng.choice((2, 3, 4))
        priority = int(priority_of(impact, urgency))
        facts = {
            "from": self.priority, "to": priority, "impact": impact, "urgency": urgency,
            "overrides": False,
        }  # fmt: skip
        if (impact, urgency) == (columns["impact"], columns["urgency"]):
            return
        self.work(3)
        self.add(
            EventKind.PRIORITY_SET,
            facts,
            by=self.worker,
            changes={"impact": impact, "urgency": urgency, "priority": priority},
        )
        self.priority = priority

    def _hand_on(self, line: Line) -> None:
        if line.code == self.line.code:
            return
        self.work(45)
        self.add(
            EventKind.MOVED,
            {
                "from": self.line.code,
                "from_name": self.line.name,
                "to": line.code,
                "to_name": line.name,
            },
            text=self.words.note(self.topic, self.now),
            by=self.worker,
            changes={"queue_id": line.queue_id, "assignee_id": None},
        )
        self.line, self.worker = line, self._somebody(line.workers)
        self.work(60)
        self.assign(self.worker)
        if self.rng.random() < 0.6:
            self.work(90)
            self.add(EventKind.NOTE, text=self.words.note(self.topic, self.now), by=self.worker)

    def _ask(self) -> None:
        question = self.words.part(self.topic, "question", self.now)
        self.work(25)
        self.become(S.WAITING, by=self.worker, text=question, reason=WaitingReason.USER)
        if self.rng.random() < 0.15:
            self.work(600 * 4)
            self.add(
                EventKind.REPLY, text=f"A reminder: {question}", by=self.worker, visibility=PUBLIC
            )
            return
        self.caller_takes(60 * 20)
        self.said(EventKind.MESSAGE, {}, self.words.part(self.topic, "answer", self.now) or "Yes.")
        self.work(35)
        self.become(S.IN_PROGRESS, by=self.worker)

    def _wait_for_others(self) -> None:
        reason = self.rng.choices(
            (WaitingReason.THIRD_PARTY, WaitingReason.ORGANIZATION_IT, WaitingReason.CHANGE_WINDOW),
            (5, 4, 2),
        )[0]
        self.work(30)
        self.become(S.WAITING, by=self.worker, reason=reason)
        self.work(600 * self.rng.uniform(1, 6))
        self.become(S.IN_PROGRESS, by=self.worker)

    def _resolve(self) -> None:
        text = self.words.part(self.topic, "resolution", self.now)
        self.become(S.RESOLVED, by=self.worker, text=text, changes={"resolved_at": self.now})

    def _reopen(self) -> None:
        facts = {"from": S.RESOLVED.value, "to": S.IN_PROGRESS.value, "waiting_for": ""}
        times = 1
        changes = {
            "state": S.IN_PROGRESS.value,
            "waiting_reason": "",
            "resolved_at": None,
            "closed_at": None,
            "times_reopened": times,
        }
        self.said(EventKind.REOPENED, facts, self.words.reopening(), changes)
        self.state = S.IN_PROGRESS
        self.work(30)
        text = self.words.reply(self.topic, self.now)
        self.add(EventKind.REPLY, text=text, by=self.worker, visibility=PUBLIC)

    def _be_rated(self, resolved_at: datetime) -> None:
        if self.caller.user_id is None or self.rng.random() < 0.25:
            return
        answer = Answer(asked_at=resolved_at)
        if self.rng.random() < 0.36:
            self.caller_takes(60 * 18)
            answer.answered_at = self.now
            answer.score = self.rng.choices((1, 2, 3, 4, 5), (4, 5, 11, 35, 45))[0]
            answer.comment = self.rng.choice(COMMENTS)
            self.said(EventKind.SATISFACTION, {"score": answer.score}, "")
        self.story.answer = answer

    def _somebody(self, workers: Sequence[Worker]) -> Worker:
        return self.rng.choice(workers)
