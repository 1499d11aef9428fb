"""The register of a session, on a telephone: one tap for each person."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.models import PractitionerRole
from core.access import allowed
from core.dates import count_in_words
from core.errors import NotPermittedNow
from training import permissions
from training.actions.attendance import (
    ReasonWanted,
    add_walk_in,
    check_register_is_open,
    mark_attendance,
    mark_rest_present,
)
from training.actions.registers import close_register, correct_attendance
from training.codes import Mark, SessionState
from training.forms.attendance import MarkForm
from training.models import Booking, Reach, Session, SessionSlot, reach_of
from training.presenters.registers import count_marks, present_parts, present_register, say_mark
from training.presenters.session_desk import say_place, say_slot
from training.queries.registers import choose_slot, find_mark, find_walk_ins, read_register
from training.queries.session_desk import get_session

from .frame import show


@require_safe
def register(request: SignedInRequest, number: int) -> HttpResponse:
    """Show who is booked on a part of a session, and what is marked."""
    at, (reach, session) = timezone.now(), _session(request, number)
    slots = list(session.slots.all())
    slot = choose_slot(slots, asked=request.GET.get("part", ""), at=at)
    if slot is None:
        messages.warning(request, "This session has no time yet, hence no register.")
        return redirect("training:session_manage", number)
    with_needs = allowed(permissions.check_gives, reach, session)
    rows = read_register(session, slot, with_needs=with_needs)
    words = request.GET.get("find", "")
    context = {
        "session": session,
        "role": request.active_role.pk,
        "slot": slot,
        "when": say_slot(slot),
        "where": say_place(slot),
        "parts": present_parts(session, slots, slot),
        "lines": present_register(rows, viewer_id=request.user.pk),
        "tally": count_marks(rows),
        "marks": Mark.choices,
        "is_open": allowed(check_register_is_open, session, slot, at=at),
        "is_held": session.state == SessionState.HELD,
        "may_close": session.state == SessionState.OPEN and slots[-1].starts_at <= at,
        "observes": session.version.needs_observation,
        "with_needs": with_needs,
        "words": words,
        "found": find_walk_ins(words, session, reach=reach, at=at) if words else [],
        "free": session.capacity + session.overbook_allowance - getattr(session, "taken", 0),
    }
    return show(request, "attendance/register.html", context, reach=reach)


@require_POST
def register_mark(request: SignedInRequest, number: int) -> HttpResponse:
    """Mark somebody; what contradicts a scan is asked about first."""
    reach, session = _session(request, number)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose present, late or absent.")
        return redirect("training:register", number)
    booking, slot = _who(session, form.cleaned_data["booking"], form.cleaned_data["slot"])
    try:
        mark_attendance(
            booking_id=booking.pk,
            slot_id=slot.pk,
            mark=Mark(form.cleaned_data["mark"]),
            reason=form.cleaned_data["reason"],
            by=reach,
            at=timezone.now(),
        )
    except ReasonWanted:
        asked = {"booking": booking.pk, "slot": slot.pk, "mark": form.cleaned_data["mark"]}
        decide = reverse("training:register_decide", args=[number])
        return redirect(f"{decide}?{urlencode(asked)}")
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return _back(session, slot)


@require_http_methods(["GET", "HEAD", "POST"])
def register_decide(request: SignedInRequest, number: int) -> HttpResponse:
    """Contradict a scan, or put a closed register right, with a reason."""
    reach, session = _session(request, number)
    asked = request.POST if request.method == "POST" else request.GET
    booking, slot = _who(session, asked.get("booking"), asked.get("slot"))
    initial = {"booking": booking.pk, "slot": slot.pk, "mark": asked.get("mark")}
    form = MarkForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["reason"].required = True
    if form.is_valid():
        act = correct_attendance if session.state == SessionState.HELD else mark_attendance
        try:
            act(
                booking_id=booking.pk,
                slot_id=slot.pk,
                mark=Mark(form.cleaned_data["mark"]),
                reason=form.cleaned_data["reason"],
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The register is put right.")
            return _back(session, slot)
    context = {
        "form": form,
        "session": session,
        "slot": slot,
        "when": say_slot(slot),
        "name": str(booking.user),
        "now": say_mark(find_mark(booking, slot)),
        "is_held": session.state == SessionState.HELD,
    }
    return show(request, "attendance/register_decide.html", context, reach=reach)


@require_POST
def register_rest(request: SignedInRequest, number: int) -> HttpResponse:
    """Mark everybody present who has no mark."""
    reach, session = _session(request, number)
    slot = _slot(session, request.POST.get("slot"))
    try:
        marked = mark_rest_present(slot_id=slot.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{count_in_words(marked, 'person', 'people')} marked present.")
    return _back(session, slot)


@require_POST
def register_walk_in(request: SignedInRequest, number: int) -> HttpResponse:
    """Give somebody who came without a booking a place."""
    reach, session = _session(request, number)
    slot = _slot(session, request.POST.get("slot"))
    role = _role(request.POST.get("role"), reach)
    try:
        add_walk_in(slot_id=slot.pk, learner=role, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{role.user} is added and marked.")
    return _back(session, slot)


@require_POST
def register_close(request: SignedInRequest, number: int) -> HttpResponse:
    """Close the register; who attended all holds what the course grants."""
    reach, session = _session(request, number)
    try:
        close_register(session_id=session.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The register is closed.")
    return redirect("training:register", number)


def _session(request: SignedInRequest, number: int) -> tuple[Reach, Session]:
    reach = reach_of(request.active_role)
    try:
        session = get_session(number)
    except Session.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_run(reach, session)
    return reach, session


def _who(session: Session, booking: object, slot: object) -> tuple[Booking, SessionSlot]:
    bookings = session.bookings.select_related("user")
    return get_object_or_404(bookings, pk=_key(booking)), _slot(session, slot)


def _slot(session: Session, slot: object) -> SessionSlot:
    return get_object_or_404(session.slots.all(), pk=_key(slot))


def _role(role: object, reach: Reach) -> PractitionerRole:
    within = PractitionerRole.objects.filter(organization__in=reach.people)
    return get_object_or_404(within.select_related("user", "organization"), pk=_key(role))


def _key(typed: object) -> UUID:
    """
    Return a key as it was sent.

    :raises Http404: it is none
    """
    try:
        return UUID(str(typed))
    except ValueError as error:
        raise Http404 from error


def _back(session: Session, slot: SessionSlot) -> HttpResponse:
    return redirect(f"{reverse('training:register', args=[session.pk])}?part={slot.pk}")
