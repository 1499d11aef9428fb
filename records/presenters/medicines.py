"""Current medicines across sources, with what does not agree said in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.dates import DAY, YEAR, format_short_date
from records.queries.record import STOPPED_STATUSES
from records.queries.rows import EntryRow
from records.resources.reading import humanize

from .entries import Tag, present
from .grouping import group_same
from .links import report_url

NEW_FOR = timedelta(days=14)

Sources = Callable[[list[EntryRow]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineLine:
    """A medicine that somebody's list has as current."""

    name: str
    dose: str
    since: str
    source: str
    tags: list[Tag]
    report_url: str


def present_medicines(
    entries: list[EntryRow], *, patient_id: UUID, sources: Sources, at: datetime
) -> list[MedicineLine]:
    """
    Return the current medicines, one line for each, whoever lists it; conflicts come first.

    `entries` holds current medicines and those stopped lately; `sources` names the senders. What
    must not be given, or was stopped elsewhere, is tagged red.
    """
    lines = [
        _line(current, _stopped(same), patient_id=patient_id, sources=sources, at=at)
        for same in group_same(entries)
        if (current := [entry for entry in same if entry.status not in STOPPED_STATUSES])
    ]
    lines.sort(key=lambda line: not any(tag.tone == "red" for tag in line.tags))
    return lines


def _stopped(same: list[EntryRow]) -> list[EntryRow]:
    return [entry for entry in same if entry.status in STOPPED_STATUSES]


def _line(
    current: list[EntryRow],
    stopped: list[EntryRow],
    *,
    patient_id: UUID,
    sources: Sources,
    at: datetime,
) -> MedicineLine:
    shown = [present(entry) for entry in current]
    doses = list(dict.fromkeys(one.detail for one in shown if one.detail))
    cautions = dict.fromkeys(caution for one in shown for caution in one.cautions)
    tags = [Tag(text=caution.lower(), tone="red") for caution in cautions]
    stopped_elsewhere = _stopped_elsewhere(current, stopped)
    if stopped_elsewhere:
        what = "held" if stopped_elsewhere[0].status == "on-hold" else "stopped"
        who, still = _in_a_sentence(sources(stopped_elsewhere)), _in_a_sentence(sources(current))
        tags.append(Tag(text=f"{what} by {who}, still on {still} list", tone="red"))
    compared = {_dose(entry, one.detail) for entry, one in zip(current, shown, strict=True)}
    if len(compared - {""}) > 1:
        tags.append(Tag(text="doses differ", tone="amber"))
    starts = [entry.clinical_start for entry in current if entry.clinical_start]
    return MedicineLine(
        name=shown[0].headline,
        dose=" / ".join(doses),
        since=format_short_date(min(starts), YEAR, now=at) if starts else "",
        source=sources(current),
        tags=[*tags, *_time_tags(current, starts, at)],
        report_url=report_url(patient_id, current[0].id),
    )


def _stopped_elsewhere(current: list[EntryRow], stopped: list[EntryRow]) -> list[EntryRow]:
    """Return what another source stopped, unless all who list it began after that."""
    feeds = {entry.feed_id for entry in current}
    return [
        entry
        for entry in stopped
        if entry.feed_id not in feeds
        and not (entry.clinical_end and all(_began_after(entry.clinical_end, c) for c in current))
    ]


def _began_after(moment: datetime, entry: EntryRow) -> bool:
    return entry.clinical_start is not None and entry.clinical_start > moment


def _dose(entry: EntryRow, detail: str) -> str:
    """Return a dose to compare: without the status that its detail ends with, and in one case."""
    state = humanize(entry.status).lower()
    return " ".join(detail.lower().removesuffix(state).rstrip(", .").split())


def _time_tags(current: list[EntryRow], starts: list[datetime], at: datetime) -> list[Tag]:
    """Say of a medicine that it is new, is still to begin, or should have ended."""
    ends = [entry.clinical_end for entry in current if entry.clinical_end]
    if len(ends) == len(current) and max(ends) < at:
        return [Tag(text=f"until {format_short_date(max(ends), DAY, now=at)}", tone="amber")]
    if not starts or at - min(starts) > NEW_FOR:
        return []
    day = format_short_date(min(starts), DAY, now=at)
    return [Tag(text=f"new {day}" if min(starts) <= at else "not begun", tone="blue")]


def _in_a_sentence(sources: str) -> str:
    """Return the kinds of sources in running words: "GP and mental health"."""
    kinds = [kind if kind.isupper() else kind.lower() for kind in sources.split(" · ")]
    return " and ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
