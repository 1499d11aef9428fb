"""The door: a code that changes, and what learners see who scan it."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training import permissions
from training.actions.attendance import attend_slot
from training.actions.door import is_good, make_token, read_scan, still_arriving
from training.models import SessionSlot, reach_of
from training.presenters.registers import draw_code, say_mark
from training.presenters.session_desk import say_place, say_slot
from training.queries.registers import count_there

from .frame import show

SCAN = "door"


@never_cache
@require_safe
def door(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Show the code of this half minute, for a screen at the door."""
    reach, slot = reach_of(request.active_role), _slot(slot_id)
    permissions.check_may_run(reach, slot.session)
    token = make_token(slot.pk, at=timezone.now())
    url = request.build_absolute_uri(reverse("training:attend", args=[slot.pk, token]))
    context = {
        "slot": slot,
        "session": slot.session,
        "when": say_slot(slot),
        "where": say_place(slot),
        "code": draw_code(url),
        "there": count_there(slot),
        "booked": slot.session.bookings.seated().count(),
    }
    return show(request, "attendance/door.html", context, reach=reach)


@login_not_required
@never_cache
@require_safe
def attend(request: HttpRequest, slot_id: UUID, token: str) -> HttpResponse:
    """
    Note that this browser has scanned a good code, and go on to whoever is signed in.

    It is open to strangers, who sign in next and come back; it tells nothing, and marks nobody:
    following a link must change nothing but the browser's own session.
    """
    at = timezone.now()
    if not is_good(token, slot_id, at=at):
        return render(request, "training/attendance/code_over.html", status=410)
    request.session[SCAN] = {"slot": str(slot_id), "at": int(at.timestamp())}
    return redirect("training:arrive", slot_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Have a learner say that they are there, after the scan and the sign-in."""
    at, noted = timezone.now(), request.session.get(SCAN) or {}
    scanned_at = read_scan(noted.get("at")) if noted.get("slot") == str(slot_id) else None
    if scanned_at is None or not still_arriving(scanned_at, at=at):
        return render(request, "training/attendance/code_over.html", status=410)
    slot = _slot(slot_id)
    context: dict[str, object] = {
        "session": slot.session,
        "when": say_slot(slot),
        "where": say_place(slot),
    }
    if request.method == "POST":
        try:
            mark = attend_slot(
                slot_id=slot.pk, scanned_at=scanned_at, by=request.active_role, at=at
            )
        except NotPermittedNow as error:
            context["refusal"] = str(error)
        else:
            context["mark"] = say_mark(mark)
    reach = reach_of(request.active_role)
    status = 409 if "refusal" in context else 200
    return show(request, "attendance/arrive.html", context, reach=reach, status=status)


def _slot(slot_id: UUID) -> SessionSlot:
    found = SessionSlot.objects.select_related("session__version__course", "venue")
    return get_object_or_404(found, pk=slot_id)
