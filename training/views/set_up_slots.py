"""When and where a session is held, as those who run it set it up."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training import permissions
from training.actions.slots import ClashesFound, remove_slot, save_slot
from training.forms.sessions import SlotForm
from training.models import Reach, Session, SessionSlot, reach_of
from training.queries.course_desk import venues_of
from training.queries.session_desk import get_session

from .frame import show


@require_http_methods(["GET", "HEAD", "POST"])
def slot_new(request: SignedInRequest, number: int) -> HttpResponse:
    """Add a time to a session."""
    reach = reach_of(request.active_role)
    try:
        session = get_session(number)
    except Session.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_run(reach, session)
    return _edit(request, reach, session, None)


@require_http_methods(["GET", "HEAD", "POST"])
def slot_edit(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Change a time or its place; who clashes is shown before it is saved."""
    reach, slot = _slot(request, slot_id)
    return _edit(request, reach, slot.session, slot)


@require_POST
def slot_remove(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Take a time out of a session."""
    reach, slot = _slot(request, slot_id)
    try:
        remove_slot(slot_id=slot.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The time is taken out.")
    return redirect("training:session_manage", slot.session_id)


def _edit(
    request: SignedInRequest, reach: Reach, session: Session, slot: SessionSlot | None
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = SlotForm(posted, venues=venues_of(reach).filter(is_active=True), slot=slot)
    clashes: Sequence[str] = ()
    if form.is_valid():
        try:
            save_slot(
                session_id=session.pk,
                facts=form.facts(),
                by=reach,
                at=timezone.now(),
                slot_id=slot.pk if slot else None,
                accepts_clashes=request.POST.get("accepts") == "yes",
            )
        except ClashesFound as error:
            clashes = [str(booking.user) for booking in error.bookings]
        except NotPermittedNow as error:
            form.add_error("starts", str(error))
        else:
            messages.success(request, "The time is kept.")
            return redirect("training:session_manage", session.pk)
    context = {
        "form": form,
        "session": session,
        "slot": slot,
        "clashes": clashes,
        "told": session.bookings.active().count(),
    }
    return show(request, "set_up/slot_edit.html", context, reach=reach)


def _slot(request: SignedInRequest, slot_id: UUID) -> tuple[Reach, SessionSlot]:
    reach = reach_of(request.active_role)
    found = SessionSlot.objects.select_related("session__version__course")
    slot = get_object_or_404(found, pk=slot_id)
    permissions.check_may_run(reach, slot.session)
    return reach, slot
