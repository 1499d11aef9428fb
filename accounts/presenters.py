"""Words for the pages of accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from accounts.codes import SessionEnd, SignInEventKind
from accounts.models import PractitionerRole, SignInEvent
from core.dates import count_in_words, format_date, format_day


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role as a list shows it."""

    value: str
    title: str
    job_role: str
    organization: str
    period: str
    state: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A coming or going as a list shows it."""

    when: str
    what: str
    where_from: str


def present_role(
    role: PractitionerRole, *, today: date, active: PractitionerRole | None = None
) -> RoleRow:
    """Return a role with its time and whether one can act in it."""
    return RoleRow(
        value=str(role.pk),
        title=role.title,
        job_role=role.get_job_role_display(),
        organization=role.organization.name,
        period=_period(role),
        state=_role_state(role, today, active),
        is_active=active is not None and role.pk == active.pk,
    )


def _period(role: PractitionerRole) -> str:
    since = f"from {format_day(role.starts_on)}"
    return f"{since} to {format_day(role.ends_on)}" if role.ends_on else since


def _role_state(role: PractitionerRole, today: date, active: PractitionerRole | None) -> str:
    """Return in a word or two whether a role can be used."""
    if active is not None and role.pk == active.pk:
        return "in use now"
    if role.starts_on > today:
        return "not begun"
    if role.ends_on is not None and role.ends_on < today:
        return "ended"
    return "current" if role.organization.is_active else "organisation closed"


def present_events(events: Iterable[SignInEvent]) -> list[EventRow]:
    """Return comings and goings with their time and address."""
    return [
        EventRow(
            when=format_date(event.at, "T"),
            what=SignInEventKind(event.kind).label,
            where_from=event.ip_address or "this machine",
        )
        for event in events
    ]


def explain_end(word: str) -> str:
    """Return why a session was ended, or nothing where it was not."""
    if word == SessionEnd.IDLE:
        minutes = count_in_words(settings.SESSION_IDLE_MINUTES, "minute")
        return f"You were signed out after {minutes} without use, to keep records safe."
    if word == SessionEnd.LIMIT:
        hours = count_in_words(settings.SESSION_MAXIMUM_HOURS, "hour")
        return f"You were signed out because a session lasts at most {hours}. Sign in again."
    return ""


def explain_wait(wait: timedelta) -> str:
    """Return how long a lock-out lasts, rounded up to the minute."""
    return count_in_words(-(-int(wait.total_seconds()) // 60), "minute")


def explain_last_sign_in(previous: SignInEvent | None, failures: int) -> str:
    """Return when someone was here before, and what went wrong since: they know if it was them."""
    if previous is None:
        return "This is the first time that you have signed in."
    when = f"You last signed in on {format_date(previous.at, 'T')}."
    if not failures:
        return when
    attempts = count_in_words(failures, "attempt")
    return f"{when} {attempts} with a wrong password since then: if not yours, tell the helpdesk."
