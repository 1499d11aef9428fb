"""What stands in the registers of the demonstration: risks, hazards, agreements."""

from typing import Final, NamedTuple

from governance.codes import ControlKind, HazardLikelihood, HazardSeverity, RiskCategory

K, H, L = RiskCategory, HazardSeverity, HazardLikelihood


class RiskLine(NamedTuple):
    """A risk with its scores as (consequence, likelihood): initial, current, target."""

    title: str
    category: RiskCategory
    cause: str
    effect: str
    controls: str
    initial: tuple[int, int]
    current: tuple[int, int]
    target: tuple[int, int]


RISKS: Final = (
    RiskLine(
        "Results arrive late from the regional laboratory",
        K.CLINICAL,
        "One interface, no second way.",
        "Clinicians repeat tests or wait.",
        "The record says how late each source is.",
        (4, 4),
        (4, 4),
        (4, 2),
    ),
    RiskLine(
        "Locums open no record because nobody trained them",
        K.WORKFORCE,
        "They start at night.",
        "Decisions without the record.",
        "E-learning opens the record in one sitting.",
        (3, 5),
        (3, 3),
        (3, 2),
    ),
    RiskLine(
        "An account of somebody who left stays open",
        K.CYBER,
        "Leavers are told once a month.",
        "Access by somebody who has no reason.",
        "Accounts end with the role; unused ones close after 90 days.",
        (4, 3),
        (4, 2),
        (4, 1),
    ),
    RiskLine(
        "The agreement with a council runs out",
        K.INFORMATION,
        "Renewal waits for a signature.",
        "Sharing without a valid agreement.",
        "Warnings 90, 30 and 7 days before.",
        (3, 4),
        (3, 4),
        (3, 1),
    ),
    RiskLine(
        "Two people are taken for one",
        K.CLINICAL,
        "Same name and birth date.",
        "Somebody else's allergies are read.",
        "Uncertain matches are held for review.",
        (5, 3),
        (5, 2),
        (5, 1),
    ),
    RiskLine(
        "Benefits are claimed that cannot be shown",
        K.REPUTATION,
        "One survey underlies the figures.",
        "Loss of trust at the boards.",
        "Ranges beside each figure; a second survey is planned.",
        (3, 4),
        (3, 3),
        (2, 2),
    ),
    RiskLine(
        "The only engineer who knows the feeds leaves",
        K.DELIVERY,
        "Knowledge in one head.",
        "Feeds stop for days.",
        "Each feed has a page with its terms and what to do.",
        (4, 3),
        (4, 2),
        (3, 2),
    ),
    RiskLine(
        "Ransomware at a source",
        K.CYBER,
        "Another organisation is attacked.",
        "Its entries grow old.",
        "Feeds are read only; a notice says how old they are.",
        (5, 3),
        (4, 3),
        (3, 3),
    ),
    RiskLine(
        "Staff open records without a reason",
        K.INFORMATION,
        "Curiosity.",
        "Harm to the person, loss of trust.",
        "Sampling, and a page on which a person's accesses are seen.",
        (4, 3),
        (4, 2),
        (4, 1),
    ),
    RiskLine(
        "Funds of next year are cut",
        K.FINANCE,
        "Savings at all boards.",
        "Training and support shrink.",
        "Costs by organisation are shown.",
        (4, 3),
        (4, 3),
        (3, 3),
    ),
    RiskLine(
        "Care homes join before they are ready",
        K.DELIVERY,
        "Pressure to widen.",
        "Poor use, poor trust.",
        "A pilot of twelve homes comes first.",
        (3, 3),
        (3, 2),
        (2, 2),
    ),
    RiskLine(
        "The helpdesk cannot answer in winter",
        K.WORKFORCE,
        "Sickness.",
        "Clinicians give up calling.",
        "Rota over all three boards.",
        (3, 3),
        (2, 3),
        (2, 2),
    ),
)


class HazardLine(NamedTuple):
    """A clinical hazard with its assessments as (severity, likelihood): initial, residual."""

    name: str
    description: str
    cause: str
    effect: str
    harm: str
    initial: tuple[HazardSeverity, HazardLikelihood]
    residual: tuple[HazardSeverity, HazardLikelihood]


HAZARDS: Final = (
    HazardLine(
        "The record of another person is read",
        "A clinician reads and acts on entries of somebody else.",
        "Similar names; two tabs.",
        "Wrong treatment.",
        "Severe injury of one person.",
        (H.MAJOR, L.MEDIUM),
        (H.MAJOR, L.VERY_LOW),
    ),
    HazardLine(
        "An allergy is not shown",
        "A known allergy is missing from the banner.",
        "A late or broken feed.",
        "A medicine is given that harms.",
        "Anaphylaxis.",
        (H.MAJOR, L.MEDIUM),
        (H.MAJOR, L.LOW),
    ),
    HazardLine(
        "An old list of medicines is taken for the present one",
        "The age of the list is not noticed.",
        "A late source.",
        "A stopped medicine is given again.",
        "Injury with recovery.",
        (H.CONSIDERABLE, L.HIGH),
        (H.CONSIDERABLE, L.LOW),
    ),
    HazardLine(
        "A result is shown without its unit",
        "A number is read in the wrong unit.",
        "The source sends none.",
        "Wrong dose.",
        "Injury of one person.",
        (H.CONSIDERABLE, L.MEDIUM),
        (H.CONSIDERABLE, L.VERY_LOW),
    ),
    HazardLine(
        "A plan not to resuscitate is missing",
        "The plan is not seen in time.",
        "The plan is on paper.",
        "Treatment against somebody's wish.",
        "Distress of the person and family.",
        (H.SIGNIFICANT, L.HIGH),
        (H.SIGNIFICANT, L.MEDIUM),
    ),
    HazardLine(
        "The record cannot be opened",
        "The service is down when it is needed.",
        "Fault of a server.",
        "Decisions without the record.",
        "Delay.",
        (H.SIGNIFICANT, L.MEDIUM),
        (H.SIGNIFICANT, L.LOW),
    ),
    HazardLine(
        "Withheld entries are taken for none",
        "A reader believes that nothing is there.",
        "The notice is overlooked.",
        "An interaction is missed.",
        "Injury with recovery.",
        (H.CONSIDERABLE, L.MEDIUM),
        (H.CONSIDERABLE, L.LOW),
    ),
    HazardLine(
        "A safeguarding alert is read by the wrong people",
        "The alert reaches somebody who should not have it.",
        "A wrong role.",
        "Danger to a child or adult.",
        "Severe harm.",
        (H.MAJOR, L.LOW),
        (H.MAJOR, L.VERY_LOW),
    ),
)
CONTROLS: Final = (
    (ControlKind.DESIGN, "Name, birth date and NHS number stand on every page.", "Record banner"),
    (ControlKind.TEST, "Journeys in the browser check the banner of two people.", "Test suite"),
    (
        ControlKind.TRAINING,
        "The first-day course shows it with examples.",
        "Safe use of the record",
    ),
    (
        ControlKind.BUSINESS_PROCESS,
        "Entries that look wrong are reported in one click.",
        "Helpdesk",
    ),
)


class AgreementLine(NamedTuple):
    """A sharing agreement: what it shares, from whom (codes), and in how many days it ends."""

    reference: str
    title: str
    data_sets: tuple[str, ...]
    parties: tuple[str, ...]
    days_left: int


AGREEMENTS: Final = (
    AgreementLine(
        "ISA-01",
        "General practice to hospitals",
        ("Medicines", "Allergies", "Problems"),
        ("M82016", "RXW"),
        420,
    ),
    AgreementLine(
        "ISA-02",
        "Hospital letters to general practice",
        ("Documents", "Admissions"),
        ("RXW", "M82016"),
        260,
    ),
    AgreementLine("ISA-03", "Laboratory results", ("Results",), ("RXW", "M82016"), 610),
    AgreementLine(
        "ISA-04", "Social care packages", ("Contacts", "Packages of care"), ("E06000051", "RXW"), 24
    ),
    AgreementLine("ISA-05", "Safeguarding alerts", ("Safeguarding",), ("E06000051", "R1D"), -12),
    AgreementLine(
        "ISA-06", "Community nursing notes", ("Visits", "Care plans"), ("R1D", "RXW"), 330
    ),
    AgreementLine("ISA-07", "Mental health crisis plans", ("Care plans",), ("RRE", "RXW"), 75),
    AgreementLine(
        "ISA-08", "Ambulance: plans at the scene", ("Plans and preferences",), ("RXW", "R1D"), 510
    ),
    AgreementLine(
        "ISA-09",
        "Care homes, pilot",
        ("Medicines", "Allergies", "Plans"),
        ("E06000051", "M82016"),
        160,
    ),
    AgreementLine("ISA-10", "Maternity", ("Maternity",), ("RXW", "M82016"), 700),
    AgreementLine("ISA-11", "Therapy letters", ("Documents",), ("R1D", "RXW"), 205),
    AgreementLine("ISA-12", "Use figures without names", ("Counts",), ("QOC", "QNC", "QUA"), 365),
)
