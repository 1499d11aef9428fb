"""
Eight people who are in every set, whatever its size and seed.

Their NHS numbers, names and birth dates never change; only their dates move with the day of the
feeds. Screens, journeys and the first sign-in lean on them.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from records.demo import findings, plans
from records.demo.allergies import PENICILLIN_ANAPHYLAXIS, PENICILLIN_RASH
from records.demo.areas import AREAS
from records.demo.days import moment
from records.demo.life import Life
from records.demo.medicines import PARACETAMOL
from records.demo.people import Address, Person
from records.demo.stories import (
    airways,
    cancer,
    circulation,
    diabetes,
    end_of_life,
    everyday,
    frailty,
    heart,
    learning_disability,
    mind,
    pregnancy,
    safeguarding,
)
from records.demo.terms import HEARING_LOSS, REASONABLE_ADJUSTMENT, Term


class Persona(NamedTuple):
    """Someone to look up in the demo."""

    nhs_number: str
    title: str
    forename: str
    surname: str
    sex: str
    birth_date: date
    area: int
    address: tuple[str, str, str]
    feeds: tuple[str, ...]
    story: str

    @property
    def name(self) -> str:
        return f"{self.title} {self.forename} {self.surname}"


PERSONAS = (
    Persona(
        "9990123454",
        "Mrs",
        "Winifred",
        "Testwood",
        "female",
        date(1948, 3, 12),
        0,
        ("14 Larkspur Close", "Shrewsbury", "SY3 6TW"),
        ("gp-radbrook-green", "sath", "shropcom", "shropshire-council"),
        (
            "Heart failure, atrial fibrillation and kidney disease; lisinopril stopped in "
            "hospital, still on the GP list"
        ),
    ),
    Persona(
        "9990246815",
        "Mr",
        "Kieran",
        "Mockford",
        "male",
        date(1999, 7, 23),
        1,
        ("Flat 3, 52 Damson Street", "Shrewsbury", "SY1 2MF"),
        ("gp-riverside", "mpft", "sath"),
        "First episode of psychosis, with a crisis plan, under the early intervention team",
    ),
    Persona(
        "9990357021",
        "Mrs",
        "Amina",
        "Samplehurst",
        "female",
        date(1995, 11, 2),
        0,
        ("8 Tithe Barn Way", "Bayston Hill", "SY3 0SH"),
        ("gp-radbrook-green", "sath"),
        "Pregnant for 29 weeks, with asthma",
    ),
    Persona(
        "9990468133",
        "Master",
        "Leo",
        "Demoway",
        "male",
        date(2018, 5, 9),
        1,
        ("27 Kestrel Crescent", "Shrewsbury", "SY2 5DW"),
        ("gp-riverside", "sath", "shropcom", "shropshire-council"),
        "Asthma with a recent attack, subject to a child protection plan",
    ),
    Persona(
        "9990579245",
        "Mr",
        "Gareth",
        "Testley",
        "male",
        date(1984, 1, 30),
        0,
        ("2 Yew Tree Gardens", "Shrewsbury", "SY3 8TL"),
        ("gp-radbrook-green", "shropcom", "shropshire-council"),
        "Learning disability and epilepsy, with reasonable adjustments and an About me",
    ),
    Persona(
        "9990680353",
        "Mrs",
        "Patricia",
        "Exampleton",
        "female",
        date(1957, 9, 18),
        2,
        ("61 Potters Rise", "Stoke-on-Trent", "ST4 5EX"),
        ("gp-trent-vale", "uhnm"),
        (
            "Lung cancer near the end of life, wishes to stay at home, medicines at home just "
            "in case"
        ),
    ),
    Persona(
        "9990791465",
        "Mr",
        "Rajesh",
        "Testwala",
        "male",
        date(1961, 4, 6),
        3,
        ("19 Nailers Lane", "Dudley", "DY1 2TW"),
        ("gp-eve-hill", "dudley-group"),
        "Type 2 diabetes for sixteen years with more than 200 entries, a heart attack in 2023",
    ),
    Persona(
        "9990802572",
        "Ms",
        "Chloe",
        "Mockbridge",
        "female",
        date(2003, 12, 5),
        2,
        ("Flat 9, 3 Station Road", "Newcastle-under-Lyme", "ST5 3MB"),
        ("gp-trent-vale",),
        "Almost nothing on record",
    ),
)


def numbers() -> frozenset[str]:
    return frozenset(persona.nhs_number for persona in PERSONAS)


def person(persona: Persona, number: int) -> Person:
    """Return a persona as a person of the population."""
    area = AREAS[persona.area]
    line, town, postcode = persona.address
    county = next((county for name, _, county in area.towns if name == town), "")
    return Person(
        number=number,
        nhs_number=persona.nhs_number,
        title=persona.title,
        forename=persona.forename,
        surname=persona.surname,
        sex=persona.sex,
        birth_date=persona.birth_date,
        ethnicity=("H", "Indian or British Indian")
        if persona.surname == "Testwala"
        else ("J", "Pakistani or British Pakistani")
        if persona.surname == "Samplehurst"
        else ("A", "British, Mixed British"),
        address=Address(tuple(line.split(", ")), town, county, postcode),
        phone=f"07700 9009{number:02d}",
        area=area,
        persona=persona.surname,
    )


def rng(persona: Persona) -> Random:
    """Return the persona's own chance: the seed of a set does not touch it."""
    return Random(persona.nhs_number)


def tell(life: Life) -> None:
    """Tell a persona's life."""
    STORIES[life.person.persona](life)


def _winifred(life: Life) -> None:
    life.reacts(PENICILLIN_ANAPHYLAXIS, date(2009, 6, 11))
    circulation.high_pressure(life, date(2006, 2, 14))
    heart.fibrillation(life, date(2019, 9, 17))
    heart.kidneys(life, date(2022, 3, 8), now=38)
    heart.failure(life, date(2024, 4, 16), recent=True, unreconciled=True)
    frailty.falls(life, date(2025, 2, 3))
    life.takes(PARACETAMOL, date(2021, 10, 5), why="Knee pain")
    life.suffers(HEARING_LOSS, date(2020, 1, 21))
    plans.flag(
        life.gp,
        "individual-requirements",
        REASONABLE_ADJUSTMENT,
        date(2022, 6, 14),
        words="Hearing loss: face to face, quiet room",
    )
    plans.flag(life.gp, "alerts", Term("Carer for husband, who has dementia"), date(2023, 5, 9))
    plans.related_person(life.gp, "Husband", ("Harold", "Testwood"), "01743 496 0601")
    plans.related_person(life.gp, "Daughter", ("Susan", "Testwood-Lea"), "07700 900612")
    end_of_life.respect(
        life,
        life.as_of - timedelta(days=49),
        illness="heart failure and frailty",
        matters="I wish to stay at home, near my husband, and not to go on machines.",
    )
    frailty.matron(life, life.as_of - timedelta(days=420))
    everyday.tell(life)


def _kieran(life: Life) -> None:
    mind.psychosis(life, life.as_of - timedelta(days=560), detained=True)
    plans.related_person(life.gp, "Mother", ("Denise", "Mockford"), "07700 900623")
    everyday.tell(life)


def _amina(life: Life) -> None:
    airways.asthma(life, date(2011, 5, 24))
    pregnancy.going_on(life, 29)
    plans.related_person(life.gp, "Husband", ("Imran", "Samplehurst"), "07700 900634")
    everyday.tell(life)


def _leo(life: Life) -> None:
    life.reacts(PENICILLIN_RASH, date(2021, 2, 11))
    airways.childhood(life, date(2022, 1, 18), attack=True)
    safeguarding.child(life, life.as_of - timedelta(days=200))
    plans.related_person(life.gp, "Mother", ("Kelly", "Demoway"), "07700 900645")
    everyday.tell(life)


def _gareth(life: Life) -> None:
    learning_disability.tell(life, down=False, epilepsy=True)
    plans.related_person(life.gp, "Sister", ("Rhian", "Testley-Moss"), "07700 900656")
    everyday.tell(life)


def _patricia(life: Life) -> None:
    airways.obstructive(life, date(2017, 3, 7), admissions=1)
    cancer.lung(life, life.as_of - timedelta(days=300))
    plans.related_person(life.gp, "Husband", ("Alan", "Exampleton"), "07700 900667")
    everyday.tell(life)


def _rajesh(life: Life) -> None:
    circulation.high_pressure(life, date(2012, 10, 9))
    diabetes.tell(life, date(2010, 6, 15), every=115, hard_to_control=True)
    circulation.heart_attack(life, date(2023, 3, 21))
    plans.related_person(life.gp, "Wife", ("Meena", "Testwala"), "07700 900678")
    everyday.tell(life)


def _chloe(life: Life) -> None:
    findings.pressure(life.gp, 114, 70, moment(date(2024, 9, 24), 10, 25), life.gp.nurse)


STORIES: dict[str, Callable[[Life], None]] = {
    "Testwood": _winifred,
    "Mockford": _kieran,
    "Samplehurst": _amina,
    "Demoway": _leo,
    "Testley": _gareth,
    "Exampleton": _patricia,
    "Testwala": _rajesh,
    "Mockbridge": _chloe,
}
