"""Read what stands in calendars."""

from datetime import datetime, timedelta
from typing import Final

from accounts.models import PractitionerRole, User
from core.dates import LONDON
from governance.codes import MeetingState
from governance.models import Meeting

from .reach import reach_of

KEPT_IN_FEED: Final = timedelta(days=90)
MOST_IN_FEED: Final = 500


def list_for_feed(user: User, *, at: datetime) -> list[Meeting]:
    """Return the meetings that somebody may know of, from three months ago on."""
    on = at.astimezone(LONDON).date()
    role = PractitionerRole.objects.open_to_act(on).filter(user=user).first()
    if role is None:
        return []
    known = Meeting.objects.visible_to(reach_of(role, on=on)).filter(ends_at__gt=at - KEPT_IN_FEED)
    known = known.exclude(state=MeetingState.CANCELLED).select_related("committee")
    return list(known.order_by("starts_at")[:MOST_IN_FEED])
