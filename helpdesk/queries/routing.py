"""Which queue a new ticket goes to."""

from uuid import UUID

from django.db.models import F

from helpdesk.models import Queue, Sight


class NoQueue(LookupError):
    """No queue is set up that takes new tickets."""


def find_queue(*, category: str, region_id: UUID | None, is_confidential: bool = False) -> Queue:
    """
    Return the first-tier queue of a category and region.

    One that names the category goes before one that takes any, one of the region before one of
    all; confidential tickets go to confidential queues alone.

    :raises NoQueue: there is none
    """
    queues = Queue.objects.filter(is_active=True, is_confidential=is_confidential)
    candidates = [
        queue
        for queue in queues.order_by("tier", F("region").asc(nulls_last=True), "position", "code")
        if queue.region_id in (region_id, None)
    ]
    candidates.sort(key=lambda queue: (category not in queue.categories, bool(queue.categories)))
    fitting = [q for q in candidates if category in q.categories or not q.categories]
    if not fitting:
        fitting = candidates
    if not fitting:
        raise NoQueue("No queue takes new tickets: set one up in the administration.")
    return fitting[0]


def find_own_queue(sight: Sight, *, category: str) -> Queue | None:
    """Return the queue in which somebody would work on a category; None where they have none."""
    queues = Queue.objects.filter(is_active=True, is_confidential=False, pk__in=sight.queues)
    found = sorted(
        queues.order_by("tier", "position", "code"),
        key=lambda queue: (category not in queue.categories, bool(queue.categories)),
    )
    return found[0] if found else None
