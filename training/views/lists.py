"""Lists of many enrolments: send one in, look at what it would do, carry it out."""

import csv
import io
import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import Forbidden, NotPermittedNow
from core.spreadsheets import BYTE_ORDER_MARK
from training import permissions
from training.actions.lists import put_away, start_enrolling, take_in_list
from training.codes import BatchState, RowOutcome
from training.forms.lists import ListForm
from training.models import EnrolmentBatch, Reach, Session, reach_of
from training.presenters import lists as words
from training.presenters.frame import present_frame
from training.queries import lists

ROWS_A_PAGE = 100
MOST_LISTS = 50
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
AT_WORK = (BatchState.CHECKING, BatchState.ENROLLING)


@require_http_methods(["GET", "HEAD", "POST"])
def list_list(request: SignedInRequest) -> HttpResponse:
    """Show the lists that somebody has sent, and take in another."""
    reach = _reach(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ListForm(*sent, initial={"session": request.GET.get("session", "")})
    if form.is_valid() and (batch := _take_in(request, form)):
        return redirect("training:list_detail", batch.pk)
    context = {
        "frame": present_frame(reach, path=request.path),
        "form": form,
        "lines": [
            words.present_batch(batch) for batch in lists.list_own(request.user.pk, most=MOST_LISTS)
        ],
    }
    return render(request, "training/list_list.html", context)


@require_safe
def list_detail(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    """Show what became of each row, or what would."""
    reach, batch = _reach(request), _get(request, batch_id)
    counts = lists.count_outcomes(batch)
    outcome = request.GET.get("outcome", "")
    total = counts[outcome] if outcome in RowOutcome else counts.total()
    page = int(number) if PAGE_NUMBER.fullmatch(number := request.GET.get("page", "1")) else 1
    first = (page - 1) * ROWS_A_PAGE
    rows = lists.list_rows(batch, outcome=outcome, first=first, most=ROWS_A_PAGE)
    context = {
        "frame": present_frame(reach, path=request.path),
        "batch": batch,
        "summary": words.sum_up(batch, counts),
        "figures": words.present_counts(counts),
        "is_at_work": batch.state in AT_WORK,
        "is_checked": batch.state == BatchState.CHECKED and counts[RowOutcome.READY] > 0,
        "can_put_away": batch.state in (BatchState.CHECKED, BatchState.REFUSED, *AT_WORK),
        "done": counts.total() - counts[RowOutcome.READY],
        "total_rows": counts.total(),
        "filters": [
            {"label": each.label, "url": f"?outcome={each}", "count": counts[each]}
            | {"is_current": outcome == each}
            for each in RowOutcome
            if counts[each]
        ],
        "rows": [words.present_row(row) for row in rows],
        "first": first + 1,
        "last": first + len(rows),
        "total": total,
        "previous_url": f"?outcome={outcome}&page={page - 1}" if page > 1 else "",
        "next_url": f"?outcome={outcome}&page={page + 1}" if first + len(rows) < total else "",
    }
    return render(request, "training/list_detail.html", context)


@require_POST
def list_enrol(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    """Have a checked list carried out."""
    _reach(request)
    try:
        start_enrolling(batch_id=batch_id, by=request.active_role)
    except EnrolmentBatch.DoesNotExist as error:
        raise Http404 from error
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect("training:list_detail", batch_id)


@require_POST
def list_put_away(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    """Put a list away."""
    _reach(request)
    try:
        put_away(batch_id=batch_id, by=request.active_role)
    except EnrolmentBatch.DoesNotExist as error:
        raise Http404 from error
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:list_detail", batch_id)
    messages.success(request, "The list is put away. What was booked from it stays.")
    return redirect("training:list_list")


@require_safe
def list_export(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    """Answer with every row and what became of it, as CSV."""
    _reach(request)
    batch = _get(request, batch_id)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(words.COLUMNS)
    writer.writerows(words.export_row(row) for row in lists.list_rows(batch, outcome=""))
    response = HttpResponse(
        BYTE_ORDER_MARK + written.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="enrolments.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _reach(request: SignedInRequest) -> Reach:
    """Return the reach of somebody who may enrol others."""
    reach = reach_of(request.active_role)
    permissions.check_may_read_names(reach)
    return reach


def _get(request: SignedInRequest, batch_id: UUID) -> EnrolmentBatch:
    try:
        return lists.get_own(batch_id, user_id=request.user.pk)
    except EnrolmentBatch.DoesNotExist as error:
        raise Http404 from error


def _take_in(request: SignedInRequest, form: ListForm) -> EnrolmentBatch | None:
    """Keep what was sent, or say what is wrong with it."""
    session: Session | None = None
    if number := form.cleaned_data["session"]:
        session = lists.find_session(number)
        if session is None:
            form.add_error("session", "There is no session with this number.")
            return None
    file = form.cleaned_data["file"]
    try:
        return take_in_list(
            content=file.read(),
            file_name=file.name,
            session=session,
            by=request.active_role,
            at=timezone.now(),
        )
    except Forbidden:
        raise
    except NotPermittedNow as error:
        form.add_error("file", str(error))
        return None
