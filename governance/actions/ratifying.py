"""Ratify: a later meeting stands by a recommendation, or by a resolution in writing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from governance.actions.entries import append_entry
from governance.actions.floor import lock_running_item
from governance.actions.ledger import append_evidence
from governance.codes import EntryKind, LedgerKind
from governance.models import Committee, Decision, Ratification, Reach
from governance.policies.running import check_is_not_decided
from governance.queries.contents.decision import describe_ratification
from governance.queries.seats import quorum_of_item


@transaction.atomic
def ratify(*, decision_id: UUID, item_id: UUID, by: Reach, at: datetime) -> Ratification:
    """
    Ratify a decision under an item of a meeting that has a quorum for it.

    :raises Forbidden: they do not run the meeting, or have an interest in the item
    :raises NotPermittedNow: the meeting cannot decide now, or the decision waits for no meeting
    """
    item = lock_running_item(item_id, by=by)
    check_is_not_decided(item.decided_at)
    committee = Committee.objects.select_for_update().get(pk=item.meeting.committee_id)
    known = Decision.objects.visible_to(by).filter(committee=committee)
    decision = known.get(pk=decision_id)
    if Ratification.objects.filter(decision=decision).exists():
        raise NotPermittedNow("This decision is ratified already.")
    if decision.is_quorate and decision.written_resolution_id is None:
        raise NotPermittedNow("This decision was made with a quorum: nothing is to ratify.")
    finding = quorum_of_item(item, at=at)
    if not finding.is_quorate:
        raise NotPermittedNow(f"There is no quorum for this item: {', '.join(finding.missing)}.")
    ratification = Ratification.objects.create(decision=decision, item=item, ratified_at=at)
    append_evidence(
        committee_id=committee.pk,
        kind=LedgerKind.RATIFICATION,
        subject=ratification.pk,
        content=describe_ratification(ratification),
        at=at,
    )
    words = f"{decision.number} was ratified."
    append_entry(item, kind=EntryKind.DECISION, body=words, by_id=by.user_id, at=at)
    return ratification
