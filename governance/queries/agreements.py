"""Sharing agreements and impact assessments, for those who may read them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Organization, User
from governance.models import (
    AgreementParty,
    Committee,
    Decision,
    ImpactAssessment,
    Membership,
    Reach,
    SharingAgreement,
)
from governance.policies.agreements import PartyFacts, Term, what_is_missing

MOST_FOUND = 20
_SHORTEST_WORD = 2


def term_of(agreement: SharingAgreement) -> Term:
    """Return what an agreement says of its time, as the rules read it."""
    return Term(
        state=agreement.state,
        starts_on=agreement.starts_on,
        expires_on=agreement.expires_on,
        ended_on=agreement.ended_on,
    )


def list_agreements(reach: Reach) -> list[SharingAgreement]:
    """Return the agreements that a viewer may read, with their parties and feeds."""
    return list(_whole(reach).order_by("reference", "-version"))


def get_agreement(agreement_id: UUID, *, reach: Reach) -> SharingAgreement:
    """
    Return an agreement with its parties and feeds.

    :raises SharingAgreement.DoesNotExist: there is none, or the viewer may not read it
    """
    return _whole(reach).get(pk=agreement_id)


def list_versions(agreement: SharingAgreement, *, reach: Reach) -> list[SharingAgreement]:
    """Return the other versions of an agreement, the newest first."""
    versions = SharingAgreement.objects.visible_to(reach).filter(reference=agreement.reference)
    return list(versions.exclude(pk=agreement.pk).order_by("-version"))


def list_assessments(reach: Reach) -> list[ImpactAssessment]:
    """Return the impact assessments that a viewer may read, the next to review first."""
    found = ImpactAssessment.objects.visible_to(reach).select_related("committee", "owner")
    return list(found.order_by("review_on", "reference"))


def get_assessment(assessment_id: UUID, *, reach: Reach) -> ImpactAssessment:
    """
    Return an impact assessment.

    :raises ImpactAssessment.DoesNotExist: there is none, or the viewer may not read it
    """
    found = ImpactAssessment.objects.visible_to(reach)
    people = ("committee", "owner", "advice_by", "signed_off_by")
    return found.select_related(*people).get(pk=assessment_id)


def agreements_of(assessment: ImpactAssessment, *, reach: Reach) -> list[SharingAgreement]:
    """Return the agreements that rest on an assessment and that a viewer may read."""
    found = SharingAgreement.objects.visible_to(reach).filter(impact_assessment=assessment)
    return list(found.order_by("reference", "-version"))


def known_decision(agreement: SharingAgreement, *, reach: Reach) -> Decision | None:
    """Return the decision that an agreement rests on, to those alone who may know of it."""
    if agreement.decision_id is None:
        return None
    return Decision.objects.visible_to(reach).filter(pk=agreement.decision_id).first()


def decisions_for(committee_id: UUID, *, reach: Reach) -> QuerySet[Decision]:
    """Return the decisions in force of a committee that a viewer may know of."""
    keys = Decision.objects.visible_to(reach).in_force().filter(committee_id=committee_id)
    return Decision.objects.filter(pk__in=keys.values("pk")).order_by("-decided_at")


def assessments_for(committee_id: UUID) -> QuerySet[ImpactAssessment]:
    """Return the assessments on which an agreement of a committee may rest."""
    return ImpactAssessment.objects.filter(committee_id=committee_id).order_by("reference")


def served_committees(reach: Reach) -> QuerySet[Committee]:
    """Return the committees whose agreements somebody keeps, as chair or secretary."""
    return Committee.objects.filter(pk__in=reach.serves).order_by("name")


def members_of(committee_id: UUID, *, on: date) -> QuerySet[User]:
    """Return who sits on a committee on a day, by name."""
    seats = Membership.objects.current(on).filter(committee_id=committee_id)
    active = User.objects.filter(pk__in=seats.values("user_id"), is_active=True)
    return active.order_by("display_name", "username")


def find_organizations(words: str, *, but_not: Iterable[UUID]) -> list[Organization]:
    """Return organizations that fit every word by name or ODS code, the first twenty."""
    kept = [word for word in words.split() if len(word) >= _SHORTEST_WORD]
    if not kept:
        return []
    found = Organization.objects.filter(is_active=True).exclude(pk__in=but_not)
    for word in kept:
        found = found.filter(
            Q(name__icontains=word) | Q(short_name__icontains=word) | Q(ods_code__iexact=word)
        )
    return list(found.order_by("name")[:MOST_FOUND])


def lacks(agreement: SharingAgreement, *, on: date) -> list[str]:
    """Return what an agreement lacks before it can come into force, in words."""
    parties = [
        PartyFacts(
            is_signed=party.signed_on is not None,
            is_controller=party.is_controller,
            gives=party.gives,
            receives=party.receives,
        )
        for party in agreement.parties.all()
    ]
    assessment = agreement.impact_assessment
    state = assessment.state if assessment else None
    return what_is_missing(parties, term=term_of(agreement), assessment=state, on=on)


def _whole(reach: Reach) -> QuerySet[SharingAgreement]:
    parties = AgreementParty.objects.select_related("organization").order_by("organization__name")
    return (
        SharingAgreement.objects.visible_to(reach)
        .select_related("committee", "owner", "impact_assessment")
        .prefetch_related(Prefetch("parties", queryset=parties), "feeds")
    )
