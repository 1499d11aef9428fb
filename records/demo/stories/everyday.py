"""What nearly everyone's record holds: habits, measurements, minor illness, the odd letter."""

from datetime import date

from records.demo import contacts, findings, statements
from records.demo.allergies import COMMON
from records.demo.days import moment
from records.demo.laboratory import BLOOD_COUNT, LIPIDS, LIVER, RENAL, SUGAR, THYROID
from records.demo.letters.words import letter
from records.demo.life import Life
from records.demo.medicines import (
    AMOXICILLIN_CHILD,
    CETIRIZINE,
    CLARITHROMYCIN_CHILD,
    NITROFURANTOIN,
    OMEPRAZOLE,
    PILL,
    PROPRANOLOL,
    SUMATRIPTAN,
)
from records.demo.practice import consult
from records.demo.stories import mishaps, vaccines
from records.demo.terms import (
    ASTHMA,
    CKD_3,
    COPD,
    DIABETES_2,
    EX_SMOKER,
    FACE_TO_FACE,
    HAY_FEVER,
    HEART_FAILURE,
    HYPERTENSION,
    LEARNING_DISABILITY,
    LIGHT_DRINKER,
    LUNG_CANCER,
    MAMMOGRAPHY,
    MIGRAINE,
    MISCELLANEOUS,
    MODERATE_DRINKER,
    NEVER_SMOKED,
    NON_DRINKER,
    PREGNANCY,
    SMOKER,
    STROKE,
    TELEPHONE,
    Term,
)

AT_RISK = (DIABETES_2, ASTHMA, COPD, HEART_FAILURE, CKD_3, STROKE, LEARNING_DISABILITY, PREGNANCY)
TOBACCO = Term("Tobacco use")
ALCOHOL = Term("Alcohol intake")
ADULT_REASONS = (
    "Sore throat",
    "Lower back pain after gardening",
    "Cough for two weeks",
    "Knee pain",
    "Rash on arms",
    "Tiredness",
    "Ear ache",
    "Indigestion",
    "Medication review",
    "Shoulder pain",
    "Sinus pain",
    "Urinary symptoms",
    "Fit note request",
    "Headaches",
    "Travel advice",
    "Mole check",
)
BY_TELEPHONE = {
    "Medication review",
    "Tiredness",
    "Fit note request",
    "Travel advice",
    "Indigestion",
}
WORKING_AGE = {"Fit note request", "Travel advice"}
CHILD_REASONS = (
    "Fever and cough",
    "Ear ache",
    "Rash",
    "Tummy ache",
    "Sore throat",
    "Eczema flare",
    "Vomiting",
    "Fell off bicycle, wrist checked",
    "Feeding and weight check",
    "Croupy cough",
)


def allergic(life: Life) -> None:
    """Tell of allergies: first of all, for they decide what may be prescribed."""
    if life.age > 2 and life.chance(0.2):
        life.reacts(life.rng.choice(COMMON), life.since_age(2, max(4, life.age)))


def tell(life: Life) -> None:
    """Tell what is common to all ages."""
    if life.age < 16:
        _child(life)
    else:
        _habits(life)
        _measurements(life)
        vaccines.covid(life)
        _minor_troubles(life)
    _consultations(life)
    if life.chance(0.22) and not life.person.persona:
        mishaps.attendance(life)
    if life.chance(0.18) and life.age >= 18:
        _scanned_form(life)


def _habits(life: Life) -> None:
    day = life.day(3)
    smoked = life.has(COPD) or life.has(LUNG_CANCER)
    shares = (0, 75, 25) if smoked else (100, 0, 0) if life.has(PREGNANCY) else (60, 27, 13)
    smoking = life.rng.choices((NEVER_SMOKED, EX_SMOKER, SMOKER), shares)[0]
    drinking = life.rng.choices((NON_DRINKER, LIGHT_DRINKER, MODERATE_DRINKER), (30, 58, 12))[0]
    findings.said(life.gp, "social-context", TOBACCO, smoking, moment(day, 9, 35))
    findings.said(life.gp, "social-context", ALCOHOL, drinking, moment(day, 9, 37))


def _measurements(life: Life) -> None:
    older = life.age >= 40
    for back in (4.0, 2.2, 0.7) if older else (3.0,):
        at = moment(life.day(back, back - 0.5), 10, life.rng.randrange(0, 50))
        body = life.body
        findings.pressure(
            life.gp,
            body.read("systolic", at.date()),
            body.read("diastolic", at.date()),
            at,
            life.gp.nurse,
        )
        if life.chance(0.6):
            findings.weighed(life.gp, body, at, life.gp.nurse)
    if older and life.chance(0.75):
        at = moment(life.day(2.5, 0.3), 8, 50)
        for group in (RENAL, BLOOD_COUNT, LIPIDS, SUGAR):
            findings.panel(life.gp, life.body, group, at)
        if life.chance(0.4):
            findings.panel(life.gp, life.body, LIVER, at)
            findings.panel(life.gp, life.body, THYROID, at)
    findings.sign(life.gp, "height", life.body.height, moment(life.day(8, 3), 9, 20), life.gp.nurse)


def _minor_troubles(life: Life) -> None:
    if life.chance(0.12):
        since = life.since_age(14, 40)
        life.suffers(HAY_FEVER, since)
        life.takes_briefly(CETIRIZINE._replace(course_days=60), life.day(1.6, 1.3), why="Hay fever")
    if life.chance(0.1 if life.female else 0.05):
        life.suffers(MIGRAINE, life.since_age(16, 40))
        life.takes(SUMATRIPTAN, life.day(6, 1), why="Migraine") if life.age < 60 else None
        if life.chance(0.3):
            life.takes(PROPRANOLOL, life.day(3, 0.5), why="Migraine prevention")
    if life.chance(0.14) and life.age > 35:
        life.takes(OMEPRAZOLE, life.day(7, 0.4), why="Acid reflux")
    _women(life)
    if life.chance(0.28):
        life.takes_briefly(life.antibiotic(), life.day(4, 0.1), why="Chest infection")
    vaccines.flu(life, at_risk=any(life.has(term) for term in AT_RISK))
    vaccines.later_life(life)


def _women(life: Life) -> None:
    if not life.female:
        return
    if 18 <= life.age <= 44 and life.chance(0.25) and not life.has(HYPERTENSION):
        life.takes(PILL, life.day(4, 0.3), why="Contraception")
    if life.chance(0.15) and life.age >= 18:
        life.takes_briefly(NITROFURANTOIN, life.day(2.5, 0.1), why="Urinary tract infection")
    if 51 <= life.age <= 71 and life.chance(0.8):
        statements.procedure(life.gp, MAMMOGRAPHY, life.day(3, 0.2), note="No abnormality found")


def _child(life: Life) -> None:
    vaccines.childhood(life)
    vaccines.flu(life, at_risk=False)
    born = life.person.birth_date
    for age, weight in ((0.16, 5.2), (1.05, 9.6), (2.3, 12.6)):
        day = date.fromordinal(born.toordinal() + round(age * 365.25))
        if day <= life.horizon:
            findings.sign(
                life.gp,
                "weight",
                weight * life.rng.uniform(0.88, 1.12),
                moment(day, 11),
                life.gp.nurse,
            )
    if life.age >= 1 and life.chance(0.45):
        medicine = CLARITHROMYCIN_CHILD if "penicillin" in life.avoid else AMOXICILLIN_CHILD
        life.takes_briefly(medicine, life.day(min(3, life.age), 0.1), why="Ear infection")


def _consultations(life: Life) -> None:
    child = life.age < 16
    reasons = CHILD_REASONS if child else ADULT_REASONS
    years = min(5.0, life.age + 0.2)
    for _ in range(life.rng.randrange(1, 5) + (life.age > 65) * 2):
        at = moment(life.day(years, 0.02), life.rng.randrange(8, 18), life.rng.randrange(0, 60, 5))
        reason = life.rng.choice(reasons)
        if life.age > 66 and reason in WORKING_AGE:
            reason = "Medication review"
        term = TELEPHONE if reason in BY_TELEPHONE and life.chance(0.7) else FACE_TO_FACE
        consult(life, life.gp, at, reason, term)
    if life.chance(0.2) and life.age >= 18:
        on = date.fromordinal(life.as_of.toordinal() + life.rng.randrange(2, 60))
        life.booked("gp", on, "General practice", "Medication review", life.rng.randrange(5))


def _scanned_form(life: Life) -> None:
    """Add a form that the practice scanned."""
    day = life.day(3, 0.1)
    words = letter(life.gp, life.person, "New patient questionnaire", day, signed=life.gp.nurse)
    words["sections"] = [
        {
            "title": "What would you like us to know?",
            "paragraphs": ["Prefers to be telephoned after 5 pm."],
        },
        {
            "title": "Who should we call if you are unwell?",
            "paragraphs": ["See the next of kin on record."],
        },
        {"title": "Do you look after someone?", "paragraphs": ["No"]},
    ]
    contacts.document(
        life.gp,
        MISCELLANEOUS,
        moment(day, 12),
        title="New patient questionnaire (scan)",
        content=life.composer.scan(words),
        inline=True,
    )
