"""High blood pressure, heart attacks and strokes."""

from datetime import date
from functools import partial

from records.demo import findings, statements
from records.demo.days import later, moment, years_between
from records.demo.laboratory import EMERGENCY, HEART_DAMAGE, RENAL
from records.demo.life import CARDIOLOGY, FROM_EMERGENCY, MEDICINE, Life, Stay
from records.demo.medicines import (
    AMLODIPINE_5,
    AMLODIPINE_10,
    ASPIRIN,
    ATORVASTATIN_20,
    ATORVASTATIN_80,
    BISOPROLOL_2_5,
    CLOPIDOGREL,
    DOXAZOSIN,
    INDAPAMIDE,
    LOSARTAN_50,
    RAMIPRIL_5,
    RAMIPRIL_10,
)
from records.demo.practice import consult
from records.demo.terms import (
    ECG,
    FACE_TO_FACE,
    HEART_ATTACK,
    HYPERTENSION,
    ISCHAEMIC_HEART,
    STENT,
    STROKE,
)

SECOND = CLOPIDOGREL._replace(family="second-antiplatelet")


def high_pressure(life: Life, since: date) -> None:
    """Tell of high blood pressure: high at first, then treated step by step."""
    life.suffers(HYPERTENSION, since)
    years = years_between(since, life.horizon)
    treated = life.rng.uniform(128, 146)
    life.body.bend("systolic", now=treated, slope=-22 / max(1.0, years), since=years)
    life.body.bend("diastolic", now=80, slope=-10 / max(1.0, years), since=years)
    african = life.person.ethnicity[0] in "MNP"
    if life.age >= 55 or african:
        life.takes(AMLODIPINE_5, later(since, days=14), why="High blood pressure")
        life.takes(AMLODIPINE_10, later(since, years=1), why="Blood pressure above target")
        life.takes(
            LOSARTAN_50 if african else RAMIPRIL_5,
            later(since, years=3),
            why="Blood pressure above target",
        )
    else:
        life.takes(RAMIPRIL_5, later(since, days=14), why="High blood pressure")
        life.takes(RAMIPRIL_10, later(since, years=1), why="Blood pressure above target")
    if life.chance(0.25):
        life.takes(INDAPAMIDE, later(since, years=5), why="Blood pressure above target")
        if life.chance(0.3):
            life.takes(DOXAZOSIN, later(since, years=8), why="Resistant high blood pressure")
    if life.chance(0.5):
        life.takes(ATORVASTATIN_20, later(since, years=2), why="Cardiovascular risk over 10 %")
    life.afterwards(partial(_reviews, life, since))


def _reviews(life: Life, since: date) -> None:
    start = max(since, date(life.horizon.year - 6, 2, 1))
    for number, day in enumerate(life.days(start, 200)):
        at = moment(day, 11, life.rng.randrange(0, 55, 5))
        findings.pressure(
            life.gp,
            life.body.read("systolic", day),
            life.body.read("diastolic", day),
            at,
            life.gp.nurse,
        )
        if number % 2 == 0:
            findings.panel(life.gp, life.body, RENAL, at)
            consult(life, life.gp, at, "Blood pressure review", FACE_TO_FACE)


def heart_attack(life: Life, on: date) -> None:
    """Tell of a heart attack treated with a stent, and the medicines after it."""
    site = life.hospital.source.site
    life.visits_hospital(
        Stay(
            admitted=on,
            nights=4,
            method=FROM_EMERGENCY,
            specialty="Cardiology",
            ward="Coronary care unit",
            staff=CARDIOLOGY,
            hour=5,
            reason="Central chest pain for two hours",
            diagnosis="Non-ST elevation myocardial infarction",
            story=[
                (
                    f"Brought to {site} with crushing chest pain. ECG showed ST depression in "
                    "the lateral leads; troponin rose to well above the reference range."
                ),
                (
                    "Coronary angiography showed a tight lesion of the circumflex artery, "
                    "treated with one drug-eluting stent. Free of pain since. Left ventricular "
                    "function well preserved."
                ),
            ],
            acute={
                "troponin": life.rng.uniform(900, 4200),
                "crp": 18,
                "systolic": 152,
                "pulse": 96,
                "rate": 20,
            },
            panels=(*EMERGENCY, HEART_DAMAGE),
            procedures=[ECG, STENT],
            started=[
                ASPIRIN,
                SECOND,
                ATORVASTATIN_80,
                BISOPROLOL_2_5,
            ],
            follow_up=[
                "Clopidogrel for 12 months, aspirin for life.",
                "Cardiac rehabilitation referral made.",
                "GP to check lipids and liver function in three months.",
            ],
        )
    )
    life.afterwards(partial(life.stops, SECOND, later(on, years=1), "Twelve months completed"))
    life.suffers(HEART_ATTACK, on)
    life.suffers(ISCHAEMIC_HEART, later(on, days=10))
    life.body.lines["cholesterol"].now = 3.7


def stroke(life: Life, on: date) -> None:
    """Tell of a stroke and the rehabilitation after it."""
    side, speech = life.rng.choice((("left", "clear"), ("right", "slurred")))
    life.visits_hospital(
        Stay(
            admitted=on,
            nights=life.rng.randrange(6, 16),
            method=FROM_EMERGENCY,
            specialty="Stroke medicine",
            ward="Acute stroke unit",
            staff=MEDICINE,
            hour=8,
            reason=f"Sudden weakness of the {side} side",
            diagnosis="Ischaemic stroke",
            story=[
                (
                    f"Woke with weakness of the {side} arm and leg; speech was {speech}. CT "
                    "showed an early ischaemic change and no bleeding. Outside the time for "
                    "thrombolysis."
                ),
                (
                    "Walking with a frame at discharge. Swallow safe. Assessed by "
                    "physiotherapy, occupational therapy and speech therapy."
                ),
            ],
            acute={"systolic": 178, "diastolic": 96},
            procedures=[ECG],
            started=[CLOPIDOGREL, ATORVASTATIN_80],
            follow_up=[
                "Stroke clinic in six weeks.",
                "Early supported discharge team to visit.",
                "No driving for at least one month.",
            ],
        )
    )
    life.suffers(STROKE, on, note=f"{side.capitalize()} sided weakness")
    if later(on, days=25) <= life.horizon:
        statements.family_history(life.gp, "Father", STROKE, later(on, days=25))
