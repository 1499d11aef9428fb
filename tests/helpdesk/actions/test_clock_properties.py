"""What holds for every clock, whatever happens to its ticket and whenever."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.business_hours import BusinessHours, openings_between
from core.errors import DomainError
from helpdesk.actions.clock_planning import percent_spent, plan, spent_seconds
from helpdesk.actions.escalations import escalate
from helpdesk.codes import ClockEventKind, ClockState, DueSource, Metric, Priority, WaitingReason
from helpdesk.models import ClockEvent, SlaPolicyVersion, TicketClock
from tests.helpdesk.clock_world import Life, agree, always, live, london, make_calendar

pytestmark = pytest.mark.django_db

DAY = 24 * 3600
# Before the clocks go forward and back, before Christmas, midnight, the new year, the May holidays.
BEGINNINGS = st.sampled_from(
    [
        london("2026-03-27", "16:00"),
        london("2026-10-23", "16:59"),
        london("2026-10-25", "00:30"),
        london("2026-12-24", "12:00"),
        london("2026-11-24", "23:59"),
        london("2026-12-31", "17:00"),
        london("2027-04-30", "09:00"),
    ]
)
# Minutes apart or days apart, at odd seconds; some at the very same moment.
GAPS = st.one_of(
    st.just(0), st.integers(1, 3600), st.integers(3600, DAY), st.integers(DAY, 6 * DAY)
)


def _escalate(life: Life, at: datetime) -> None:
    escalate(life.clock().pk, at=at)


CHANGES: dict[str, Callable[[Life, datetime], None]] = {
    "waits for the caller": lambda life, at: life.wait(at, WaitingReason.USER),
    "waits for a third party": lambda life, at: life.wait(at, WaitingReason.THIRD_PARTY),
    "goes on": lambda life, at: life.go_on(at),
    "is resolved": lambda life, at: life.resolve(at),
    "is answered": lambda life, at: life.answer(at),
    "becomes critical": lambda life, at: life.prioritize(Priority.CRITICAL, at),
    "becomes medium": lambda life, at: life.prioritize(Priority.MEDIUM, at),
    "becomes low": lambda life, at: life.prioritize(Priority.LOW, at),
    "escalates": _escalate,
}
BY_HAND = "gets a deadline by hand"
STEPS = st.lists(st.tuples(GAPS, st.sampled_from([*CHANGES, BY_HAND])), max_size=9)
# A life that fails is short as it is; to look for a shorter one would take minutes.
often = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(slots=True)
class Told:
    """A life with what its clock said at each step, before and after."""

    life: Life
    at: datetime
    said: list[tuple[datetime, int, int]] = field(default_factory=list)


@pytest.fixture
def agreements():
    """Agree targets under different hours: office hours, every day to midnight, day and night."""
    evenings = make_calendar("evenings", intervals=[[day, 12 * 60, 1440] for day in range(7)])
    agree(Metric.FIRST_RESPONSE, 4)
    agree(Metric.RESOLUTION, 12, priority=3)
    agree(Metric.RESOLUTION, 20, priority=4, calendar=evenings)
    agree(Metric.RESOLUTION, 6, priority=1, calendar=always())


def tell(begins: datetime, steps: list[tuple[int, str]]) -> Told:
    """Live a life; what the state of the ticket does not allow does not happen."""
    life = live(begins)
    life.take_up(begins)
    told = Told(life, begins)
    for gap, change in steps:
        told.at += timedelta(seconds=gap)
        before = _spent(life, told.at)
        try:
            with transaction.atomic():
                _make(life, change, told.at)
        except DomainError:
            continue
        told.said.append((told.at, before, _spent(life, told.at)))
    return told


def _make(life: Life, change: str, at: datetime) -> None:
    if change == BY_HAND:
        life.set_deadline(at + timedelta(days=3), at)
    else:
        CHANGES[change](life, at)


def _spent(life: Life, at: datetime) -> int:
    clock = life.clock()
    return spent_seconds(clock, clock.policy_version, at)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a clock's life, with the hours that it is counted by where it ran."""

    start: datetime
    end: datetime
    hours: BusinessHours | None

    @property
    def wall(self) -> timedelta:
        return self.end - self.start

    @property
    def open(self) -> timedelta:
        if self.hours is None:
            return timedelta(0)
        opened = openings_between(self.hours, self.start, self.end)
        return sum((each.end - each.start for each in opened), start=timedelta(0))

    @property
    def closed(self) -> timedelta:
        """The time between the openings, added up by themselves."""
        if self.hours is None:
            return timedelta(0)
        total, since = timedelta(0), self.start
        for opening in openings_between(self.hours, self.start, self.end):
            total += opening.start - since
            since = opening.end
        return total + self.end - since


def replay(events: list[ClockEvent], until: datetime) -> list[Stretch]:
    """Return the stretches of a clock's life from its events alone, as somebody would read them."""
    versions = {
        (each.policy.code, each.number): each.calendar_version.hours
        for each in SlaPolicyVersion.objects.select_related("policy", "calendar_version")
    }
    stretches, runs, hours, since = [], False, None, events[0].at
    for event in [*events, None]:
        at = until if event is None else event.at
        stretches.append(Stretch(since, at, hours if runs else None))
        since = at
        if event is None:
            break
        if event.kind in ("started", "retargeted"):
            hours = versions[(event.facts["policy"], event.facts["version"])]
        if event.kind in ("started", "resumed", "reopened"):
            runs = True
        if event.kind in ("paused", "fulfilled", "cancelled"):
            runs = False
    return stretches


@pytest.mark.usefixtures("agreements")
class TestWholeClocks:
    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_what_counted_is_the_open_time_of_the_stretches_in_which_it_ran(self, begins, steps):
        told = tell(begins, steps)

        stretches = replay(told.life.events(), told.at)

        counted = sum((each.open for each in stretches), start=timedelta(0))
        assert _spent(told.life, told.at) == counted.total_seconds()

    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_what_counted_pauses_and_closed_hours_make_up_all_the_time(self, begins, steps):
        told = tell(begins, steps)

        stretches = replay(told.life.events(), told.at)

        rested = sum((s.wall for s in stretches if s.hours is None), start=timedelta(0))
        closed = sum((s.closed for s in stretches), start=timedelta(0))
        counted = timedelta(seconds=_spent(told.life, told.at))
        assert counted + rested + closed == told.at - begins

    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_a_row_is_what_replaying_its_events_gives(self, begins, steps):
        told = tell(begins, steps)

        for clock in TicketClock.objects.filter(ticket=told.life.ticket):
            events = told.life.events(Metric(clock.metric))
            by_hand = [e for e in events if e.kind == ClockEventKind.DEADLINE_SET]
            anew = TicketClock(
                escalated_percent=clock.escalated_percent,
                due_source=DueSource.MANUAL if by_hand else DueSource.POLICY,
                manual_due_at=(
                    datetime.fromisoformat(by_hand[-1].facts["due_at"]) if by_hand else None
                ),
            )
            plan(anew, clock.policy_version, events)
            for column in ("running_since", "elapsed_seconds", "due_at", "escalates_at"):
                assert getattr(anew, column) == getattr(clock, column), column

    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_no_change_adds_or_takes_time_that_has_passed(self, begins, steps):
        told = tell(begins, steps)

        for _, before, after in told.said:
            assert before == after
        spent = [each for _, *both in told.said for each in both]
        assert spent == sorted(spent)

    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_the_time_between_any_two_moments_adds_up(self, begins, steps):
        told = tell(begins, steps)
        events = told.life.events()

        whole = sum((each.open for each in replay(events, told.at)), start=timedelta(0))

        for at, _, said in told.said:
            earlier = [each for each in events if each.at <= at]
            until_then = sum((each.open for each in replay(earlier, at)), start=timedelta(0))
            assert until_then.total_seconds() == said
            since_then = [
                Stretch(max(s.start, at), s.end, s.hours)
                for s in replay(events, told.at)
                if s.end > at
            ]
            rest = sum((each.open for each in since_then), start=timedelta(0))
            assert until_then + rest == whole

    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_a_running_clock_has_all_of_its_time_when_it_is_due(self, begins, steps):
        clock = tell(begins, steps).life.clock()

        if clock.state != ClockState.RUNNING:
            assert clock.due_at is None
        elif clock.due_source == DueSource.MANUAL:
            assert clock.due_at == clock.manual_due_at
        else:
            assert clock.due_at is not None
            target = clock.policy_version.target_seconds
            spent = spent_seconds(clock, clock.policy_version, clock.due_at)
            assert spent == target or clock.elapsed_seconds >= target

    @often
    @given(begins=BEGINNINGS, steps=STEPS)
    def test_every_share_is_told_of_once_until_the_deadline_changes(self, begins, steps):
        told = tell(begins, steps)

        shares: list[int] = []
        for event in told.life.events():
            if event.kind == ClockEventKind.ESCALATED:
                shares.append(event.facts["percent"])
            elif event.kind in (ClockEventKind.RETARGETED, ClockEventKind.DEADLINE_SET):
                shares = []
            assert shares == sorted(set(shares))

    @often
    @given(
        begins=BEGINNINGS,
        works=GAPS,
        rests=GAPS,
        priority=st.sampled_from([Priority.CRITICAL, Priority.MEDIUM, Priority.LOW]),
    )
    def test_a_pause_never_brings_a_deadline_nearer(self, begins, works, rests, priority):
        life = live(begins)
        life.take_up(begins)
        life.prioritize(priority, begins)
        before = life.clock().due_at
        stops = begins + timedelta(seconds=works)

        life.wait(stops)
        life.go_on(stops + timedelta(seconds=rests))

        after = life.clock()
        assert before is not None
        assert after.due_at is not None
        assert after.due_at >= before
        if stops <= before:
            assert percent_spent(after, after.policy_version, after.due_at) == 100
