"""Asthma and chronic obstructive pulmonary disease."""

from datetime import date
from functools import partial

from records.demo import findings, statements
from records.demo.days import later, moment, years_between
from records.demo.laboratory import EMERGENCY
from records.demo.life import (
    EMERGENCY_CARE,
    FROM_EMERGENCY,
    PAEDIATRICS,
    RESPIRATORY,
    Life,
    Stay,
    Visit,
)
from records.demo.medicines import (
    BECLOMETASONE,
    BECLOMETASONE_CHILD,
    BUDESONIDE_FORMOTEROL,
    EMOLLIENT,
    PREDNISOLONE,
    PREDNISOLONE_CHILD,
    SALBUTAMOL,
    TIOTROPIUM,
)
from records.demo.practice import consult
from records.demo.terms import (
    ASTHMA,
    ASTHMA_REVIEW,
    CHEST_XRAY,
    CHILDHOOD_ASTHMA,
    COPD,
    ECZEMA,
    SPIROMETRY,
    Term,
)

CONTROL_TEST = Term("Asthma Control Test score")
COPD_TEST = Term("COPD Assessment Test score")
BREATHLESSNESS = Term("MRC breathlessness scale")


def asthma(life: Life, since: date) -> None:
    """Tell of an adult's asthma."""
    life.suffers(ASTHMA, since)
    life.body.lines["peak-flow"].now *= 0.86
    life.takes(SALBUTAMOL, later(since, days=1), why="Asthma")
    life.takes(BECLOMETASONE, later(since, days=40), why="Asthma")
    if life.chance(0.4):
        life.takes(BUDESONIDE_FORMOTEROL, later(since, years=4), why="Asthma control")
    life.afterwards(partial(_reviews, life, since, child=False))
    if life.chance(0.3):
        day = life.day(min(3.0, life.years_since(since)), 0.05)
        life.takes_briefly(PREDNISOLONE, day, why="Worsening of asthma")


def childhood(life: Life, since: date, *, attack: bool) -> None:
    """Tell of a child's asthma, with an attack that led to hospital where there was one."""
    life.suffers(CHILDHOOD_ASTHMA, since)
    life.suffers(ECZEMA, later(life.person.birth_date, days=240))
    life.takes(EMOLLIENT, later(life.person.birth_date, days=260), why="Eczema")
    height = min(172.0, 82 + 6.2 * life.age)
    life.body.height = round(height)
    life.body.bend("peak-flow", now=max(90.0, (height - 82) * 4.6), slope=26)
    life.takes(SALBUTAMOL, later(since, days=1), why="Wheeze")
    life.takes(BECLOMETASONE_CHILD, later(since, days=60), why="Asthma")
    life.afterwards(partial(_reviews, life, since, child=True))
    if not attack:
        return
    when = life.day(min(1.2, life.years_since(since)), 0.15)
    life.visits_hospital(
        Stay(
            admitted=when,
            nights=1,
            method=FROM_EMERGENCY,
            specialty="Paediatrics",
            ward="Children's ward",
            staff=PAEDIATRICS,
            hour=21,
            reason="Wheeze and fast breathing",
            diagnosis="Acute asthma attack",
            story=[
                (
                    "Two days of a cold, then wheeze not eased by ten puffs of salbutamol. "
                    "Oxygen saturation 92 % on arrival."
                ),
                (
                    "Improved with nebulised salbutamol and prednisolone. Inhaler technique "
                    "taught with a spacer. Preventer had not been given every day at home."
                ),
            ],
            acute={"oxygen": 92, "rate": 34, "pulse": 138, "temperature": 37.6, "systolic": 104},
            panels=(),
            started=[],
            follow_up=[
                "GP or nurse review within two working days.",
                "Written asthma plan given to the family and for school.",
            ],
        )
    )
    life.takes_briefly(PREDNISOLONE_CHILD, when, why="Asthma attack")
    life.booked(
        "hospital",
        later(life.as_of, days=25),
        "Children's asthma clinic",
        "Review after attack",
        PAEDIATRICS,
    )


def _reviews(life: Life, since: date, *, child: bool) -> None:
    start = max(since, date(life.horizon.year - 5, 1, 15))
    for day in life.days(start, 330):
        at = moment(day, 15, life.rng.randrange(30, 59))
        consult(life, life.gp, at, "Asthma review", ASTHMA_REVIEW)
        if life.person.age(day) >= 5:
            findings.peak_flow(life.gp, life.body.read("peak-flow", day), at)
        low = 17 if child else 16
        findings.score(
            life.gp, CONTROL_TEST, life.rng.randrange(low, 26), at, "25 is complete control"
        )


def obstructive(life: Life, since: date, *, admissions: int = 0) -> None:
    """Tell of chronic obstructive pulmonary disease in someone who smoked."""
    life.suffers(COPD, since, note="Smoked 20 a day for 35 years")
    body = life.body
    years = max(1.0, years_between(since, life.horizon))
    body.bend("oxygen", now=93, slope=-0.35, since=years)
    body.bend("peak-flow", now=210, slope=-9, since=years)
    life.takes(SALBUTAMOL, later(since, days=1), why="COPD")
    life.takes(TIOTROPIUM, later(since, days=50), why="COPD")
    life.takes(BUDESONIDE_FORMOTEROL, later(since, years=3), why="COPD with exacerbations")
    fev = round(life.rng.uniform(48, 68))
    statements.procedure(
        life.gp, SPIROMETRY, since, note=f"FEV1 {fev} % of predicted, no reversibility"
    )
    life.afterwards(partial(_breathing_reviews, life, since))
    for _ in range(admissions):
        _exacerbation(life, since)
    if life.chance(0.4):
        life.visits_hospital(
            Visit(
                on=life.day(min(2.5, life.years_since(since)), 0.1),
                service="Emergency department",
                staff=EMERGENCY_CARE,
                reason="Worsening breathlessness",
                kind="EMER",
                form="text",
                findings=["Wheeze throughout, able to speak in sentences. Chest X-ray clear."],
                plan=[
                    "Nebulised and discharged with prednisolone for 5 days.",
                    "Practice to review in 48 hours.",
                ],
                acute={"rate": 24, "oxygen": 90, "pulse": 101},
            )
        )


def _breathing_reviews(life: Life, since: date) -> None:
    body = life.body
    for day in life.days(max(since, date(life.horizon.year - 5, 2, 1)), 340):
        at = moment(day, 10, 40)
        consult(
            life, life.gp, at, "COPD review", ASTHMA_REVIEW._replace(text="COPD review", code="")
        )
        findings.score(life.gp, COPD_TEST, life.rng.randrange(14, 27), at, "40 is the worst")
        findings.score(life.gp, BREATHLESSNESS, life.rng.randrange(2, 5), at)
        findings.sign(life.gp, "oxygen", body.read("oxygen", day), at, life.gp.nurse)


def _exacerbation(life: Life, since: date) -> None:
    when = life.day(min(2.0, life.years_since(since)), 0.08)
    life.takes_briefly(
        life.antibiotic(), later(when, days=-6), why="Infective exacerbation of COPD"
    )
    life.visits_hospital(
        Stay(
            admitted=when,
            nights=life.rng.randrange(3, 7),
            method=FROM_EMERGENCY,
            specialty="Respiratory medicine",
            ward="Ward 27",
            staff=RESPIRATORY,
            reason="Breathless with green sputum",
            diagnosis="Infective exacerbation of COPD",
            story=[
                (
                    "Four days of cough with green sputum and worsening breathlessness despite "
                    "a course at home."
                ),
                (
                    "Treated with nebulisers, steroids and antibiotics; oxygen aimed at 88 to "
                    "92 %. No need for ventilation. Back to usual walking distance at "
                    "discharge."
                ),
            ],
            acute={
                "crp": life.rng.uniform(60, 150),
                "white-cells": 14.8,
                "oxygen": 86,
                "rate": 27,
                "pulse": 108,
                "temperature": 38.1,
            },
            procedures=[CHEST_XRAY],
            panels=EMERGENCY,
            follow_up=[
                "Respiratory nurse to telephone in 48 hours.",
                "Pulmonary rehabilitation offered.",
                "Rescue pack to be supplied by the practice.",
            ],
        )
    )
