"""Make each reader's own PDF of a pack, make it anew when what they may know changes, open it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.codes import PackState
from governance.models import BoardPack, PersonalPack, Reach
from governance.policies.packs import LEASE, MOST_ATTEMPTS, check_pack_can_be_opened
from governance.queries.pack_readers import find_reader
from governance.queries.pack_share import PackShare, share_of
from governance.queries.reach import reach_of
from governance.tasks.packs import hand_off_personal_pack

from .packs import settle_pack

_GIVEN_UP = "It could not be drawn. Ask for it again; tell the helpdesk if that does not help."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A reader's pack that a worker has taken to draw: whose, and what they may know of now."""

    personal: PersonalPack
    share: PackShare
    claimed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPack:
    """A drawn PDF."""

    pdf: bytes
    pages: int


def claim_personal_pack(personal_id: UUID, *, at: datetime) -> Drawing | None:
    """
    Take a reader's pack to draw it, unless another worker is at it or it is done.

    One whose reader may no longer have it, or that failed too often, is given up.
    """
    with transaction.atomic():
        personal = _lock_open(personal_id, at=at)
        if personal is None:
            return None
        role = find_reader(personal.pack.meeting, personal.user_id, on=at.astimezone(LONDON).date())
        if role is None or personal.attempts >= MOST_ATTEMPTS:
            _give_up(personal, why="They no longer read it." if role is None else _GIVEN_UP)
            claimed = None
        else:
            reach = reach_of(role, on=at.astimezone(LONDON).date())
            personal.state, personal.heartbeat_at = PackState.BUILDING, at
            personal.attempts += 1
            personal.save(update_fields=["state", "heartbeat_at", "attempts", "updated_at"])
            share = share_of(personal.pack, reach)
            claimed = Drawing(personal=personal, share=share, claimed_at=at)
    if claimed is None:
        settle_pack(personal.pack_id, at=at)
    return claimed


def keep_personal_pack(drawing: Drawing, drawn: DrawnPack, *, at: datetime) -> bool:
    """
    Keep a drawn pack, unless it was to be made anew meanwhile; say whether it was kept.

    What the reader may know of is asked once more: a conflict may have been declared since.
    """
    with transaction.atomic():
        personal = _lock_claimed(drawing)
        if personal is None:
            return False
        if not _is_true(personal, drawing.share, at=at):
            _empty(personal)
            return False
        personal.pdf, personal.pages = drawn.pdf, drawn.pages
        personal.sha256 = hashlib.sha256(drawn.pdf).hexdigest()
        personal.withheld = list(drawing.share.withheld)
        personal.shown, personal.failure = drawing.share.digest, ""
        personal.state, personal.made_at, personal.attempts = PackState.READY, at, 0
        personal.save()
    settle_pack(personal.pack_id, at=at)
    return True


def fail_personal_pack(drawing: Drawing, *, at: datetime) -> None:
    """Note that a pack could not be drawn; the readers of the others do not wait for it."""
    with transaction.atomic():
        personal = _lock_claimed(drawing)
        if personal is None:
            return
        _give_up(personal, why=_GIVEN_UP)
    settle_pack(personal.pack_id, at=at)


@transaction.atomic
def remake_for(user_id: UUID, meeting_id: UUID, at: datetime) -> None:
    """
    Destroy somebody's packs of a meeting and have them made anew, as what they may know changed.

    Call it in the transaction of the change. Who has become a reader gets the newest pack.
    """
    # One that is being frozen meanwhile is drawn later, from what its reader may know of then.
    packs = BoardPack.objects.select_for_update(of=("self",)).select_related("meeting")
    issued = list(packs.filter(meeting_id=meeting_id, issued_at__isnull=False).order_by("-number"))
    if not issued:
        return
    if find_reader(issued[0].meeting, user_id, on=at.astimezone(LONDON).date()):
        PersonalPack.objects.get_or_create(pack=issued[0], user_id=user_id)
    personal = PersonalPack.objects.select_for_update().filter(pack__in=issued, user_id=user_id)
    for each in personal.defer("pdf"):
        _empty(each)


@transaction.atomic
def ask_again(*, pack_id: UUID, by: Reach, at: datetime) -> None:
    """
    Have one's own pack made that there is not, or that failed.

    :raises BoardPack.DoesNotExist: there is none that they may know of
    :raises NotPermittedNow: it is there, being made, or not theirs
    """
    locked = BoardPack.objects.visible_to(by).select_for_update(of=("self",))
    pack = locked.select_related("meeting").get(pk=pack_id, issued_at__isnull=False)
    check_pack_can_be_opened(pack.meeting.state)
    if find_reader(pack.meeting, by.user_id, on=at.astimezone(LONDON).date()) is None:
        raise NotPermittedNow("This pack is for those who belong to the committee.")
    own = PersonalPack.objects.select_for_update().defer("pdf")
    personal, is_new = own.get_or_create(pack=pack, user_id=by.user_id)
    if not is_new and personal.state != PackState.FAILED:
        raise NotPermittedNow("Your pack is there, or being made.")
    _empty(personal)


def open_personal_pack(*, pack_id: UUID, by: Reach, at: datetime) -> PersonalPack:
    """
    Return somebody's own pack to read, and note when they first opened it.

    One that shows what they may no longer know of, or lacks what they now may, is made anew; so is
    one that is not what was drawn.

    :raises PersonalPack.DoesNotExist: there is none of theirs that they may know of
    :raises NotPermittedNow: it is not ready, or is being made anew
    """
    is_true = False
    with transaction.atomic():
        packs = BoardPack.objects.visible_to(by).filter(pk=pack_id)
        rows = PersonalPack.objects.select_for_update(of=("self",)).select_related(
            "pack__meeting__committee"
        )
        personal = rows.get(pack__in=packs, user_id=by.user_id)
        check_pack_can_be_opened(personal.pack.meeting.state)
        if personal.state != PackState.READY or personal.pdf is None:
            raise NotPermittedNow("Your pack is not ready yet.")
        is_drawn = hashlib.sha256(personal.pdf).hexdigest() == personal.sha256
        is_true = is_drawn and share_of(personal.pack, by).digest == personal.shown
        if not is_true:
            _empty(personal)
        elif personal.first_opened_at is None:
            personal.first_opened_at = at
            personal.save(update_fields=["first_opened_at", "updated_at"])
    if not is_true:
        raise NotPermittedNow(
            "Your pack is being made anew, as it is not what you may now read of this meeting."
        )
    return personal


def _lock_open(personal_id: UUID, *, at: datetime) -> PersonalPack | None:
    rows = PersonalPack.objects.select_for_update(of=("self",), skip_locked=True)
    personal = (
        rows.filter(pk=personal_id, state__in=[PackState.WAITING, PackState.BUILDING])
        .select_related("pack__meeting__committee", "user")
        .defer("pdf")
        .first()
    )
    if personal is None or (personal.heartbeat_at and personal.heartbeat_at > at - LEASE):
        return None
    return personal


def _lock_claimed(drawing: Drawing) -> PersonalPack | None:
    """Return the row of a drawing while it is still this worker's."""
    rows = PersonalPack.objects.select_for_update(of=("self",)).select_related("pack__meeting")
    claimed = rows.filter(
        pk=drawing.personal.pk, state=PackState.BUILDING, heartbeat_at=drawing.claimed_at
    )
    return claimed.defer("pdf").first()


def _is_true(personal: PersonalPack, share: PackShare, *, at: datetime) -> bool:
    """Whether a reader may still know of exactly what was drawn for them."""
    on = at.astimezone(LONDON).date()
    role = find_reader(personal.pack.meeting, personal.user_id, on=on)
    return role is not None and share_of(personal.pack, reach_of(role, on=on)) == share


def _give_up(personal: PersonalPack, *, why: str) -> None:
    personal.state, personal.failure, personal.heartbeat_at = PackState.FAILED, why, None
    personal.pdf, personal.sha256, personal.shown, personal.pages = None, "", "", 0
    personal.save()


def _empty(personal: PersonalPack) -> None:
    """Destroy what was drawn, and have it drawn anew."""
    personal.state, personal.heartbeat_at, personal.attempts = PackState.WAITING, None, 0
    personal.pdf, personal.sha256, personal.shown, personal.pages = None, "", "", 0
    personal.withheld, personal.failure = [], ""
    personal.save()
    hand_off_personal_pack(personal.pk)
