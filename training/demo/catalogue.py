"""The eighteen courses of the demonstration: what each is, grants, and how long it counts."""

from dataclasses import dataclass, field
from typing import Final

from training.codes import DeliveryMode, ExpiryRule

D = DeliveryMode
R = ExpiryRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A course as the demonstration sets it up; a version grants one competency."""

    code: str
    name: str
    summary: str
    competency: tuple[str, str]
    mode: DeliveryMode
    minutes: int
    period: int = 12
    rule: ExpiryRule = R.FROM_PREVIOUS
    window: int = 3
    refresher: str = ""
    asks_first: dict[str, object] | str | None = None
    needs_approval: bool = False
    has_quiz: bool = False
    tasks: tuple[str, ...] = ()
    cstf: str = ""
    capacity: int = 14
    versions: int = 1
    sessions_a_month: int = 0
    facts: dict[str, object] = field(default_factory=dict)


SAFE_USE: Final = ("record-safe-use", "Safe use of the shared record")
GOVERNANCE: Final = ("information-governance", "Information governance and data security")
RESUSCITATION: Final = ("resuscitation-adult-2", "Resuscitation, adults, level 2")
SAFEGUARDING_ADULTS: Final = ("safeguarding-adults-2", "Safeguarding adults, level 2")
SAFEGUARDING_CHILDREN: Final = ("safeguarding-children-3", "Safeguarding children, level 3")
EMERGENCY: Final = ("emergency-access", "Emergency access to records")

PLANS: Final = (
    Plan(
        code="record-safe-use",
        name="Safe use of the shared record",
        summary="Open a record for a good reason, read it whole, and know what it does not show",
        competency=SAFE_USE,
        mode=D.E_LEARNING,
        minutes=35,
        refresher="record-refresher",
        has_quiz=True,
        versions=2,
    ),
    Plan(
        code="record-refresher",
        name="Shared record refresher",
        summary="What has changed, and three questions: a few minutes once a year",
        competency=SAFE_USE,
        mode=D.E_LEARNING,
        minutes=5,
        has_quiz=True,
    ),
    Plan(
        code="record-first-day",
        name="Your first day with the shared record",
        summary="Practise on synthetic patients, pass the check, and leave with your account on",
        competency=SAFE_USE,
        mode=D.CLASSROOM,
        minutes=120,
        refresher="record-refresher",
        sessions_a_month=9,
    ),
    Plan(
        code="record-ward-champion",
        name="Record champion for your team",
        summary="Help colleagues find what they need, and tell the helpdesk what is wrong",
        competency=("record-champion", "Record champion"),
        mode=D.CLASSROOM,
        minutes=180,
        rule=R.NEVER,
        asks_first="record-safe-use",
        needs_approval=True,
        sessions_a_month=2,
        capacity=10,
    ),
    Plan(
        code="emergency-access",
        name="Emergency access to records",
        summary="When a closed door may be opened, what is written down, and who looks at it after",
        competency=EMERGENCY,
        mode=D.E_LEARNING,
        minutes=15,
        period=24,
        has_quiz=True,
    ),
    Plan(
        code="information-governance",
        name="Information governance and data security",
        summary="Share what helps care, keep the rest, and act at once when data goes astray",
        competency=GOVERNANCE,
        mode=D.E_LEARNING,
        minutes=45,
        rule=R.FROM_PREVIOUS,
        has_quiz=True,
        cstf="Information governance and data security",
        versions=2,
    ),
    Plan(
        code="cyber-security",
        name="Cyber security for clinical teams",
        summary="Spot a false message, lock a screen, and report in time",
        competency=("cyber-security", "Cyber security"),
        mode=D.E_LEARNING,
        minutes=20,
        rule=R.FROM_COMPLETION,
        has_quiz=True,
    ),
    Plan(
        code="safeguarding-adults-2",
        name="Safeguarding adults, level 2",
        summary="Recognise abuse and neglect, and raise a concern the same day",
        competency=SAFEGUARDING_ADULTS,
        mode=D.E_LEARNING,
        minutes=60,
        period=36,
        has_quiz=True,
        cstf="Safeguarding adults, level 2",
    ),
    Plan(
        code="safeguarding-children-3",
        name="Safeguarding children, level 3",
        summary="Work with other agencies when a child may be at risk",
        competency=SAFEGUARDING_CHILDREN,
        mode=D.CLASSROOM,
        minutes=210,
        period=36,
        cstf="Safeguarding children, level 3",
        sessions_a_month=4,
    ),
    Plan(
        code="resuscitation-adult-2",
        name="Resuscitation, adults, level 2",
        summary="Basic life support, hands on, with a check at the end",
        competency=RESUSCITATION,
        mode=D.CLASSROOM,
        minutes=180,
        cstf="Resuscitation, level 2",
        capacity=12,
        sessions_a_month=8,
        tasks=(
            "Chest compressions at the right depth and rate for two minutes",
            "Airway opened and breaths given with a pocket mask",
            "Defibrillator attached and used as it says",
        ),
    ),
    Plan(
        code="moving-and-handling-2",
        name="Moving and handling people, level 2",
        summary="Move people safely for them and for you",
        competency=("moving-and-handling-2", "Moving and handling people, level 2"),
        mode=D.CLASSROOM,
        minutes=150,
        period=24,
        cstf="Moving and handling, level 2",
        capacity=10,
        sessions_a_month=4,
    ),
    Plan(
        code="referrals-and-letters",
        name="Referrals and letters in the record",
        summary="Find the letter that answers the question, and say when one is missing",
        competency=("referrals-and-letters", "Referrals and letters"),
        mode=D.VIRTUAL,
        minutes=60,
        rule=R.NEVER,
        sessions_a_month=4,
        capacity=25,
    ),
    Plan(
        code="social-care-record",
        name="The shared record for social care",
        summary="What health holds that helps an assessment, and what is none of our business",
        competency=("social-care-record", "The record in social care"),
        mode=D.VIRTUAL,
        minutes=90,
        period=24,
        sessions_a_month=3,
        capacity=20,
    ),
    Plan(
        code="medicines-reconciliation",
        name="Medicines reconciliation with the record",
        summary="Compare what sources say of medicines, and settle what differs",
        competency=("medicines-reconciliation", "Medicines reconciliation"),
        mode=D.VIRTUAL,
        minutes=75,
        period=24,
        asks_first="record-safe-use",
        sessions_a_month=3,
        capacity=20,
    ),
    Plan(
        code="proxy-and-consent",
        name="Consent, capacity and objections",
        summary="What people may decide about their record, and what to do when they object",
        competency=("consent-and-objections", "Consent and objections"),
        mode=D.VIRTUAL,
        minutes=60,
        period=24,
        sessions_a_month=2,
        capacity=20,
    ),
    Plan(
        code="mental-health-record",
        name="Mental health information in the record",
        summary="Read formulations, risks and crisis plans with care",
        competency=("mental-health-record", "Mental health information"),
        mode=D.VIRTUAL,
        minutes=90,
        period=24,
        asks_first={"all": ["record-safe-use", "information-governance"]},
        sessions_a_month=2,
        capacity=16,
    ),
    Plan(
        code="data-quality-at-source",
        name="Data quality at source",
        summary="Write entries that others can use, and correct those that are wrong",
        competency=("data-quality", "Data quality"),
        mode=D.ON_THE_JOB,
        minutes=45,
        period=24,
        sessions_a_month=2,
        capacity=4,
        tasks=(
            "Wrong entry found, reported and followed to its correction",
            "Demographic difference between two sources resolved",
        ),
    ),
    Plan(
        code="train-the-trainer",
        name="Train the trainer",
        summary="Give a session that people remember, and check that they can do it",
        competency=("trainer", "Trainer of the shared record"),
        mode=D.CLASSROOM,
        minutes=360,
        rule=R.NEVER,
        asks_first={"all": ["record-safe-use", {"any": ["record-champion", "data-quality"]}]},
        needs_approval=True,
        sessions_a_month=1,
        capacity=8,
        facts={"window_months": 3},
    ),
)
BY_CODE: Final = {plan.code: plan for plan in PLANS}
