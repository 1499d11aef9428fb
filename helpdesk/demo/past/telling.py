"""Tells the stories of two years: who calls when about what, and what becomes of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random
from typing import Final

from helpdesk.codes import Channel, EventKind, TicketCategory, TicketState

from .beginnings import Beginning
from .lives import Lives
from .seasons import LONDON, Arrival, desk_hours, plan_arrivals
from .topics import Topic, get_topic, read_topics
from .wording import Words
from .world import Caller, Story, World

CHANNELS: Final = (Channel.PORTAL, Channel.PHONE, Channel.EMAIL, Channel.RECORD, Channel.DESK)
CHANNEL_SHARES: Final = (45, 27, 21, 5, 2)
# Besides those that happen not to be done yet.
STILL_OPEN: Final = 0.02
# How much more often these are called about by those who have just begun.
NEW_TO_IT: Final = {
    TicketCategory.ACCESS: 3.5,
    TicketCategory.TRAINING: 3.0,
    TicketCategory.HOW_TO: 3.0,
}
# Of how often a caller of each kind of organization calls; of practices there are many.
OFTEN: Final = {"R": 9, "T": 6, "E": 4}


class Stage(Enum):
    """How far a ticket has got that is still open."""

    NEW = auto()
    TAKEN = auto()
    ANSWERED = auto()
    WAITING = auto()
    HANDED_ON = auto()
    WORKED_ON = auto()
    REOPENED = auto()


STAGES: Final = {
    Stage.NEW: 24,
    Stage.TAKEN: 10,
    Stage.ANSWERED: 18,
    Stage.WAITING: 26,
    Stage.HANDED_ON: 9,
    Stage.WORKED_ON: 16,
    Stage.REOPENED: 2,
}


def tell_stories(
    world: World, *, tickets: int, until: datetime, seed: int, references: Sequence[str] = ()
) -> list[Story]:
    """
    Return so many stories of the two years before a moment, in the order of their beginnings.

    The same seed tells the same. Stories go on beyond the moment: whoever writes them cuts them.
    """
    rng = Random(seed)
    first = until.astimezone(LONDON).date() - timedelta(days=760)
    hours = desk_hours(first, first + timedelta(days=860))
    lives = Lives(world, hours, Words(rng, references), rng)
    chooser = _Chooser(world, rng)
    told = [
        lives.live(chooser.beginning(arrival))
        for arrival in plan_arrivals(tickets, until=until, rng=rng)
    ]
    at_hand = [
        leave_at(lives.live(chooser.beginning(arrival)), stage)
        for arrival, stage in plan_open(round(tickets * STILL_OPEN), until=until, rng=rng)
    ]
    return told + at_hand


def plan_open(tickets: int, *, until: datetime, rng: Random) -> Iterator[tuple[Arrival, Stage]]:
    """Yield how tickets came that are still open, and how far each has got."""
    for stage in rng.choices(tuple(STAGES), tuple(STAGES.values()), k=tickets):
        hours = (1, 26) if stage == Stage.NEW else (3, 24 * 13)
        while True:
            at = until - timedelta(hours=rng.uniform(*hours) * rng.random())
            local = at.astimezone(LONDON)
            if (local.weekday() < 5 and 7 <= local.hour < 19) or rng.random() < 0.04:
                break
        yield Arrival(at=at.replace(microsecond=0)), stage


def leave_at(story: Story, stage: Stage) -> Story:
    """Have nothing more happen in a story from a stage on."""
    for position, step in enumerate(story.steps, start=1):
        reached = {
            Stage.NEW: step.kind == EventKind.OPENED,
            Stage.TAKEN: step.kind == EventKind.ASSIGNED,
            Stage.ANSWERED: step.kind == EventKind.REPLY,
            Stage.WAITING: step.changes.get("state") == TicketState.WAITING,
            Stage.HANDED_ON: step.kind == EventKind.MOVED,
            Stage.WORKED_ON: step.kind == EventKind.NOTE,
            Stage.REOPENED: step.kind == EventKind.REOPENED,
        }[stage]
        if reached:
            del story.steps[position:]
            story.answer = None
            break
    return story


class _Chooser:
    """Chooses who calls and about what."""

    def __init__(self, world: World, rng: Random) -> None:
        self._rng = rng
        self._callers = world.callers
        self._weights = [OFTEN.get(caller.ods_code[:1], 1) for caller in world.callers]
        self._by_code: dict[str, list[Caller]] = {}
        for caller in world.callers:
            self._by_code.setdefault(caller.ods_code, []).append(caller)
        self._topics = [topic for topic in read_topics() if topic.weight]
        self._ordinary = [topic.weight * 10 for topic in self._topics]
        self._beginners = [
            topic.weight * 10 * NEW_TO_IT.get(topic.category, 0.6) for topic in self._topics
        ]

    def beginning(self, arrival: Arrival) -> Beginning:
        rng = self._rng
        topic, caller = self._topic(arrival), self._caller(arrival)
        impact = min(max(topic.impact + rng.choices((-1, 0, 1), (8, 84, 8))[0], 1), 5)
        urgency = min(max(topic.urgency + rng.choices((-1, 0, 1), (10, 78, 12))[0], 1), 5)
        outage = arrival.outage
        return Beginning(
            at=arrival.at,
            topic=topic,
            caller=caller,
            channel=self._channel(topic, caller),
            impact=topic.impact if outage else impact,
            urgency=urgency,
            outage_ends_at=self._end_of(arrival),
        )

    def _topic(self, arrival: Arrival) -> Topic:
        if arrival.outage:
            return get_topic(arrival.outage.topic)
        is_new = bool(arrival.ods_code) or arrival.is_rotation
        return self._rng.choices(self._topics, self._beginners if is_new else self._ordinary)[0]

    def _caller(self, arrival: Arrival) -> Caller:
        own = self._by_code.get(arrival.ods_code) if arrival.ods_code else None
        return self._rng.choice(own) if own else self._rng.choices(self._callers, self._weights)[0]

    def _channel(self, topic: Topic, caller: Caller) -> Channel:
        if caller.user_id is None:
            return Channel.EMAIL
        channel = self._rng.choices(CHANNELS, CHANNEL_SHARES)[0]
        if channel == Channel.RECORD and topic.category != TicketCategory.DATA_QUALITY:
            return Channel.PORTAL
        return Channel.PORTAL if topic.is_governance else channel

    def _end_of(self, arrival: Arrival) -> datetime | None:
        outage = arrival.outage
        if outage is None:
            return None
        began = arrival.at.astimezone(LONDON).replace(
            hour=outage.hour, minute=0, second=0, microsecond=0
        )
        return began + timedelta(hours=outage.hours)
