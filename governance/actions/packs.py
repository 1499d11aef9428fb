"""Issue a board pack: freeze what it holds, write it into the chain, hand readers' packs off."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from core.board_pack import PackSection, SectionWish, pack_sections
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.codes import LedgerKind, LodgingPlace, PackState
from governance.models import BoardPack, Meeting, PackPaper, PersonalPack, Reach
from governance.permissions import check_serves
from governance.policies.packs import LEASE, check_pack_can_be_issued
from governance.queries.contents.pack import describe_pack, hash_pack
from governance.queries.pack_content import draft_content, find_last_cut
from governance.queries.pack_readers import list_readers
from governance.tasks.packs import hand_off_pack, hand_off_personal_pack

from .heads import lodge_head
from .ledger import append_evidence
from .pack_mail import tell_readers

# How far back the figures of a committee's first pack reach.
FIRST_STRETCH: Final = timedelta(days=91)
_logger = logging.getLogger(__name__)


@transaction.atomic
def issue_pack(*, meeting_id: UUID, by: Reach, at: datetime) -> BoardPack:
    """
    Ask for the next pack of a meeting; workers put it together.

    :raises Forbidden: they neither chair the committee nor write for it
    :raises NotPermittedNow: the agenda is not published, or a pack is being made
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    check_serves(by, meeting.committee_id)
    check_pack_can_be_issued(meeting.state)
    packs = BoardPack.objects.filter(meeting=meeting)
    if packs.filter(state__in=[PackState.WAITING, PackState.BUILDING]).exists():
        raise NotPermittedNow("A pack of this meeting is being made. Wait until it is ready.")
    last = packs.aggregate(last=Max("number"))["last"] or 0
    pack = BoardPack.objects.create(
        meeting=meeting, number=last + 1, asked_at=at, asked_by_id=by.user_id
    )
    hand_off_pack(pack.pk)
    return pack


def freeze_pack(pack_id: UUID, *, at: datetime) -> BoardPack | None:
    """
    Freeze what a pack holds and hand its readers' packs off, unless another worker is at it.

    A section that cannot be made becomes a sentence in its place.
    """
    pack = _claim(pack_id, at=at)
    if pack is None:
        return None
    sections = [_build_section(section, pack, at=at) for section in pack_sections()]
    return _freeze(pack.pk, sections, at=at)


@transaction.atomic
def settle_pack(pack_id: UUID, *, at: datetime) -> None:
    """Count whose pack is done; when all are, the pack is ready, and its readers are told."""
    locked = BoardPack.objects.select_for_update(of=("self",)).select_related("meeting__committee")
    pack = locked.get(pk=pack_id)
    if pack.state != PackState.BUILDING or pack.issued_at is None:
        return
    done = pack.personal_packs.filter(state__in=[PackState.READY, PackState.FAILED]).count()
    pack.done, pack.heartbeat_at = done, at
    if done == pack.steps:
        pack.state = PackState.READY
        tell_readers(pack, at=at)
    pack.save(update_fields=["done", "heartbeat_at", "state", "updated_at"])


@transaction.atomic
def fail_pack(pack_id: UUID, *, why: str, at: datetime) -> None:
    """Give a pack up that could not be put together; another one may be issued."""
    pack = BoardPack.objects.select_for_update().get(pk=pack_id)
    if pack.issued_at is None and pack.state in (PackState.WAITING, PackState.BUILDING):
        pack.state, pack.failure, pack.heartbeat_at = PackState.FAILED, why, at
        pack.save()


@transaction.atomic
def _claim(pack_id: UUID, *, at: datetime) -> BoardPack | None:
    """Return a pack that nobody is putting together, as taken by this worker."""
    waiting = BoardPack.objects.select_for_update(of=("self",)).select_related("meeting__committee")
    pack = waiting.filter(
        pk=pack_id, state__in=[PackState.WAITING, PackState.BUILDING], issued_at__isnull=True
    ).first()
    if pack is None or (pack.heartbeat_at and pack.heartbeat_at > at - LEASE):
        return None
    pack.state, pack.heartbeat_at = PackState.BUILDING, at
    pack.save(update_fields=["state", "heartbeat_at", "updated_at"])
    return pack


def _build_section(section: PackSection, pack: BoardPack, *, at: datetime) -> dict[str, object]:
    """Return a section's live figures, or a sentence where they cannot be had."""
    row: dict[str, object] = {"key": section.key, "title": section.title, "content": None}
    since = find_last_cut(pack.meeting) or at - FIRST_STRETCH
    wish = SectionWish(
        organization_id=pack.meeting.committee.organization_id, since=since, until=at
    )
    try:
        # What fails in the database must not take the pack along.
        with transaction.atomic():
            content = section.build(wish).as_row()
    except Exception:
        _logger.exception("Section %s of pack %s cannot be made", section.key, pack.pk)
        return row
    return row | {"content": content, "since": since.isoformat()}


@transaction.atomic
def _freeze(pack_id: UUID, sections: list[dict[str, object]], *, at: datetime) -> BoardPack | None:
    # Nothing of the agenda moves while it is frozen. The meeting comes first, as everywhere.
    Meeting.objects.select_for_update().get(packs=pack_id)
    locked = BoardPack.objects.select_for_update(of=("self",)).select_related("meeting__committee")
    pack = locked.get(pk=pack_id)
    if pack.issued_at is not None or pack.state != PackState.BUILDING:
        return None
    draft = draft_content(pack, sections, at=at)
    pack.content = _as_stored(pack, draft.content)
    pack.sha256 = hash_pack(pack)
    PackPaper.objects.bulk_create(PackPaper(pack=pack, version=each) for each in draft.versions)
    entry = append_evidence(
        committee_id=pack.meeting.committee_id,
        kind=LedgerKind.PACK,
        subject=pack.pk,
        content=describe_pack(pack),
        at=at,
    )
    pack.entry, pack.head = entry, _lodge(pack, at=at)
    readers = list_readers(pack.meeting, on=at.astimezone(LONDON).date())
    personal = PersonalPack.objects.bulk_create(
        PersonalPack(pack=pack, user_id=role.user_id) for role in readers
    )
    pack.issued_at, pack.heartbeat_at, pack.steps = at, at, len(personal)
    pack.save()
    for each in personal:
        hand_off_personal_pack(each.pk)
    return pack


def _lodge(pack: BoardPack, *, at: datetime) -> dict[str, object]:
    """Leave the chain's head, which now holds the pack itself, on its covers."""
    head = lodge_head(
        pack.meeting.committee_id,
        place=LodgingPlace.PACK_COVER,
        where=f"Pack {pack.number} of meeting {pack.meeting.number}",
        at=at,
    )
    return {"sequence": head.sequence, "hash": head.hash, "signature": head.signature}


def _as_stored(pack: BoardPack, content: dict[str, object]) -> dict[str, object]:
    """Return content as the database gives it back, so that the hash is over what is read later."""
    BoardPack.objects.filter(pk=pack.pk).update(content=content)
    pack.refresh_from_db(fields=["content"])
    stored: dict[str, object] = pack.content
    return stored
