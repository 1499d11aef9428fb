"""What of the forward plan a viewer may know of."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.codes import Visibility
from governance.models import AgendaItem, ForwardPlanItem, Reach


def known_plan(reach: Reach) -> QuerySet[ForwardPlanItem]:
    """
    Return what a viewer may know of the forward plans.

    It is drafted onto agendas under the same title: whoever may not know of one of those items,
    by a conflict or because it was made more private there, does not learn of it here.
    """
    served = Q(committee__in=reach.serves)
    reads = Q(committee__in=reach.reads, visibility__in=[Visibility.OPEN, Visibility.PRIVATE])
    observes = Q(committee__in=reach.observes, visibility=Visibility.OPEN)
    known = ForwardPlanItem.objects.filter(
        served
        | (reads & ~_is_drafted_as(Visibility.RESTRICTED))
        | (observes & ~_is_drafted_as(Visibility.RESTRICTED, Visibility.PRIVATE))
    )
    conflicted = AgendaItem.objects.filter(forward_plan=OuterRef("pk"), pk__in=reach.conflicted)
    return known.exclude(Exists(conflicted))


def list_plan(reach: Reach, committee_id: UUID) -> list[ForwardPlanItem]:
    """Return what a viewer may know of a committee's forward plan, by the meeting it begins at."""
    rows = known_plan(reach).filter(committee_id=committee_id, ended_on__isnull=True)
    return list(rows.select_related("presenter").order_by("first_meeting", "every", "title"))


def _is_drafted_as(*visibilities: Visibility) -> Q:
    drafted = AgendaItem.objects.filter(forward_plan=OuterRef("pk"), visibility__in=visibilities)
    return Q(Exists(drafted))
