"""Run a meeting: open it, keep the register, take up items, close it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from governance.actions import attendance as register_actions
from governance.actions.running import close_meeting, open_meeting, take_up_item
from governance.codes import MINUTES_ARE_OPEN, AttendanceKind, MeetingState
from governance.forms.running import EntryForm, RegisterForm
from governance.models import AgendaItem, Attendance, Meeting, Reach
from governance.presenters.motions import present_motion
from governance.presenters.running import (
    present_agenda,
    present_entry,
    present_light,
    present_register,
)
from governance.queries.agendas import get_item, get_meeting
from governance.queries.floor import find_current_item
from governance.queries.run_page import RunRow, read_open_item, read_register, read_run

from .frame import reach_for, show


@require_safe
def meeting_run(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show those who run a meeting its agenda, the open item and the register."""
    reach = reach_for(request)
    meeting = served_meeting(meeting_id, reach)
    return show_run(request, meeting, reach, chosen=request.GET.get("item", ""))


def show_run(
    request: SignedInRequest,
    meeting: Meeting,
    reach: Reach,
    *,
    chosen: str = "",
    entry_form: EntryForm | None = None,
    register_form: RegisterForm | None = None,
) -> HttpResponse:
    """Answer with the page of a meeting that goes on, and what was typed where it was refused."""
    rows = read_run(meeting, reach, at=timezone.now())
    current = find_current_item(meeting)
    open_row = _choose(rows, chosen, current)
    item = open_row.row.item if open_row else None
    register = read_register(meeting)
    context: dict[str, object] = {
        "meeting": meeting,
        "is_running": meeting.state == MeetingState.IN_PROGRESS,
        "is_writing": meeting.state in MINUTES_ARE_OPEN,
        "can_open": meeting.state == MeetingState.AGENDA_PUBLISHED,
        "keeps_register": meeting.state
        in {MeetingState.AGENDA_PUBLISHED, MeetingState.IN_PROGRESS},
        "lines": present_agenda(
            rows, chosen=item.pk if item else None, current=current.pk if current else None
        ),
        "register": present_register(register.attendances),
        "register_form": register_form or RegisterForm(register=register),
        "item": item,
        "is_current": item is not None and item == current,
    }
    if item is not None and open_row is not None and open_row.quorum is not None:
        context |= _present_open_item(item, meeting, reach)
        context |= {
            "light": present_light(open_row.quorum),
            "entry_form": entry_form or EntryForm(),
        }
    failed = any(form is not None and form.errors for form in (entry_form, register_form))
    return show(request, "minutes/run.html", context, reach=reach, status=422 if failed else 200)


@require_POST
def meeting_open(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Open a meeting."""
    reach = reach_for(request)
    meeting = served_meeting(meeting_id, reach)
    try:
        open_meeting(meeting_id=meeting.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect("governance:meeting_run", meeting.pk)


@require_POST
def meeting_close(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Close a meeting."""
    reach = reach_for(request)
    meeting = served_meeting(meeting_id, reach)
    try:
        closed = close_meeting(meeting_id=meeting.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        said = "The meeting is closed."
        if closed.was_inquorate:
            said += " It had no quorum at any time: what it decided is a recommendation."
        messages.success(request, said)
    return redirect("governance:meeting_run", meeting.pk)


@require_POST
def item_take_up(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Take up an item."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    try:
        take_up_item(item_id=item.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect(run_url(item))


@require_POST
def attendance_new(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Write somebody into the register."""
    reach = reach_for(request)
    meeting = served_meeting(meeting_id, reach)
    form = RegisterForm(request.POST, register=read_register(meeting))
    if form.is_valid():
        try:
            register_actions.mark_attendance(
                meeting_id=meeting.pk, facts=form.facts(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error("who", str(error))
    chosen = request.POST.get("item", "")
    if form.errors:
        return show_run(request, meeting, reach, chosen=chosen, register_form=form)
    return redirect(f"{reverse('governance:meeting_run', args=[meeting.pk])}?item={chosen}")


@require_POST
def attendance_change(request: SignedInRequest, attendance_id: UUID) -> HttpResponse:
    """Note that somebody came or left, or take them out who was written in by mistake."""
    reach = reach_for(request)
    meeting = _meeting_of(attendance_id, reach)
    at = timezone.now()
    try:
        match request.POST.get("what", ""):
            case "arrive":
                register_actions.note_arrival(attendance_id=attendance_id, by=reach, at=at)
            case "leave":
                register_actions.note_departure(attendance_id=attendance_id, by=reach, at=at)
            case "remove":
                register_actions.remove_attendance(attendance_id=attendance_id, by=reach)
            case _:
                messages.error(request, "Choose what to note.")
    except NotPermittedNow as error:
        messages.error(request, str(error))
    chosen = request.POST.get("item", "")
    return redirect(f"{reverse('governance:meeting_run', args=[meeting.pk])}?item={chosen}")


@require_http_methods(["GET", "HEAD", "POST"])
def apologies_send(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Let a member send their apologies for a meeting to come, or take them back."""
    reach = reach_for(request)
    try:
        meeting = get_meeting(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
    own = Attendance.objects.filter(meeting=meeting, user_id=reach.user_id)
    has_sent = own.filter(kind=AttendanceKind.APOLOGIES).exists()
    if request.method != "POST":
        context = {"meeting": meeting, "has_sent": has_sent}
        return show(request, "minutes/apologies.html", context, reach=reach)
    change = register_actions.withdraw_apologies if has_sent else register_actions.send_apologies
    try:
        change(meeting_id=meeting.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        said = "Your apologies are taken back." if has_sent else "Your apologies are noted."
        messages.success(request, said)
    return redirect("governance:meeting_detail", meeting.pk)


def served_meeting(meeting_id: UUID, reach: Reach) -> Meeting:
    """
    Return a meeting for somebody who runs it; nobody else is told that there is a page.

    :raises Http404: they may not know of it, or do not run it
    """
    try:
        meeting = get_meeting(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
    if meeting.committee_id not in reach.serves:
        raise Http404
    return meeting


def served_item(item_id: UUID, reach: Reach) -> AgendaItem:
    """
    Return an item for somebody who runs its meeting and has no interest in it.

    :raises Http404: they may not know of it, or do not run its meeting
    """
    try:
        item = get_item(item_id, reach=reach)
    except AgendaItem.DoesNotExist as error:
        raise Http404 from error
    if item.meeting.committee_id not in reach.serves:
        raise Http404
    return item


def run_url(item: AgendaItem) -> str:
    """Return the address of the page on which an item is being written."""
    return f"{reverse('governance:meeting_run', args=[item.meeting_id])}?item={item.pk}"


def _present_open_item(item: AgendaItem, meeting: Meeting, reach: Reach) -> dict[str, object]:
    found = read_open_item(item, reach)
    is_open, is_decided = meeting.state in MINUTES_ARE_OPEN, item.decided_at is not None
    return {
        "entries": [
            present_entry(entry, is_open=is_open, is_decided=is_decided) for entry in found.entries
        ],
        "motions": [present_motion(motion) for motion in found.motions],
        "decisions": found.decisions,
        "to_ratify": found.to_ratify,
    }


def _choose(rows: list[RunRow], chosen: str, current: AgendaItem | None) -> RunRow | None:
    """Return the row that was asked for, or that goes on, or the first that the viewer may know."""
    known = [row for row in rows if row.row.item is not None]
    wanted = (chosen, str(current.pk) if current else "")
    for key in wanted:
        found = next((row for row in known if row.row.item and str(row.row.item.pk) == key), None)
        if found is not None:
            return found
    return known[0] if known else None


def _meeting_of(attendance_id: UUID, reach: Reach) -> Meeting:
    found = Attendance.objects.filter(pk=attendance_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise Http404
    return served_meeting(found, reach)
