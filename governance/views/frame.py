"""What every page of governance needs: what the viewer may know of, and the tabs."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.http import SignedInRequest
from core.dates import LONDON
from governance.models import Reach
from governance.presenters.frame import present_frame
from governance.queries.reach import reach_of


def reach_for(request: SignedInRequest) -> Reach:
    """Return what the viewer may know of today; asked once for each page."""
    return reach_of(request.active_role, on=timezone.now().astimezone(LONDON).date())


def show(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, object],
    *,
    reach: Reach,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of governance inside its tabs."""
    frame = present_frame(reach, path=request.path)
    return render(request, f"governance/{template}", {"frame": frame, **context}, status=status)
