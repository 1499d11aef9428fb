"""
Remind people of what runs out, once for each milestone, and their managers a week after.

All of a run is one transaction: what was noted has been told, or nothing has happened. What was
missed is made up for by the latest milestone alone. Reminders follow from how people stand on the
day, so that they end with the rule, the role or the renewal.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from core.dates import LONDON, count_in_words, format_day
from training.codes import ComplianceStatus, MessageKind, Milestone
from training.models import Reminder, TrainingMessage
from training.policies import when_to_write
from training.queries.standings import STANDING, standing_values

from .messages import Telling, queue_message

_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtext('training.reminding'))"
# The latest milestone that has come, for each thing that somebody needs and that has a last day.
# One that came before they held it, as of a competency that is short, is no news to them.
_OWED: Final = (
    STANDING  # noqa: S608 - constants, with values apart
    + """
, owed AS (
    SELECT DISTINCT ON (s.user_id, s.competency_id)
           s.user_id, s.competency_id, s.valid_until, s.status, m.milestone,
           s.valid_until + m.days AS due_on
    FROM standing s
    CROSS JOIN LATERAL (
        SELECT milestone, days
        FROM (VALUES ('t-90', -90), ('t-30', -30), ('t-7', -7), ('t-0', 0), ('t+7', 7))
             AS milestones (milestone, days)
        WHERE s.valid_until + days <= %(on)s::date ORDER BY days DESC LIMIT 1
    ) m
    WHERE s.valid_until + m.days > s.valid_from
    ORDER BY s.user_id, s.competency_id, s.grace_days
)
"""
)
_FORGET: Final = (
    _OWED
    + """
DELETE FROM training_reminder r
WHERE r.told_at IS NULL AND NOT EXISTS (
    SELECT FROM owed o
    WHERE o.user_id = r.user_id AND o.competency_id = r.competency_id
      AND o.valid_until = r.valid_until AND o.milestone = r.milestone)
"""
)
_NOTE: Final = (
    "INSERT INTO training_reminder (id, created_at, updated_at, user_id, competency_id,"
    " valid_until, milestone, status, due_on)"
    + _OWED
    + """
SELECT gen_random_uuid(), %(at)s, %(at)s, user_id, competency_id, valid_until, milestone, status,
       due_on
FROM owed ON CONFLICT (user_id, competency_id, valid_until, milestone) DO NOTHING
"""
)
# Who looks after somebody where their role needs what has run out; nobody looks after themselves.
_MANAGERS: Final = (
    STANDING
    + """
SELECT DISTINCT r.id, m.user_id
FROM training_reminder r
JOIN standing s ON s.user_id = r.user_id AND s.competency_id = r.competency_id
JOIN above a ON a.organization_id = s.organization_id
JOIN training_trainingmanager m ON m.organization_id = a.above_id AND m.user_id <> r.user_id
JOIN accounts_user u ON u.id = m.user_id AND u.is_active
WHERE r.told_at IS NULL AND r.milestone = 't+7'
"""
)


@dataclass(slots=True)
class _Digest:
    """What one person is told: what they must renew, and of how many others something ran out."""

    own: list[Reminder] = field(default_factory=list)
    others: set[UUID] = field(default_factory=set)


def remind_people(*, at: datetime) -> int:
    """
    Write to everybody for whom a milestone has come, one mail a day; return how many mails.

    On days without mail nothing happens: the next day of work makes up for it.
    """
    not_before, on = when_to_write(at), at.astimezone(LONDON).date()
    if not_before.astimezone(LONDON).date() != on:
        return 0
    with transaction.atomic():
        _note_what_is_owed(on=on, at=at)
        return _tell(on=on, at=at, not_before=not_before)


def _note_what_is_owed(*, on: date, at: datetime) -> None:
    values = {**standing_values(on), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        cursor.execute(_FORGET, values)
        cursor.execute(_NOTE, values)


def _tell(*, on: date, at: datetime, not_before: datetime) -> int:
    """Write a digest to each whom it concerns, and note what has been told."""
    waiting = Reminder.objects.filter(told_at__isnull=True).select_related("user", "competency")
    reminders = {each.pk: each for each in waiting.order_by("valid_until", "competency__name")}
    managers = _managers_of(reminders, on=on)
    busy = _have_been_written_to(reminders.values(), managers, on=on)
    digests: defaultdict[UUID, _Digest] = defaultdict(_Digest)
    told = []
    for key, reminder in reminders.items():
        is_for_managers = reminder.milestone == Milestone.T_PLUS_7
        readers = managers.get(key, set()) if is_for_managers else {reminder.user_id}
        # Whoever has had their mail of the day hears of it tomorrow, and so do all with them.
        if not busy.isdisjoint(readers):
            continue
        told.append(key)
        for reader in readers:
            if is_for_managers:
                digests[reader].others.add(reminder.user_id)
            else:
                digests[reader].own.append(reminder)
    Reminder.objects.filter(pk__in=told).update(told_at=at, updated_at=at)
    for user in User.objects.filter(pk__in=digests):
        telling = _write(digests[user.pk], user, on=on)
        queue_message(telling, to=user, at=at, not_before=not_before)
    return len(digests)


def _managers_of(reminders: dict[UUID, Reminder], *, on: date) -> dict[UUID, set[UUID]]:
    """Return who is told of what ran out a week ago."""
    managers: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if any(each.milestone == Milestone.T_PLUS_7 for each in reminders.values()):
        with connection.cursor() as cursor:
            cursor.execute(_MANAGERS, standing_values(on))
            for key, manager in cursor.fetchall():
                managers[key].add(manager)
    return managers


def _have_been_written_to(
    reminders: Iterable[Reminder], managers: dict[UUID, set[UUID]], *, on: date
) -> frozenset[UUID]:
    """Return who has had their mail of this day."""
    readers = {each.user_id for each in reminders}.union(*managers.values())
    keys = [_once_key(reader, on) for reader in readers]
    written = TrainingMessage.objects.filter(once_key__in=keys)
    return frozenset(written.values_list("user_id", flat=True))


def _once_key(reader: UUID, on: date) -> str:
    return f"digest:{reader}:{on}"


def _write(digest: _Digest, reader: User, *, on: date) -> Telling:
    """Return a digest; it names its reader's own competencies, and nobody else."""
    parts = []
    if digest.own:
        lines = [_say(each, on=on) for each in digest.own]
        link = f"{settings.SERVICE_URL}{reverse('training:home')}"
        parts.append("\n".join(["What you must renew:", "", *lines, "", f"Find a course: {link}"]))
    if digest.others:
        link = f"{settings.SERVICE_URL}{reverse('training:compliance')}"
        people = count_in_words(len(digest.others), "person", "people")
        parts.append(
            f"For {people} whose training you look after something ran out a week ago or earlier,"
            f" and has not been renewed.\n\nSee who: {link}"
        )
    return Telling(
        kind=MessageKind.DIGEST,
        once_key=_once_key(reader.pk, on),
        subject=_subject(digest),
        body="\n\n".join(parts) + "\n",
    )


def _subject(digest: _Digest) -> str:
    if not digest.own:
        return "Training of people you look after has run out"
    if len(digest.own) > 1:
        return f"Your training: {len(digest.own)} to renew"
    return f"Your training: renew “{digest.own[0].competency.name}”"


def _say(reminder: Reminder, *, on: date) -> str:
    """Return a line: "Fire safety: until 30 June 2026, in 30 days"."""
    name, until = reminder.competency.name, reminder.valid_until
    days = (until - on).days
    if days > 0:
        return f"{name}: until {format_day(until)}, in {count_in_words(days, 'day')}"
    if days == 0:
        return f"{name}: today is its last day"
    status = ComplianceStatus(reminder.status)
    grace = ", you are in the days of grace" if status == ComplianceStatus.GRACE else ""
    return f"{name}: ran out on {format_day(until)}{grace}"
