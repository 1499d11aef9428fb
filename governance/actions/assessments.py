"""Write impact assessments, advise on them and sign them off (UK GDPR, Articles 35 and 39)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON
from core.errors import Forbidden, NotPermittedNow
from governance.codes import AssessmentState, Capacity
from governance.models import ImpactAssessment, Reach
from governance.permissions import check_chairs, check_serves, check_sits_as
from governance.policies.agreements import check_assessment_is_open
from governance.queries.agreements import members_of

from .agreement_numbers import following_reference, next_assessment_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFacts:
    """What an assessment says."""

    title: str
    purpose: str
    processing: str
    necessity: str
    risks: str
    consultation: str
    review_on: date
    owner: User


@transaction.atomic
def create_assessment(
    *, committee_id: UUID, facts: AssessmentFacts, by: Reach, at: datetime
) -> ImpactAssessment:
    """
    Begin an impact assessment.

    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: its owner does not sit on the committee
    """
    check_serves(by, committee_id)
    assessment = ImpactAssessment(committee_id=committee_id, reference=next_assessment_reference())
    _write(assessment, facts, at=at)
    return assessment


@transaction.atomic
def change_assessment(
    *, assessment_id: UUID, facts: AssessmentFacts, by: Reach, at: datetime
) -> ImpactAssessment:
    """
    Change an assessment; advice that was given on other words is asked for again.

    :raises ImpactAssessment.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is signed off, or its owner does not sit on the committee
    """
    assessment = _lock(assessment_id, by=by)
    check_serves(by, assessment.committee_id)
    check_assessment_is_open(assessment.state)
    assessment.state = AssessmentState.DRAFT
    _write(assessment, facts, at=at)
    return assessment


@transaction.atomic
def advise_on_assessment(
    *, assessment_id: UUID, advice: str, by: Reach, at: datetime
) -> ImpactAssessment:
    """
    Give the data protection officer's advice (UK GDPR, Article 35(2)).

    :raises ImpactAssessment.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is no data protection officer of the committee
    :raises NotPermittedNow: it is signed off
    """
    assessment = _lock(assessment_id, by=by)
    check_sits_as(by, assessment.committee_id, Capacity.DATA_PROTECTION_OFFICER, on=_day(at))
    check_assessment_is_open(assessment.state)
    assessment.state = AssessmentState.ADVISED
    assessment.advice, assessment.advice_by_id, assessment.advised_at = advice, by.user_id, at
    assessment.save()
    return assessment


@transaction.atomic
def sign_off_assessment(*, assessment_id: UUID, by: Reach, at: datetime) -> ImpactAssessment:
    """
    Sign an assessment off, which freezes it; whoever advised on it does not sign it as well.

    :raises ImpactAssessment.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is not its committee's chair, or gave the advice
    :raises NotPermittedNow: nobody has advised on it as it stands
    """
    assessment = _lock(assessment_id, by=by)
    check_chairs(by, assessment.committee_id)
    check_assessment_is_open(assessment.state)
    if assessment.state != AssessmentState.ADVISED:
        raise NotPermittedNow("The data protection officer has not advised on it as it stands.")
    if assessment.advice_by_id == by.user_id:
        raise Forbidden("You gave the advice: somebody else who chairs the committee signs it off.")
    assessment.state = AssessmentState.SIGNED_OFF
    assessment.signed_off_at, assessment.signed_off_by_id = at, by.user_id
    assessment.save()
    return assessment


@transaction.atomic
def confirm_assessment(
    *, assessment_id: UUID, review_on: date, by: Reach, at: datetime
) -> ImpactAssessment:
    """
    Say after a review that an assessment is right as it is, and when it is reviewed next.

    :raises ImpactAssessment.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is not the chair of the committee
    :raises NotPermittedNow: it is not signed off, or the day does not lie ahead
    """
    assessment = _lock(assessment_id, by=by)
    check_chairs(by, assessment.committee_id)
    if assessment.state != AssessmentState.SIGNED_OFF:
        raise NotPermittedNow("Only an assessment that is signed off is reviewed.")
    if review_on <= _day(at):
        raise NotPermittedNow("The next review must lie ahead.")
    assessment.review_on = review_on
    assessment.save(update_fields=["review_on", "updated_at"])
    return assessment


@transaction.atomic
def follow_assessment(*, assessment_id: UUID, review_on: date, by: Reach) -> ImpactAssessment:
    """
    Begin the assessment that follows one which is signed off, as a copy to change.

    :raises ImpactAssessment.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is not signed off, or its follower is open already
    """
    assessment = _lock(assessment_id, by=by)
    check_serves(by, assessment.committee_id)
    if assessment.state != AssessmentState.SIGNED_OFF:
        raise NotPermittedNow("This assessment is open itself: change it.")
    base = assessment.reference.partition("/")[0]
    open_ones = ImpactAssessment.objects.filter(reference__startswith=f"{base}/")
    follower = open_ones.exclude(state=AssessmentState.SIGNED_OFF).first()
    if follower is not None:
        raise NotPermittedNow(f"{follower.reference} follows it already: go on with that one.")
    facts = {name: getattr(assessment, name) for name in AssessmentFacts.__dataclass_fields__}
    return ImpactAssessment.objects.create(
        **{**facts, "review_on": review_on},
        committee_id=assessment.committee_id,
        reference=following_reference(assessment),
    )


def _lock(assessment_id: UUID, *, by: Reach) -> ImpactAssessment:
    readable = ImpactAssessment.objects.visible_to(by)
    return readable.select_for_update(of=("self",)).get(pk=assessment_id)


def _write(assessment: ImpactAssessment, facts: AssessmentFacts, *, at: datetime) -> None:
    is_member = members_of(assessment.committee_id, on=_day(at)).filter(pk=facts.owner.pk)
    if facts.owner.pk != assessment.owner_id and not is_member.exists():
        raise NotPermittedNow("The owner must sit on the committee.")
    for name in AssessmentFacts.__dataclass_fields__:
        setattr(assessment, name, getattr(facts, name))
    assessment.save()


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
