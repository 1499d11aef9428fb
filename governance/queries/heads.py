"""The heads of committees' chains of evidence that were lodged last."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from governance.models import LodgedHead


def last_heads(committees: Iterable[UUID]) -> Mapping[UUID, LodgedHead]:
    """Return the head that was lodged last of each committee that has one."""
    found = LodgedHead.objects.filter(committee__in=set(committees))
    newest = found.order_by("committee_id", "-sequence", "-lodged_at").distinct("committee_id")
    return {head.committee_id: head for head in newest}
