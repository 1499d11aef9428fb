"""How the service is used: the page that most people come for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.presenters.frame import present_frame
from analytics.views.frame import reach_for


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Show the figures of a selection."""
    reach_for(request)
    context = {"frame": present_frame(path=request.path)}
    return render(request, "analytics/overview.html", context)
