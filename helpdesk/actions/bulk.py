"""
Change many tickets at once: chosen, looked at, carried out one by one, and undone.

The numbers are frozen when they are chosen. To look ahead is to carry the change out and take it
back at once, so that what is foreseen is what will happen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import DomainError, Forbidden, NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import BulkState, Visibility
from helpdesk.models import BulkChange, Ticket, sight_of
from helpdesk.tasks.bulk import hand_off_bulk

from .bulk_steps import (
    Change,
    Steps,
    apply_steps,
    read_steps,
    state_of,
    undo_steps,
    words_of,
)
from .identifiers import clean_text

MOST_TICKETS: Final = 100
# A change that has not gone on for so long has lost its worker.
STALLED_AFTER: Final = timedelta(minutes=2)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a change will do to a ticket: from what to what, or why it is refused."""

    number: int
    changes: Sequence[tuple[str, str, str]] = ()
    refusal: str = ""


def freeze_selection(*, numbers: Sequence[int], by: PractitionerRole, at: datetime) -> BulkChange:
    """
    Keep which tickets somebody chose, as far as they may know of them.

    :raises Forbidden: they do not work at the desk
    :raises NotPermittedNow: there are none, or too many
    """
    sight = sight_of(by)
    permissions.check_is_staff(sight)
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) > MOST_TICKETS:
        raise NotPermittedNow(f"Change at most {MOST_TICKETS} tickets at once.")
    seen = set(Ticket.objects.within(sight).filter(pk__in=wanted).values_list("pk", flat=True))
    if not seen:
        raise NotPermittedNow("Tick the tickets that you want to change first.")
    return BulkChange.objects.create(by=by, at=at, numbers=[n for n in wanted if n in seen])


def choose_changes(
    *, bulk: BulkChange, changes: Sequence[Change], text: str, visibility: Visibility
) -> None:
    """
    Say what becomes of the chosen tickets; nothing happens yet.

    :raises NotPermittedNow: it has been carried out already, or nothing would change
    """
    if bulk.state != BulkState.WAITING:
        raise NotPermittedNow("This change has been carried out already.")
    if not changes and not text.strip():
        raise NotPermittedNow("Say what should change.")
    bulk.changes, bulk.text = list(changes), clean_text(text.strip())
    bulk.visibility = visibility
    bulk.save(update_fields=["changes", "text", "visibility", "updated_at"])


def foresee(bulk: BulkChange, *, at: datetime) -> list[Foreseen]:
    """Return what a change will do to each ticket, by doing it and taking it back at once."""
    steps = read_steps(bulk)
    return [_foresee_one(number, steps, by=bulk.by, at=at) for number in bulk.numbers]


def _foresee_one(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> Foreseen:
    with transaction.atomic():
        try:
            before, after = _carry_out(number, steps, by=by, at=at)
        except DomainError as error:
            return Foreseen(number=number, refusal=str(error))
        finally:
            transaction.set_rollback(True)
    changes = [(name, before[name], after[name]) for name in before if before[name] != after[name]]
    if steps.text:
        changes.append(
            ("Note" if steps.visibility == Visibility.INTERNAL else "Reply", "", "added")
        )
    return Foreseen(number=number, changes=changes)


def _carry_out(
    number: int, steps: Steps, *, by: PractitionerRole, at: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """
    Carry a change out on one ticket; return what it was and what it is, in words.

    :raises DomainError: it is refused
    """
    before = words_of(_read(number, by))
    apply_steps(number, steps, by=by, at=at)
    return before, words_of(_fresh(number))


def _read(number: int, by: PractitionerRole) -> Ticket:
    """
    Return a ticket that the actor may still know of.

    :raises Forbidden: they may not any longer
    """
    seen = Ticket.objects.visible_to(by).select_related("assignee", "queue")
    ticket = seen.filter(pk=number).first()
    if ticket is None:
        raise Forbidden("You may no longer see this ticket.")
    return ticket


def _fresh(number: int) -> Ticket:
    return Ticket.objects.select_related("assignee", "queue").get(pk=number)


@transaction.atomic
def start_bulk(*, bulk_id: UUID, by: PractitionerRole) -> None:
    """
    Have a worker carry a change out.

    :raises NotPermittedNow: it has been started already, or nothing was chosen
    """
    bulk = BulkChange.objects.select_for_update().get(pk=bulk_id, by=by)
    if bulk.state != BulkState.WAITING:
        raise NotPermittedNow("This change has been carried out already.")
    if not bulk.changes and not bulk.text:
        raise NotPermittedNow("Say what should change.")
    bulk.state = BulkState.RUNNING
    bulk.save(update_fields=["state", "updated_at"])
    transaction.on_commit(partial(hand_off_bulk, bulk_id=bulk.pk))


@transaction.atomic
def start_undo(*, bulk_id: UUID, by: PractitionerRole, at: datetime) -> None:
    """
    Have a worker take a change back, where nothing newer has happened.

    :raises NotPermittedNow: it is not done, or was undone already
    """
    bulk = BulkChange.objects.select_for_update().get(pk=bulk_id, by=by)
    if bulk.state != BulkState.DONE:
        raise NotPermittedNow("Only a change that has been carried out can be undone, once.")
    bulk.state, bulk.undone_at, bulk.done = BulkState.RUNNING, at, 0
    bulk.save(update_fields=["state", "undone_at", "done", "updated_at"])
    transaction.on_commit(partial(hand_off_bulk, bulk_id=bulk.pk))


def perform_bulk(bulk_id: UUID, *, clock: Clock) -> None:
    """
    Carry a change out or take it back, ticket by ticket, each in a transaction of its own.

    What was done before a worker died is not done again.
    """
    bulk = BulkChange.objects.select_related("by__user").get(pk=bulk_id)
    steps = read_steps(bulk)
    for number in bulk.numbers:
        _perform_one(bulk_id, number, steps, at=clock())
    with transaction.atomic():
        bulk = BulkChange.objects.select_for_update().get(pk=bulk_id)
        if bulk.state == BulkState.RUNNING:
            bulk.state = BulkState.UNDONE if bulk.undone_at else BulkState.DONE
            bulk.save(update_fields=["state", "updated_at"])


def resume_stalled(*, at: datetime) -> int:
    """Have workers go on with changes whose worker has died; return how many."""
    stalled = BulkChange.objects.filter(
        state=BulkState.RUNNING, updated_at__lt=at - STALLED_AFTER
    ).values_list("pk", flat=True)
    for bulk_id in stalled:
        hand_off_bulk(bulk_id=bulk_id)
    return len(stalled)


@transaction.atomic
def _perform_one(bulk_id: UUID, number: int, steps: Steps, *, at: datetime) -> None:
    """Do what is still to be done with one ticket, and note with it that it is done."""
    locked = BulkChange.objects.select_for_update(of=("self",)).select_related("by__user")
    bulk = locked.get(pk=bulk_id)
    if bulk.state != BulkState.RUNNING:
        return
    key, result = str(number), bulk.results.get(str(number), {})
    step = "undo" if bulk.undone_at else "words"
    if step in result:
        return
    bulk.results[key] = result | (
        _undo_one(number, result, by=bulk.by, at=at)
        if bulk.undone_at
        else _do_one(number, steps, by=bulk.by, at=at)
    )
    bulk.done = sum(step in each for each in bulk.results.values())
    bulk.save(update_fields=["results", "done", "updated_at"])


def _do_one(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> dict[str, object]:
    try:
        with transaction.atomic():
            before = state_of(_read(number, by))
            apply_steps(number, steps, by=by, at=at)
    except DomainError as error:
        return {"is_done": False, "words": str(error)}
    return {
        "is_done": True,
        "words": "Changed",
        "before": before,
        "event": _fresh(number).last_event_id,
    }


def _undo_one(
    number: int, result: dict[str, object], *, by: PractitionerRole, at: datetime
) -> dict[str, object]:
    if not result.get("is_done"):
        return {"is_undone": False, "undo": "Nothing to undo: it was not changed."}
    before, event = result["before"], result["event"]
    try:
        with transaction.atomic():
            undo_steps(number, before, int(str(event)), by=by, at=at)  # type: ignore[arg-type]  # JSON
    except DomainError as error:
        return {"is_undone": False, "undo": str(error)}
    return {"is_undone": True, "undo": "As it was"}
