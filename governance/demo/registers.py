"""Risks, hazards, sharing agreements and impact assessments of the demonstration."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from accounts.models import Organization, User
from governance.codes import (
    AgreementState,
    ArticleNine,
    ArticleSix,
    AssessmentKind,
    AssessmentState,
    RiskCategory,
    RiskState,
    ScoreKind,
    Visibility,
)
from governance.models import (
    AgreementFeed,
    AgreementParty,
    Committee,
    Hazard,
    HazardAssessment,
    HazardControl,
    ImpactAssessment,
    Risk,
    RiskScore,
    SharingAgreement,
)

from .members import key_of
from .register_lines import (
    AGREEMENTS,
    CONTROLS,
    HAZARDS,
    RISKS,
    AgreementLine,
    RiskLine,
)


def load_risks(
    boards: Sequence[tuple[Committee, Sequence[User]]], *, at: datetime, count: int = 25
) -> None:
    """Write risks over the boards, each with an owner who sits there, and a history of scores."""
    chance = Random("risks")
    today = at.date()
    for place in range(count):
        board, owners = boards[place % len(boards)]
        line = RISKS[(place // len(boards) + place) % len(RISKS)]
        opened = today - timedelta(days=chance.randrange(120, 500))
        risk = Risk.objects.create(
            id=key_of(f"risk:{place}"),
            committee=board,
            number=place // len(boards) + 1,
            title=line.title,
            cause=line.cause,
            effect=line.effect,
            controls=line.controls,
            category=line.category,
            visibility=Visibility.PRIVATE
            if line.category == RiskCategory.CYBER
            else Visibility.OPEN,
            owner=owners[place // len(boards) % len(owners)],
            state=RiskState.ACCEPTED if place % 9 == 8 else RiskState.OPEN,
            opened_on=opened,
            review_on=today + timedelta(days=chance.choice((-9, 14, 30, 45, 60))),
        )
        _score(risk, line, opened, at=at)


def _score(risk: Risk, line: RiskLine, opened: date, *, at: datetime) -> None:
    begun = at - timedelta(days=(at.date() - opened).days)
    between = (line.initial[0], max(line.initial[1] - 1, line.current[1]))
    scores = (
        (ScoreKind.INITIAL, line.initial, begun, "As it was found."),
        (ScoreKind.TARGET, line.target, begun, "Where we want to be."),
        (ScoreKind.CURRENT, line.initial, begun, "As it was found."),
        (ScoreKind.CURRENT, between, begun + timedelta(days=60), "First control in place."),
        (ScoreKind.CURRENT, line.current, at - timedelta(days=20), "Looked at again."),
    )
    RiskScore.objects.bulk_create(
        [
            RiskScore(
                risk=risk,
                kind=kind,
                consequence=score[0],
                likelihood=score[1],
                why=why,
                scored_at=when,
                scored_by=risk.owner,
            )
            for kind, score, when, why in scores
        ]
    )


def load_hazards(board: Committee, officer: User, *, at: datetime) -> list[Hazard]:
    """Write the clinical hazard log of a board."""
    made = []
    for number, line in enumerate(HAZARDS, start=1):
        opened = at.date() - timedelta(days=400 - 20 * number)
        hazard = Hazard.objects.create(
            id=key_of(f"hazard:{number}"),
            committee=board,
            number=number,
            name=line.name,
            description=line.description,
            causes=line.cause,
            effect=line.effect,
            harm=line.harm,
            existing_controls="What stands in the safety case of the second edition.",
            owner=officer,
            opened_on=opened,
            review_on=at.date() + timedelta(days=20 * number - 30),
        )
        made.append(hazard)
        HazardControl.objects.bulk_create(
            [
                HazardControl(
                    hazard=hazard,
                    kind=kind,
                    description=words,
                    evidence=evidence,
                    in_place_on=opened + timedelta(days=60),
                )
                for kind, words, evidence in CONTROLS[: 2 + number % 3]
            ]
        )
        pairs = (
            (AssessmentKind.INITIAL, line.initial, 390),
            (AssessmentKind.RESIDUAL, line.residual, 90),
        )
        HazardAssessment.objects.bulk_create(
            [
                HazardAssessment(
                    hazard=hazard,
                    kind=kind,
                    severity=severity,
                    likelihood=likelihood,
                    why="Assessed with two clinicians.",
                    assessed_at=at - timedelta(days=days),
                    assessed_by=officer,
                )
                for kind, (severity, likelihood), days in pairs
            ]
        )
    return made


def load_agreements(
    board: Committee,
    organizations: dict[str, Organization],
    feeds: Sequence[str],
    *,
    owner: User,
    adviser: User,
    at: datetime,
) -> None:
    """Write twelve agreements with their assessments; one has run out, two soon will."""
    today = at.date()
    for place, line in enumerate(AGREEMENTS):
        assessment = _assess(board, line, place, owner=owner, adviser=adviser, at=at)
        expires = today + timedelta(days=line.days_left)
        agreement = SharingAgreement.objects.create(
            id=key_of(f"agreement:{line.reference}"),
            committee=board,
            reference=line.reference,
            title=line.title,
            purposes="Direct care of people who are treated by more than one organisation.",
            data_sets=list(line.data_sets),
            article_six=ArticleSix.PUBLIC_TASK,
            article_nine=ArticleNine.HEALTH_OR_SOCIAL_CARE,
            confidentiality_basis="Implied consent for direct care",
            impact_assessment=assessment,
            starts_on=expires - timedelta(days=730),
            expires_on=expires,
            owner=owner,
        )
        AgreementParty.objects.bulk_create(
            [
                AgreementParty(
                    agreement=agreement,
                    organization=organizations[code],
                    signatory="Caldicott Guardian",
                    signed_on=agreement.starts_on - timedelta(days=10),
                )
                for code in line.parties
            ]
        )
    _cover_feeds(feeds)


def _cover_feeds(feeds: Sequence[str]) -> None:
    """Sign the agreements, whose parties and feeds stay from then on."""
    # Every feed but the last rests on an agreement; the last shows what happens without one.
    agreements = list(SharingAgreement.objects.order_by("reference"))
    AgreementFeed.objects.bulk_create(
        [
            AgreementFeed(agreement=agreements[place % len(agreements)], feed_code=code)
            for place, code in enumerate(feeds[:-1])
        ]
    )
    for agreement in agreements:
        agreement.state = AgreementState.SIGNED
        agreement.save(update_fields=["state", "updated_at"])


def _assess(
    board: Committee, line: AgreementLine, place: int, *, owner: User, adviser: User, at: datetime
) -> ImpactAssessment | None:
    """Write the assessment under every second agreement."""
    if place % 2:
        return None
    return ImpactAssessment.objects.create(
        id=key_of(f"dpia:{line.reference}"),
        committee=board,
        reference=line.reference.replace("ISA", "DPIA"),
        title=line.title,
        purpose="To show those who treat somebody what others have found and done.",
        processing="Entries are sent nightly, kept in the record, and read by trained staff.",
        necessity="Less would leave out what changes treatment; names of relatives are left out.",
        risks="Reading without a reason; a wrong match. Sampling and review stand against them.",
        consultation="Two groups of people who use the services were asked.",
        advice="Proportionate, with the sampling as described.",
        advice_by=adviser,
        advised_at=at - timedelta(days=200),
        state=AssessmentState.ADVISED if place == 8 else AssessmentState.SIGNED_OFF,
        signed_off_at=None if place == 8 else at - timedelta(days=180),
        signed_off_by=None if place == 8 else owner,
        review_on=at.date() + timedelta(days=40 * (place + 1) - 60),
        owner=owner,
    )
