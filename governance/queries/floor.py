"""What a meeting is at: the item that it has taken up last."""

from governance.models import AgendaItem, Meeting


def find_current_item(meeting: Meeting) -> AgendaItem | None:
    """Return the item that was taken up last, whoever may know of it: not for pages."""
    taken_up = AgendaItem.objects.filter(meeting=meeting, started_at__isnull=False)
    return taken_up.order_by("-started_at", "-number").first()
