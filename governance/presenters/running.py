"""The page of a meeting that goes on, in words: agenda, quorum light, register, entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from core.dates import count_in_words
from core.markdown import render_markdown
from core.times import say_clock
from governance.codes import AttendanceKind, EntryKind
from governance.models import Attendance, MinuteEntry
from governance.policies.quorum import QuorumFinding
from governance.policies.running import STAYS_FOR_GOOD, WRITTEN_BY_THE_ROOM
from governance.queries.run_page import RunRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Whether an item can be decided now: a word, a colour, and what is missing."""

    text: str
    tone: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A line of the agenda beside the minutes; `key` is None where it is withheld."""

    number: str
    title: str
    key: UUID | None
    is_below: bool
    is_chosen: bool
    is_current: bool
    state: str
    light: Light | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """Somebody in the register: who, as what, from when to when, and whether they are in."""

    key: UUID
    name: str
    about: str
    times: str
    is_in: bool
    is_excused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteLine:
    """An entry of the minutes, and what can be done with it."""

    key: UUID
    kind: str
    label: str
    body: SafeString
    clock: str
    is_struck: bool
    can_edit: bool
    can_strike: bool
    can_promote: bool


def present_light(quorum: QuorumFinding) -> Light:
    """Say whether there is a quorum, and what is missing."""
    voters = count_in_words(len(quorum.voters), "voter")
    if quorum.is_quorate:
        return Light(text="Quorum", tone="green", why=f"{voters} in the room")
    missing = ", ".join(quorum.missing)
    return Light(text="No quorum", tone="red", why=f"{voters} in the room: {missing}")


def present_agenda(
    rows: Sequence[RunRow], *, chosen: UUID | None, current: UUID | None
) -> list[RunLine]:
    """Return the agenda's lines; of withheld ones the number alone."""
    lines = []
    for each in rows:
        item = each.row.item
        key = item.pk if item else None
        lines.append(
            RunLine(
                number=each.row.line.number,
                title=item.title if item else "",
                key=key,
                is_below=bool(item and item.parent_id),
                is_chosen=key is not None and key == chosen,
                is_current=key is not None and key == current,
                state=_state(item.started_at, item.decided_at) if item else "",
                light=present_light(each.quorum) if each.quorum else None,
            )
        )
    return lines


def present_register(attendances: Sequence[Attendance]) -> list[RegisterLine]:
    """Return the register: those who are in the room first, those who are excused last."""
    lines = [_register_line(each) for each in attendances]
    return sorted(lines, key=lambda line: (line.is_excused, not line.is_in))


def present_entry(entry: MinuteEntry, *, is_open: bool, is_decided: bool) -> MinuteLine:
    """Return an entry; `is_open` says whether the minutes can be written."""
    kind = EntryKind(entry.kind)
    is_struck = entry.struck_at is not None
    can_change = is_open and not is_decided
    typed = kind not in WRITTEN_BY_THE_ROOM
    return MinuteLine(
        key=entry.pk,
        kind=kind.value,
        label=kind.label,
        body=render_markdown(entry.body),
        clock=say_clock(entry.said_at),
        is_struck=is_struck,
        can_edit=can_change and typed and not is_struck,
        can_strike=can_change and kind not in STAYS_FOR_GOOD,
        can_promote=typed and not is_struck,
    )


def _state(started_at: datetime | None, decided_at: datetime | None) -> str:
    if decided_at is not None:
        return "Decided"
    return f"Taken up {say_clock(started_at)}" if started_at else ""


def _register_line(attendance: Attendance) -> RegisterLine:
    spells = list(attendance.spells.all())
    return RegisterLine(
        key=attendance.pk,
        name=str(attendance.user or attendance.guest_name),
        about=_about(attendance),
        times=", ".join(
            f"{say_clock(spell.in_at)}–{say_clock(spell.out_at) if spell.out_at else ''}"
            for spell in spells
        ),
        is_in=any(spell.out_at is None for spell in spells),
        is_excused=attendance.kind == AttendanceKind.APOLOGIES,
    )


def _about(attendance: Attendance) -> str:
    membership = attendance.membership
    if attendance.kind == AttendanceKind.DEPUTY and membership:
        return f"Deputy for {membership.user}"
    if attendance.kind != AttendanceKind.PRESENT or membership is None:
        return AttendanceKind(attendance.kind).label
    seat = membership.position or membership.get_role_display()
    return f"{seat}, {membership.board.ods_code}" if membership.board else seat
