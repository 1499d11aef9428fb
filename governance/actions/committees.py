"""Say what a committee is for."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from governance import permissions
from governance.models import Committee, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFacts:
    """What a committee is for, and how many days before a meeting its papers are due."""

    purpose: str
    paper_days: int


@transaction.atomic
def change_committee(*, committee_id: UUID, facts: CommitteeFacts, by: Reach) -> Committee:
    """
    Change what is said of a committee.

    :raises Forbidden: they are neither chair nor secretary
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    permissions.check_serves(by, committee_id)
    committee.purpose, committee.paper_days = facts.purpose, facts.paper_days
    committee.save()
    return committee
