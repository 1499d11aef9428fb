"""Board packs of a meeting, as somebody may know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.codes import PackState
from governance.models import BoardPack, Meeting, PersonalPack, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPack:
    """A pack, and the viewer's own PDF of it, where there is one."""

    pack: BoardPack
    own: PersonalPack | None


def get_meeting_of_packs(meeting_id: UUID, *, reach: Reach) -> Meeting:
    """
    Return a meeting.

    :raises Meeting.DoesNotExist: there is none that the viewer may know of
    """
    return Meeting.objects.visible_to(reach).select_related("committee").get(pk=meeting_id)


def list_packs(meeting: Meeting, *, reach: Reach) -> list[OwnPack]:
    """
    Return the packs of a meeting, the newest first, each with the viewer's own PDF.

    What is being put together, or has failed, is shown to chair and secretary alone.
    """
    return with_own(known_packs(reach).filter(meeting=meeting).order_by("-number"), reach=reach)


def known_packs(reach: Reach) -> QuerySet[BoardPack]:
    """Return the packs that a viewer may know of: what is not issued, chair and secretary alone."""
    shown = Q(issued_at__isnull=False) | Q(meeting__committee__in=reach.serves)
    found = BoardPack.objects.visible_to(reach).filter(shown)
    return found.select_related("meeting__committee").defer("content")


def with_own(packs: QuerySet[BoardPack], *, reach: Reach) -> list[OwnPack]:
    """Return packs with the viewer's own PDF of each, without reading its bytes."""
    found = list(packs)
    own = PersonalPack.objects.filter(pack__in=found, user_id=reach.user_id).defer("pdf")
    by_pack = {personal.pack_id: personal for personal in own}
    return [OwnPack(pack=pack, own=by_pack.get(pack.pk)) for pack in found]


def get_pack(meeting: Meeting, pack_id: UUID, *, reach: Reach) -> OwnPack:
    """
    Return one pack of a meeting.

    :raises BoardPack.DoesNotExist: there is none that the viewer may know of
    """
    for each in list_packs(meeting, reach=reach):
        if each.pack.pk == pack_id:
            return each
    raise BoardPack.DoesNotExist


def list_openings(pack: BoardPack) -> Sequence[PersonalPack]:
    """Return whose pack was made and who has opened theirs; for chair and secretary."""
    rows = pack.personal_packs.select_related("user").defer("pdf")
    return sorted(rows, key=_by_name)


def is_being_made(packs: Sequence[OwnPack]) -> bool:
    """Whether a worker is at one of some packs."""
    open_states = (PackState.WAITING, PackState.BUILDING)
    return any(
        each.pack.state in open_states or (each.own is not None and each.own.state in open_states)
        for each in packs
    )


def _by_name(personal: PersonalPack) -> tuple[str, UUID]:
    return str(personal.user), personal.pk
