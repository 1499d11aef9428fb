"""Find a person. What is typed travels by POST and rests in the session, never in an address."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from accounts.models import PractitionerRole
from records import permissions
from records.forms import PatientSearchForm, read_search_words
from records.http import no_training_needed
from records.presenters.people import present_match
from records.queries.patients import MOST_MATCHES, search_patients

TYPED = "patient_search"


@no_training_needed
@require_POST
def patient_search(request: SignedInRequest) -> HttpResponse:
    """Keep what was typed, in the one box or in the fields, and go to the answer."""
    permissions.check_may_search(request.active_role)
    if "q" in request.POST:
        typed = read_search_words(request.POST["q"])
    else:
        names = (key for key in request.POST if key != "csrfmiddlewaretoken")
        typed = {name: request.POST.get(name, "") for name in names}
    request.session[TYPED] = typed
    return redirect("records:patient_list")


@require_GET
def patient_list(request: SignedInRequest) -> HttpResponse:
    """Answer the search that the session holds; one person by NHS number opens at once."""
    permissions.check_may_search(request.active_role)
    page = _page_of_person(request.active_role)
    typed = request.session.get(TYPED)
    form = PatientSearchForm(typed)
    context: dict[str, object] = {"form": form, "limit": MOST_MATCHES}
    if typed and form.is_valid():
        at = timezone.now()
        answer = search_patients(form.criteria, viewer=request.active_role, at=at)
        if form.criteria.nhs_number and len(answer.matches) == 1:
            return redirect(page, answer.matches[0].id)
        context["people"] = [
            present_match(match, url=reverse(page, args=[match.id]), at=at)
            for match in answer.matches
        ]
        context["has_more"] = answer.has_more
        context["by_number"] = bool(form.criteria.nhs_number)
    return render(request, "records/patient_list.html", context)


def _page_of_person(viewer: PractitionerRole) -> str:
    """Return where a search leads: to the record, for privacy officers to who looked at it."""
    if viewer.job_role == JobRole.PRIVACY_OFFICER:
        return "records:access_list"
    return "records:record_detail"
