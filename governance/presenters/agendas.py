"""The page of a meeting and its agenda, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import TIME, count_in_words, format_date
from core.times import say_clock, say_day, say_times
from governance.codes import MeetingMode, MeetingState, Purpose, Visibility
from governance.models import AgendaItem, Meeting
from governance.policies.agendas import Move, moves_of, plant
from governance.queries.agendas import Agenda, AgendaRow

from .papers import PaperLine, present_papers

_TONES: Final = {
    MeetingState.PLANNED: "plain",
    MeetingState.IN_PROGRESS: "blue",
    MeetingState.CANCELLED: "red",
    MeetingState.MINUTES_APPROVED: "green",
    MeetingState.PUBLISHED: "green",
}
_SHORT: Final = {Visibility.PRIVATE: "Private", Visibility.RESTRICTED: "Restricted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A tag, or a fact with its label."""

    text: str = ""
    tone: str = "plain"
    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A line of an agenda; of a withheld one only number, time and length are told."""

    number: str
    clock: str
    length: str
    is_below: bool
    is_withheld: bool
    key: UUID | None = None
    title: str = ""
    url: str = ""
    purpose: str = ""
    presenter: str = ""
    lacks: str = ""
    tags: Sequence[Words] = ()
    papers: Sequence[PaperLine] = ()
    moves: Sequence[str] = field(default=())


def name_meeting(meeting: Meeting) -> str:
    """Return how people speak of a meeting: "Meeting 12, Thu 19 Nov 2026"."""
    return f"Meeting {meeting.number}, {say_day(meeting.starts_at)}"


def say_meeting_times(meeting: Meeting) -> str:
    """Return from when to when a meeting is."""
    return say_times(meeting.starts_at, meeting.ends_at)


def say_state(meeting: Meeting) -> Words:
    """Return how far a meeting is, as a tag."""
    state = MeetingState(meeting.state)
    return Words(text=state.label, tone=_TONES.get(state, "plain"))


def present_facts(meeting: Meeting) -> list[Words]:
    """Return when and where a meeting is, and until when papers are awaited."""
    mode = MeetingMode(meeting.mode)
    facts = [
        Words(label="When", value=f"{say_meeting_times(meeting)} (London time)"),
        Words(label="How", value=mode.label),
    ]
    if meeting.place:
        facts.append(Words(label="Where", value=meeting.place))
    if meeting.moved_reason:
        facts.append(Words(label="Moved", value=meeting.moved_reason))
    if meeting.papers_due_at:
        facts.append(Words(label="Papers due", value=format_date(meeting.papers_due_at, TIME)))
    if meeting.agenda_published_at:
        published = format_date(meeting.agenda_published_at, TIME)
        facts.append(Words(label="Agenda published", value=published))
    return facts


def present_agenda(agenda: Agenda, *, with_moves: bool = False) -> list[AgendaLine]:
    """Return the lines of an agenda; `with_moves` for those who shape it."""
    tree = plant(agenda.slots) if with_moves else ()
    return [
        _line(row, sorted(moves_of(tree, row.line.key)) if with_moves and row.item else ())
        for row in agenda.rows
    ]


def sum_up_agenda(agenda: Agenda, meeting: Meeting) -> str:
    """Return how long the agenda is against the meeting: "85 of 120 minutes; 35 are free"."""
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    spare = length - agenda.minutes
    words = f"{agenda.minutes} of {count_in_words(length, 'minute')} planned"
    if spare < 0:
        return f"{words}: {count_in_words(-spare, 'minute')} too long"
    return f"{words}, {spare} free" if spare else words


def is_too_long(agenda: Agenda, meeting: Meeting) -> bool:
    """Say whether an agenda asks for more time than the meeting has."""
    return agenda.minutes * 60 > (meeting.ends_at - meeting.starts_at).total_seconds()


def say_presenter(item: AgendaItem) -> str:
    """Return who presents an item, or nothing."""
    return str(item.presenter) if item.presenter else item.presenter_name


def say_purpose(item: AgendaItem) -> str:
    """Return what an item asks of the committee."""
    return Purpose(item.purpose).label


def tags_of(item: AgendaItem) -> list[Words]:
    """Return what sets an item apart: who may know of it, that it came late, that it is decided."""
    short = _SHORT.get(Visibility(item.visibility))
    tags = [Words(text=short, tone="amber")] if short else []
    if item.is_late:
        tags.append(Words(text="Late", tone="red"))
    if item.decided_at:
        tags.append(Words(text="Decided", tone="green"))
    return tags


def _is_awaited(row: AgendaRow, item: AgendaItem) -> bool:
    """Whether an item wants a paper and has none that stands."""
    return item.wants_paper and all(paper.withdrawn_at for paper in row.papers)


def _line(row: AgendaRow, moves: Sequence[Move]) -> AgendaLine:
    item, line = row.item, row.line
    clock, length = say_clock(line.starts_at), f"{line.minutes} min"
    if item is None:
        return AgendaLine(
            number=line.number,
            clock=clock,
            length=length,
            is_below=line.is_below,
            is_withheld=True,
            # Somebody may have been named for a single paper of an item that they do not know of.
            papers=present_papers(row.papers).get(line.key, ()),
        )
    return AgendaLine(
        number=line.number,
        clock=clock,
        length=length,
        is_below=line.is_below,
        is_withheld=False,
        key=item.pk,
        title=item.title,
        url=reverse("governance:item_detail", args=[item.pk]),
        purpose=say_purpose(item),
        presenter=say_presenter(item),
        lacks="A paper is awaited" if _is_awaited(row, item) else "",
        tags=tags_of(item),
        papers=present_papers(row.papers).get(line.key, ()),
        moves=[str(each) for each in moves],
    )
