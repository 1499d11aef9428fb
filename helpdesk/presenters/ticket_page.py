"""The page of one ticket in words, for staff and for callers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.urls import reverse

from core.dates import TIME, count_in_words, format_short_date
from helpdesk.codes import (
    Channel,
    Impact,
    LinkKind,
    ParticipantKind,
    PresenceKind,
    TicketState,
    Urgency,
    WaitingReason,
)
from helpdesk.models import Ticket, TicketParticipant
from helpdesk.policies import TRANSITIONS, is_within_reopening_window
from helpdesk.queries.ticket_page import (
    CALLER,
    CHILD,
    INTO,
    LINK_FROM,
    LINK_TO,
    MERGED,
    ORGANIZATION,
    PARENT,
    Neighbour,
    TicketPage,
)

from .desk_lines import Words, state_words
from .ticket_head import Fact, TicketHead, earlier_url, present_head, uncapitalize
from .timeline import Card, Line, present_timeline

LINK_BACK: Final = {
    LinkKind.RELATED: "Related to",
    LinkKind.DUPLICATE: "Has the duplicate",
    LinkKind.CAUSED_BY: "Caused",
    LinkKind.FOLLOW_UP: "Followed by",
    LinkKind.SPLIT: "Split into",
}
# What staff may choose by itself; merging has a page of its own, triage too.
CHOSEN: Final = (
    TicketState.TRIAGED,
    TicketState.IN_PROGRESS,
    TicketState.WAITING,
    TicketState.RESOLVED,
    TicketState.CLOSED,
    TicketState.CANCELLED,
    TicketState.SPAM,
)
CONTEXT_WORDS: Final = {
    "patient": "Patient",
    "patient_id": "Patient",
    "entry": "Entry",
    "entry_id": "Entry",
    "section": "Section",
    "source": "Source",
    "feed": "Feed",
    "page": "Page",
    "url_name": "Page",
    "role": "Acting as",
    "organization": "Acting for",
    "browser": "Browser",
    "trace": "Trace",
}


class Choice(NamedTuple):
    """An option of a list."""

    value: str
    text: str


class Beside(NamedTuple):
    """Another ticket that stands beside this one."""

    number: int
    url: str
    subject: str
    state: Words
    opened: str
    word: str = ""
    link: str = ""


class Person(NamedTuple):
    """Somebody who takes part or watches."""

    name: str
    word: str
    kind: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffView:
    """A ticket as those who work on it see it."""

    head: TicketHead
    timeline: Sequence[Card | Line]
    earlier_url: str
    newest: int
    last_public: int
    presence: Words | None
    caller: Sequence[Fact]
    about: Sequence[Fact]
    context: Sequence[Fact]
    people: Sequence[Person]
    recipients: str
    of_caller: Sequence[Beside]
    of_organization: Sequence[Beside]
    linked: Sequence[Beside]
    merged: Sequence[Beside]
    states: Sequence[Choice]
    assignee: str
    reply_draft: str = ""
    note_draft: str = ""


def present_for_staff(page: TicketPage, *, at: datetime) -> StaffView:
    """Return the work page of a ticket."""
    ticket = page.ticket
    known = {each.number for each in page.neighbours}
    beside = [_beside(each, at) for each in page.neighbours]
    relations = [each.relation for each in page.neighbours]

    def standing(*wanted: str) -> list[Beside]:
        return [each for each, word in zip(beside, relations, strict=True) if word in wanted]

    return StaffView(
        head=present_head(ticket, at=at),
        timeline=present_timeline(
            page.timeline.events, ticket=ticket, at=at, known=known, files=page.files
        ),
        earlier_url=earlier_url(page),
        newest=max((event.pk for event in page.timeline.events), default=0),
        last_public=ticket.last_public_event_id or 0,
        presence=presence_words(page.present),
        caller=_caller(ticket, page.participants),
        about=_about(ticket, at),
        context=_context(ticket),
        people=[present_person(each) for each in page.participants],
        recipients=recipients_of(page.participants),
        of_caller=standing(CALLER),
        of_organization=standing(ORGANIZATION),
        linked=standing(INTO, PARENT, CHILD, LINK_FROM, LINK_TO),
        merged=standing(MERGED),
        states=list_states(ticket, at=at),
        assignee=str(ticket.assignee) if ticket.assignee else "",
        reply_draft=page.drafts.get("public", ""),
        note_draft=page.drafts.get("internal", ""),
    )


def presence_words(present: Sequence[tuple[str, PresenceKind]]) -> Words | None:
    """Return who else has the ticket before them, those who write first."""
    writing = [name for name, kind in present if kind == PresenceKind.WRITING]
    looking = [name for name, kind in present if kind == PresenceKind.VIEWING]
    parts = []
    if writing:
        parts.append(f"{_names(writing)} {'is' if len(writing) == 1 else 'are'} writing")
    if looking:
        parts.append(f"{_names(looking)} {'is' if len(looking) == 1 else 'are'} looking")
    if not parts:
        return None
    return Words(text=", ".join(parts), tone="amber" if writing else "plain")


def _names(names: Sequence[str]) -> str:
    if len(names) > 2:  # noqa: PLR2004 — more than two are counted
        return f"{names[0]} and {count_in_words(len(names) - 1, 'other')}"
    return " and ".join(names)


def recipients_of(participants: Iterable[TicketParticipant]) -> str:
    """Return whom a reply goes to, by name."""
    people = [each for each in participants if each.kind != ParticipantKind.WATCHER]
    return ", ".join(str(each.user or each.address) for each in people)


def list_states(ticket: Ticket, *, at: datetime) -> list[Choice]:
    """Return the states that a ticket may go to from where it is."""
    offered: list[Choice] = []
    allowed = TRANSITIONS[TicketState(ticket.state)]
    for state in CHOSEN:
        if state not in allowed:
            continue
        if state == TicketState.WAITING:
            offered += [
                Choice(f"waiting:{w.value}", f"Waiting: {uncapitalize(w.label)}")
                for w in WaitingReason
            ]
        elif ticket.state in (TicketState.RESOLVED, TicketState.CLOSED):
            if state == TicketState.IN_PROGRESS and not is_within_reopening_window(ticket, at=at):
                continue
            offered.append(Choice(state, "Reopen" if state == TicketState.IN_PROGRESS else "Close"))
        else:
            offered.append(Choice(state, state.label))
    return offered


def _caller(ticket: Ticket, participants: Sequence[TicketParticipant]) -> list[Fact]:
    facts = []
    address = next((each.address for each in participants if each.address), "")
    if ticket.requester:
        facts.append(Fact("Caller", str(ticket.requester), note=ticket.requester.email))
    else:
        facts.append(Fact("Caller", address or "Not known", note="has no account"))
    if ticket.organization:
        town = ticket.organization.town
        facts.append(Fact("For", ticket.organization.name, note=town))
    return facts


def _about(ticket: Ticket, at: datetime) -> list[Fact]:
    facts = [
        Fact("Queue", ticket.queue.name, note=f"tier {ticket.queue.tier}"),
        Fact("Impact", Impact(ticket.impact).label),
        Fact("Urgency", Urgency(ticket.urgency).label),
    ]
    if ticket.priority_reason:
        facts.append(Fact("By hand because", ticket.priority_reason))
    if ticket.component:
        facts.append(Fact("Part of service", ticket.component.name))
    if ticket.external_reference:
        facts.append(Fact("Their reference", ticket.external_reference))
    opened = format_short_date(ticket.opened_at, TIME, now=at)
    facts.append(Fact("Opened", opened, note=uncapitalize(Channel(ticket.channel).label)))
    if ticket.times_reopened:
        facts.append(Fact("Reopened", count_in_words(ticket.times_reopened, "time")))
    return facts


def _context(ticket: Ticket) -> list[Fact]:
    """Return what the server captured: codes and keys; what is nested is left out."""
    return [
        Fact(CONTEXT_WORDS.get(key, key.replace("_", " ").capitalize()), str(value))
        for key, value in ticket.context.items()
        if isinstance(value, str | int) and value != ""
    ]


def present_person(participant: TicketParticipant) -> Person:
    """Return somebody who takes part or watches."""
    kind = ParticipantKind(participant.kind)
    return Person(
        name=str(participant.user or participant.address),
        word=kind.label.lower(),
        kind=kind.value,
        user=str(participant.user_id or ""),
    )


def _beside(neighbour: Neighbour, at: datetime) -> Beside:
    words = {PARENT: "Part of", CHILD: "Has the part", INTO: "Merged into", MERGED: "Merged"}
    word = words.get(neighbour.relation, "")
    if neighbour.relation in (LINK_FROM, LINK_TO):
        word = _link_word(neighbour.link, is_back=neighbour.relation == LINK_TO)
    return Beside(
        number=neighbour.number,
        url=reverse("helpdesk:ticket_detail", args=[neighbour.number]),
        subject=neighbour.subject,
        state=state_words(neighbour.state, neighbour.waiting_reason),
        opened=format_short_date(neighbour.opened_at, TIME, now=at),
        word=word,
        link=neighbour.link or neighbour.relation,
    )


def _link_word(kind: str, *, is_back: bool) -> str:
    link = LinkKind(kind)
    return LINK_BACK[link] if is_back else link.label
