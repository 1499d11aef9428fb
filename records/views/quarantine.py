"""What was set aside and who is held, for integration engineers to decide about."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from records.actions.quarantine import (
    dismiss_quarantined_item,
    link_source_patient,
    retry_quarantined_item,
)
from records.codes import QuarantineReason, QuarantineState
from records.http import no_training_needed
from records.models import QuarantinedItem, SourcePatient
from records.presenters.quarantine import (
    present_held_person,
    present_quarantine_line,
    present_quarantined_item,
    present_reasons,
)
from records.queries import feeds

LINES_A_PAGE = 50
NEW_PERSON = "new"


@no_training_needed
@require_GET
def quarantine_list(request: SignedInRequest) -> HttpResponse:
    at, feed_code = timezone.now(), request.GET.get("feed", "").replace("\x00", "")
    state = request.GET.get("state", QuarantineState.OPEN)
    reason, viewer = request.GET.get("reason", ""), request.active_role
    if state not in QuarantineState or (reason and reason not in QuarantineReason):
        raise Http404
    items = feeds.list_quarantined(viewer=viewer, feed_code=feed_code, state=state, reason=reason)
    counts = feeds.count_quarantined_by_reason(viewer=viewer, feed_code=feed_code, state=state)
    page = Paginator(items, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "items": [present_quarantine_line(item, at=at) for item in page],
        "page": page,
        "feed_code": feed_code,
        "reason": reason,
        "reasons": present_reasons(counts, feed_code=feed_code, state=state, current=reason),
        "state": QuarantineState(state),
        "states": list(QuarantineState),
    }
    return render(request, "records/quarantine_list.html", context)


@no_training_needed
@require_GET
def quarantined_item_detail(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = _read_item(request, item_id)
    return render(
        request, "records/quarantined_item_detail.html", {"item": present_quarantined_item(item)}
    )


@no_training_needed
@require_POST
def quarantined_item_retry(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = _read_item(request, item_id)
    try:
        item = retry_quarantined_item(item=item, by=request.active_role, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        if item.state == QuarantineState.OPEN:
            messages.warning(request, "It still cannot go in. The reason below is of now.")
        else:
            messages.success(request, "The item is in the record.")
    return redirect("records:quarantined_item_detail", item_id)


@no_training_needed
@require_POST
def quarantined_item_dismiss(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = _read_item(request, item_id)
    try:
        dismiss_quarantined_item(item=item, by=request.active_role, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Dismissed. It opens again only if the source sends it changed.")
    return redirect("records:quarantined_item_detail", item_id)


def _read_item(request: SignedInRequest, item_id: UUID) -> QuarantinedItem:
    """Return an item, or answer that there is none."""
    try:
        return feeds.read_quarantined_item(item_id, viewer=request.active_role, at=timezone.now())
    except QuarantinedItem.DoesNotExist as error:
        raise Http404 from error


@no_training_needed
@require_GET
def held_person_detail(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    held = _read_held(request, person_id)
    return render(
        request, "records/held_person_detail.html", {"held": present_held_person(held, at=at)}
    )


@no_training_needed
@require_POST
def held_person_link(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Decide who a held person is: one of the candidates, or somebody new."""
    held = _read_held(request, person_id)
    chosen = request.POST.get("patient", "")
    candidates = {str(candidate.pk): candidate for candidate in held.candidates}
    if chosen != NEW_PERSON and chosen not in candidates:
        messages.error(request, "Choose who this person is first.")
        return redirect("records:held_person_detail", person_id)
    try:
        link_source_patient(
            source_patient=held.person,
            patient=candidates.get(chosen),
            by=request.active_role,
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("records:held_person_detail", person_id)
    messages.success(request, "Decided. What waited for it is in the record now.")
    return redirect("records:feed_list")


def _read_held(request: SignedInRequest, person_id: UUID) -> feeds.HeldPerson:
    """Return a held person, or answer that there is none."""
    try:
        return feeds.read_held_person(person_id, viewer=request.active_role, at=timezone.now())
    except SourcePatient.DoesNotExist as error:
        raise Http404 from error
