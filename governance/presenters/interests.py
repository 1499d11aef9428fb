"""Interests in words: the register, and declarations for single items."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import LONDON, format_date, format_day
from governance.codes import CONFLICTS, InterestKind, MemberRole, Mitigation
from governance.models import AgendaItem, Interest, ItemInterest, Membership
from governance.queries.interest_suggestions import InterestHint

NO_PARTY: Final = "Nobody named"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestLine:
    """An entry of the register."""

    what: str
    party: str
    kind: str
    since: str
    ended: str
    edit_url: str
    end_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInterests:
    """A member with the entries of their register."""

    name: str
    role: str
    interests: list[InterestLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationLine:
    """
    An interest in an item: `where` names meeting and number alone.

    `item` and its `item_url` are for those who know of the item.
    """

    where: str
    item: str
    item_url: str
    person: str
    words: str
    mitigation: str
    is_conflict: bool
    declared: str
    lifted: str
    lift_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintLine:
    """A hint: somebody's register names what the item is about."""

    item: str
    item_url: str
    person: str
    words: str


def present_interests(interests: Iterable[Interest]) -> list[InterestLine]:
    """Return entries of one's own register, each with what one can do with it."""
    return [_line(interest, is_own=True) for interest in interests]


def present_register(
    members: Iterable[Membership], interests: Iterable[Interest]
) -> list[MemberInterests]:
    """Return the members of a committee with what they declared; who declared nothing as well."""
    of_person: dict[UUID, list[InterestLine]] = {}
    for interest in interests:
        of_person.setdefault(interest.user_id, []).append(_line(interest, is_own=False))
    return [
        MemberInterests(
            name=str(member.user),
            role=MemberRole(member.role).label,
            interests=of_person.get(member.user_id, []),
        )
        for member in members
    ]


def present_own_declarations(declarations: Iterable[ItemInterest]) -> list[DeclarationLine]:
    """Return one's own declarations: the item may be one that they may know of no more."""
    return [_declaration(each) for each in declarations]


def present_declarations(
    declarations: Iterable[ItemInterest], *, liftable: frozenset[UUID] = frozenset()
) -> list[DeclarationLine]:
    """Return declarations for chair and secretary, who know of their items."""
    return [
        replace(
            _declaration(each),
            item=_item(each.item),
            item_url=reverse("governance:interest_declare", args=[each.item_id]),
            lift_url=reverse("governance:interest_lift", args=[each.pk])
            if each.pk in liftable
            else "",
        )
        for each in declarations
    ]


def present_hints(hints: Iterable[InterestHint]) -> list[HintLine]:
    """Return hints, each with what the register says."""
    return [
        HintLine(
            item=_item(hint.item),
            item_url=reverse("governance:interest_declare", args=[hint.item.pk]),
            person=str(hint.interest.user),
            words=_what_and_with_whom(hint.interest),
        )
        for hint in hints
    ]


def _line(interest: Interest, *, is_own: bool) -> InterestLine:
    may_change = is_own and interest.ends_on is None
    return InterestLine(
        what=interest.description,
        party=_party(interest) or NO_PARTY,
        kind=InterestKind(interest.kind).label,
        since=format_day(interest.starts_on),
        ended=format_day(interest.ends_on) if interest.ends_on else "",
        edit_url=reverse("governance:interest_edit", args=[interest.pk]) if may_change else "",
        end_url=reverse("governance:interest_end", args=[interest.pk]) if may_change else "",
    )


def _item(item: AgendaItem) -> str:
    return f"{item.number} {item.title}" if item.number else item.title


def _declaration(declaration: ItemInterest) -> DeclarationLine:
    item, lifted = declaration.item, ""
    meeting = item.meeting
    if declaration.lifted_at is not None:
        day = format_day(declaration.lifted_at.astimezone(LONDON).date())
        lifted = f"Lifted on {day}: {declaration.lifted_reason}"
    number = f"Item {item.number}" if item.number else "An item"
    mitigation = Mitigation(declaration.mitigation)
    return DeclarationLine(
        where=f"{number}, {meeting.committee.name}, {format_date(meeting.starts_at)}",
        item="",
        item_url="",
        person=str(declaration.user),
        words=declaration.words,
        mitigation=mitigation.label,
        is_conflict=mitigation in CONFLICTS and not lifted,
        declared=format_date(declaration.declared_at),
        lifted=lifted,
        lift_url="",
    )


def _party(interest: Interest) -> str:
    names = [interest.party, interest.organization.name if interest.organization else ""]
    return ", ".join(name for name in names if name)


def _what_and_with_whom(interest: Interest) -> str:
    party = _party(interest)
    return f"{interest.description} ({party})" if party else interest.description
