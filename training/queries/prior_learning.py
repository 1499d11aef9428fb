"""Claims of earlier learning: one's own, and those that wait for a trainer. Files stay sealed."""

from uuid import UUID

from django.db.models import QuerySet

from training.codes import EvidenceState
from training.models import PriorLearning, Reach

MOST_DECIDED = 50


def list_own_claims(user_id: UUID) -> QuerySet[PriorLearning]:
    """Return what somebody has claimed, the latest first."""
    own = PriorLearning.objects.filter(user_id=user_id).defer("content")
    whole = own.select_related("user", "competency", "role__organization")
    return whole.order_by("-sent_at")


def list_waiting(*, reach: Reach) -> QuerySet[PriorLearning]:
    """Return the claims that wait for a trainer's word, the oldest first; not their own."""
    waiting = _of_others(reach).filter(state=EvidenceState.SENT)
    return waiting.order_by("sent_at")


def list_decided(*, reach: Reach) -> QuerySet[PriorLearning]:
    """Return the claims that were decided last."""
    decided = _of_others(reach).exclude(state=EvidenceState.SENT)
    return decided.order_by("-decided_at")[:MOST_DECIDED]


def get_claim(claim_id: UUID, *, reach: Reach) -> PriorLearning:
    """
    Return a claim without its file.

    :raises PriorLearning.DoesNotExist: there is none that the viewer may know of
    """
    known = PriorLearning.objects.within(reach).defer("content")
    return known.select_related("user", "competency", "role__organization", "decided_by").get(
        pk=claim_id
    )


def read_evidence(claim: PriorLearning) -> bytes:
    """Return the file of a claim that the viewer may see; whether it may be opened is a policy."""
    content = PriorLearning.objects.values_list("content", flat=True).get(pk=claim.pk)
    return bytes(content)


def _of_others(reach: Reach) -> QuerySet[PriorLearning]:
    known = PriorLearning.objects.within(reach).exclude(user_id=reach.viewer.user_id)
    return known.defer("content").select_related("user", "competency", "role__organization")
