"""What every page of analytics begins with: whose figures the viewer may see."""

from django.utils import timezone

from accounts.http import SignedInRequest
from analytics import permissions
from analytics.models import Reach, reach_of


def reach_for(request: SignedInRequest) -> Reach:
    """
    Return whose figures a viewer may see.

    :raises Forbidden: none at all
    """
    reach = reach_of(request.active_role, on=timezone.localdate())
    permissions.check_may_see_figures(reach)
    return reach
