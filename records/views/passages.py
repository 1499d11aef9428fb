"""Who opened the record in an emergency, for privacy officers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from records.http import no_training_needed
from records.models import EmergencyPassage
from records.presenters.passages import present_passage_line, present_passage_review
from records.queries.passages import list_passages_to_review, review_passage

PASSAGES_SHOWN = 200


@no_training_needed
@require_GET
def passage_list(request: SignedInRequest) -> HttpResponse:
    """List the emergency passages of the officer's board, the newest first."""
    found = list_passages_to_review(viewer=request.active_role, most=PASSAGES_SHOWN + 1)
    context = {
        "passages": [present_passage_line(line) for line in found[:PASSAGES_SHOWN]],
        "limit": PASSAGES_SHOWN,
        "has_more": len(found) > PASSAGES_SHOWN,
    }
    return render(request, "records/passage_list.html", context)


@no_training_needed
@require_GET
def passage_detail(request: SignedInRequest, passage_id: UUID) -> HttpResponse:
    """Show what was read under one passage."""
    at = timezone.now()
    try:
        review = review_passage(passage_id, viewer=request.active_role, at=at)
    except EmergencyPassage.DoesNotExist as error:
        raise Http404 from error
    context = {"review": present_passage_review(review)}
    return render(request, "records/passage_detail.html", context)
