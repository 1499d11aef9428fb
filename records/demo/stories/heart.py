"""The frail heart: atrial fibrillation, heart failure, tired kidneys, falls, and what is agreed."""

from datetime import date
from functools import partial

from records.demo import contacts, findings, statements
from records.demo.days import later, moment, working, years_between
from records.demo.laboratory import BLOOD_COUNT, EMERGENCY, HEART_STRAIN, RENAL
from records.demo.life import CARDIOLOGY, FROM_GP, Life, Stay, Visit
from records.demo.medicines import (
    AMLODIPINE_5,
    AMLODIPINE_10,
    APIXABAN_2_5,
    APIXABAN_5,
    BISOPROLOL_2_5,
    DAPAGLIFLOZIN,
    DOXAZOSIN,
    FUROSEMIDE_20,
    FUROSEMIDE_40,
    INDAPAMIDE,
    LISINOPRIL_10,
)
from records.demo.practice import consult
from records.demo.terms import (
    ATRIAL_FIBRILLATION,
    CKD_3,
    CKD_4,
    ECG,
    ECHO,
    FACE_TO_FACE,
    HEART_FAILURE,
)


def fibrillation(life: Life, since: date) -> None:
    life.suffers(
        ATRIAL_FIBRILLATION, since, note="Irregular pulse found at a routine check, ECG agreed"
    )
    life.takes(
        APIXABAN_2_5 if life.age >= 80 and life.body.lines["weight"].now < 60 else APIXABAN_5,
        later(since, days=14),
        why="Prevention of stroke in atrial fibrillation",
    )
    life.takes(BISOPROLOL_2_5, later(since, days=14), why="Heart rate control")
    life.body.lines["pulse"].scatter = 8


def kidneys(life: Life, since: date, *, now: float) -> None:
    """Tell of kidneys that fail slowly to where they stand now."""
    years = max(1.0, years_between(since, life.horizon))
    life.body.bend("egfr", now=now, slope=(now - 58) / years, since=years)
    life.body.lines["potassium"].now = 4.9
    life.body.lines["haemoglobin"].now = 114 if life.female else 122
    if now < 30:
        worse = later(since, years=years * 28 / (58 - now))
        life.suffers(CKD_3, since, ended=worse, note="Now stage 4")
        life.suffers(CKD_4, worse)
    else:
        life.suffers(CKD_3, since, note="Now stage 3b" if now < 45 else "")
    life.afterwards(partial(_kidney_bloods, life, since))


def _kidney_bloods(life: Life, since: date) -> None:
    for day in life.days(max(since, date(life.horizon.year - 6, 3, 1)), 150):
        at = moment(day, 8, life.rng.randrange(10, 55))
        findings.panel(life.gp, life.body, RENAL, at)
        if life.chance(0.5):
            findings.panel(life.gp, life.body, BLOOD_COUNT, at)


def failure(life: Life, since: date, *, recent: bool = False, unreconciled: bool = False) -> None:
    """Tell of heart failure: breathless, treated, admitted when it worsens."""
    ejection = life.rng.randrange(28, 40)
    life.suffers(HEART_FAILURE, since, note=f"Left ventricular ejection fraction {ejection} %")
    years = max(1.0, years_between(since, life.horizon))
    worst = life.rng.uniform(1500, 2600)
    life.body.bend("nt-pro-bnp", now=worst, slope=(worst - 700) / years, since=years)
    life.body.lines["nt-pro-bnp"].scatter = 90
    life.body.bend("systolic", now=112, slope=-1.5, since=years)
    life.body.lines["oxygen"].now = 96
    life.takes(LISINOPRIL_10, later(since, days=10), why="Heart failure")
    life.takes(BISOPROLOL_2_5, later(since, days=20), why="Heart failure")
    life.takes(FUROSEMIDE_20, later(since, days=3), why="Ankle swelling")
    life.takes(DAPAGLIFLOZIN, later(since, years=0.6), why="Heart failure")
    statements.procedure(
        life.gp, ECHO, since, note=f"Left ventricular ejection fraction {ejection} %"
    )
    for medicine in (AMLODIPINE_5, AMLODIPINE_10, DOXAZOSIN, INDAPAMIDE):
        life.stops(medicine, since, "Heart failure treatment started")
    life.afterwards(partial(_heart_reviews, life, since))
    contacts.referral(
        life.gp, "Heart failure clinic", since, reason="Breathless, raised NT-proBNP", urgent=True
    )
    if later(since, days=14) <= life.horizon:
        _clinic(life, later(since, days=14), ejection)
    _admission(life, since, recent=recent, unreconciled=unreconciled)
    life.booked(
        "hospital",
        later(life.as_of, days=life.rng.randrange(8, 30)),
        "Heart failure clinic",
        "Review after change of treatment",
        CARDIOLOGY,
    )


def _heart_reviews(life: Life, since: date) -> None:
    for day in life.days(max(since, date(life.horizon.year - 4, 1, 5)), 190):
        at = moment(day, 10, life.rng.randrange(0, 50, 5))
        findings.panel(life.gp, life.body, HEART_STRAIN, at)
        findings.weighed(life.gp, life.body, at, life.gp.nurse)
        consult(life, life.gp, at, "Heart failure review", FACE_TO_FACE)
    for stay in life.stays:
        after = working(later(stay.left, days=7))
        if stay.specialty == "Cardiology" and after <= life.horizon and not life.away(after):
            findings.panel(life.gp, life.body, RENAL, moment(after, 8, 35))


def _clinic(life: Life, on: date, ejection: int) -> None:
    life.visits_hospital(
        Visit(
            on=on,
            service="Cardiology clinic",
            staff=CARDIOLOGY,
            reason="New heart failure",
            findings=[
                (
                    "Breathless on one flight of stairs, sleeps on two pillows. Mild ankle "
                    "swelling, chest clear."
                ),
                (
                    f"Echocardiogram: left ventricular ejection fraction {ejection} %, mild "
                    "mitral regurgitation."
                ),
            ],
            plan=[
                (
                    "Treatment of heart failure started and to be increased as blood pressure "
                    "and kidneys allow."
                ),
                "Heart failure nurse to review in four weeks.",
                "Daily weight at home.",
            ],
            panels=(RENAL, HEART_STRAIN),
        )
    )


def _admission(life: Life, since: date, *, recent: bool, unreconciled: bool) -> None:
    when = (
        later(life.horizon, days=-16)
        if recent
        else life.day(min(2.5, life.years_since(since)), 0.15)
    )
    kidney = life.body.lines["egfr"].now * 0.72
    changes_ace = life.body.lines["egfr"].now < 50
    life.visits_hospital(
        Stay(
            admitted=when,
            nights=life.rng.randrange(4, 8),
            method=FROM_GP,
            specialty="Cardiology",
            ward="Ward 24",
            staff=CARDIOLOGY,
            reason="Increasing breathlessness and ankle swelling for one week",
            diagnosis="Decompensated heart failure",
            story=[
                (
                    "Gained 6 kg in ten days and could not lie flat. Crackles at both lung "
                    "bases, legs swollen to the knees."
                ),
                "Lost 5.5 kg with intravenous furosemide. "
                + (
                    "Kidney function fell and potassium rose on arrival, so lisinopril was stopped."
                    if changes_ace
                    else "Kidney function stayed stable."
                ),
                "Walking with a frame to the ward door, slept flat by discharge.",
            ],
            acute={
                "nt-pro-bnp": life.body.lines["nt-pro-bnp"].now * 2.1,
                "egfr": kidney,
                "potassium": 5.6 if changes_ace else 4.6,
                "oxygen": 92,
                "rate": 23,
                "pulse": 104,
                "systolic": 108,
                "crp": 14,
            },
            panels=(*EMERGENCY, HEART_STRAIN),
            procedures=[ECG],
            started=[FUROSEMIDE_40],
            stopped=[(LISINOPRIL_10, "Kidney function and potassium worsened")]
            if changes_ace
            else [],
            follow_up=[
                "GP to check urea and electrolytes in one week.",
                "Heart failure nurse to telephone within 48 hours.",
                *(["GP please remove lisinopril from the repeat list."] if changes_ace else []),
            ],
            unreconciled=unreconciled or life.chance(0.35),
        )
    )
