"""Write sharing agreements, bring them into force, renew them and end them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.codes import AgreementState, ArticleNine, ArticleSix
from governance.models import (
    AgreementFeed,
    AgreementParty,
    Decision,
    ImpactAssessment,
    Reach,
    SharingAgreement,
)
from governance.permissions import check_serves
from governance.policies.agreements import A_DAY, check_is_draft
from governance.queries.agreements import (
    assessments_for,
    decisions_for,
    lacks,
    members_of,
    term_of,
)

from .agreement_numbers import next_agreement_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What is said of an agreement while it is a draft."""

    title: str
    purposes: str
    data_sets: Sequence[str]
    article_six: ArticleSix
    article_nine: ArticleNine
    confidentiality_basis: str
    impact_assessment: ImpactAssessment | None
    decision: Decision | None
    starts_on: date
    expires_on: date
    owner: User
    feeds: Sequence[str]


@transaction.atomic
def create_agreement(
    *, committee_id: UUID, facts: AgreementFacts, by: Reach, at: datetime
) -> SharingAgreement:
    """
    Begin an agreement as a draft.

    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it names what is not of the committee
    """
    check_serves(by, committee_id)
    agreement = SharingAgreement(committee_id=committee_id, reference=next_agreement_reference())
    _write(agreement, facts, by=by, at=at)
    return agreement


@transaction.atomic
def change_agreement(
    *, agreement_id: UUID, facts: AgreementFacts, by: Reach, at: datetime
) -> SharingAgreement:
    """
    Change a draft.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is signed, or it names what is not of the committee
    """
    agreement = lock_agreement(agreement_id, by=by)
    check_is_draft(agreement.state)
    _write(agreement, facts, by=by, at=at)
    return agreement


@transaction.atomic
def sign_agreement(*, agreement_id: UUID, by: Reach, at: datetime) -> SharingAgreement:
    """
    Bring an agreement into force that all its parties have signed; it is frozen from then on.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is no draft, or something is missing
    """
    agreement = lock_agreement(agreement_id, by=by)
    check_is_draft(agreement.state)
    missing = lacks(agreement, on=_day(at))
    if missing:
        raise NotPermittedNow(" ".join(missing))
    agreement.state = AgreementState.SIGNED
    agreement.save(update_fields=["state", "updated_at"])
    return agreement


@transaction.atomic
def renew_agreement(*, agreement_id: UUID, by: Reach, at: datetime) -> SharingAgreement:
    """
    Begin the next version as a copy, which nobody has signed yet; it follows without a gap.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is a draft itself, or there is a newer version
    """
    agreement = lock_agreement(agreement_id, by=by)
    versions = SharingAgreement.objects.filter(reference=agreement.reference)
    newest = int(versions.aggregate(newest=Max("version"))["newest"])
    if agreement.version != newest:
        raise NotPermittedNow(f"There is version {newest} already: go on with that one.")
    if agreement.state == AgreementState.DRAFT:
        raise NotPermittedNow("This version is a draft itself: sign it first.")
    follows = max(term_of(agreement).last_day + A_DAY, _day(at))
    copy = SharingAgreement.objects.create(
        **{field: getattr(agreement, field) for field in _COPIED},
        version=newest + 1,
        starts_on=follows,
        expires_on=follows + _length(agreement),
    )
    _copy_parties_and_feeds(agreement, copy)
    return copy


@transaction.atomic
def end_agreement(
    *, agreement_id: UUID, ended_on: date, reason: str, by: Reach, at: datetime
) -> SharingAgreement:
    """
    End an agreement before its time; from `ended_on` on nothing may be shared under it.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is not signed, is over, or the day lies behind or after its end
    """
    agreement = lock_agreement(agreement_id, by=by)
    if agreement.state != AgreementState.SIGNED:
        raise NotPermittedNow("Only an agreement that is signed can be ended.")
    if not _day(at) <= ended_on <= agreement.expires_on:
        raise NotPermittedNow("It can end from today on, and not after its last day.")
    agreement.state = AgreementState.ENDED
    agreement.ended_on, agreement.ended_reason = ended_on, reason
    agreement.save(update_fields=["state", "ended_on", "ended_reason", "updated_at"])
    return agreement


def lock_agreement(agreement_id: UUID, *, by: Reach) -> SharingAgreement:
    """
    Lock an agreement for a change by the chair or secretary of its committee.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    """
    readable = SharingAgreement.objects.visible_to(by)
    agreement = readable.select_for_update(of=("self",)).get(pk=agreement_id)
    check_serves(by, agreement.committee_id)
    return agreement


_COPIED = (
    "committee_id", "reference", "title", "purposes", "data_sets", "article_six", "article_nine",
    "confidentiality_basis", "impact_assessment_id", "owner_id",
)  # fmt: skip


def _write(agreement: SharingAgreement, facts: AgreementFacts, *, by: Reach, at: datetime) -> None:
    _check_is_of_committee(agreement, facts, by=by, at=at)
    agreement.title, agreement.purposes = facts.title, facts.purposes
    agreement.data_sets = list(facts.data_sets)
    agreement.article_six, agreement.article_nine = facts.article_six, facts.article_nine
    agreement.confidentiality_basis = facts.confidentiality_basis
    agreement.impact_assessment, agreement.decision = facts.impact_assessment, facts.decision
    agreement.starts_on, agreement.expires_on = facts.starts_on, facts.expires_on
    agreement.owner = facts.owner
    agreement.save()
    agreement.feeds.exclude(feed_code__in=facts.feeds).delete()
    for code in facts.feeds:
        AgreementFeed.objects.get_or_create(agreement=agreement, feed_code=code)


def _check_is_of_committee(
    agreement: SharingAgreement, facts: AgreementFacts, *, by: Reach, at: datetime
) -> None:
    """Require that assessment, decision and owner belong to the committee; what stood may stay."""
    committee_id = agreement.committee_id
    assessment, decision = facts.impact_assessment, facts.decision
    if assessment and not assessments_for(committee_id).filter(pk=assessment.pk).exists():
        raise NotPermittedNow("The impact assessment is of another committee.")
    is_new = decision is not None and decision.pk != agreement.decision_id
    known = decisions_for(committee_id, reach=by)
    if decision is not None and is_new and not known.filter(pk=decision.pk).exists():
        raise NotPermittedNow("The decision is of another committee.")
    is_member = members_of(committee_id, on=_day(at)).filter(pk=facts.owner.pk).exists()
    if facts.owner.pk != agreement.owner_id and not is_member:
        raise NotPermittedNow("The owner must sit on the committee.")


def _length(agreement: SharingAgreement) -> timedelta:
    return agreement.expires_on - agreement.starts_on


def _copy_parties_and_feeds(agreement: SharingAgreement, copy: SharingAgreement) -> None:
    """Copy who shares and which feeds rest on it; signatures are given anew."""
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=copy,
            organization_id=party.organization_id,
            is_controller=party.is_controller,
            gives=party.gives,
            receives=party.receives,
        )
        for party in agreement.parties.all()
    )
    AgreementFeed.objects.bulk_create(
        AgreementFeed(agreement=copy, feed_code=feed.feed_code) for feed in agreement.feeds.all()
    )


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
