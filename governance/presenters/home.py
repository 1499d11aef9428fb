"""What the first page of governance says: the next meeting large, then what waits for somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from core.dates import count_in_words, format_short_day
from core.times import say_clock, say_day, say_times
from governance.codes import AGENDA_IS_KNOWN, MeetingMode, MeetingState
from governance.models import ActionItem, Meeting
from governance.policies.rag import rag_of
from governance.presenters.action_items import TONES
from governance.queries.own_desk import MeetingAhead, OwnDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadLine:
    """A meeting ahead, as the first page shows it."""

    committee: str
    url: str
    when: str
    day: str
    clock: str
    where: str
    join_url: str
    state: str
    note: str
    pack_url: str
    pack_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """Something that waits for the reader: what to do, of what, by when."""

    verb: str
    words: str
    note: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One of the reader's own actions."""

    reference: str
    text: str
    due: str
    state: str
    tone: str
    url: str


def present_ahead(ahead: MeetingAhead, *, at: datetime) -> AheadLine:
    """Return a meeting ahead in words."""
    meeting = ahead.meeting
    is_known = meeting.state in AGENDA_IS_KNOWN
    pack = ahead.pack
    return AheadLine(
        committee=meeting.committee.name,
        url=reverse("governance:meeting_detail", args=[meeting.pk]),
        when=say_times(meeting.starts_at, meeting.ends_at),
        day=say_day(meeting.starts_at),
        clock=say_clock(meeting.starts_at),
        where=say_where(meeting),
        join_url=meeting.join_url,
        state=_state(meeting, at=at),
        note=_to_decide(ahead.to_decide) if is_known else "",
        pack_url=(
            reverse("governance:pack_download", args=[meeting.pk, pack.pack_id]) if pack else ""
        ),
        pack_note=f"PDF, {count_in_words(pack.pages, 'page')}" if pack else "",
    )


def say_where(meeting: Meeting) -> str:
    """Return where a meeting takes place, in words."""
    if meeting.mode == MeetingMode.ONLINE:
        return "Online"
    online = " and online" if meeting.mode == MeetingMode.BOTH else ""
    return f"{meeting.place or 'On site'}{online}"


def present_waiting(desk: OwnDesk) -> list[WaitingLine]:
    """Return what waits for the reader, the most pressing first."""
    lines = [
        WaitingLine(
            verb="Vote",
            words=f"Item {motion.item.number} of {motion.item.meeting.committee.name}",
            note="The vote is open now",
            url=reverse("governance:motion_detail", args=[motion.pk]),
        )
        for motion in desk.votes
    ]
    lines += [
        WaitingLine(
            verb="Answer",
            words=resolution.title,
            note=f"In writing, {resolution.committee.name}, until"
            f" {say_day(resolution.deadline_at)}, {say_clock(resolution.deadline_at)}",
            url=reverse("governance:written_detail", args=[resolution.pk]),
        )
        for resolution in desk.written
    ]
    lines += [
        WaitingLine(
            verb="Send the paper",
            words=item.title,
            note=f"{item.meeting.committee.name}, {_due(item.meeting)}",
            url=reverse("governance:item_detail", args=[item.pk]),
        )
        for item in desk.papers_wanted
    ]
    lines += [
        WaitingLine(
            verb=_MINUTES_TO_DO[MeetingState(meeting.state)],
            words=f"{meeting.committee.name}, {say_day(meeting.starts_at)}",
            note=MeetingState(meeting.state).label,
            url=reverse("governance:minutes_detail", args=[meeting.pk]),
        )
        for meeting in desk.minutes_to_do
    ]
    return lines


def present_action(action: ActionItem, *, on: date) -> ActionLine:
    """Return an action in words, with how it stands."""
    rag = rag_of(state=action.state, due_on=action.due_on, times_moved=action.times_moved, on=on)
    is_late = action.due_on < on
    return ActionLine(
        reference=f"{action.committee.reference} A{action.number}",
        text=action.text,
        due=f"{'was due' if is_late else 'due'} {format_short_day(action.due_on)}",
        state=rag.label,
        tone=TONES[rag],
        url=reverse("governance:action_detail", args=[action.pk]),
    )


_MINUTES_TO_DO = {
    MeetingState.HELD: "Write the minutes",
    MeetingState.MINUTES_DRAFT: "Check the minutes",
    MeetingState.MINUTES_CHECKED: "Circulate the minutes",
}


def _state(meeting: Meeting, *, at: datetime) -> str:
    if meeting.state == MeetingState.IN_PROGRESS:
        return "Now"
    if meeting.starts_at <= at:
        return "Should have begun"
    return MeetingState(meeting.state).label


def _to_decide(count: int) -> str:
    return f"{count_in_words(count, 'item')} to decide" if count else "Nothing to decide"


def _due(meeting: Meeting) -> str:
    return f"due {say_day(meeting.papers_due_at)}" if meeting.papers_due_at else "soon"
