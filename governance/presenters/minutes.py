"""Put minutes into words, for the page and for the PDF: for each reader what they may know of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.safestring import SafeString

from core.dates import count_in_words, format_day
from core.markdown import render_markdown
from core.times import say_clock, say_day
from governance.codes import (
    AttendanceKind,
    EntryKind,
    MeetingMode,
    MemberRole,
    Mitigation,
    MotionState,
    Purpose,
    VoteChoice,
    VotingMethod,
)

Said = Mapping[str, Any]
WITHHELD: Final = "Withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesLine:
    """One thing that is minuted: what it is, what it says, and whether it was amended."""

    label: str
    words: str
    note: str = ""
    mark: str = ""
    was: str = ""
    key: str = ""

    @property
    def html(self) -> SafeString:
        """What it says, as HTML."""
        return render_markdown(self.words)

    @property
    def was_html(self) -> SafeString:
        """What it said before, as HTML."""
        return render_markdown(self.was)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesItem:
    """An item as a reader may know it: of one that is withheld, its number alone."""

    number: str
    title: str
    purpose: str = ""
    is_below: bool = False
    is_withheld: bool = False
    lines: Sequence[MinutesLine] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentLine:
    """Somebody who was there, or sent apologies."""

    name: str
    what: str
    times: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesWords:
    """Minutes in words; `is_whole` says that nothing is withheld from the reader."""

    committee: str
    title: str
    when: str
    place: str
    was_inquorate: bool
    attendance: Mapping[str, Sequence[PresentLine]]
    items: Sequence[MinutesItem]
    is_whole: bool


def present_minutes(
    content: Said, known: Collection[str], *, before: Said | None = None
) -> MinutesWords:
    """
    Return opened minutes for a reader; `known` are the keys of the items that they may know of.

    Entries that differ from the version before are marked.
    """
    meeting = content["meeting"]
    starts = datetime.fromisoformat(meeting["starts_at"])
    earlier = _words_of(before) if before else None
    items = [_present_item(item, known, earlier) for item in content["items"]]
    return MinutesWords(
        committee=content["committee"]["name"],
        title=f"Minutes of meeting {meeting['number']}",
        when=_when(starts, meeting),
        place=meeting["place"] or MeetingMode(meeting["mode"]).label,
        was_inquorate=meeting["was_inquorate"],
        attendance=_present_attendance(content["attendance"]),
        items=items,
        is_whole=not any(item.is_withheld for item in items),
    )


def _when(starts: datetime, meeting: Said) -> str:
    opened, closed = meeting["opened_at"], meeting["closed_at"]
    if not (opened and closed):
        return f"{say_day(starts)}, {say_clock(starts)}"
    first, last = datetime.fromisoformat(opened), datetime.fromisoformat(closed)
    return f"{say_day(starts)}, {say_clock(first)} to {say_clock(last)}"


def _present_attendance(people: Sequence[Said]) -> dict[str, list[PresentLine]]:
    found: dict[str, list[PresentLine]] = {}
    for kind in AttendanceKind:
        lines = [_present_person(each) for each in people if each["kind"] == kind]
        if lines:
            found[kind.label] = lines
    return found


def _present_person(person: Said) -> PresentLine:
    role = MemberRole(person["role"]).label if person["role"] else ""
    what = person["position"] or role
    if person["for"]:
        what = f"for {person['for']}"
    return PresentLine(
        name=person["name"], what=what, times=", ".join(map(_spell, person["spells"]))
    )


def _spell(spell: Said) -> str:
    came = say_clock(datetime.fromisoformat(spell["in"]))
    if not spell["out"]:
        return f"from {came}"
    return f"{came} to {say_clock(datetime.fromisoformat(spell['out']))}"


def _words_of(content: Said) -> dict[str, str]:
    return {entry["id"]: entry["text"] for item in content["items"] for entry in item["entries"]}


def _present_item(
    item: Said, known: Collection[str], earlier: Mapping[str, str] | None
) -> MinutesItem:
    if item["id"] not in known:
        return MinutesItem(
            number=item["number"],
            title=WITHHELD,
            is_below=bool(item["parent"]),
            is_withheld=True,
        )
    lines = [*map(_interest, item["interests"])]
    lines += [_entry(each, earlier) for each in item["entries"] if not _repeats_a_row(each, item)]
    lines += map(_motion, item["motions"])
    lines += map(_decision, item["decisions"])
    lines += map(_action, item["actions"])
    return MinutesItem(
        number=item["number"],
        title=item["title"],
        purpose=Purpose(item["purpose"]).label,
        is_below=bool(item["parent"]),
        lines=lines,
    )


def _interest(interest: Said) -> MinutesLine:
    mitigation = Mitigation(interest["mitigation"]).label
    return MinutesLine(
        label="Interest", words=f"{interest['name']} declared an interest.", note=mitigation
    )


def _repeats_a_row(entry: Said, item: Said) -> bool:
    """Whether an entry only names a decision or an action of its item: these stand below it."""
    heads = {
        EntryKind.DECISION: [f"{each['number']}: " for each in item["decisions"]],
        EntryKind.ACTION: [f"Action {each['number']}: " for each in item["actions"]],
    }
    return str(entry["text"]).startswith(tuple(heads.get(entry["kind"], ())))


def _entry(entry: Said, earlier: Mapping[str, str] | None) -> MinutesLine:
    mark, was = "", ""
    if earlier is not None and entry["text"] != earlier.get(entry["id"]):
        mark, was = "Amended", earlier.get(entry["id"], "")
        mark = mark if was else "Added"
    return MinutesLine(
        label=EntryKind(entry["kind"]).label,
        words=entry["text"],
        mark=mark,
        was=was,
        key=entry["id"],
    )


def _motion(motion: Said) -> MinutesLine:
    note = f"{VotingMethod(motion['method']).label}. {MotionState(motion['state']).label}"
    if motion["for"] is not None:
        votes = f"{motion['for']} for, {motion['against']} against"
        note += f": {votes}, {count_in_words(motion['abstentions'] or 0, 'abstention')}"
    if motion["casting_vote"]:
        note += f"; the chair's casting vote: {VoteChoice(motion['casting_vote']).label.lower()}"
    named = [
        f"{vote['name']}: {VoteChoice(vote['choice']).label.lower()}" for vote in motion["votes"]
    ]
    note += f". Recorded vote: {'; '.join(named)}" if named else ""
    return MinutesLine(label=f"Motion {motion['number']}", words=motion["text"], note=f"{note}.")


def _decision(decision: Said) -> MinutesLine:
    label = "Decision" if decision["is_quorate"] else "Recommendation"
    words = decision["text"]
    if decision["rationale"]:
        words += f"\n\nBecause: {decision['rationale']}"
    head, title = f"{label} {decision['number']}", decision["title"]
    # A decision of a single sentence has that sentence, or its beginning, for a title.
    if not decision["text"].startswith(title.rstrip("…")):
        head += f": {title}"
    return MinutesLine(label=head, words=words)


def _action(action: Said) -> MinutesLine:
    due = format_day(date.fromisoformat(action["due_on"]))
    return MinutesLine(
        label=f"Action {action['number']}",
        words=action["text"],
        note=f"{action['owner']}, by {due}.",
    )
