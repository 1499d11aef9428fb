"""The page of minutes: where they stand, what comes next, and which versions there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from core.dates import LONDON, format_day
from core.times import say_moment
from governance.codes import ApprovalOutcome, MeetingState
from governance.models import AgendaItem, Meeting, MinutesApproval, MinutesVersion, Reach
from governance.presenters.minutes import MinutesWords
from governance.presenters.printed_minutes import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version in the list of versions."""

    name: str
    what: str
    url: str
    pdf_url: str
    sha256: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody who serves the committee may do next, and what follows from it."""

    label: str
    what: str
    url: str
    is_back: bool = False


def standing_of(meeting: Meeting, version: MinutesVersion | None) -> str:
    """Return in words where minutes stand."""
    if version is None:
        return "Draft, not checked by the chair"
    approval = approval_of(version)
    if approval is None:
        checked = "Draft, checked by the chair"
        return f"{checked} and circulated" if _is_circulated(meeting) else checked
    return standing_of_approved(approval.approved_at, approval.item)


def standing_of_approved(at: datetime, item: AgendaItem) -> str:
    """Return in words when and by which meeting minutes were approved."""
    day = format_day(at.astimezone(LONDON).date())
    return f"Approved on {day} by meeting {item.meeting.number}, item {item.number}"


def tone_of(version: MinutesVersion | None) -> str:
    """Return the tone of the tag that says where minutes stand."""
    return "green" if version is not None and approval_of(version) else "amber"


def approval_of(version: MinutesVersion) -> MinutesApproval | None:
    """Return the approval of a version, if it has one."""
    return getattr(version, "approval", None)


def present_versions(
    versions: Sequence[MinutesVersion], shown: MinutesVersion | None
) -> list[VersionLine]:
    """Return the versions as lines, the newest first."""
    return [
        VersionLine(
            name=f"Version {version.number}",
            what=_what(version),
            url=reverse("governance:minutes_version", args=[version.pk]),
            pdf_url=reverse("governance:minutes_pdf", args=[version.pk]),
            sha256=version.sha256,
            is_shown=shown is not None and version.pk == shown.pk,
        )
        for version in versions
    ]


def steps_of(meeting: Meeting, reach: Reach) -> list[Step]:
    """Return what a viewer may do with the minutes now."""
    committee = meeting.committee_id
    if committee not in reach.serves:
        return []
    chairs = committee not in reach.writes
    return [
        Step(label=label, what=what, url=reverse(name, args=[meeting.pk]), is_back=is_back)
        for state, name, label, what, is_back in _STEPS
        if state == meeting.state and (chairs or name != _CHECK)
    ]


def imprint_of(
    minutes: MinutesWords, version: MinutesVersion, meeting: Meeting, *, reader: str
) -> Imprint:
    """Return what a reader's PDF says of itself."""
    return Imprint(
        standing=standing_of(meeting, version),
        version=version.number,
        sha256=version.sha256,
        excerpt_for="" if minutes.is_whole else reader,
    )


_CHECK = "governance:minutes_check"
_STEPS = (
    (
        MeetingState.HELD,
        "governance:minutes_start",
        "Begin the minutes",
        "What was written during the meeting can be put right until the chair checks it.",
        False,
    ),
    (
        MeetingState.MINUTES_DRAFT,
        _CHECK,
        "Check and freeze",
        "This makes a version that nobody can change. You can still take it back into draft.",
        False,
    ),
    (
        MeetingState.MINUTES_CHECKED,
        "governance:minutes_circulate",
        "Circulate to the members",
        "Members can read them, and are told by mail. Corrections are then made by amendment.",
        False,
    ),
    (
        MeetingState.MINUTES_CHECKED,
        "governance:minutes_reopen",
        "Take back into draft",
        "This version stays; the next check makes another one.",
        True,
    ),
)


def _is_circulated(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.MINUTES_CIRCULATED


def _what(version: MinutesVersion) -> str:
    approval = approval_of(version)
    if approval is not None:
        return f"{ApprovalOutcome(approval.outcome).label}, {say_moment(approval.approved_at)}"
    return f"Frozen {say_moment(version.checked_at)} by {version.checked_by}"
