"""Board packs in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.dates import TIME, count_in_words, format_date
from core.errors import DomainError
from core.times import say_times
from governance.codes import PackState
from governance.models import BoardPack, Meeting, PersonalPack, Reach
from governance.permissions import check_serves
from governance.policies.packs import check_pack_can_be_issued, check_pack_can_be_opened
from governance.queries.packs import OwnPack

_TONES = {PackState.READY: "green", PackState.FAILED: "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """A pack as its page and its line in a list show it."""

    id: UUID
    title: str
    issued: str
    state: str
    tone: str
    is_running: bool
    done: int
    steps: int
    progress: str
    failure: str
    facts: Sequence[dict[str, str]]
    own: str
    is_own_ready: bool
    is_own_running: bool
    can_ask: bool
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """One reader of a pack, as chair and secretary see it."""

    name: str
    state: str
    tone: str
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksHead:
    """What stands above the packs of a meeting."""

    meeting_id: UUID
    committee: str
    times: str
    can_issue: bool
    why_not: str
    serves: bool


def present_head(meeting: Meeting, *, reach: Reach, is_running: bool) -> PacksHead:
    """Return what stands above a meeting's packs, and whether the viewer may issue the next."""
    why_not = _why_not(meeting, reach)
    return PacksHead(
        meeting_id=meeting.pk,
        committee=meeting.committee.name,
        times=say_times(meeting.starts_at, meeting.ends_at),
        can_issue=not why_not and not is_running,
        why_not=why_not,
        serves=meeting.committee_id in reach.serves,
    )


def present_pack(each: OwnPack, *, serves: bool) -> PackView:
    """Return a pack in words; how far all are is for chair and secretary."""
    pack, own = each.pack, each.own
    state = PackState(pack.state)
    is_running = state in (PackState.WAITING, PackState.BUILDING)
    can_open = _can_open(pack.meeting)
    own_state = PackState(own.state) if own else None
    return PackView(
        id=pack.pk,
        title=f"Pack {pack.number}",
        issued=format_date(pack.issued_at, TIME) if pack.issued_at else "Not issued yet",
        state=state.label if serves else "",
        tone=_TONES.get(state, "amber"),
        is_running=is_running,
        done=pack.done,
        steps=pack.steps,
        progress=f"{pack.done} of {count_in_words(pack.steps, 'reader')}" if pack.steps else "",
        failure=pack.failure,
        facts=_facts(pack),
        own=_own_words(own),
        is_own_ready=can_open and own_state == PackState.READY,
        is_own_running=own_state in (PackState.WAITING, PackState.BUILDING),
        can_ask=can_open and pack.issued_at is not None and own_state in (None, PackState.FAILED),
        withheld=_withheld(own),
    )


def present_openings(rows: Sequence[PersonalPack]) -> list[OpeningLine]:
    """Return who has opened theirs; neither what is withheld from them nor how long theirs is."""
    return [
        OpeningLine(
            name=str(row.user),
            state=PackState(row.state).label,
            tone=_TONES.get(PackState(row.state), "amber"),
            opened=format_date(row.first_opened_at, TIME) if row.first_opened_at else "Not yet",
        )
        for row in rows
    ]


def _why_not(meeting: Meeting, reach: Reach) -> str:
    """Return why the viewer cannot issue a pack, in words; nothing where they can."""
    try:
        check_serves(reach, meeting.committee_id)
        check_pack_can_be_issued(meeting.state)
    except DomainError as error:
        return str(error)
    return ""


def _can_open(meeting: Meeting) -> bool:
    try:
        check_pack_can_be_opened(meeting.state)
    except DomainError:
        return False
    return True


def _facts(pack: BoardPack) -> list[dict[str, str]]:
    if not pack.issued_at:
        return []
    return [
        {"label": "Hash", "value": pack.sha256},
        {"label": "Head of the chain", "value": f"Link {pack.head['sequence']}"},
        {"label": "Hash of the head", "value": str(pack.head["hash"])},
    ]


def _own_words(own: PersonalPack | None) -> str:
    if own is None:
        return "There is no pack for you yet."
    if own.state == PackState.READY:
        opened = own.first_opened_at
        first = f" First opened {format_date(opened, TIME)}." if opened else ""
        return f"{count_in_words(own.pages, 'page')}.{first}"
    if own.state == PackState.FAILED:
        return own.failure
    return "Your pack is being made. This page says when it is ready."


def _withheld(own: PersonalPack | None) -> str:
    if own is None or not own.withheld:
        return ""
    items = "Item" if len(own.withheld) == 1 else "Items"
    return f"{items} {', '.join(own.withheld)}"
