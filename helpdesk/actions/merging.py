"""
Merge tickets by a pointer, and undo it. Nothing moves: a timeline is the events of both.

Pointers are kept short: whatever was merged into a ticket that is merged itself points to where
that one leads. What each was merged into itself stands in its events, so that any merge can be
undone by itself. One merge happens at a time.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, ParticipantKind, TicketState
from helpdesk.models import Ticket, TicketEvent, TicketParticipant, sight_of
from helpdesk.queries.merging import list_union, own_targets, resolve_merged

from .linking import lock_tickets
from .recording import Happening, record

MERGE_LOCK: Final = 7_033_011


@transaction.atomic
def merge_tickets(*, source: int, target: int, by: PractitionerRole, at: datetime) -> TicketEvent:
    """
    Merge a ticket into another, or into where that one was merged; answer with the target's event.

    Callers of the same organization take part in the target from now on; others see only what
    they saw, their own entries. The source's clocks end, and its earlier answer counts.

    :raises Forbidden: the actor does not work in the queues of both
    :raises NotPermittedNow: they are one ticket, or the state of one does not allow it
    """
    _one_merge_at_a_time()
    root = resolve_merged(target)
    if resolve_merged(source) == root:
        raise NotPermittedNow("These are one ticket already.")
    followers = list_union(source)[1:]
    locked = lock_tickets([source, root, *followers])
    here, there = locked[source], locked[root]
    sight = sight_of(by)
    permissions.check_may_work_on(sight, here)
    permissions.check_may_work_on(sight, there)
    policies.check_ticket_can_become(here, TicketState.MERGED, at=at)
    policies.check_is_open(there)
    facts = {
        "into": root,
        "previous_state": here.state,
        "previous_waiting_reason": here.waiting_reason,
    }
    changes = {"state": TicketState.MERGED, "waiting_reason": "", "merged_into": there}
    record(here, Happening(kind=EventKind.MERGED, by=by, facts=facts, changes=changes), at=at)
    for number in followers:
        _point(locked[number], there, via=source, by=by, at=at)
    event = _record_on_target(there, here, by=by, at=at)
    _adopt_people(there)
    return event


@transaction.atomic
def unmerge_ticket(*, source: int, by: PractitionerRole, at: datetime) -> TicketEvent:
    """
    Undo a merge: the ticket is again what it was, with all that had been merged into it before.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: it is not merged, or was too long ago
    """
    _one_merge_at_a_time()
    root = resolve_merged(source)
    union = list_union(root)
    locked = lock_tickets(union)
    here = locked.get(source)
    if here is None or here.state != TicketState.MERGED:
        raise NotPermittedNow("This ticket is not merged.")
    permissions.check_may_work_on(sight_of(by), here)
    merge = _find_merge(here)
    policies.check_can_be_unmerged(merge.at, at=at)
    facts = {"from": root, "restored": merge.facts["previous_state"]}
    changes = {
        "state": TicketState(merge.facts["previous_state"]),
        "waiting_reason": merge.facts["previous_waiting_reason"],
        "merged_into": None,
    }
    event = record(
        here, Happening(kind=EventKind.UNMERGED, by=by, facts=facts, changes=changes), at=at
    )
    followers = _followers(source, union)
    for number in followers:
        _point(locked[number], here, via=root, by=by, at=at)
    _record_split(locked[root], here, by=by, at=at)
    _part_people([source, *followers], locked[root], here)
    return event


def _one_merge_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MERGE_LOCK])


def _point(ticket: Ticket, target: Ticket, *, via: int, by: PractitionerRole, at: datetime) -> None:
    """Let a ticket that is merged already point to where its own target leads now."""
    happening = Happening(
        kind=EventKind.MERGED,
        by=by,
        facts={"into": target.number, "via": via},
        changes={"merged_into": target},
    )
    record(ticket, happening, at=at)


def _record_on_target(
    target: Ticket, source: Ticket, *, by: PractitionerRole, at: datetime
) -> TicketEvent:
    before = target.responded_at
    answers = [each for each in (before, source.responded_at) if each is not None]
    happening = Happening(
        kind=EventKind.MERGED,
        by=by,
        facts={
            "from": source.number,
            "responded_at_before": before.isoformat() if before else "",
        },
        changes={"responded_at": min(answers, default=None)},
    )
    return record(target, happening, at=at)


def _record_split(
    target: Ticket, source: Ticket, *, by: PractitionerRole, at: datetime
) -> TicketEvent:
    happening = Happening(
        kind=EventKind.UNMERGED,
        by=by,
        facts={"from": source.number},
        changes={"responded_at": _own_response(target)},
    )
    return record(target, happening, at=at)


def _own_response(target: Ticket) -> datetime | None:
    """Return when a ticket was first answered, by itself or by what is still merged into it."""
    events = TicketEvent.objects.filter(ticket=target)
    merges = events.filter(kind=EventKind.MERGED, facts__has_key="responded_at_before")
    first = merges.order_by("position").values_list("facts__responded_at_before", flat=True).first()
    answers = list(events.filter(kind=EventKind.REPLY).values_list("at", flat=True))
    answers += [each.responded_at for each in target.merged.all() if each.responded_at]
    if first:
        answers.append(datetime.fromisoformat(first))
    return min(answers, default=None)


def _find_merge(ticket: Ticket) -> TicketEvent:
    """Return the event of the merge itself, not those that shortened its pointer."""
    merges = TicketEvent.objects.filter(
        ticket=ticket, kind=EventKind.MERGED, facts__has_key="previous_state"
    )
    return merges.order_by("-position")[:1].get()


def _followers(source: int, union: Collection[int]) -> list[int]:
    """Return the tickets that came to a target through another, by what their events say."""
    targets = own_targets(union)
    found: list[int] = []
    waiting = [source]
    while waiting:
        here = waiting.pop()
        below = [n for n in union if targets.get(n) == here and n not in found and n != source]
        found += below
        waiting += below
    return sorted(found)


def _adopt_people(target: Ticket) -> None:
    """Let callers of merged tickets take part, where they are of the organization of the target."""
    if target.is_restricted or target.organization_id is None:
        return
    merged = target.merged.filter(organization_id=target.organization_id, is_restricted=False)
    people = TicketParticipant.objects.people().filter(ticket__in=merged, merged_from__isnull=True)
    taking_part = TicketParticipant.objects.people().filter(ticket=target)
    known = set(taking_part.values_list("user_id", "address"))
    new = {(each.user_id, each.address): each.ticket_id for each in people.order_by("ticket_id")}
    TicketParticipant.objects.bulk_create(
        TicketParticipant(
            ticket=target,
            user_id=user_id,
            address=address,
            kind=ParticipantKind.PARTICIPANT,
            merged_from_id=number,
        )
        for (user_id, address), number in new.items()
        if (user_id, address) not in known
    )


def _part_people(numbers: Collection[int], target: Ticket, source: Ticket) -> None:
    """Take back what a merge let callers see, and give again what other merges still do."""
    came = TicketParticipant.objects.filter(merged_from__in=numbers)
    came.exclude(ticket__in=numbers).delete()
    _adopt_people(target)
    _adopt_people(source)
