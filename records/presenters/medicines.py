"""Current medicines across sources, with what does not agree said in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dates import MONTH, YEAR, format_short_date
from records.queries.record import STOPPED_STATUSES
from records.queries.rows import EntryRow

from .entries import Tag, present
from .grouping import group_same

NEW_FOR = timedelta(days=14)
NEAR = timedelta(days=365)

Sources = Callable[[list[EntryRow]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineLine:
    """A medicine that somebody's list has as current."""

    name: str
    dose: str
    since: str
    source: str
    tags: list[Tag]


def present_medicines(
    entries: list[EntryRow], *, sources: Sources, at: datetime
) -> list[MedicineLine]:
    """
    Return the current medicines, one line for each, whoever lists it; conflicts come first.

    `entries` holds current medicines and those stopped lately; `sources` names the senders.
    """
    lines = [
        _line(current, _stopped(same), sources=sources, at=at)
        for same in group_same(entries)
        if (current := [entry for entry in same if entry.status not in STOPPED_STATUSES])
    ]
    lines.sort(key=lambda line: not any(tag.tone == "red" for tag in line.tags))
    return lines


def _stopped(same: list[EntryRow]) -> list[EntryRow]:
    return [entry for entry in same if entry.status in STOPPED_STATUSES]


def _line(
    current: list[EntryRow], stopped: list[EntryRow], *, sources: Sources, at: datetime
) -> MedicineLine:
    shown = [present(entry) for entry in current]
    doses = list(dict.fromkeys(one.detail for one in shown if one.detail))
    tags = []
    stopped_elsewhere = [
        entry for entry in stopped if entry.feed_id not in {other.feed_id for other in current}
    ]
    if stopped_elsewhere:
        what = "held" if stopped_elsewhere[0].status == "on-hold" else "stopped"
        who, still = _in_a_sentence(sources(stopped_elsewhere)), _in_a_sentence(sources(current))
        tags.append(Tag(text=f"{what} by {who}, still on {still} list", tone="red"))
    if len({dose.lower() for dose in doses}) > 1:
        tags.append(Tag(text="doses differ", tone="amber"))
    starts = [entry.clinical_start for entry in current if entry.clinical_start]
    if starts and timedelta(0) <= at - min(starts) <= NEW_FOR:
        tags.append(Tag(text="new", tone="blue"))
    return MedicineLine(
        name=shown[0].headline,
        dose=" / ".join(doses),
        since=_since(min(starts), at) if starts else "",
        source=sources(current),
        tags=tags,
    )


def _since(start: datetime, at: datetime) -> str:
    """Return since when a medicine is listed: the month where that is near, else the year."""
    is_near = at - start <= NEAR
    return format_short_date(start, MONTH if is_near else YEAR, now=at)


def _in_a_sentence(sources: str) -> str:
    """Return the kinds of sources in running words: "GP and mental health"."""
    kinds = [kind if kind.isupper() else kind.lower() for kind in sources.split(" · ")]
    return " and ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
