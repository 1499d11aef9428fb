"""Type 2 diabetes: HbA1c that climbs until treatment catches up, and what the reviews find."""

from datetime import date
from functools import partial

from records.demo import contacts, findings, statements
from records.demo.days import later, moment, years_between
from records.demo.laboratory import LIPIDS, LIVER, RENAL, SUGAR
from records.demo.life import DIABETES, Life, Visit
from records.demo.medicines import (
    ATORVASTATIN_20,
    DAPAGLIFLOZIN,
    GLICLAZIDE,
    INSULIN,
    METFORMIN,
    METFORMIN_1G,
    RAMIPRIL_5,
    SITAGLIPTIN,
)
from records.demo.practice import consult
from records.demo.terms import DIABETES_2, FACE_TO_FACE, Term

FOOT_CHECK = Term("Diabetic foot risk")
LOW_RISK, MODERATE_RISK = Term("Low risk of foot disease"), Term("Moderate risk of foot disease")
EYES = Term("Diabetic eye screening")


def tell(life: Life, since: date, *, every: int = 180, hard_to_control: bool = False) -> None:
    """Tell of diabetes since a day, reviewed every so many days."""
    life.suffers(DIABETES_2, since, note="Diagnosed on two HbA1c results")
    years = years_between(since, life.horizon)
    peak = life.rng.uniform(66, 78) if hard_to_control else life.rng.uniform(52, 62)
    life.body.bend("hba1c", now=peak, slope=(peak - 50) / max(1.0, years), since=years)
    life.body.lines["hba1c"].scatter = 2.4
    life.body.lines["weight"].now += 12
    life.body.lines["cholesterol"].now = 4.1
    _treatment(life, since, hard_to_control=hard_to_control)
    life.afterwards(partial(_reviews, life, since, every, hard_to_control=hard_to_control))
    if hard_to_control or life.chance(0.3):
        _clinic(life, since)


def _treatment(life: Life, since: date, *, hard_to_control: bool) -> None:
    life.takes(METFORMIN, later(since, days=20), why="Type 2 diabetes")
    life.takes(METFORMIN_1G, later(since, years=0.8), why="Type 2 diabetes")
    life.takes(ATORVASTATIN_20, later(since, days=60), why="Cardiovascular risk")
    if years_between(since, life.horizon) > 3:
        life.takes(
            SITAGLIPTIN if life.chance(0.5) else DAPAGLIFLOZIN,
            later(since, years=3),
            why="HbA1c above target",
        )
    if life.chance(0.5):
        life.takes(RAMIPRIL_5, later(since, years=1), why="Blood pressure and kidney protection")
    if hard_to_control:
        life.takes(GLICLAZIDE, later(since, years=5), why="HbA1c above target")
        life.takes(INSULIN, later(since, years=9), why="HbA1c above target on three tablets")


def _reviews(life: Life, since: date, every: int, *, hard_to_control: bool) -> None:
    start = max(since, date(life.horizon.year - 14, 1, 10))
    body, gp = life.body, life.gp
    for number, day in enumerate(life.days(start, every)):
        at = moment(day, 9, life.rng.randrange(0, 55, 5))
        findings.panel(gp, body, SUGAR, at)
        findings.pressure(gp, body.read("systolic", day), body.read("diastolic", day), at, gp.nurse)
        if number % 2:
            continue
        for group in (RENAL, LIPIDS):
            findings.panel(gp, body, group, at)
        findings.weighed(gp, body, at, gp.nurse)
        consult(life, gp, moment(day, 14, 10), "Diabetes review", FACE_TO_FACE)
        risk = MODERATE_RISK if hard_to_control and number > 8 else LOW_RISK
        findings.said(gp, "examination-findings", FOOT_CHECK, risk, moment(day, 14, 20))
        if number % 4 == 0:
            findings.panel(gp, body, LIVER, at)
            statements.procedure(
                gp, EYES, day, note="No retinopathy" if number < 12 else "Background retinopathy"
            )


def _clinic(life: Life, since: date) -> None:
    day = life.day(min(2.0, life.years_since(since)), 0.2)
    if life.years_since(since) > 1:
        contacts.referral(
            life.gp,
            "Diabetes clinic",
            later(day, days=-50),
            reason="HbA1c above target on treatment",
        )
    control = round(life.body.lines["hba1c"].now)
    life.visits_hospital(
        Visit(
            on=day,
            service="Diabetes clinic",
            staff=DIABETES,
            reason="Review of type 2 diabetes",
            findings=[
                (
                    f"HbA1c has been around {control} mmol/mol over the last year against an "
                    "agreed target of 53."
                ),
                (
                    "No hypoglycaemia needing help. Feet: pulses felt, sensation normal to 10 g "
                    "monofilament."
                ),
            ],
            plan=[
                "Continue present medicines.",
                "Practice to repeat HbA1c in three months.",
                "Invited to the structured education course.",
            ],
            panels=(RENAL, SUGAR),
        )
    )
    life.booked(
        "hospital",
        later(life.as_of, days=40),
        "Diabetes clinic",
        "Review of type 2 diabetes",
        DIABETES,
    )
