"""What can be redacted and what was, in words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from core.dates import TIME, count_in_words, format_short_date
from helpdesk.actions.redaction import Removed
from helpdesk.codes import EventKind, RedactionCategory, RedactionTarget
from helpdesk.models import Redaction
from helpdesk.presenters.attachments import format_size
from helpdesk.queries.redaction import Copies, Redactable

LONGEST_LABEL: Final = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """Something that will be destroyed, in full."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionLine:
    """Something that was destroyed, for those who review it."""

    key: int
    what: str
    who: str
    when: str
    reason: str
    number: int
    ticket_url: str


def present_targets(redactable: Redactable, *, at: datetime) -> list[tuple[str, str]]:
    """Return what can be ticked, with the beginning of each."""
    return [
        (key, f"{each.title}: {_shorten(each.body)}")
        for key, each in _everything(redactable, at=at)
    ]


def present_doomed(
    redactable: Redactable, ticked: Collection[str], *, at: datetime
) -> list[Doomed]:
    """Return what was ticked, in full."""
    return [each for key, each in _everything(redactable, at=at) if key in ticked]


def _everything(redactable: Redactable, *, at: datetime) -> Iterator[tuple[str, Doomed]]:
    if redactable.subject:
        yield "subject", Doomed(title="The subject", body=redactable.subject)
    for event in redactable.events:
        when = format_short_date(event.at, TIME, now=at)
        title = f"{EventKind(event.kind).label}, {event.actor_name}, {when}"
        yield f"event-{event.pk}", Doomed(title=title, body=event.text.body)
    for file in redactable.attachments:
        body = f"{file.name}, {format_size(file.size)}"
        yield f"file-{file.pk}", Doomed(title="File", body=body)


def present_copies(copies: Copies) -> list[str]:
    """Say what goes with it."""
    said = []
    if copies.mails_received:
        mails = count_in_words(copies.mails_received, "mail")
        said.append(
            f"The originals of {mails} as they came, and what they quote, as far as they "
            "are not older"
        )
    if copies.mails_sent:
        said.append("What was kept of mails sent, and mails that still wait to be sent")
    if copies.drafts:
        said.append(f"{count_in_words(copies.drafts, 'draft')} on this ticket")
    return [*said, "The words by which search finds it"]


def present_redactions(redactions: Sequence[Redaction], *, at: datetime) -> list[RedactionLine]:
    """Return what was destroyed in words."""
    return [
        RedactionLine(
            key=each.pk,
            what=_what(each),
            who=str(each.by),
            when=format_short_date(each.at, TIME, now=at),
            reason=each.reason,
            number=each.ticket_id,
            ticket_url=reverse("helpdesk:ticket_detail", args=[each.ticket_id]),
        )
        for each in redactions
    ]


def describe_category(category: str) -> str:
    """Return why something is removed, in words."""
    return RedactionCategory(category).label


def describe_removed(removed: Removed) -> str:
    """Say what was done."""
    if not removed.others:
        return "Removed, with every copy that the service held."
    others = count_in_words(removed.others, "other ticket")
    return f"Removed here and on {others}, with every copy that the service held."


def describe_left(removed: Removed) -> str:
    """Say that the same words still stand where somebody else decides."""
    others = count_in_words(removed.left, "other ticket")
    return f"The same words still stand on {others} of queues that others lead. Tell them."


def _what(redaction: Redaction) -> str:
    target = RedactionTarget(redaction.target)
    if target == RedactionTarget.ATTACHMENT:
        return f"A file, {format_size(redaction.length)}"
    return f"{target.label}, {count_in_words(redaction.length, 'character')}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[:LONGEST_LABEL]}\u2026"
