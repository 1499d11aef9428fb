"""Mail in words, for those who decide about it. Numbers of patients are not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import LONDON, TIME, format_short_date
from core.identifiers import replace_nhs_numbers
from helpdesk.codes import InboundState, MailPurpose, MailVerdict, OutboundState
from helpdesk.mail.reading import read_mail
from helpdesk.models import InboundMessage, Mailbox, OutboundMessage, SuppressedAddress
from helpdesk.queries import mail as trays

LONGEST_SHOWN: Final = 20_000
TABS: Final = {
    trays.TO_DECIDE: "Needs a decision",
    trays.POISON: "Not read",
    trays.PARKED: "Parked",
    trays.DUPLICATES: "Seen before",
    trays.TAKEN: "On tickets",
    trays.NOT_SENT: "Outbox",
    trays.SENT: "Sent",
    trays.HELD: "Held addresses",
}
WHAT: Final = {
    trays.TO_DECIDE: "Mail that nothing was done with yet, because it is not certain who sent it "
    "or where it belongs.",
    trays.POISON: "Mail that waits to be read, or that could not be read after three attempts.",
    trays.PARKED: "Bounces, automatic replies and our own mail come back. Nobody is answered.",
    trays.DUPLICATES: "Copies of mail that came before, through another mailbox or another way.",
    trays.TAKEN: "Mail that is on a ticket.",
    trays.NOT_SENT: "Mail of ours that waits, was held back, or did not arrive.",
    trays.SENT: "Mail of ours that a mail server has taken.",
    trays.HELD: "Addresses whose mail came back. Nothing is sent there until somebody lifts that.",
}
NOTHING: Final = {
    trays.TO_DECIDE: "No mail waits for a decision.",
    trays.POISON: "All mail has been read.",
    trays.NOT_SENT: "Nothing waits to be sent.",
    trays.HELD: "No address is held.",
}
STATE_TONES: Final = {
    InboundState.TRAY: "blue",
    InboundState.POISON: "red",
    OutboundState.FAILED: "red",
    OutboundState.BOUNCED: "red",
    OutboundState.SENT: "green",
    OutboundState.LIMITED: "amber",
    OutboundState.SUPPRESSED: "amber",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """A mail as a row of a tray."""

    key: UUID
    url: str
    who: str
    subject: str
    state: str
    tone: str
    why: str
    ticket: int | None
    ticket_url: str
    when: str
    may_send_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """A mail as its page shows it: plain words, never its own markup."""

    key: UUID
    subject: str
    state: str
    tone: str
    facts: Sequence[Fact]
    text: str
    files: Sequence[str]
    suggested: int | None
    has_raw: bool
    is_undecided: bool


def present_tabs(counts: dict[str, int], *, current: str) -> list[Tab]:
    """Name the trays; those where something must be done say how much."""
    address = reverse("helpdesk:mail_list")
    return [
        Tab(
            label=label,
            url=f"{address}?tab={tab}",
            is_current=tab == current,
            count=counts.get(tab),
        )
        for tab, label in TABS.items()
    ]


def present_incoming(message: InboundMessage, *, shows_ticket: bool, at: datetime) -> MailLine:
    """Put a mail that came in into a row."""
    ticket = message.ticket_id if shows_ticket else None
    return MailLine(
        key=message.pk,
        url=reverse("helpdesk:mail_detail", args=[message.pk]),
        who=message.sender or "Nobody named",
        subject=message.subject or "No subject",
        state=_what_it_is(message),
        tone=STATE_TONES.get(InboundState(message.state), "plain"),
        why=message.reason or message.error,
        ticket=ticket,
        ticket_url=_ticket_url(ticket),
        when=_when(message.received_at, at),
    )


def present_outgoing(message: OutboundMessage, *, at: datetime) -> MailLine:
    """Put a mail of ours into a row."""
    state = OutboundState(message.state)
    again = (OutboundState.FAILED, OutboundState.LIMITED, OutboundState.SUPPRESSED)
    return MailLine(
        key=message.pk,
        url="",
        who=message.address,
        subject=MailPurpose(message.purpose).label.capitalize(),
        state=state.label,
        tone=STATE_TONES.get(state, "plain"),
        why=message.error,
        ticket=message.ticket_id,
        ticket_url=_ticket_url(message.ticket_id),
        when=_when(message.sent_at or message.queued_at, at),
        may_send_again=state in again,
    )


def present_held(address: SuppressedAddress, *, at: datetime) -> MailLine:
    """Put an address that takes no mail into a row."""
    return MailLine(
        key=address.pk,
        url="",
        who=address.address,
        subject="",
        state="Held",
        tone="amber",
        why=address.reason,
        ticket=None,
        ticket_url="",
        when=_when(address.since, at),
    )


def present_trouble(mailbox: Mailbox) -> str:
    """Say what is wrong with a mailbox."""
    return f"{mailbox.address}: {mailbox.failure}"


def present_mail(
    message: InboundMessage, *, shows_ticket: bool, shows_suggested: bool, at: datetime
) -> MailView:
    """Put a whole mail into words, with numbers of patients covered."""
    raw = bytes(message.raw) if message.raw is not None else b""
    mail = read_mail(raw)
    undecided = (
        InboundState.TRAY,
        InboundState.PARKED,
        InboundState.POISON,
        InboundState.DISMISSED,
    )
    return MailView(
        key=message.pk,
        subject=message.subject or "No subject",
        state=_what_it_is(message),
        tone=STATE_TONES.get(InboundState(message.state), "plain"),
        facts=_facts(message, shows_ticket=shows_ticket, at=at),
        text=cover(mail.text)[:LONGEST_SHOWN],
        files=[f"{cover(file.name)} ({_size(len(file.content))})" for file in mail.files],
        suggested=message.suggested_ticket_id if shows_suggested else None,
        has_raw=message.raw is not None,
        is_undecided=message.state in undecided,
    )


def cover(text: str) -> str:
    """Return a text with its NHS numbers covered."""
    return replace_nhs_numbers(text, lambda _: "▇▇▇ ▇▇▇ ▇▇▇▇")


def _facts(message: InboundMessage, *, shows_ticket: bool, at: datetime) -> list[Fact]:
    found = message.authentication or {}
    checks = ", ".join(
        f"{name.upper()} {found[name]}" for name in ("dmarc", "spf", "dkim") if found.get(name)
    )
    facts = {
        "From": message.sender or "Nobody named",
        "To": message.mailbox.address,
        "Came": _when(message.received_at, at),
        "Why it is here": message.reason,
        "What was found": message.marker,
        "Checks of the sender": checks,
        "What could not be read": message.error,
        "Ticket": str(message.ticket_id or "") if shows_ticket else "",
        "Decided by": str(message.decided_by or ""),
        "Size": _size(message.size),
    }
    return [Fact(label=label, value=value) for label, value in facts.items() if value]


def _what_it_is(message: InboundMessage) -> str:
    """Name what a parked mail is, and of others where they stand."""
    if message.state == InboundState.PARKED and message.verdict:
        return MailVerdict(message.verdict).label
    return InboundState(message.state).label


def _ticket_url(number: int | None) -> str:
    return reverse("helpdesk:ticket_detail", args=[number]) if number else ""


def _when(moment: datetime, at: datetime) -> str:
    local = moment.astimezone(LONDON)
    return format_short_date(local, TIME, now=at)


def _size(count: int) -> str:
    kilobytes = count / 1024
    return f"{kilobytes:,.0f} kB" if kilobytes >= 1 else f"{count} bytes"
