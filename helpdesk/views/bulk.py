"""Change many tickets at once: choose, look ahead, carry out, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.http import SignedInRequest
from core.errors import DomainError, Forbidden
from helpdesk import permissions
from helpdesk.actions.bulk import (
    MOST_TICKETS,
    choose_changes,
    foresee,
    freeze_selection,
    start_bulk,
    start_undo,
)
from helpdesk.codes import BulkState
from helpdesk.forms.bulk import BulkChangeForm
from helpdesk.models import BulkChange, Sight, sight_of
from helpdesk.presenters.bulk import (
    present_foreseen,
    present_results,
    results_in_words,
    summary_of,
)
from helpdesk.presenters.desk import list_url
from helpdesk.queries.bulk import get_bulk_change
from helpdesk.queries.desk import read_choices
from helpdesk.queries.lists import TicketLine, list_tickets, read_lines
from helpdesk.queries.search import numbers_found

from .desk import Desk, read_desk


@require_POST
def bulk_create(request: SignedInRequest) -> HttpResponse:
    """Keep which tickets were ticked, or those of the whole list."""
    desk = read_desk(request, QueryDict(request.POST.get("filters", "")))
    if "all" in request.POST:
        numbers = _numbers_of(desk)
    else:
        ticked = request.POST.getlist("numbers")
        numbers = [int(each) for each in ticked if each.isascii() and each.isdigit()]
    try:
        bulk = freeze_selection(numbers=numbers, by=request.active_role, at=desk.at)
    except Forbidden:
        raise
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(list_url(desk.current))
    return redirect("helpdesk:bulk_detail", bulk.pk)


def _numbers_of(desk: Desk) -> list[int]:
    """Return the first tickets of the list, as many as can be changed at once."""
    if desk.filters.text:
        return numbers_found(desk.filters, sight=desk.sight, at=desk.at, most=MOST_TICKETS)
    page = list_tickets(
        desk.filters, sight=desk.sight, at=desk.at, order=desk.order, most=MOST_TICKETS
    )
    return [line.number for line in page.lines]


@require_GET
def bulk_detail(request: SignedInRequest, bulk_id: UUID) -> HttpResponse:
    bulk, sight = _read(request, bulk_id)
    lines = _lines(bulk, sight)
    if bulk.state != BulkState.WAITING:
        context = {
            "bulk": bulk,
            "rows": present_results(bulk, lines),
            "summary": results_in_words(bulk),
            "can_undo": bulk.state == BulkState.DONE,
            "is_running": bulk.state == BulkState.RUNNING,
        }
        return render(request, "helpdesk/desk/bulk_results.html", context)
    return _choose_page(request, bulk, sight, lines, form=None)


@require_POST
def bulk_choose(request: SignedInRequest, bulk_id: UUID) -> HttpResponse:
    """Keep what should become of the tickets, and show what will."""
    bulk, sight = _read(request, bulk_id)
    form = BulkChangeForm(request.POST, choices=read_choices(sight))
    if not form.is_valid():
        return _choose_page(request, bulk, sight, _lines(bulk, sight), form=form)
    try:
        choose_changes(
            bulk=bulk,
            changes=form.changes(),
            text=form.cleaned_data["text"],
            visibility=form.cleaned_data["visibility"],
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("helpdesk:bulk_detail", bulk_id)


@require_POST
def bulk_start(request: SignedInRequest, bulk_id: UUID) -> HttpResponse:
    _read(request, bulk_id)
    try:
        start_bulk(bulk_id=bulk_id, by=request.active_role)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("helpdesk:bulk_detail", bulk_id)


@require_POST
def bulk_undo(request: SignedInRequest, bulk_id: UUID) -> HttpResponse:
    _read(request, bulk_id)
    try:
        start_undo(bulk_id=bulk_id, by=request.active_role, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("helpdesk:bulk_detail", bulk_id)


def _read(request: SignedInRequest, bulk_id: UUID) -> tuple[BulkChange, Sight]:
    """Return a change of one's own, or answer that there is none."""
    sight = sight_of(request.active_role)
    permissions.check_is_staff(sight)
    try:
        return get_bulk_change(bulk_id, viewer=request.active_role), sight
    except BulkChange.DoesNotExist as error:
        raise Http404 from error


def _lines(bulk: BulkChange, sight: Sight) -> dict[int, TicketLine]:
    return {line.number: line for line in read_lines(bulk.numbers, sight=sight)}


def _choose_page(
    request: SignedInRequest,
    bulk: BulkChange,
    sight: Sight,
    lines: dict[int, TicketLine],
    *,
    form: BulkChangeForm | None,
) -> HttpResponse:
    """Ask what should change and, once that was said, show what will."""
    is_chosen = form is None and bool(bulk.changes or bulk.text)
    foreseen = foresee(bulk, at=timezone.now()) if is_chosen else []
    if form is None:
        initial = {each["field"]: each["value"] for each in bulk.changes}
        if initial.get("assignee") == "":
            initial["assignee"] = "nobody"
        initial |= {"text": bulk.text, "visibility": bulk.visibility}
        form = BulkChangeForm(initial=initial, choices=read_choices(sight))
    context = {
        "bulk": bulk,
        "form": form,
        "lines": [lines[number] for number in bulk.numbers if number in lines],
        "rows": present_foreseen(foreseen, lines),
        "summary": summary_of(foreseen) if foreseen else "",
        "can_start": any(each.changes for each in foreseen),
    }
    return render(request, "helpdesk/desk/bulk_choose.html", context)
