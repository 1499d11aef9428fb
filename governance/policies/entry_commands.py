"""What somebody types into the minutes' box: plain words, or a command and its words. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from governance.codes import EntryKind

COMMANDS: Final = {
    "/d": EntryKind.DECISION,
    "/a": EntryKind.ACTION,
    "/r": EntryKind.RISK,
    "/s": EntryKind.ASSURANCE,
}
# Owner, due day, text.
_ACTION_PARTS: Final = 3
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.ASCII)
_AHEAD: Final = re.compile(r"(\d{1,3})([dw])", re.ASCII)
# Within so many years every day of a calendar comes again, the 29th of February too.
_LEAP: Final = 9
_DAYS: Final = {"d": 1, "w": 7}


class NotAnEntry(ValueError):
    """What was typed cannot be taken; the message says why, to whoever typed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom an action can be given to."""

    key: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """What was typed: what it is, its words, and for an action who owes it by when."""

    kind: EntryKind
    body: str
    owner: UUID | None = None
    due_on: date | None = None


def read_entry(typed: str, *, people: Sequence[Person], on: date) -> ReadEntry:
    """
    Read what was typed: "/a okafor 12/12 Write to the practices", "/d …", "/r …", "/s …".

    Whatever begins with no command is discussion, word for word.

    :raises NotAnEntry: there are no words, no such command, or no such person or day
    """
    words = typed.strip()
    if not words.startswith("/"):
        return ReadEntry(kind=EntryKind.DISCUSSION, body=_said(words))
    command, _, rest = words.partition(" ")
    kind = COMMANDS.get(command.lower())
    if kind is None:
        raise NotAnEntry(f"There is no command “{command}”. Use /d, /a, /r or /s, or plain words.")
    if kind == EntryKind.ACTION:
        return _read_action(rest, people, on)
    return ReadEntry(kind=kind, body=_said(rest.strip()))


def read_due(word: str, *, on: date) -> date:
    """
    Read a day to come: "12/12", "12/12/2027", "10d" or "2w"; without a year it is the next such.

    :raises NotAnEntry: it is none
    """
    ahead = _AHEAD.fullmatch(word.lower())
    if ahead:
        return on + timedelta(days=int(ahead[1]) * _DAYS[ahead[2]])
    found = _DAY.fullmatch(word)
    due = _next_day(found, on=on) if found else None
    if due is None:
        raise NotAnEntry(f"“{word}” is no day. Write it as 12/12, or as 10d or 2w.")
    return due


def find_person(word: str, people: Sequence[Person]) -> Person:
    """
    Find the one person whom a part of a name, or initials, mean.

    :raises NotAnEntry: nobody is meant, or several are
    """
    wanted = word.casefold()
    found = [person for person in people if wanted in _names_of(person)]
    if not found:
        raise NotAnEntry(f"Nobody here is called “{word}”. Write a surname or initials.")
    if len(found) > 1:
        names = ", ".join(person.name for person in found)
        raise NotAnEntry(f"“{word}” may be {names}. Write initials.")
    return found[0]


def _read_action(rest: str, people: Sequence[Person], on: date) -> ReadEntry:
    parts = rest.split(maxsplit=_ACTION_PARTS - 1)
    if len(parts) < _ACTION_PARTS:
        raise NotAnEntry("Write an action as /a, owner, due day, text: /a okafor 12/12 Write to …")
    person, due_on = find_person(parts[0], people), read_due(parts[1], on=on)
    return ReadEntry(kind=EntryKind.ACTION, body=parts[2].strip(), owner=person.key, due_on=due_on)


def _next_day(found: re.Match[str], *, on: date) -> date | None:
    """Return the day that was written, the next such where the year was left out."""
    day, month = int(found[1]), int(found[2])
    years = [int(found[3])] if found[3] else range(on.year, on.year + _LEAP)
    for year in years:
        try:
            due = date(year, month, day)
        except ValueError:
            continue
        if found[3] or due >= on:
            return due
    return None


def _names_of(person: Person) -> set[str]:
    parts = person.name.casefold().split()
    return {*parts, "".join(part[0] for part in parts)}


def _said(words: str) -> str:
    if not words:
        raise NotAnEntry("Write what was said.")
    return words
