"""What waits for somebody in governance: their meetings, and what each of them wants of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from governance.codes import (
    AGENDA_IS_KNOWN,
    MINUTES_ARE_KNOWN,
    MeetingState,
    MotionState,
    PackState,
    Purpose,
    WrittenState,
)
from governance.models import (
    ActionItem,
    AgendaItem,
    Decision,
    Meeting,
    Motion,
    Paper,
    PersonalPack,
    Reach,
    Vote,
    VoterMark,
    WrittenResolution,
    WrittenResponse,
)

MOST: Final = 6
S = MeetingState
# What a chair or secretary still has to do with a meeting that was held.
MINUTES_TO_DO: Final = (S.HELD, S.MINUTES_DRAFT, S.MINUTES_CHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAhead:
    """A meeting, how many items it asks this reader to decide, and their own pack of it."""

    meeting: Meeting
    to_decide: int
    pack: PersonalPack | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDesk:
    """All that the first page of governance shows one person; each list is short."""

    ahead: list[MeetingAhead]
    actions: list[ActionItem]
    papers_wanted: list[AgendaItem]
    votes: list[Motion]
    written: list[WrittenResolution]
    minutes_to_do: list[Meeting]
    minutes_to_read: list[Meeting]
    decided: list[Decision]


def read_own_desk(reach: Reach, *, at: datetime) -> OwnDesk:
    """Return what waits for somebody."""
    return OwnDesk(
        ahead=list_ahead(reach, at=at),
        actions=_own_actions(reach),
        papers_wanted=_papers_wanted(reach),
        votes=_open_votes(reach),
        written=_open_in_writing(reach, at=at),
        minutes_to_do=_minutes_to_do(reach),
        minutes_to_read=_minutes_to_read(reach),
        decided=_decided(reach),
    )


def list_ahead(reach: Reach, *, at: datetime) -> list[MeetingAhead]:
    """Return the meetings ahead of the committees that somebody belongs to, the next first."""
    ahead = Meeting.objects.visible_to(reach).filter(ends_at__gt=at).exclude(state=S.CANCELLED)
    meetings = list(ahead.select_related("committee").order_by("starts_at")[:MOST])
    keys = [meeting.pk for meeting in meetings]
    to_decide = _count_to_decide(reach, keys)
    packs = _own_packs(reach, keys)
    return [
        MeetingAhead(
            meeting=meeting,
            to_decide=to_decide.get(meeting.pk, 0),
            pack=packs.get(meeting.pk),
        )
        for meeting in meetings
    ]


def _count_to_decide(reach: Reach, meetings: Collection[UUID]) -> dict[UUID, int]:
    items = AgendaItem.objects.visible_to(reach).filter(
        meeting__in=meetings, meeting__state__in=AGENDA_IS_KNOWN, purpose=Purpose.DECIDE
    )
    counted = items.order_by().values("meeting").annotate(count=Count("pk"))
    return {row["meeting"]: row["count"] for row in counted}


def _own_packs(reach: Reach, meetings: Collection[UUID]) -> dict[UUID, PersonalPack]:
    """Return somebody's newest pack of each meeting."""
    own = PersonalPack.objects.filter(
        user_id=reach.user_id, pack__meeting__in=meetings, state=PackState.READY
    )
    ordered = own.select_related("pack").defer("pdf").order_by("pack__number")
    return {pack.pack.meeting_id: pack for pack in ordered}


def _own_actions(reach: Reach) -> list[ActionItem]:
    own = ActionItem.objects.visible_to(reach).open().filter(owner_id=reach.user_id)
    return list(own.select_related("committee").order_by("due_on")[:MOST])


def _papers_wanted(reach: Reach) -> list[AgendaItem]:
    """Return items for which somebody still owes a paper."""
    sent = Paper.objects.filter(item=OuterRef("pk"), withdrawn_at__isnull=True)
    wanted = AgendaItem.objects.visible_to(reach).filter(
        ~Exists(sent),
        presenter_id=reach.user_id,
        wants_paper=True,
        meeting__state__in=[S.PLANNED, S.AGENDA_PUBLISHED],
    )
    return list(wanted.select_related("meeting__committee").order_by("meeting__starts_at")[:MOST])


def _open_votes(reach: Reach) -> list[Motion]:
    """Return open motions on which somebody with a vote has not voted."""
    voted = Vote.objects.filter(motion=OuterRef("pk"), membership__user_id=reach.user_id)
    marked = VoterMark.objects.filter(motion=OuterRef("pk"), membership__user_id=reach.user_id)
    motions = Motion.objects.visible_to(reach).filter(
        ~Exists(voted),
        ~Exists(marked),
        state=MotionState.OPEN,
        item__meeting__committee__in=reach.votes,
    )
    return list(motions.select_related("item__meeting__committee")[:MOST])


def _open_in_writing(reach: Reach, *, at: datetime) -> list[WrittenResolution]:
    answered = WrittenResponse.objects.filter(
        resolution=OuterRef("pk"), membership__user_id=reach.user_id
    )
    waiting = WrittenResolution.objects.visible_to(reach).filter(
        ~Exists(answered), state=WrittenState.OPEN, deadline_at__gt=at, committee__in=reach.votes
    )
    return list(waiting.select_related("committee").order_by("deadline_at")[:MOST])


def _minutes_to_do(reach: Reach) -> list[Meeting]:
    held = Meeting.objects.filter(committee__in=reach.serves, state__in=MINUTES_TO_DO)
    return list(held.select_related("committee").order_by("-starts_at")[:MOST])


def _minutes_to_read(reach: Reach) -> list[Meeting]:
    """Return the newest minutes that members know of."""
    told = Meeting.objects.visible_to(reach).filter(state__in=MINUTES_ARE_KNOWN)
    return list(told.select_related("committee").order_by("-starts_at")[:MOST])


def _decided(reach: Reach) -> list[Decision]:
    newest = Decision.objects.visible_to(reach).select_related("committee")
    return list(newest.order_by("-decided_at")[:MOST])
