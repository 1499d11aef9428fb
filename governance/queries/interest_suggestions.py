"""
Where the register of interests touches an agenda: hints for people, never findings.

A hint names an item, so it is given only to those who may know of the item: to chair and secretary
for everybody, to others for themselves alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from core.dates import LONDON
from governance.models import (
    AgendaItem,
    Interest,
    ItemInterest,
    Meeting,
    Membership,
    Paper,
    Reach,
    known_items,
)
from governance.policies.interests import is_mentioned


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestHint:
    """An item that names the party of an entry in somebody's register."""

    item: AgendaItem
    interest: Interest


def suggest_for_meeting(meeting: Meeting, *, reach: Reach) -> list[InterestHint]:
    """Return hints for a meeting's items: for chair and secretary, of all who sit there."""
    items = AgendaItem.objects.filter(known_items(reach), meeting=meeting)
    return _suggest(list(items.order_by("parent__position", "position")), meeting, reach)


def suggest_for_item(item: AgendaItem, *, reach: Reach) -> list[InterestHint]:
    """Return hints for one item that the viewer may know of."""
    return _suggest([item], item.meeting, reach)


def _suggest(items: list[AgendaItem], meeting: Meeting, reach: Reach) -> list[InterestHint]:
    on = meeting.starts_at.astimezone(LONDON).date()
    people: Collection[UUID] = {reach.user_id}
    if meeting.committee_id in reach.serves:
        sitting = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
        people = {*sitting.values_list("user_id", flat=True), *_presenters(items), reach.user_id}
    interests = _interests_of(people, on=on)
    declared = set(
        ItemInterest.objects.filter(item__in=items, lifted_at__isnull=True).values_list(
            "item_id", "user_id"
        )
    )
    texts = _texts_of(items, reach)
    return [
        InterestHint(item=item, interest=interest)
        for item in items
        for interest in interests
        if (item.pk, interest.user_id) not in declared and _names(interest, texts[item.pk])
    ]


def _presenters(items: Iterable[AgendaItem]) -> set[UUID]:
    return {item.presenter_id for item in items if item.presenter_id is not None}


def _interests_of(people: Collection[UUID], *, on: date) -> list[Interest]:
    holds = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    found = Interest.objects.filter(holds, user__in=people)
    return list(found.select_related("user", "organization").order_by("user__display_name", "pk"))


def _texts_of(items: list[AgendaItem], reach: Reach) -> dict[UUID, list[str]]:
    """Return what items say: titles, bodies and the titles of their papers."""
    texts = {item.pk: [item.title, item.body] for item in items}
    papers = Paper.objects.visible_to(reach).filter(item__in=items, withdrawn_at__isnull=True)
    for item_id, title in papers.values_list("item_id", "title"):
        texts[item_id].append(title)
    return texts


def _names(interest: Interest, texts: list[str]) -> bool:
    parties = [interest.party]
    if interest.organization is not None:
        parties += [interest.organization.name, interest.organization.short_name]
    return any(is_mentioned(party, texts) for party in parties)
