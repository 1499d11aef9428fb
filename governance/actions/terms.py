"""Write a committee's terms of reference, version by version, and have them hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from core.dates import LONDON, format_day
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import LedgerKind, TermsState
from governance.models import Committee, Reach, TermsOfReference
from governance.policies.quorum import read_rule
from governance.queries.contents.terms import describe_terms

from .ledger import append_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsFacts:
    """What a version of the terms says; `quorum` is a rule of `policies.quorum.read_rule`."""

    text: str
    quorum: Mapping[str, object]
    chair_has_casting_vote: bool = True


@transaction.atomic
def create_terms(*, committee_id: UUID, facts: TermsFacts, by: Reach) -> TermsOfReference:
    """
    Write the next version of the terms, as a draft.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: there is a draft already
    :raises ValueError: the quorum asks for what there is not
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    permissions.check_serves(by, committee_id)
    read_rule(facts.quorum)
    newest = TermsOfReference.objects.filter(committee=committee).order_by("-number").first()
    if newest is not None and newest.state == TermsState.DRAFT:
        raise NotPermittedNow("There is a draft already: change that one.")
    return TermsOfReference.objects.create(
        committee=committee,
        number=newest.number + 1 if newest else 1,
        text=facts.text,
        quorum=dict(facts.quorum),
        chair_has_casting_vote=facts.chair_has_casting_vote,
    )


@transaction.atomic
def change_terms(*, terms_id: UUID, facts: TermsFacts, by: Reach) -> TermsOfReference:
    """
    Change a draft of the terms.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: it is approved
    :raises ValueError: the quorum asks for what there is not
    """
    terms = _lock_draft(terms_id, by)
    read_rule(facts.quorum)
    terms.text, terms.quorum = facts.text, dict(facts.quorum)
    terms.chair_has_casting_vote = facts.chair_has_casting_vote
    terms.save()
    return terms


@transaction.atomic
def approve_terms(
    *, terms_id: UUID, effective_from: date, by: Reach, at: datetime
) -> TermsOfReference:
    """
    Have a draft hold from a day on; it is frozen, and evidence of it is kept.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: it is approved already, or the day has passed or lies too early
    """
    terms = _lock_draft(terms_id, by)
    _check_day(terms, effective_from, at=at)
    terms.state, terms.effective_from = TermsState.APPROVED, effective_from
    terms.approved_at, terms.approved_by = at, by.viewer.user
    terms.save()
    append_evidence(
        committee_id=terms.committee_id,
        kind=LedgerKind.TERMS,
        subject=terms.pk,
        content=describe_terms(terms),
        at=at,
    )
    return terms


def _check_day(terms: TermsOfReference, effective_from: date, *, at: datetime) -> None:
    """
    Require that terms hold neither for the past nor before those that they follow.

    :raises NotPermittedNow: they would change what counted at a meeting that is over
    """
    if effective_from < at.astimezone(LONDON).date():
        raise NotPermittedNow("Terms cannot hold from a day that has passed.")
    earlier = TermsOfReference.objects.filter(
        committee_id=terms.committee_id,
        state=TermsState.APPROVED,
        effective_from__gt=effective_from,
    ).first()
    if earlier is not None and earlier.effective_from is not None:
        day = format_day(earlier.effective_from)
        raise NotPermittedNow(
            f"Version {earlier.number} holds from {day}: choose that day or later."
        )


def _lock_draft(terms_id: UUID, by: Reach) -> TermsOfReference:
    rows = TermsOfReference.objects.select_for_update(of=("self", "committee"))
    terms = rows.select_related("committee").get(pk=terms_id)
    permissions.check_serves(by, terms.committee_id)
    if terms.state != TermsState.DRAFT:
        raise NotPermittedNow("Approved terms are frozen: write the next version.")
    return terms
