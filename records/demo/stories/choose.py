"""Decides which stories a life holds, by age and sex, about as often as in the Midlands."""

from datetime import date, timedelta

from records.demo import plans
from records.demo.days import later
from records.demo.life import Life
from records.demo.medicines import LATANOPROST, LEVOTHYROXINE
from records.demo.stories import (
    airways,
    cancer,
    circulation,
    dementia,
    diabetes,
    end_of_life,
    everyday,
    frailty,
    heart,
    joints,
    learning_disability,
    mind,
    mishaps,
    pregnancy,
    safeguarding,
    social_care,
)
from records.demo.terms import GLAUCOMA, HEARING_LOSS, HYPOTHYROIDISM, REASONABLE_ADJUSTMENT, Term


def tell(life: Life) -> None:
    """Tell a whole life, but for its writing down."""
    if life.age >= 68 and life.chance(0.035):
        life.dies(life.as_of - timedelta(days=life.rng.randrange(10, 600)))
    everyday.allergic(life)
    if life.age < 18:
        _young(life)
    else:
        _grown(life)
        if life.age >= 65:
            _old(life)
    everyday.tell(life)


def _young(life: Life) -> None:
    if life.age >= 3 and life.chance(0.15):
        since = life.since_age(2, max(4, life.age - 1))
        airways.childhood(life, since, attack=life.chance(0.3))
    if life.chance(0.03):
        safeguarding.child(life, life.day(min(0.9, max(0.1, life.age)), 0.05))


def _grown(life: Life) -> None:
    if life.chance(0.02) and life.age < 65:
        learning_disability.tell(life, down=life.chance(0.3), epilepsy=life.chance(0.35))
    if life.chance(0.08):
        airways.asthma(life, life.since_age(6, max(20, life.age - 1)))
    if life.chance(0.15):
        mind.low_mood(life, life.day(min(7.0, life.age - 16), 0.3), recovered=life.chance(0.55))
    elif life.chance(0.05) and life.age < 60 and life.person.area.shropshire:
        mind.psychosis(life, life.day(min(4.0, life.age - 16), 0.4), detained=life.chance(0.4))
    if life.chance(0.03) and life.age > 22:
        mishaps.appendix(life, life.since_age(15, life.age - 1))
    if life.female and life.age < 46:
        _births(life)
    if life.age >= 40:
        _middle(life)


def _births(life: Life) -> None:
    born = [
        child.birth_date
        for relation, child in life.person.relatives
        if relation in {"Son", "Daughter"}
    ]
    recent = max(born, default=None)
    if recent and recent > life.as_of - timedelta(days=6 * 365):
        pregnancy.gave_birth(life, recent)
    elif life.chance(0.05) and life.age >= 20:
        pregnancy.going_on(life, life.rng.randrange(8, 39))


def _middle(life: Life) -> None:
    south_asian = life.person.ethnicity[0] in "HJK"
    if life.chance(0.2 if life.age < 65 else 0.48):
        circulation.high_pressure(life, life.since_age(38, max(45, life.age - 1)))
    if life.chance((0.2 if south_asian else 0.1) if life.age < 65 else 0.18):
        diabetes.tell(
            life, life.since_age(38, max(44, life.age - 2)), hard_to_control=life.chance(0.25)
        )
    if life.chance(0.1):
        joints.back_pain(life, life.since_age(28, max(40, life.age - 1)))
    if life.chance(0.025 if life.age < 65 else 0.07):
        circulation.heart_attack(life, life.since_age(46, max(52, life.age - 1)))
    if life.chance(0.05) and life.female:
        life.suffers(HYPOTHYROIDISM, life.since_age(35, max(40, life.age - 1)))
        life.takes(
            LEVOTHYROXINE,
            later(life.problems[HYPOTHYROIDISM.text].since, days=20),
            why="Hypothyroidism",
        )
    if life.chance(0.03 if life.age < 65 else 0.09):
        _cancer(life)


def _cancer(life: Life) -> None:
    since = life.day(min(6.0, life.age - 38), 0.4)
    kind = life.rng.random()
    if kind < 0.16 and life.age > 55 and life.died_on is None:
        cancer.lung(life, life.day(1.1, 0.7))
    elif kind < 0.45 and life.age > 50:
        cancer.bowel(life, since)
    elif life.female:
        cancer.breast(life, since)
    elif life.age > 55:
        cancer.prostate(life, since)


def _old(life: Life) -> None:
    rng = life.rng
    if life.chance(0.15):
        heart.fibrillation(life, life.since_age(64, max(68, life.age - 1)))
    if life.chance(0.2):
        heart.kidneys(life, life.day(7, 1.5), now=rng.uniform(26, 56))
    if life.chance(0.1):
        heart.failure(life, life.day(5, 0.8), recent=life.chance(0.15))
        if life.age > 78:
            frailty.matron(life, life.day(1.4, 0.4))
    if life.chance(0.11):
        airways.obstructive(life, life.day(9, 1), admissions=rng.choice((0, 0, 1, 2)))
    _frail(life)


def _frail(life: Life) -> None:
    rng = life.rng
    if life.chance(0.07):
        circulation.stroke(life, life.day(6, 0.2))
    if life.chance(0.25):
        joints.worn(life, life.day(10, 4.5), replaced=life.chance(0.4))
    home = life.person.household == "care home"
    if life.chance(0.7 if home else 0.02 + max(0, life.age - 70) * 0.008):
        dementia.tell(life, life.day(6, 1.2), advanced=home)
    if life.age > 74 and life.chance(0.28):
        frailty.falls(life, life.day(3, 0.5), hip=life.chance(0.3))
    if life.age > 80 and life.chance(0.2):
        social_care.older_person(
            life, life.day(1.5, 0.3), rng.choice(("2 visits a day", "4 visits a day"))
        )
    _last_years(life, home=home)


def _last_years(life: Life, *, home: bool) -> None:
    if life.chance(0.14):
        life.suffers(HEARING_LOSS, life.day(8, 1))
        plans.flag(
            life.gp,
            "individual-requirements",
            REASONABLE_ADJUSTMENT,
            max(life.day(2, 0.3), date(2022, 5, 3)),
            words="Hearing loss: face the person, quiet room",
        )
    if life.chance(0.06):
        life.suffers(GLAUCOMA, life.day(8, 1))
        life.takes(LATANOPROST, life.day(6, 0.5), why="Glaucoma")
    if home or (life.age > 84 and life.chance(0.3)):
        end_of_life.respect(
            life,
            life.day(1.2, 0.1),
            matters="To stay where I am known and to avoid hospital if I can.",
            illness="frailty",
        )
    elif life.chance(0.03):
        life.suffers(Term("Frailty in the last year of life"), life.day(0.4, 0.3))
        end_of_life.planned(life, life.day(0.3, 0.15), illness="advanced frailty")
    if life.chance(0.02):
        safeguarding.adult(life, life.day(0.5, 0.05))
