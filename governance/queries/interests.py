"""The register of interests, and interests in items: one's own, a committee's, an item's."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from governance.models import (
    AgendaItem,
    Committee,
    Interest,
    ItemInterest,
    Meeting,
    Membership,
    Reach,
)

# An interest stays in the register for six months after it has ended (NHS England, managing
# conflicts of interest in the NHS, 2017).
STAYS: Final = timedelta(days=183)
MOST: Final = 500


def list_own_interests(reach: Reach) -> list[Interest]:
    """Return one's own register, what holds before what has ended."""
    own = Interest.objects.filter(user_id=reach.user_id).select_related("organization")
    return sorted(own.order_by("-starts_on")[:MOST], key=lambda each: each.ends_on is not None)


def list_own_declarations(reach: Reach) -> list[ItemInterest]:
    """Return one's own interests in items; of the items themselves only their numbers are told."""
    own = ItemInterest.objects.filter(user_id=reach.user_id)
    return list(own.select_related("item__meeting__committee").order_by("-declared_at")[:MOST])


def get_own_interest(interest_id: UUID, reach: Reach) -> Interest:
    """
    Return an entry of one's own register.

    :raises Interest.DoesNotExist: it is not theirs
    """
    return Interest.objects.get(pk=interest_id, user_id=reach.user_id)


def list_registers(reach: Reach) -> list[Committee]:
    """Return the committees whose register a viewer may read."""
    return list(Committee.objects.filter(pk__in=reach.reads).order_by("name"))


def get_register(code: str, reach: Reach) -> Committee:
    """
    Return a committee whose register a viewer may read: its members do.

    :raises Committee.DoesNotExist: there is none
    """
    return Committee.objects.get(code=code, pk__in=reach.reads)


def list_members(committee: Committee, *, on: date) -> list[Membership]:
    """Return who sits on a committee on a day, by name."""
    sitting = Membership.objects.current(on).filter(committee=committee).select_related("user")
    return list(sitting.order_by("user__display_name", "user__username")[:MOST])


def list_interests_of(people: list[Membership], *, on: date) -> list[Interest]:
    """Return what the register says of members: what holds, and what has ended lately."""
    still_there = Q(ends_on__isnull=True) | Q(ends_on__gte=on - STAYS)
    of_members = Interest.objects.filter(still_there, user__in=[each.user_id for each in people])
    return list(of_members.select_related("organization").order_by("-starts_on")[:MOST])


def list_declarations(item: AgendaItem) -> list[ItemInterest]:
    """Return the interests in an item, for chair and secretary, those that stand first."""
    declared = ItemInterest.objects.filter(item=item).select_related(
        "user", "item__meeting__committee"
    )
    return sorted(declared.order_by("declared_at"), key=lambda each: each.lifted_at is not None)


def list_meeting_declarations(meeting: Meeting, reach: Reach) -> list[ItemInterest]:
    """Return what is declared in the items of a meeting that chair or secretary may know of."""
    items = AgendaItem.objects.visible_to(reach).filter(
        meeting=meeting, meeting__committee__in=reach.serves
    )
    declared = ItemInterest.objects.filter(item__in=items, lifted_at__isnull=True)
    whole = declared.select_related("user", "item__meeting__committee")
    return list(whole.order_by("item__number", "declared_at")[:MOST])


def get_declaration(declaration_id: UUID, reach: Reach) -> ItemInterest:
    """
    Return an interest in an item that a viewer prepares and may know of.

    :raises ItemInterest.DoesNotExist: there is none
    """
    items = AgendaItem.objects.visible_to(reach).filter(meeting__committee__in=reach.serves)
    found = ItemInterest.objects.select_related("user", "item__meeting")
    return found.get(pk=declaration_id, item__in=items)
