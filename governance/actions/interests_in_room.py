"""What interests do in the room: who leaves, who comes back, what the minutes say of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from governance.actions.entries import append_entry
from governance.codes import EntryKind, Mitigation
from governance.models import AgendaItem, AttendanceSpell, ItemInterest, MinuteEntry, Motion, Vote

_WHAT_FOLLOWS = {
    Mitigation.STAY: "Noted: stays and votes.",
    Mitigation.NO_VOTE: "Stays without paper and vote.",
    Mitigation.LEAVE: "Leaves for the item.",
}


def apply_interests(item: AgendaItem, *, by_id: UUID | None, at: datetime) -> None:
    """
    Have those leave who are to, and write each interest into the minutes once.

    For an item that is being taken up, or that goes on while somebody declares an interest; the
    caller has locked it. Only those who are in the room are written down.
    """
    items = [item.pk] if item.parent_id is None else [item.pk, item.parent_id]
    interests = ItemInterest.objects.filter(item__in=items, lifted_at__isnull=True)
    present = AttendanceSpell.objects.filter(
        attendance__meeting_id=item.meeting_id, out_at__isnull=True, in_at__lte=at
    )
    for interest in interests.select_related("user").order_by("declared_at"):
        in_room = present.filter(attendance__user_id=interest.user_id)
        if not in_room.exists():
            continue
        follows = _WHAT_FOLLOWS[Mitigation(interest.mitigation)]
        _write_once(item, f"{interest.user}: {interest.words} {follows}", by_id=by_id, at=at)
        if interest.mitigation == Mitigation.LEAVE:
            in_room.update(out_at=at)


def drop_votes(
    motion: Motion, people: Collection[UUID], *, by_id: UUID | None, at: datetime
) -> None:
    """
    Take out of an open motion the votes of people with an interest, and say so in the minutes.

    The caller has locked the motion and its item. Ballots of a secret vote cannot be taken out.
    """
    votes = Vote.objects.filter(motion=motion, user__in=people).select_related("user")
    for vote in votes.order_by("cast_at"):
        words = (
            f"{vote.user} has declared an interest, and their vote on motion {motion.number}"
            " does not count."
        )
        append_entry(motion.item, kind=EntryKind.INTEREST, body=words, by_id=by_id, at=at)
    votes.delete()


def bring_back(item: AgendaItem, *, at: datetime) -> None:
    """Have those come back who left for an item, as another one is taken up."""
    items = [item.pk] if item.parent_id is None else [item.pk, item.parent_id]
    leavers = ItemInterest.objects.filter(item__in=items, mitigation=Mitigation.LEAVE)
    spells = AttendanceSpell.objects.select_related("attendance")
    for interest in leavers:
        left = spells.filter(
            attendance__meeting_id=item.meeting_id,
            attendance__user_id=interest.user_id,
            # As the item was taken up, or as they declared it; who left otherwise stays away.
            out_at__in=[item.started_at, interest.declared_at],
        )
        for spell in left:
            if not spell.attendance.spells.filter(out_at__isnull=True).exists():
                AttendanceSpell.objects.create(attendance=spell.attendance, in_at=at)


def _write_once(item: AgendaItem, body: str, *, by_id: UUID | None, at: datetime) -> None:
    same = MinuteEntry.objects.filter(item=item, kind=EntryKind.INTEREST, body=body)
    if not same.exists():
        append_entry(item, kind=EntryKind.INTEREST, body=body, by_id=by_id, at=at)
