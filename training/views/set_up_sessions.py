"""Sessions, as those who run them set them up."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training import permissions
from training.actions.seats import cancel_session, resize_session
from training.actions.sessions import (
    change_session,
    create_session,
    list_what_opening_lacks,
    open_session,
)
from training.codes import SessionState
from training.forms.sessions import CancelForm, ResizeForm, SessionForm
from training.models import CourseVersion, Reach, Session, reach_of
from training.presenters.session_desk import (
    NOTHING,
    list_cautions,
    present_filters,
    present_plan,
    present_session_line,
    present_slots,
    say_state,
)
from training.queries.course_desk import get_version
from training.queries.session_desk import (
    MOST,
    SessionFilter,
    get_session,
    list_sessions,
    organizations_of,
    trainers_of,
)
from training.queries.slots import list_trainers_elsewhere

from .frame import show


@require_safe
def session_desk(request: SignedInRequest) -> HttpResponse:
    """List the sessions that somebody runs."""
    reach, at = reach_of(request.active_role), timezone.now()
    permissions.check_is_trainer(reach)
    asked = request.GET.get("show", "")
    only = SessionFilter(asked) if asked in set(SessionFilter) else SessionFilter.UPCOMING
    is_own = request.GET.get("whose") == "own"
    sessions = list_sessions(reach, only=only, at=at, is_own=is_own)
    context = {
        "filters": present_filters(only, is_own=is_own),
        "lines": [present_session_line(session, at=at) for session in sessions],
        "nothing": NOTHING[only],
        "only": only,
        "most": MOST if len(sessions) == MOST else 0,
        "is_own": is_own,
    }
    return show(request, "set_up/session_list.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Make a session of a published version."""
    reach, at = reach_of(request.active_role), timezone.now()
    permissions.check_is_trainer(reach)
    version = _version(version_id, reach)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        organizations=organizations_of(reach),
        people=trainers_of(reach, at),
        initial={
            "mode": version.mode,
            "host": request.active_role.organization_id,
            "trainers": [request.user.pk],
        },
    )
    if form.is_valid():
        try:
            session = create_session(
                version=version,
                plan=form.plan(),
                capacity=form.cleaned_data["capacity"],
                overbook_allowance=form.cleaned_data["overbook_allowance"],
                trainers=list(form.cleaned_data["trainers"]),
                by=reach,
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            return redirect("training:slot_new", session.pk)
    context = {"form": form, "version": version}
    return show(request, "set_up/session_edit.html", context, reach=reach)


@require_safe
def session_manage(request: SignedInRequest, number: int) -> HttpResponse:
    """Show a session to those who run it: times, places, people, what to do next."""
    reach, session = _session(request, number)
    return _show_session(request, reach, session)


@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: SignedInRequest, number: int) -> HttpResponse:
    """Change how a session is run and who gives it."""
    reach, session = _session(request, number)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        organizations=organizations_of(reach),
        people=trainers_of(reach, timezone.now()),
        session=session,
    )
    if form.is_valid():
        try:
            change_session(
                session_id=number,
                plan=form.plan(),
                trainers=list(form.cleaned_data["trainers"]),
                by=reach,
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The session is changed.")
            return redirect("training:session_manage", number)
    context = {"form": form, "session": session, "version": session.version}
    return show(request, "set_up/session_edit.html", context, reach=reach)


@require_POST
def session_open(request: SignedInRequest, number: int) -> HttpResponse:
    """Open a session for booking."""
    reach, _ = _session(request, number)
    try:
        open_session(session_id=number, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The session is open: people can book it.")
    return redirect("training:session_manage", number)


@require_POST
def session_resize(request: SignedInRequest, number: int) -> HttpResponse:
    """Change how many may come."""
    reach, session = _session(request, number)
    form = ResizeForm(request.POST)
    if not form.is_valid():
        return _show_session(request, reach, session, resize_form=form)
    try:
        resize_session(session_id=number, **form.cleaned_data, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        form.add_error("capacity", str(error))
        return _show_session(request, reach, session, resize_form=form)
    messages.success(request, "The number of places is changed.")
    return redirect("training:session_manage", number)


@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: SignedInRequest, number: int) -> HttpResponse:
    """Cancel a session; the form is the second thought."""
    reach, session = _session(request, number)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_session(session_id=number, **form.cleaned_data, by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Cancelled. All who were booked or waited are told.")
            return redirect("training:session_manage", number)
    context = {"form": form, "session": session, "told": session.bookings.active().count()}
    return show(request, "set_up/session_cancel.html", context, reach=reach)


def _show_session(
    request: SignedInRequest,
    reach: Reach,
    session: Session,
    *,
    resize_form: ResizeForm | None = None,
) -> HttpResponse:
    at, state = timezone.now(), SessionState(session.state)
    size = {"capacity": session.capacity, "overbook_allowance": session.overbook_allowance}
    is_draft = state == SessionState.DRAFT
    context = {
        "session": session,
        "line": present_session_line(session, at=at),
        "words": say_state(session, at=at),
        "slots": present_slots(session),
        "plan": present_plan(session),
        "cautions": list_cautions(session) + list_trainers_elsewhere(session),
        "missing": list_what_opening_lacks(session, at=at) if is_draft else [],
        "is_draft": is_draft,
        "may_change": state in (SessionState.DRAFT, SessionState.OPEN),
        "has_begun": session.starts_at is not None and session.starts_at <= at,
        "resize_form": resize_form or ResizeForm(initial=size),
    }
    return show(request, "set_up/session.html", context, reach=reach)


def _session(request: SignedInRequest, number: int) -> tuple[Reach, Session]:
    reach = reach_of(request.active_role)
    try:
        session = get_session(number)
    except Session.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_run(reach, session)
    return reach, session


def _version(version_id: UUID, reach: Reach) -> CourseVersion:
    try:
        return get_version(version_id, reach=reach)
    except CourseVersion.DoesNotExist as error:
        raise Http404 from error
