"""Who may present an item: those who sit on the committee, and their deputies."""

from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from core.dates import LONDON
from governance.models import Deputy, Meeting, Membership


def list_presenters(meeting: Meeting, *, also: UUID | None = None) -> QuerySet[User]:
    """Return who sits on the committee on the day of a meeting; `also` whoever presents already."""
    on = meeting.starts_at.astimezone(LONDON).date()
    sits = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
    stands_in = Deputy.objects.filter(membership__in=sits, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )
    found = Q(pk__in=sits.values("user")) | Q(pk__in=stands_in.values("user"))
    chosen = User.objects.filter(found, is_active=True)
    if also is not None:
        chosen = chosen | User.objects.filter(pk=also)
    return chosen.order_by("display_name", "username")
