"""Seat people on a committee, end their term, and name who may stand in for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import Organization, User
from core.errors import Forbidden, NotPermittedNow
from governance import permissions
from governance.codes import MemberRole
from governance.models import Committee, Deputy, Membership, Reach
from governance.policies.members import check_term, check_who_votes


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """For whom and in what capacity somebody sits; it may change while they sit."""

    board: Organization | None = None
    capacities: Sequence[str] = ()
    position: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeat:
    """Who takes a seat, as what, with or without a vote; it stays so for the whole term."""

    user: User
    role: MemberRole
    is_voting: bool
    starts_on: date


@transaction.atomic
def add_member(*, committee_id: UUID, new: NewSeat, facts: SeatFacts, by: Reach) -> Membership:
    """
    Seat somebody on a committee.

    :raises Forbidden: they are neither chair nor secretary, or seat themselves
    :raises NotPermittedNow: the person sits there already, or the role or the days do not fit
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    permissions.check_serves(by, committee_id)
    _check_is_another(new.user, by)
    check_who_votes(new.role, is_voting=new.is_voting)
    check_term(new.starts_on, facts.ends_on)
    _check_sits_once(committee, new.user, new.starts_on, facts.ends_on)
    return Membership.objects.create(
        committee=committee,
        user=new.user,
        role=new.role,
        is_voting=new.is_voting,
        starts_on=new.starts_on,
        board=facts.board,
        capacities=list(facts.capacities),
        position=facts.position,
        ends_on=facts.ends_on,
    )


@transaction.atomic
def change_member(*, membership_id: UUID, facts: SeatFacts, by: Reach) -> Membership:
    """
    Change for whom somebody sits, or end their term; role and vote stay for the whole term.

    :raises Forbidden: they are neither chair nor secretary, or it is their own seat
    :raises NotPermittedNow: the days do not fit
    """
    membership = _lock(membership_id)
    permissions.check_serves(by, membership.committee_id)
    _check_is_another(membership.user, by)
    check_term(membership.starts_on, facts.ends_on)
    _check_sits_once(
        membership.committee,
        membership.user,
        membership.starts_on,
        facts.ends_on,
        but=membership.pk,
    )
    membership.board, membership.capacities = facts.board, list(facts.capacities)
    membership.position, membership.ends_on = facts.position, facts.ends_on
    membership.save()
    return membership


@transaction.atomic
def name_deputy(
    *, membership_id: UUID, user: User, starts_on: date, ends_on: date | None, by: Reach
) -> Deputy:
    """
    Name who may stand in for a member, and reads with the committee meanwhile.

    :raises Forbidden: they are neither chair nor secretary, or name themselves
    :raises NotPermittedNow: it is the member, or a deputy already, or the days do not fit
    """
    membership = _lock(membership_id)
    permissions.check_serves(by, membership.committee_id)
    _check_is_another(user, by)
    check_term(starts_on, ends_on)
    if user.pk == membership.user_id:
        raise NotPermittedNow("Nobody is their own deputy.")
    named = _overlapping(Q(membership=membership, user=user), starts_on, ends_on)
    if Deputy.objects.filter(named).exists():
        raise NotPermittedNow("This person is a deputy for the member already.")
    return Deputy.objects.create(
        membership=membership, user=user, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def end_deputy(*, deputy_id: UUID, on: date, by: Reach) -> None:
    """
    End somebody's time as a deputy: with the day before, so that they read nothing any more.

    :raises Forbidden: they are neither chair nor secretary
    """
    found = Deputy.objects.select_for_update(of=("self",)).select_related("membership")
    deputy = found.get(pk=deputy_id)
    permissions.check_serves(by, deputy.membership.committee_id)
    if deputy.starts_on >= on:
        # It has not begun before today: nothing is left to be kept.
        deputy.delete()
        return
    deputy.ends_on = on - timedelta(days=1)
    deputy.save()


def _lock(membership_id: UUID) -> Membership:
    rows = Membership.objects.select_for_update(of=("self", "committee"))
    return rows.select_related("committee", "user").get(pk=membership_id)


def _check_is_another(user: User, by: Reach) -> None:
    """
    Require that nobody gives themselves a seat or a vote.

    :raises Forbidden: it is oneself
    """
    if user.pk == by.user_id:
        raise Forbidden("Somebody else who prepares the meetings must change your own seat.")


def _check_sits_once(
    committee: Committee,
    user: User,
    starts_on: date,
    ends_on: date | None,
    *,
    but: UUID | None = None,
) -> None:
    held = _overlapping(Q(committee=committee, user=user), starts_on, ends_on)
    others = Membership.objects.filter(held)
    if but is not None:
        others = others.exclude(pk=but)
    if others.exists():
        raise NotPermittedNow("This person sits on the committee in that time already.")


def _overlapping(rows: Q, starts_on: date, ends_on: date | None) -> Q:
    """Keep the rows whose days overlap with these."""
    not_over = rows & (Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    return not_over if ends_on is None else not_over & Q(starts_on__lte=ends_on)
