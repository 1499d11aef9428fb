"""When one meeting is: called, moved, cancelled."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from core.times import say_times
from governance import permissions
from governance.actions.meetings import cancel_meeting, create_meeting, move_meeting
from governance.forms.series import CancelMeetingForm, MeetingForm
from governance.models import Meeting, Reach

from .frame import reach_for, show
from .loading import load_served
from .meetings import meeting_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Call a single meeting."""
    reach = reach_for(request)
    committee = load_served(code, reach)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            create_meeting(
                committee_id=committee.pk, facts=form.facts(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, "The meeting is called.")
            return redirect("governance:committee_detail", committee.code)
    context = {
        "form": form,
        "committee": committee,
        "heading": "Call a meeting",
        "verb": "Call the meeting",
    }
    return show(request, "committees/form.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_move(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Have a meeting at another time or place."""
    reach = reach_for(request)
    meeting = _served(meeting_id, reach)
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid():
        try:
            move_meeting(
                meeting_id=meeting.pk,
                facts=form.facts(),
                reason=form.cleaned_data["reason"],
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, "The meeting is changed. Members are told.")
            return redirect("governance:committee_detail", meeting.committee.code)
    context = {
        "form": form,
        "committee": meeting.committee,
        "heading": f"Move meeting {meeting.number}",
        "lead": f"Now {say_times(meeting.starts_at, meeting.ends_at)}. It keeps its number.",
        "verb": "Move the meeting",
    }
    return show(request, "committees/form.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Cancel a meeting, and say why."""
    reach = reach_for(request)
    meeting = _served(meeting_id, reach)
    form = CancelMeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_meeting(
                meeting_id=meeting.pk,
                reason=form.cleaned_data["reason"],
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "The meeting is cancelled. All who were invited are told.")
            return redirect("governance:committee_detail", meeting.committee.code)
    context = {
        "form": form,
        "committee": meeting.committee,
        "heading": f"Cancel meeting {meeting.number}",
        "lead": f"{say_times(meeting.starts_at, meeting.ends_at)}. It cannot be taken back.",
        "verb": "Cancel the meeting",
        "variant": "danger",
    }
    return show(request, "committees/form.html", context, reach=reach)


def _served(meeting_id: UUID, reach: Reach) -> Meeting:
    meeting = meeting_or_404(meeting_id, reach)
    permissions.check_serves(reach, meeting.committee_id)
    return meeting
