"""Other dates of a course."""

from datetime import datetime
from typing import Final

from django.db.models import Prefetch

from accounts.models import PractitionerRole
from training.codes import SessionState
from training.models import Session, SessionSlot

from .seats import with_free_places

MOST: Final = 3


def list_alternatives(
    session: Session, *, at: datetime, viewer: PractitionerRole | None = None
) -> list[Session]:
    """Return the next sessions of the same course with free places, for all or for one viewer."""
    all_of_them = Session.objects.all() if viewer is None else Session.objects.open_to(viewer)
    ahead = all_of_them.filter(
        version__course_id=session.version.course_id, state=SessionState.OPEN, starts_at__gt=at
    ).exclude(pk=session.pk)
    slots = Prefetch("slots", SessionSlot.objects.select_related("venue"))
    free = with_free_places(ahead)
    return list(
        free.select_related("host").prefetch_related(slots).order_by("starts_at", "pk")[:MOST]
    )
