"""Worn joints, and their replacement at a hospital that the practice knows by letter only."""

from datetime import date

from records.demo import contacts, statements
from records.demo.days import later, moment
from records.demo.letters.words import letter
from records.demo.life import ORTHOPAEDICS, Life, Visit
from records.demo.medicines import CO_CODAMOL, NAPROXEN, PARACETAMOL
from records.demo.places import Source, Staff
from records.demo.terms import (
    ARTHRITIS_HIP,
    ARTHRITIS_KNEE,
    BACK_PAIN,
    DISCHARGE_SUMMARY,
    HIP_REPLACEMENT,
    KNEE_REPLACEMENT,
)

SURGEON = Staff("rjah-01", "Mr", "Edmund", "Llanforda", "Consultant orthopaedic surgeon")
ORTHOPAEDIC_HOSPITAL = Source(
    "",
    "RL1",
    "The Robert Jones and Agnes Hunt Orthopaedic Hospital NHS Foundation Trust",
    "Gobowen",
    "Oswestry, SY10 7AG",
    "01691 496 0500",
    "",
    (SURGEON,),
)


def worn(life: Life, since: date, *, replaced: bool) -> None:
    """Tell of a worn hip or knee, and of its replacement where it came to that."""
    hip = life.chance(0.5)
    joint = "hip" if hip else "knee"
    life.suffers(ARTHRITIS_HIP if hip else ARTHRITIS_KNEE, since)
    life.takes(PARACETAMOL, later(since, days=5), why=f"Pain from {joint}")
    if life.chance(0.35):
        life.takes(NAPROXEN, later(since, days=100), why=f"Pain from {joint}")
    if not replaced:
        if life.chance(0.4):
            life.visits_hospital(
                Visit(
                    on=life.day(min(2.0, life.years_since(since)), 0.1),
                    service="Orthopaedic clinic",
                    staff=ORTHOPAEDICS,
                    reason=f"Painful {joint}",
                    findings=[f"X-ray: narrowing of the joint space of the right {joint}."],
                    plan=[
                        "Physiotherapy and weight loss first.",
                        "Open appointment for six months.",
                    ],
                )
            )
        return
    operated = life.day(min(4.0, life.years_since(since)), 0.3)
    contacts.referral(
        life.gp,
        "Robert Jones and Agnes Hunt Orthopaedic Hospital",
        later(operated, days=-210),
        reason=f"Night pain and stiffness of the right {joint}",
    )
    life.takes(CO_CODAMOL, later(operated, days=-250), why=f"Pain from {joint}")
    life.stops(CO_CODAMOL, later(operated, days=50), f"No longer needed after {joint} replacement")
    statements.procedure(
        life.gp,
        HIP_REPLACEMENT if hip else KNEE_REPLACEMENT,
        operated,
        note="At the Robert Jones and Agnes Hunt Orthopaedic Hospital, right side",
    )
    _letter(life, operated, joint)


def _letter(life: Life, operated: date, joint: str) -> None:
    """Add the hospital's letter: that hospital sends no feed, so the practice holds it."""
    left = later(operated, days=2)
    words = letter(
        life.gp,
        life.person,
        f"Discharge after right {joint} replacement",
        left,
        signed=SURGEON,
        source=ORTHOPAEDIC_HOSPITAL,
    )
    words["facts"] = [
        ["Operation", f"Cemented total {joint} replacement, right"],
        ["Anaesthetic", "Spinal"],
    ]
    words["sections"] = [
        {
            "title": "What happened",
            "paragraphs": [
                (
                    "Uncomplicated operation. Walked with two crutches on the first day and "
                    "managed stairs on the second."
                )
            ],
        },
        {
            "title": "Plan",
            "items": [
                "Clips out at the practice on day 14.",
                "Clinic at six weeks.",
                "Outpatient physiotherapy arranged.",
            ],
        },
    ]
    at = moment(left, 15, 20)
    contacts.document(
        life.gp,
        DISCHARGE_SUMMARY,
        at,
        title=words["title"],
        inline=True,
        content=life.composer.pdf("clinic", words, at),
    )


def back_pain(life: Life, since: date) -> None:
    life.suffers(BACK_PAIN, since)
    life.takes(NAPROXEN if life.chance(0.5) else CO_CODAMOL, later(since, days=8), why="Back pain")
    if life.person.area.shropshire and life.chance(0.4):
        contacts.referral(
            life.gp,
            "Community physiotherapy",
            later(since, days=30),
            reason="Back pain beyond six weeks",
        )
