"""Sharing agreements and impact assessments for tests."""

from datetime import date, timedelta

from accounts.models import Organization, User
from governance.codes import AgreementState, ArticleNine, ArticleSix, AssessmentState
from governance.models import (
    AgreementFeed,
    AgreementParty,
    Committee,
    ImpactAssessment,
    SharingAgreement,
)
from tests.factories.accounts import BoardFactory, HospitalFactory
from tests.factories.governance import THURSDAY, CommitteeFactory, viewer

TODAY = THURSDAY.date()
LONG_AGO = TODAY - timedelta(days=400)


def make_agreement(
    committee: Committee | None = None,
    *,
    days_left: int = 300,
    state: AgreementState = AgreementState.SIGNED,
    owner: User | None = None,
    feeds: tuple[str, ...] = (),
    signed_on: date | None = LONG_AGO,
    **facts: object,
) -> SharingAgreement:
    """Make an agreement of two parties that both signed, in force unless said otherwise."""
    count = SharingAgreement.objects.count() + 1
    facts = {
        "reference": f"ISA-{count:04d}",
        "title": "Hospital results for practices",
        "purposes": "Direct care.",
        "data_sets": ["Results of the last year"],
        "article_six": ArticleSix.PUBLIC_TASK,
        "article_nine": ArticleNine.HEALTH_OR_SOCIAL_CARE,
        "starts_on": LONG_AGO,
        "expires_on": TODAY + timedelta(days=days_left),
        **facts,
    }
    agreement = SharingAgreement.objects.create(
        committee=committee or CommitteeFactory.create(), owner=owner or viewer().user, **facts
    )
    for organization in (BoardFactory.create(), HospitalFactory.create()):
        add_party_to(agreement, organization, signed_on=signed_on)
    for code in feeds:
        AgreementFeed.objects.create(agreement=agreement, feed_code=code)
    if state != AgreementState.DRAFT:
        agreement.state = state
        agreement.save()
    return agreement


def add_party_to(
    agreement: SharingAgreement, organization: Organization, *, signed_on: date | None = LONG_AGO
) -> AgreementParty:
    """Make an organization party to a draft."""
    return AgreementParty.objects.create(
        agreement=agreement,
        organization=organization,
        signatory="Its chief executive" if signed_on else "",
        signed_on=signed_on,
    )


def make_assessment(
    committee: Committee | None = None,
    *,
    state: AssessmentState = AssessmentState.DRAFT,
    owner: User | None = None,
    **facts: object,
) -> ImpactAssessment:
    """Make an impact assessment, to be reviewed in a year."""
    owner = owner or viewer().user
    signed = {"signed_off_at": THURSDAY, "signed_off_by": owner}
    facts = {
        "reference": f"DPIA-{ImpactAssessment.objects.count() + 1:04d}",
        "title": "Results in the record",
        "purpose": "Direct care.",
        "processing": "Results of all residents.",
        "necessity": "Nothing less shows what was measured.",
        "risks": "Somebody looks without need; every look is written down.",
        "review_on": TODAY + timedelta(days=365),
        **(signed if state == AssessmentState.SIGNED_OFF else {}),
        **facts,
    }
    return ImpactAssessment.objects.create(
        committee=committee or CommitteeFactory.create(), owner=owner, state=state, **facts
    )
