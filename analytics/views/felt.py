"""How long pages took until they were there, as browsers tell."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest
from analytics.forms.felt import FeltForm
from analytics.http import note_time


@require_POST
def felt(request: SignedInRequest) -> HttpResponse:
    """Count a page; nothing is kept of who tells."""
    form = FeltForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    note_time(
        form.cleaned_data["page"],
        form.cleaned_data["milliseconds"],
        is_felt=True,
        on=timezone.localdate(),
    )
    return HttpResponse(status=204)
