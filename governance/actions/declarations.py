"""
Declare an interest in one agenda item, and lift it.

A conflict takes the item from whoever has it at once, in every channel: what they may know of is
worked out from these rows each time (`queries.reach`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON
from core.errors import Forbidden, NotPermittedNow
from governance.codes import CONFLICTS, MeetingState, MemberRole, Mitigation, MotionState
from governance.models import (
    AgendaItem,
    Interest,
    ItemInterest,
    Meeting,
    Membership,
    Motion,
    Reach,
)
from governance.permissions import check_has_no_conflict, check_serves
from governance.policies.interests import check_is_stricter
from governance.queries.floor import find_current_item
from governance.queries.papers import items_to_write_for

from .interests_in_room import apply_interests, drop_votes
from .personal_packs import remake_for

# Whoever chairs may lift a declaration: the chair, or the deputy where the chair has a conflict.
_CHAIRS = (MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR)
_REPLACED = "A stricter declaration took its place."


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Whose interest it is, what it is, and what follows from it."""

    user: User
    words: str
    mitigation: Mitigation
    interest: Interest | None = None


@transaction.atomic
def declare_interest(
    *, item_id: UUID, declaration: Declaration, by: Reach, at: datetime
) -> ItemInterest:
    """
    Declare an interest of one's own in an item; chair and secretary record those of others.

    A stricter declaration takes the place of the one that stands, which stays on record.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: it is somebody else's interest, and they are neither chair nor secretary
    :raises NotPermittedNow: as much or more is declared already
    """
    user = declaration.user
    item = _lock(item_id, by=by)
    if user.pk != by.user_id:
        check_serves(by, item.meeting.committee_id)
    standing = ItemInterest.objects.select_for_update().filter(
        item=item, user=user, lifted_at__isnull=True
    )
    for before in standing:
        check_is_stricter(before.mitigation, declaration.mitigation)
        _lift(before, _REPLACED, by=by, at=at)
    declared = ItemInterest.objects.create(
        item=item,
        user=user,
        interest=_own(declaration),
        words=declaration.words.strip(),
        mitigation=declaration.mitigation,
        declared_at=at,
        declared_by_id=by.user_id,
    )
    _apply_at_once(item, declared, by=by, at=at)
    remake_for(user.pk, item.meeting_id, at)
    return declared


@transaction.atomic
def lift_interest(*, declaration_id: UUID, reason: str, by: Reach, at: datetime) -> ItemInterest:
    """
    Lift a declaration, with a reason; it stays on record.

    :raises ItemInterest.DoesNotExist: there is none on an item that the actor may know of
    :raises Forbidden: the actor is not the chair, or it is their own
    :raises NotPermittedNow: it is lifted already
    """
    items = AgendaItem.objects.visible_to(by).values("pk")
    found = ItemInterest.objects.select_for_update(of=("self",)).select_related("item__meeting")
    declaration = found.get(pk=declaration_id, item__in=items)
    check_may_lift(by, declaration, at=at)
    if declaration.lifted_at is not None:
        raise NotPermittedNow("The declaration is lifted already.")
    _lift(declaration, reason, by=by, at=at)
    remake_for(declaration.user_id, declaration.item.meeting_id, at)
    return declaration


def check_may_lift(by: Reach, declaration: ItemInterest, *, at: datetime) -> None:
    """
    Require the chair or deputy chair, without a conflict in the item, and not for themselves.

    :raises Forbidden: they are not
    """
    check_has_no_conflict(by, declaration.item_id)
    if declaration.user_id == by.user_id:
        raise Forbidden("Nobody lifts a declaration of their own.")
    chairs = Membership.objects.current(at.astimezone(LONDON).date()).filter(
        committee_id=declaration.item.meeting.committee_id, user_id=by.user_id, role__in=_CHAIRS
    )
    if not chairs.exists():
        raise Forbidden("Only the chair or the deputy chair lifts a declaration.")


def _lock(item_id: UUID, *, by: Reach) -> AgendaItem:
    """Lock an item after its meeting, as everything that runs the meeting does."""
    known = items_to_write_for(by).get(pk=item_id)
    meeting = Meeting.objects.select_for_update().get(pk=known.meeting_id)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    item.meeting = meeting
    return item


def _apply_at_once(item: AgendaItem, declared: ItemInterest, *, by: Reach, at: datetime) -> None:
    """
    Have an interest count in the room while its item is taken up, and in votes that are open.

    What stands below an item shares its conflicts. Whoever votes waits for the locks of items.
    """
    meeting = item.meeting
    if meeting.state != MeetingState.IN_PROGRESS:
        return
    below = AgendaItem.objects.filter(parent=item)
    items = [item, *below.select_for_update(of=("self",)).order_by("pk")]
    for each in items:
        each.meeting = meeting
    current = find_current_item(meeting)
    if current is not None and current in items:
        apply_interests(items[items.index(current)], by_id=by.user_id, at=at)
    if declared.mitigation not in CONFLICTS:
        return
    of_item = {each.pk: each for each in items}
    motions = Motion.objects.select_for_update().filter(item__in=items, state=MotionState.OPEN)
    for motion in motions.order_by("pk"):
        motion.item = of_item[motion.item_id]
        drop_votes(motion, {declared.user_id}, by_id=by.user_id, at=at)


def _lift(declaration: ItemInterest, reason: str, *, by: Reach, at: datetime) -> None:
    declaration.lifted_at = at
    declaration.lifted_by_id = by.user_id
    declaration.lifted_reason = reason.strip()
    declaration.save(update_fields=["lifted_at", "lifted_by", "lifted_reason", "updated_at"])


def _own(declaration: Declaration) -> Interest | None:
    """
    Return the entry of the register that a declaration rests on.

    :raises Forbidden: it is somebody else's
    """
    interest = declaration.interest
    if interest is not None and interest.user_id != declaration.user.pk:
        raise Forbidden("The entry of the register is somebody else's.")
    return interest
