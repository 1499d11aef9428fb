"""Read minutes: as they are being written, and as versions froze them; for a viewer."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from governance.codes import MINUTES_ARE_KNOWN, ApprovalOutcome, MeetingState
from governance.models import (
    AgendaItem,
    EvidenceText,
    LedgerEntry,
    Meeting,
    MinutesVersion,
    Reach,
)
from governance.policies.evidence import sha256
from governance.policies.opening import StoredText, are_as_written, open_texts, read_plain
from governance.queries.contents.minutes import describe_minutes

# Before that there is nothing to read through as a whole.
_SERVED_FROM = frozenset(
    {MeetingState.HELD, MeetingState.MINUTES_DRAFT, MeetingState.MINUTES_CHECKED}
)
_DRAFTS = frozenset({MeetingState.HELD, MeetingState.MINUTES_DRAFT})


def get_meeting_of_minutes(meeting_id: UUID, *, reach: Reach) -> Meeting:
    """
    Return a meeting whose minutes a viewer may read.

    :raises Meeting.DoesNotExist: there is none that they may know of, or its minutes are not told
    """
    meetings = Meeting.objects.visible_to(reach).select_related("committee")
    meeting = meetings.get(pk=meeting_id)
    if not are_minutes_told(reach, meeting):
        raise Meeting.DoesNotExist
    return meeting


def are_minutes_told(reach: Reach, meeting: Meeting) -> bool:
    """Whether somebody who knows of a meeting may read its minutes as they now stand."""
    is_served = meeting.committee_id in reach.serves and meeting.state in _SERVED_FROM
    return is_served or meeting.state in MINUTES_ARE_KNOWN


def get_approval_item(item_id: UUID, *, reach: Reach) -> AgendaItem:
    """
    Return an item by which a meeting approves the minutes of an earlier one.

    :raises AgendaItem.DoesNotExist: there is none that the viewer may know of
    """
    items = AgendaItem.objects.visible_to(reach).filter(minutes_of__isnull=False)
    return items.select_related("meeting__committee", "minutes_of").get(pk=item_id)


def find_approval_item(meeting: Meeting, *, reach: Reach) -> AgendaItem | None:
    """Return the item of a meeting in progress by which minutes can now be approved."""
    if meeting.state != MeetingState.MINUTES_CIRCULATED:
        return None
    items = AgendaItem.objects.visible_to(reach).filter(
        minutes_of=meeting,
        meeting__state=MeetingState.IN_PROGRESS,
        meeting__committee__in=reach.serves,
        decided_at__isnull=True,
    )
    return items.select_related("meeting").order_by("meeting__starts_at").first()


def known_item_keys(meeting_id: UUID, *, reach: Reach) -> frozenset[str]:
    """Return the keys of a meeting's items that a viewer may know of."""
    found = AgendaItem.objects.visible_to(reach).filter(meeting_id=meeting_id)
    return frozenset(map(str, found.values_list("pk", flat=True)))


def list_versions(meeting: Meeting, *, reach: Reach) -> list[MinutesVersion]:
    """
    Return the versions of a meeting's minutes that a viewer may read, the newest first.

    Members read what was circulated and what was approved; what the chair took back before that
    is for those who prepare the meetings.
    """
    versions = meeting.minutes_versions.select_related(
        "entry", "checked_by", "approval__item__meeting"
    )
    found = list(versions.defer("pdf").order_by("-number"))
    if meeting.committee_id in reach.serves:
        return found
    amended = found and getattr(found[0], "approval", None) is not None and _is_amended(found[0])
    return found[: 2 if amended else 1]


def get_version(version_id: UUID, *, reach: Reach) -> MinutesVersion:
    """
    Return a version of minutes that a viewer may read.

    :raises Meeting.DoesNotExist: there is none that they may know of, or its minutes are not told
    """
    meetings = Meeting.objects.filter(minutes_versions=version_id).values_list("pk", flat=True)
    meeting = get_meeting_of_minutes(meetings.get(), reach=reach)
    for version in list_versions(meeting, reach=reach):
        if version.pk == version_id:
            version.meeting = meeting
            return version
    raise Meeting.DoesNotExist


def before_version(version: MinutesVersion, *, reach: Reach) -> MinutesVersion | None:
    """Return the version before one, where a viewer may read it."""
    versions = list_versions(version.meeting, reach=reach)
    return next((each for each in versions if each.number == version.number - 1), None)


def is_draft(meeting: Meeting) -> bool:
    """Whether the minutes are still read from what is being written, not from a version."""
    return meeting.state in _DRAFTS


def read_draft(meeting: Meeting) -> Mapping[str, Any]:
    """Return the minutes as they are written now: whole, to be filtered for whoever reads."""
    return _object(read_plain(describe_minutes(meeting)))


def read_version(version: MinutesVersion) -> Mapping[str, Any]:
    """Return what a version froze, opened: whole, to be filtered for whoever reads."""
    return read_entry(version.entry)


def is_as_checked(version: MinutesVersion) -> bool:
    """Whether a version, its evidence and its words still are what the chair checked."""
    content = version.entry.content
    return sha256(content) == version.sha256 and are_as_written(
        json.loads(content), stored_texts(version.entry.texts.all())
    )


def read_entry(entry: LedgerEntry) -> Mapping[str, Any]:
    """Return what a link of the chain holds, with its words."""
    return _object(open_texts(json.loads(entry.content), stored_texts(entry.texts.all())))


def stored_texts(texts: Iterable[EvidenceText]) -> dict[str, StoredText]:
    """Return stored texts by where they stand."""
    return {
        text.path: StoredText(salt=text.salt, text=text.text, is_erased=text.erased_at is not None)
        for text in texts
    }


def _is_amended(version: MinutesVersion) -> bool:
    return version.approval.outcome == ApprovalOutcome.WITH_AMENDMENTS


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("minutes are an object")
    return value
