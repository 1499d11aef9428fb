"""
Whom an event is told to by mail. The rows are written in the transaction of the event.

A row holds no words of the ticket: they are read when it is sent, so that what was redacted in
between never leaves, and no copy of it is kept.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from accounts.models import User
from helpdesk.codes import (
    Channel,
    EventKind,
    MailPurpose,
    ParticipantKind,
    TicketState,
    Visibility,
)
from helpdesk.mail.threads import make_message_id
from helpdesk.models import (
    OutboundMessage,
    QueueMembership,
    Ticket,
    TicketEvent,
    TicketParticipant,
)
from helpdesk.queries.knowing import find_who_may_know

from .mail_keys import signing_keys

P = MailPurpose

# What those who take part are told of, where the event is public.
FOR_CALLERS: Final[Mapping[EventKind, MailPurpose]] = {
    EventKind.REPLY: P.REPLY,
    EventKind.BROADCAST: P.REPLY,
    EventKind.MESSAGE: P.UPDATE,
    EventKind.OPENED: P.OPENED,
}
# What the one who has the ticket, and staff who watch it, are told of: that it is there, no more.
FOR_STAFF: Final[Mapping[EventKind, MailPurpose]] = {
    EventKind.MESSAGE: P.MESSAGE,
    EventKind.REOPENED: P.MESSAGE,
    EventKind.NOTE: P.NOTE,
    EventKind.REPLY: P.UPDATE,
    EventKind.MERGED: P.UPDATE,
    EventKind.STATE_CHANGED: P.UPDATE,
}
# To these nobody can say no.
ALWAYS: Final = frozenset(
    {P.REPLY, P.MENTION, P.ASSIGNED, P.OPENED, P.ACKNOWLEDGEMENT, P.ESCALATED}
)

_is_quiet: ContextVar[bool] = ContextVar("helpdesk_is_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Tell nobody of what happens meanwhile: for imports and invented histories."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


@dataclass(slots=True)
class _Addressees:
    """Who is told, and why: the first reason found for an address stands."""

    event: TicketEvent
    found: dict[str, tuple[MailPurpose, User | None]] = field(default_factory=dict)

    def add(
        self, user: User | None, address: str, purpose: MailPurpose, *, at_desk: bool = False
    ) -> None:
        """Add somebody who is not the actor and wants to know."""
        if user is not None:
            if not user.is_active or str(user.pk) in self._actors:
                return
            if not _wants(user, purpose, at_desk=at_desk):
                return
            address = user.email
        address = address.strip().lower()
        if address and address != self.event.actor_name.lower():
            self.found.setdefault(address, (purpose, user))

    @property
    def _actors(self) -> tuple[str, str]:
        return (str(self.event.actor_id or ""), str(self.event.facts.get("sender", "")))


def notify(ticket: Ticket, event: TicketEvent) -> None:
    """Put a mail in the outbox for everybody who should know of an event, never its actor."""
    if _is_quiet.get() or "via" in event.facts:  # a pointer of a merged ticket, made shorter
        return
    addressees = _Addressees(event)
    _add_mentioned(addressees, event)
    _add_assigned(addressees, event)
    _add_told(addressees, event)
    caller_purpose = _purpose_for_callers(ticket, event)
    staff_purpose = FOR_STAFF.get(EventKind(event.kind))
    if caller_purpose or staff_purpose:
        _add_people(addressees, ticket, caller_purpose, staff_purpose)
    _queue(ticket, event, _without_strangers(ticket, event, addressees.found))


def _without_strangers(
    ticket: Ticket, event: TicketEvent, found: Mapping[str, tuple[MailPurpose, User | None]]
) -> dict[str, tuple[MailPurpose, User | None]]:
    """Leave out whoever may not know of the ticket: it may be restricted since they joined."""
    users = [user.pk for _, user in found.values() if user is not None]
    knowing = find_who_may_know(ticket, users, on=event.at.date()) if users else set()
    return {
        address: (purpose, user)
        for address, (purpose, user) in found.items()
        if user is None or user.pk in knowing
    }


def acknowledge(ticket: Ticket, event: TicketEvent, user: User) -> None:
    """Tell somebody whom we know, and whose mail is vouched for, that it has become a ticket."""
    _queue(ticket, event, {user.email.lower(): (P.ACKNOWLEDGEMENT, user)})


def tell(
    ticket: Ticket, *, user: User | None, address: str, purpose: MailPurpose, at: datetime
) -> None:
    """Put a mail about a ticket in the outbox that no event is the reason for."""
    if _is_quiet.get() or (user and not _wants(user, purpose, at_desk=False)):
        return
    to = (user.email if user and user.is_active else "" if user else address).strip().lower()
    if to:
        OutboundMessage.objects.create(
            ticket=ticket,
            user=user,
            purpose=purpose,
            address=to,
            message_id=make_message_id(
                ticket=ticket.number,
                nonce=secrets.token_hex(8),
                domain=settings.MAIL_DOMAIN,
                keys=signing_keys(),
            ),
            subject=f"Ticket {ticket.number}: {purpose.label}",
            queued_at=at,
        )


def _wants(user: User, purpose: MailPurpose, *, at_desk: bool) -> bool:
    preference = getattr(user, "mail_preference", None)
    if preference is None or (purpose in ALWAYS and not at_desk):
        return True
    return bool(preference.wants_desk_mail if at_desk else preference.wants_updates)


def _add_mentioned(addressees: _Addressees, event: TicketEvent) -> None:
    for user in _users(event.facts.get("mentions")):
        addressees.add(user, "", P.MENTION)


def _add_assigned(addressees: _Addressees, event: TicketEvent) -> None:
    if event.kind == EventKind.ASSIGNED:
        for user in _users([event.facts.get("to")]):
            addressees.add(user, "", P.ASSIGNED)


def _add_told(addressees: _Addressees, event: TicketEvent) -> None:
    """Add those whom an escalation names."""
    if event.kind == EventKind.ESCALATED:
        for user in _users(event.facts.get("tell")):
            addressees.add(user, "", P.ESCALATED)


def _users(keys: object) -> Iterable[User]:
    wanted = [key for key in keys if key] if isinstance(keys, list) else []
    return User.objects.filter(pk__in=wanted).select_related("mail_preference") if wanted else ()


def _purpose_for_callers(ticket: Ticket, event: TicketEvent) -> MailPurpose | None:
    if event.visibility != Visibility.PUBLIC:
        return None
    if event.kind == EventKind.STATE_CHANGED:
        is_news = event.facts.get("to") == TicketState.RESOLVED
        return P.RESOLVED if is_news else None
    if event.kind == EventKind.OPENED and ticket.channel in (Channel.EMAIL, Channel.PORTAL):
        return None  # mail is acknowledged apart; in the portal they see it before them
    return FOR_CALLERS.get(EventKind(event.kind))


def _add_people(
    addressees: _Addressees,
    ticket: Ticket,
    for_callers: MailPurpose | None,
    for_staff: MailPurpose | None,
) -> None:
    """Add those who take part and those who watch; staff who watch are told as staff."""
    parts = list(
        TicketParticipant.objects.filter(ticket=ticket).select_related("user__mail_preference")
    )
    watchers = {
        part.user_id for part in parts if part.user_id and part.kind == ParticipantKind.WATCHER
    }
    staff = _staff_among(watchers)
    for part in parts:
        is_staff = part.kind == ParticipantKind.WATCHER and part.user_id in staff
        purpose = for_staff if is_staff else for_callers
        if purpose:
            addressees.add(part.user, part.address, purpose, at_desk=is_staff)
    if for_staff and ticket.assignee_id:
        for user in _users([ticket.assignee_id]):
            addressees.add(user, "", for_staff, at_desk=True)


def _staff_among(users: set[UUID]) -> set[UUID]:
    if not users:
        return set()
    members = QueueMembership.objects.filter(role__user_id__in=users)
    return set(members.values_list("role__user_id", flat=True))


def _queue(
    ticket: Ticket, event: TicketEvent, found: Mapping[str, tuple[MailPurpose, User | None]]
) -> None:
    if not found:
        return
    keys = signing_keys()
    told_from = event.facts.get("tell_from")  # within the working hours of those who are told
    not_before = datetime.fromisoformat(told_from) if isinstance(told_from, str) else None
    rows = [
        OutboundMessage(
            ticket=ticket,
            event=event,
            user=user,
            purpose=purpose,
            address=address,
            message_id=make_message_id(
                ticket=ticket.number,
                nonce=secrets.token_hex(8),
                domain=settings.MAIL_DOMAIN,
                keys=keys,
            ),
            subject=f"Ticket {ticket.number}: {purpose.label}",
            queued_at=event.at,
            not_before=not_before,
        )
        for address, (purpose, user) in found.items()
    ]
    OutboundMessage.objects.bulk_create(rows, ignore_conflicts=True)
