"""Vaccinations as the schedules of their day had them."""

from datetime import date, timedelta

from records.demo import statements
from records.demo.days import birthday, working
from records.demo.life import Life
from records.demo.terms import DMD, Term

SIX_IN_ONE = Term("6-in-1 vaccine (DTaP/IPV/Hib/HepB)")
FIVE_IN_ONE = Term("5-in-1 vaccine (DTaP/IPV/Hib)")
ROTAVIRUS = Term("Rotavirus vaccine")
MEN_B = Term("Meningococcal group B vaccine")
PCV = Term("Pneumococcal conjugate vaccine")
HIB_MEN_C = Term("Hib/MenC vaccine")
MMR = Term("MMR vaccine")
MMRV = Term("MMRV vaccine")
BOOSTER = Term("4-in-1 pre-school booster (DTaP/IPV)")
HPV = Term("HPV vaccine")
TEENAGE = Term("3-in-1 teenage booster (Td/IPV)")
MEN_ACWY = Term("MenACWY vaccine")
FLU = Term("Influenza vaccine (inactivated)")
FLU_NASAL = Term("Influenza vaccine (live, nasal)")
VAXZEVRIA = Term(
    "COVID-19 Vaccine Vaxzevria (ChAdOx1 S [recombinant]) not less than 2.5x100,000,000 infectious "
    "units/0.5ml dose suspension for injection multidose vials (AstraZeneca UK Ltd)",
    "39114911000001105",
    DMD,
)
COMIRNATY = Term("COVID-19 mRNA vaccine Comirnaty")
SHINGLES = Term("Shingles vaccine (recombinant)")
PNEUMOCOCCAL = Term("Pneumococcal polysaccharide vaccine")
PERTUSSIS = Term("Pertussis vaccine in pregnancy")
RSV = Term("Respiratory syncytial virus vaccine")

DIPHTHERIA = "Diphtheria, tetanus, pertussis, polio, Hib"
MEASLES = "Measles, mumps and rubella"
MMRV_FROM = date(2026, 1, 1)
MENC_UNTIL = date(2025, 7, 1)
COVID_FROM = date(2021, 1, 11)


def childhood(life: Life) -> None:
    """Give a child's vaccinations on time, as the schedule stood at that date."""
    born = life.person.birth_date
    late = life.rng.randrange(0, 9)
    first = SIX_IN_ONE if born >= date(2017, 8, 1) else FIVE_IN_ONE
    for dose, weeks in enumerate((8, 12, 16), 1):
        _give(life, first, born + timedelta(weeks=weeks, days=late), DIPHTHERIA, dose)
    if born >= date(2013, 7, 1):
        for dose, weeks in enumerate((8, 12), 1):
            _give(life, ROTAVIRUS, born + timedelta(weeks=weeks, days=late), "Rotavirus", dose)
    _infant_meningitis(life, born, late)
    year = birthday(born, 1) + timedelta(days=late)
    if year < MENC_UNTIL:
        _give(life, HIB_MEN_C, year, "Hib and meningococcal group C", 1)
    measles = MMRV if year >= MMRV_FROM else MMR
    _give(life, measles, year, MEASLES, 1)
    school = birthday(born, 3) + timedelta(days=125 + late)
    _give(life, BOOSTER, school, "Diphtheria, tetanus, pertussis, polio", 1)
    _give(life, MMRV if school >= MMRV_FROM else MMR, school, MEASLES, 2)
    teenage(life)


def _infant_meningitis(life: Life, born: date, late: int) -> None:
    """Give the pneumococcal and MenB doses, whose weeks changed in 2020 and 2025."""
    new = born + timedelta(weeks=12) >= MENC_UNTIL
    year = birthday(born, 1) + timedelta(days=late)
    weeks_b = () if born < date(2015, 7, 1) else (8, 12) if new else (8, 16)
    weeks_p = (16,) if new else (12,) if born >= date(2020, 1, 1) else (8, 16)
    for product, against, weeks in (
        (MEN_B, "Meningococcal group B", weeks_b),
        (PCV, "Pneumococcal disease", weeks_p),
    ):
        for dose, week in enumerate(weeks, 1):
            _give(life, product, born + timedelta(weeks=week, days=late), against, dose)
        if weeks:
            _give(life, product, year, against, len(weeks) + 1)


def teenage(life: Life) -> None:
    born = life.person.birth_date
    if life.female or born >= date(2006, 9, 1):
        _give(life, HPV, birthday(born, 12) + timedelta(days=200), "Human papillomavirus", 1)
    booster = birthday(born, 14) + timedelta(days=120)
    _give(life, TEENAGE, booster, "Diphtheria, tetanus, polio", 1)
    _give(life, MEN_ACWY, booster, "Meningococcal groups A, C, W and Y", 1)


def covid(life: Life) -> None:
    """Give the first course in 2021, and seasonal doses to those old enough."""
    age = life.person.age(COVID_FROM)
    if age < 16 or life.chance(0.08):
        return
    first = COVID_FROM + timedelta(days=max(0, (80 - age)) * 2 + life.rng.randrange(20))
    product = VAXZEVRIA if age >= 40 and life.chance(0.55) else COMIRNATY
    _give(life, product, first, "COVID-19", 1)
    _give(life, product, first + timedelta(days=75), "COVID-19", 2)
    _give(
        life, COMIRNATY, date(2021, 11, 15) + timedelta(days=life.rng.randrange(40)), "COVID-19", 3
    )
    for dose, autumn in enumerate(range(2022, life.horizon.year + 1), 4):
        oldest = 75 if autumn >= 2025 else 65
        if life.person.age(date(autumn, 10, 1)) >= oldest:
            _give(life, COMIRNATY, _autumn(life, autumn), "COVID-19", dose)


def flu(life: Life, *, at_risk: bool) -> None:
    """Give the yearly flu vaccine to whom it is offered."""
    born = life.person.birth_date
    for year in range(max(life.horizon.year - 4, born.year + 2), life.horizon.year + 1):
        day = _autumn(life, year)
        age = life.person.age(day)
        if life.chance(0.25):
            continue
        if age >= 65 or (at_risk and age >= 18):
            _give(life, FLU, day, "Influenza", 1)
        elif 2 <= age < 16:
            _give(life, FLU_NASAL, day, "Influenza", 1)


def later_life(life: Life) -> None:
    born = life.person.birth_date
    if life.age >= 66 and life.chance(0.8):
        _give(
            life, PNEUMOCOCCAL, birthday(born, 65) + timedelta(days=60), "Pneumococcal disease", 1
        )
    if life.age >= 71:
        shingles = max(birthday(born, 70), date(2013, 9, 1)) + timedelta(days=40)
        _give(life, SHINGLES, shingles, "Shingles", 1)
    if 75 <= life.age < 82:
        _give(life, RSV, max(birthday(born, 75), date(2024, 9, 5)) + timedelta(days=20), "RSV", 1)
    if life.age >= 65 and life.chance(0.05):
        day = life.day(1.2, 0.2)
        statements.vaccination_declined(life.gp, FLU, day, against="Influenza")


def _autumn(life: Life, year: int) -> date:
    return date(year, 9, 25) + timedelta(days=life.rng.randrange(50))


def _give(life: Life, product: Term, on: date, against: str, dose: int) -> None:
    day = working(on)
    if life.person.birth_date < day <= life.horizon:
        statements.vaccination(life.gp, product, day, against=against, dose=dose)
