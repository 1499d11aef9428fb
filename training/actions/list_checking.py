"""
Check a list of many enrolments, row by row: what would become of each, and why.

Nothing is booked. Rows are taken in their order, each as if those before it were booked: two rows
for one seat, or for one person at one time, are seen here as they will be when it is carried out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.dates import LONDON
from training.codes import BatchState, BookingState, RowOutcome, SessionState
from training.models import EnrolmentBatch, EnrolmentRow, Session, reach_of
from training.policies import list_missing
from training.queries.list_facts import ListFacts, Period, read_facts

from .list_reading import (
    ORGANIZATION,
    PERSON,
    SESSION,
    GivenList,
    GivenRow,
    UnreadableList,
    read_list,
)

_ROWS_AT_ONCE: Final = 2_000
_LONGEST_NUMBER: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a row would come to, and why."""

    outcome: RowOutcome
    reason: str
    learner: PractitionerRole | None = None
    session: Session | None = None


class _Refused(Exception):
    """A row that cannot be carried out; the reason is for people."""


class _Skipped(Exception):
    """A row that needs nothing done."""


@dataclass(slots=True, kw_only=True)
class _Ledger:
    """What the rows so far would take, on top of what is booked."""

    facts: ListFacts
    at: datetime
    of_batch: int | None
    seats: dict[int, int] = field(default_factory=dict)
    planned: dict[tuple[int, UUID], int] = field(default_factory=dict)
    busy: dict[UUID, list[Period]] = field(default_factory=dict)


@transaction.atomic
def check_batch(batch_id: UUID, *, at: datetime) -> EnrolmentBatch:
    """
    Read a list and write down what each row would come to; a list that cannot be read says why.

    Checking it again replaces what the first time said, until it is carried out.
    """
    batch = EnrolmentBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in (BatchState.CHECKING, BatchState.CHECKED):
        return batch
    batch.rows.all().delete()
    try:
        given = read_list(bytes(batch.content or b""))
    except UnreadableList as error:
        batch.state, batch.refusal = BatchState.REFUSED, str(error)
    else:
        _write_rows(batch, given, at=at)
        batch.state = BatchState.CHECKED
        batch.refusal = _say_unknown(given)
    batch.checked_at = at
    batch.save(update_fields=["state", "refusal", "checked_at", "updated_at"])
    return batch


def _say_unknown(given: GivenList) -> str:
    if not given.unknown:
        return ""
    names = ", ".join(f"“{name}”" for name in given.unknown)
    return f"These columns were not read: {names}."[:300]


def _write_rows(batch: EnrolmentBatch, given: GivenList, *, at: datetime) -> None:
    names = {row.cells.get(PERSON, "").lower() for row in given.rows} - {""}
    numbers = {int(text) for row in given.rows if _is_number(text := row.cells.get(SESSION, ""))}
    if batch.session_id is not None:
        numbers.add(batch.session_id)
    facts = read_facts(names, numbers, reach=reach_of(batch.role), on=at.astimezone(LONDON).date())
    ledger = _Ledger(facts=facts, at=at, of_batch=batch.session_id)
    EnrolmentRow.objects.bulk_create(
        (_write_row(batch, row, _judge(row, ledger)) for row in given.rows),
        batch_size=_ROWS_AT_ONCE,
    )


def _write_row(batch: EnrolmentBatch, row: GivenRow, verdict: Verdict) -> EnrolmentRow:
    return EnrolmentRow(
        batch=batch,
        number=row.number,
        given=row.cells,
        outcome=verdict.outcome,
        reason=verdict.reason[:300],
        learner=verdict.learner,
        session=verdict.session,
    )


def _judge(row: GivenRow, ledger: _Ledger) -> Verdict:
    """Return what a row would come to, and take what it needs."""
    learner: PractitionerRole | None = None
    session: Session | None = None
    try:
        learner = _find_learner(row, ledger.facts)
        session = _find_session(row, ledger)
        for check in CHECKS:
            check(learner, session, ledger)
        outcome, reason = RowOutcome.READY, _take(row, learner, session, ledger)
    except _Refused as error:
        outcome, reason = RowOutcome.REFUSED, str(error)
    except _Skipped as error:
        outcome, reason = RowOutcome.SKIPPED, str(error)
    return Verdict(outcome=outcome, reason=reason, learner=learner, session=session)


def _find_learner(row: GivenRow, facts: ListFacts) -> PractitionerRole:
    name = row.cells.get(PERSON, "")
    if not name:
        raise _Refused("No e-mail address or user name.")
    roles = facts.roles.get(name.lower(), [])
    if not roles:
        raise _Refused("Nobody whom you look after has this e-mail address or user name.")
    if len({role.user_id for role in roles}) > 1:
        raise _Refused("Several people have this e-mail address. Give the user name.")
    code = row.cells.get(ORGANIZATION, "").upper()
    if code:
        roles = [role for role in roles if role.organization.ods_code == code]
        if not roles:
            raise _Refused(f"This person has no role at {code} that you look after.")
    return roles[0]


def _find_session(row: GivenRow, ledger: _Ledger) -> Session:
    text = row.cells.get(SESSION, "")
    if not text and ledger.of_batch is None:
        raise _Refused("No session number, and no session was chosen for the whole list.")
    if text and not _is_number(text):
        raise _Refused("The session is not a number.")
    session = ledger.facts.sessions.get(int(text) if text else ledger.of_batch or 0)
    if session is None or session.state == SessionState.DRAFT:
        raise _Refused("There is no session with this number.")
    return session


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _check_not_twice(learner: PractitionerRole, session: Session, ledger: _Ledger) -> None:
    key = (session.pk, learner.user_id)
    if key in ledger.planned:
        raise _Skipped(f"The same as line {ledger.planned[key]}.")
    if state := ledger.facts.booked.get(key):
        raise _Skipped(f"Already there: {BookingState(state).label.lower()}.")


def _check_takes_bookings(learner: PractitionerRole, session: Session, ledger: _Ledger) -> None:
    if session.state != SessionState.OPEN:
        raise _Refused(f"The session is not open: {SessionState(session.state).label.lower()}.")
    if session.starts_at is None or session.starts_at <= ledger.at:
        raise _Refused("The session has begun or is over.")
    audiences = {session.audience_id, session.version.course.audience_id} - {None}
    if not audiences <= ledger.facts.above(learner.organization_id):
        raise _Refused("The session is for people of other organisations.")


def _check_may_be_booked(learner: PractitionerRole, session: Session, ledger: _Ledger) -> None:
    wanted = session.version.prerequisites
    if wanted is None or session.starts_at is None:
        return
    on = session.starts_at.astimezone(LONDON).date()
    grants = ledger.facts.held.get(learner.user_id, [])
    held = {
        grant.competency.code
        for grant in grants
        if grant.valid_from <= on and (grant.valid_until is None or grant.valid_until >= on)
    }
    if missing := list_missing(wanted, held):
        words = "; ".join(" or ".join(choices) for choices in missing)
        raise _Refused(f"The course asks first for: {words}.")


def _check_is_free(learner: PractitionerRole, session: Session, ledger: _Ledger) -> None:
    user = learner.user_id
    taken = [*ledger.facts.busy.get(user, []), *ledger.busy.get(user, [])]
    for starts_at, ends_at in ledger.facts.periods[session.pk]:
        if any(start < ends_at and starts_at < end for start, end in taken):
            raise _Refused("This person has booked another session at the same time.")


Check = Callable[[PractitionerRole, Session, _Ledger], None]
CHECKS: Final[tuple[Check, ...]] = (
    _check_not_twice,
    _check_takes_bookings,
    _check_may_be_booked,
    _check_is_free,
)


def _take(row: GivenRow, learner: PractitionerRole, session: Session, ledger: _Ledger) -> str:
    """Take a place for a row, or one on the waiting list, and say which."""
    number = session.pk
    taken = ledger.seats.setdefault(number, session.taken)  # type: ignore[attr-defined]  # annotated
    ledger.planned[number, learner.user_id] = row.number
    if taken >= session.capacity:
        return "The session is full: they go on the waiting list."
    ledger.seats[number] = taken + 1
    ledger.busy.setdefault(learner.user_id, []).extend(ledger.facts.periods[number])
    return "A place is free."
