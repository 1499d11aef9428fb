"""Name people who may read one item or one paper, and take that back; every change is logged."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from core.errors import NotPermittedNow
from governance.codes import CONFLICTS, GrantChange, Visibility
from governance.models import AgendaItem, GrantEvent, ItemInterest, Meeting, Paper, Reach
from governance.permissions import check_has_no_conflict, check_serves

from .personal_packs import remake_for

READ_ITEM = "governance.read_restricted_item"
READ_PAPER = "governance.read_paper"


@transaction.atomic
def grant_item(item_id: UUID, *, to: User, by: Reach, at: datetime) -> None:
    """
    Name somebody who may read an item with all that hangs on it; nothing where they are named.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    :raises NotPermittedNow: whoever is named has a conflict of interest, or works here no more
    """
    item = _lock_item(item_id, by)
    _check_may_be_named(to, item)
    if not _holds(to, READ_ITEM, item):
        assign_perm(READ_ITEM, to, item)
        _log(GrantChange.GIVEN, item=item, to=to, by=by, at=at)
        remake_for(to.pk, item.meeting_id, at)


@transaction.atomic
def revoke_item(item_id: UUID, *, of: User, by: Reach, at: datetime) -> None:
    """
    Take back that somebody may read an item; nothing where they are not named.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    """
    item = _lock_item(item_id, by)
    if _holds(of, READ_ITEM, item):
        remove_perm(READ_ITEM, of, item)
        _log(GrantChange.TAKEN_BACK, item=item, to=of, by=by, at=at)
        remake_for(of.pk, item.meeting_id, at)


@transaction.atomic
def grant_paper(paper_id: UUID, *, to: User, by: Reach, at: datetime) -> None:
    """
    Name somebody who may read one paper alone; nothing where they are named.

    :raises Paper.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    :raises NotPermittedNow: whoever is named has a conflict of interest, or works here no more
    """
    paper = _lock_paper(paper_id, by)
    _check_may_be_named(to, paper.item)
    if not _holds(to, READ_PAPER, paper):
        assign_perm(READ_PAPER, to, paper)
        _log(GrantChange.GIVEN, paper=paper, to=to, by=by, at=at)
        remake_for(to.pk, paper.item.meeting_id, at)


@transaction.atomic
def revoke_paper(paper_id: UUID, *, of: User, by: Reach, at: datetime) -> None:
    """
    Take back that somebody may read one paper; nothing where they are not named.

    :raises Paper.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    """
    paper = _lock_paper(paper_id, by)
    if _holds(of, READ_PAPER, paper):
        remove_perm(READ_PAPER, of, paper)
        _log(GrantChange.TAKEN_BACK, paper=paper, to=of, by=by, at=at)
        remake_for(of.pk, paper.item.meeting_id, at)


def name_presenter(item: AgendaItem, *, by: Reach, at: datetime) -> None:
    """
    Name the presenter of a restricted item for it, inside the transaction of whoever shapes it.

    This follows from the agenda, whoever publishes it. A conflict of interest wins.
    """
    presenter = item.presenter
    if item.visibility != Visibility.RESTRICTED or presenter is None:
        return
    if _may_be_named(presenter, item) and not _holds(presenter, READ_ITEM, item):
        assign_perm(READ_ITEM, presenter, item)
        _log(GrantChange.GIVEN, item=item, to=presenter, by=by, at=at)
        remake_for(presenter.pk, item.meeting_id, at)


def unname_presenter(item: AgendaItem, user: User, *, by: Reach, at: datetime) -> None:
    """Take back that somebody reads an item who no longer presents it, in that transaction."""
    if _holds(user, READ_ITEM, item):
        remove_perm(READ_ITEM, user, item)
        _log(GrantChange.TAKEN_BACK, item=item, to=user, by=by, at=at)
        remake_for(user.pk, item.meeting_id, at)


def people_named_for(meeting: Meeting) -> set[UUID]:
    """Return who was named for an item or a paper of a meeting, and has no conflict in it."""
    above = dict(AgendaItem.objects.filter(meeting=meeting).values_list("pk", "parent_id"))
    papers = dict(Paper.objects.filter(item__meeting=meeting).values_list("pk", "item_id"))
    held = UserObjectPermission.objects.filter(
        object_pk__in=[str(key) for key in (*above, *papers)],
        permission__codename__in=["read_restricted_item", "read_paper"],
    )
    conflicts = set(
        ItemInterest.objects.filter(
            item__meeting=meeting, mitigation__in=CONFLICTS, lifted_at__isnull=True
        ).values_list("user_id", "item_id")
    )
    named = set()
    for user_id, key in held.values_list("user_id", "object_pk"):
        item = papers.get(UUID(key), UUID(key))
        if not {(user_id, item), (user_id, above[item])} & conflicts:
            named.add(user_id)
    return named


def _lock_item(item_id: UUID, by: Reach) -> AgendaItem:
    """
    Lock an item whose readers somebody may name.

    :raises AgendaItem.DoesNotExist: they may not know of it
    :raises Forbidden: they are neither chair nor secretary
    """
    known = AgendaItem.objects.visible_to(by).select_related("meeting")
    item = known.select_for_update(of=("self",)).get(pk=item_id)
    check_serves(by, item.meeting.committee_id)
    check_has_no_conflict(by, item.pk)
    return item


def _lock_paper(paper_id: UUID, by: Reach) -> Paper:
    """
    Lock a paper whose readers somebody may name.

    :raises Paper.DoesNotExist: they may not know of it
    :raises Forbidden: they are neither chair nor secretary
    """
    known = Paper.objects.visible_to(by).select_related("item__meeting")
    paper = known.select_for_update(of=("self",)).get(pk=paper_id)
    check_serves(by, paper.item.meeting.committee_id)
    check_has_no_conflict(by, paper.item_id)
    return paper


def _check_may_be_named(user: User, item: AgendaItem) -> None:
    """
    Require somebody who works here and has no conflict in an item, or in the one above it.

    :raises NotPermittedNow: they have, or do not
    """
    if not user.is_active:
        raise NotPermittedNow(f"{user} does not work here any more.")
    if not _may_be_named(user, item):
        raise NotPermittedNow(f"{user} has an interest in this item and cannot be named for it.")


def _may_be_named(user: User, item: AgendaItem) -> bool:
    """Whether somebody works here and has no conflict in an item, or in the one above it."""
    items = [item.pk, item.parent_id] if item.parent_id else [item.pk]
    conflicts = ItemInterest.objects.filter(
        item__in=items, user=user, mitigation__in=CONFLICTS, lifted_at__isnull=True
    )
    return user.is_active and not conflicts.exists()


def _holds(user: User, permission: str, thing: AgendaItem | Paper) -> bool:
    """Whether somebody is named themselves; what a group of theirs may is no concern here."""
    codename = permission.partition(".")[2]
    held = user.userobjectpermission_set.filter(
        object_pk=str(thing.pk), permission__codename=codename
    )
    return bool(held.exists())


def _log(
    change: GrantChange,
    *,
    to: User,
    by: Reach,
    at: datetime,
    item: AgendaItem | None = None,
    paper: Paper | None = None,
) -> None:
    GrantEvent.objects.create(
        item=item, paper=paper, user=to, change=change, happened_at=at, by_id=by.user_id
    )
