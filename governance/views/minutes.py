"""Minutes: read for each reader, checked, circulated, and as a PDF."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import DomainError
from governance.actions.minutes import (
    check_minutes,
    circulate_minutes,
    reopen_minutes,
    start_minutes,
)
from governance.models import Meeting, MinutesVersion, Reach
from governance.permissions import check_may_erase
from governance.presenters.minutes import MinutesWords, present_minutes
from governance.presenters.minutes_page import (
    approval_of,
    imprint_of,
    present_versions,
    standing_of,
    steps_of,
    tone_of,
)
from governance.presenters.printed_minutes import draw_minutes
from governance.queries.minutes import (
    before_version,
    find_approval_item,
    get_meeting_of_minutes,
    get_version,
    is_draft,
    known_item_keys,
    list_versions,
    read_draft,
    read_version,
)

from .frame import reach_for, show

SANDBOX: Final = "default-src 'none'; sandbox"


@require_safe
def minutes_detail(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show the minutes of a meeting: the draft, or the newest version."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    versions = list_versions(meeting, reach=reach)
    shown = None if is_draft(meeting) or not versions else versions[0]
    return _show(request, meeting, shown, reach=reach)


@require_safe
def minutes_version(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Show one version of minutes, with what it says differently from the one before."""
    reach = reach_for(request)
    version = _version(version_id, reach)
    return _show(request, version.meeting, version, reach=reach)


@require_safe
def minutes_pdf(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Answer the certified PDF to those who may read all of it, and an excerpt to the others."""
    reach = reach_for(request)
    version = _version(version_id, reach)
    minutes = _words(version.meeting, version, reach=reach)
    if minutes.is_whole and approval_of(version) and version.pdf is not None:
        return _answer_pdf(bytes(version.pdf), version)
    imprint = imprint_of(minutes, version, version.meeting, reader=str(request.user))
    return _answer_pdf(draw_minutes(minutes, imprint, at=version.checked_at), version)


@require_POST
def minutes_start(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Begin to work on the minutes."""
    return _step(request, meeting_id, start_minutes, "The minutes are in draft.")


@require_POST
def minutes_check(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Freeze the minutes as the chair has checked them."""
    return _step(request, meeting_id, check_minutes, "The minutes are checked and frozen.")


@require_POST
def minutes_reopen(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Take the minutes back into draft."""
    return _step(request, meeting_id, reopen_minutes, "The minutes are in draft again.")


@require_POST
def minutes_circulate(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Let the members read the minutes."""
    words = "The minutes are circulated. The members are told by mail."
    return _step(request, meeting_id, circulate_minutes, words)


def _step(
    request: SignedInRequest, meeting_id: UUID, act: Callable[..., object], done: str
) -> HttpResponse:
    """Carry out a step and go back to the minutes, with the reason where it was not possible."""
    reach = reach_for(request)
    _meeting(meeting_id, reach)
    try:
        act(meeting_id=meeting_id, by=reach, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("governance:minutes_detail", meeting_id)


def _show(
    request: SignedInRequest, meeting: Meeting, version: MinutesVersion | None, *, reach: Reach
) -> HttpResponse:
    versions = list_versions(meeting, reach=reach)
    is_newest = version is None or version.number == versions[0].number
    context = {
        "meeting": meeting,
        "minutes": _words(meeting, version, reach=reach),
        "version": version,
        "standing": standing_of(meeting, version) if is_newest else "Replaced by a later version",
        "tone": tone_of(version) if is_newest else "plain",
        "versions": present_versions(versions, version),
        "steps": steps_of(meeting, reach) if is_newest else [],
        "approval_item": find_approval_item(meeting, reach=reach),
        "may_erase": bool(versions) and allowed(check_may_erase, reach, meeting.committee_id),
        "reads_evidence": meeting.committee_id in reach.reads,
    }
    return show(request, "minutes/detail.html", context, reach=reach)


def _words(meeting: Meeting, version: MinutesVersion | None, *, reach: Reach) -> MinutesWords:
    known = known_item_keys(meeting.pk, reach=reach)
    if version is None:
        return present_minutes(read_draft(meeting), known)
    before = before_version(version, reach=reach)
    earlier = read_version(before) if before else None
    return present_minutes(read_version(version), known, before=earlier)


def _answer_pdf(pdf: bytes, version: MinutesVersion) -> HttpResponse:
    meeting = version.meeting
    name = f"minutes-{meeting.committee.code}-{meeting.number}-version-{version.number}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _meeting(meeting_id: UUID, reach: Reach) -> Meeting:
    try:
        return get_meeting_of_minutes(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error


def _version(version_id: UUID, reach: Reach) -> MinutesVersion:
    try:
        return get_version(version_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
