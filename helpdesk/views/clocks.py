"""Why a clock is due when it is, and another deadline set by hand."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.dates import LONDON
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.deadlines import set_deadline
from helpdesk.codes import Metric
from helpdesk.forms.clocks import DeadlineForm
from helpdesk.models import Sight, TicketClock, sight_of
from helpdesk.presenters.clock_working import present_working
from helpdesk.presenters.clocks import present_clock
from helpdesk.queries.clocks import get_clock, read_history


def _read_clock(number: int, metric: str, *, sight: Sight) -> TicketClock:
    """
    Return a clock that an address names.

    :raises Http404: there is none that the viewer may know of
    """
    try:
        return get_clock(number, Metric(metric), sight=sight)
    except (ValueError, TicketClock.DoesNotExist) as error:
        raise Http404 from error


@require_safe
def clock_detail(request: SignedInRequest, number: int, metric: str) -> HttpResponse:
    at, sight = timezone.now(), sight_of(request.active_role)
    clock = _read_clock(number, metric, sight=sight)
    leads = allowed(permissions.check_may_lead, sight, clock.ticket)
    context = {
        "number": number,
        "clock": present_clock(clock, leads=leads, at=at),
        "working": present_working(read_history(clock, sight=sight), at=at),
    }
    return render(request, "helpdesk/clock_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deadline_set(request: SignedInRequest, number: int, metric: str) -> HttpResponse:
    at, sight = timezone.now(), sight_of(request.active_role)
    clock = _read_clock(number, metric, sight=sight)
    permissions.check_may_lead(sight, clock.ticket)
    form = DeadlineForm(request.POST or None, initial=_initial(clock))
    if request.method == "POST" and form.is_valid():
        try:
            set_deadline(
                number=number,
                metric=Metric(metric),
                due_at=form.due_at(),
                reason=form.cleaned_data["reason"],
                by=request.active_role,
                at=at,
            )
        except NotPermittedNow as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, "The deadline is set. Pauses do not move it.")
            return redirect("helpdesk:clock_detail", number, metric)
    context = {"number": number, "clock": present_clock(clock, leads=True, at=at), "form": form}
    return render(request, "helpdesk/deadline_set.html", context)


def _initial(clock: TicketClock) -> dict[str, object]:
    """Return what the form starts from: the deadline that holds."""
    due = clock.manual_due_at or clock.due_at
    if due is None:
        return {}
    local = due.astimezone(LONDON)
    return {"day": local.date(), "time": f"{local:%H:%M}"}
