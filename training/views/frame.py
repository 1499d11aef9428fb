"""What every page of training needs: whom the viewer may know of, and the tabs."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import SignedInRequest
from training.models import Reach
from training.presenters.frame import present_frame


def show(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, object],
    *,
    reach: Reach,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of training inside its tabs."""
    frame = present_frame(reach, path=request.path)
    return render(request, f"training/{template}", {"frame": frame, **context}, status=status)
