"""Writes down what happens to one ticket, and lets time pass in between."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from core.business_hours import BusinessHours, add_open_seconds
from helpdesk.codes import Channel, EventKind, TicketState, Visibility

from .world import Caller, Step, Story, Worker

S, PUBLIC = TicketState, Visibility.PUBLIC
SERVICE: Final = "One Health and Care"


class Diary:
    """The steps of one ticket as they are taken."""

    story: Story
    caller: Caller
    channel: Channel
    now: datetime
    priority: int
    worker: Worker
    state = S.NEW

    def __init__(self, hours: BusinessHours, rng: Random) -> None:
        self.hours, self.rng = hours, rng

    def assign(self, worker: Worker) -> None:
        facts: dict[str, object] = {"from": "", "to": str(worker.user_id), "to_name": worker.name}
        changes: dict[str, object] = {"assignee_id": worker.user_id}
        if self.state == S.NEW:
            facts["state"] = S.TRIAGED.value
            changes["state"] = S.TRIAGED.value
            self.state = S.TRIAGED
        self.add(EventKind.ASSIGNED, facts, by=worker, changes=changes)

    def flag(self, triage: Mapping[str, object], queue: str) -> None:
        """Have the one who works on it answer the questions on safety and governance."""
        facts = {
            "safety": bool(triage["safety"]),
            "governance": bool(triage["governance"]),
            "triage": dict(triage),
            "queue": queue,
        }
        self.add(EventKind.FLAGGED, facts, by=self.worker, changes={"triage": dict(triage)})

    def become(
        self,
        state: TicketState,
        *,
        by: Worker | None,
        text: str = "",
        reason: str = "",
        changes: Mapping[str, object] | None = None,
    ) -> None:
        facts = {"from": self.state.value, "to": state.value, "waiting_for": str(reason)}
        columns = {"state": state.value, "waiting_reason": str(reason), **(changes or {})}
        if state == S.CLOSED:
            columns["closed_at"] = self.now
        self.add(
            EventKind.STATE_CHANGED, facts, text=text, by=by, changes=columns, visibility=PUBLIC
        )
        self.state = state

    def said(
        self,
        kind: EventKind,
        facts: Mapping[str, object],
        text: str,
        changes: Mapping[str, object] | None = None,
    ) -> None:
        """Have the caller say something, by mail without their account."""
        by_mail = self.channel == Channel.EMAIL and kind != EventKind.SATISFACTION
        if by_mail and kind == EventKind.MESSAGE:
            facts = {"sender": str(self.caller.user_id)} if self.caller.user_id else {}
        self.story.steps.append(
            Step(
                kind=kind,
                at=self.now,
                visibility=Visibility.INTERNAL if kind == EventKind.SATISFACTION else PUBLIC,
                actor_id=None if by_mail else self.caller.user_id,
                actor_name=self.caller.name,
                text=text,
                facts=dict(facts),
                changes=dict(changes or {}),
            )
        )

    def add(
        self,
        kind: EventKind,
        facts: Mapping[str, object] | None = None,
        *,
        by: Worker | None,
        text: str = "",
        changes: Mapping[str, object] | None = None,
        visibility: Visibility = Visibility.INTERNAL,
    ) -> None:
        columns = dict(changes or {})
        if kind == EventKind.REPLY and not any(
            step.kind == EventKind.REPLY for step in self.story.steps
        ):
            columns["responded_at"] = self.now
        self.story.steps.append(
            Step(
                kind=kind,
                at=self.now,
                visibility=visibility,
                actor_id=by.user_id if by else None,
                actor_name=by.name if by else SERVICE,
                text=text,
                facts=dict(facts or {}),
                changes=columns,
            )
        )

    def work(self, minutes: float) -> None:
        """Let about so much working time pass; what is critical is worked on at any hour."""
        taken = minutes * self.rng.lognormvariate(-0.2, 0.65)
        if self.priority == 1:
            self.now += timedelta(minutes=taken)
        else:
            self.now = add_open_seconds(self.hours, self.now, int(taken * 60))
        self.now = self.now.replace(microsecond=0) + timedelta(seconds=self.rng.randrange(1, 59))

    def caller_takes(self, minutes: float) -> None:
        """Let time pass until the caller answers; they do not at night."""
        self.now += timedelta(minutes=minutes * self.rng.lognormvariate(-0.4, 0.8))
        if not 7 <= self.now.hour < 19:
            self.now += timedelta(hours=(31 - self.now.hour) % 24)
        self.now = self.now.replace(microsecond=0)
