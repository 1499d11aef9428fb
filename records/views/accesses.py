"""Who looked at a record, for privacy officers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from records.http import no_training_needed
from records.models import Patient
from records.presenters.accesses import present_accesses
from records.queries.access import review_accesses


@no_training_needed
@require_GET
def access_list(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    at = timezone.now()
    try:
        review = review_accesses(patient_id, viewer=request.active_role, at=at)
    except Patient.DoesNotExist as error:
        raise Http404 from error
    context = {"review": present_accesses(review, at=at)}
    return render(request, "records/access_list.html", context)
