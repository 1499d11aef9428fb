"""Approve minutes under the item of a later meeting, and erase words where the law wants that."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from core.errors import DomainError, Forbidden, NotPermittedNow
from governance import permissions
from governance.actions.approving import approve_minutes
from governance.actions.erasing import erase_words
from governance.forms.minutes import AmendForm, EraseForm
from governance.models import AgendaItem, Meeting, MinuteEntry, MinutesVersion, Reach
from governance.presenters.whole_minutes import draw_whole
from governance.queries.minutes import (
    get_approval_item,
    get_meeting_of_minutes,
    known_item_keys,
    list_versions,
    read_version,
)

from .frame import reach_for, show


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_approve(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Approve the minutes that an item is about, as they are or with amendments."""
    reach = reach_for(request)
    item = _item(item_id, reach)
    permissions.check_serves(reach, item.meeting.committee_id)
    version = _newest(item.minutes_of_id, reach)
    form = AmendForm(
        request.POST if request.method == "POST" else None,
        version_number=version.number,
        items=_known_items(version, reach),
    )
    if form.is_valid() and _approve(form, item, reach):
        messages.success(request, "The minutes are approved, and the PDF is certified.")
        return redirect("governance:minutes_detail", version.meeting_id)
    context = {"form": form, "item": item, "version": version, "meeting": version.meeting}
    return show(request, "minutes/approve.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_erase(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Erase an entry of the minutes for good, in every version."""
    reach = reach_for(request)
    version = _newest(meeting_id, reach)
    try:
        permissions.check_may_erase(reach, version.meeting.committee_id)
    except Forbidden as error:
        raise Http404 from error
    posted = request.POST if request.method == "POST" else None
    form = EraseForm(posted, items=_known_items(version, reach))
    if form.is_valid() and _erase(form, meeting_id, reach):
        messages.success(request, "The words are erased. The chain says so, and still holds.")
        return redirect("governance:minutes_detail", meeting_id)
    context = {"form": form, "meeting": version.meeting}
    return show(request, "minutes/erase.html", context, reach=reach)


def _approve(form: AmendForm, item: AgendaItem, reach: Reach) -> bool:
    try:
        approve_minutes(
            item_id=item.pk,
            version_number=form.cleaned_data["version_number"],
            amendments=form.amendments(),
            draw=draw_whole,
            by=reach,
            at=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def _erase(form: EraseForm, meeting_id: UUID, reach: Reach) -> bool:
    try:
        erase_words(
            meeting_id=meeting_id,
            entry_id=UUID(form.cleaned_data["entry"]),
            reason=form.cleaned_data["reason"],
            by=reach,
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        form.add_error("entry", str(error))
        return False
    except (MinuteEntry.DoesNotExist, DomainError):
        form.add_error("entry", "These words are erased already, or are not yours to erase")
        return False
    return True


def _known_items(version: MinutesVersion, reach: Reach) -> list[Mapping[str, Any]]:
    known = known_item_keys(version.meeting_id, reach=reach)
    return [item for item in read_version(version)["items"] if item["id"] in known]


def _item(item_id: UUID, reach: Reach) -> AgendaItem:
    try:
        return get_approval_item(item_id, reach=reach)
    except AgendaItem.DoesNotExist as error:
        raise Http404 from error


def _newest(meeting_id: UUID | None, reach: Reach) -> MinutesVersion:
    """
    Return the newest version of a meeting's minutes.

    :raises Http404: the viewer may not read them, or there is none
    """
    try:
        if meeting_id is None:
            raise Http404
        meeting = get_meeting_of_minutes(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
    versions = list_versions(meeting, reach=reach)
    if not versions:
        raise Http404
    versions[0].meeting = meeting
    return versions[0]
