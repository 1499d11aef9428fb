"""Dementia: memory assessed, treated, and a carer who is counted too."""

from datetime import date
from functools import partial

from records.demo import contacts, findings, plans, statements
from records.demo.contacts import Contact
from records.demo.days import later, moment, working
from records.demo.laboratory import BLOOD_COUNT, RENAL, THYROID
from records.demo.letters.words import letter
from records.demo.life import Life
from records.demo.medicines import DONEPEZIL, MEMANTINE
from records.demo.practice import consult
from records.demo.stories import social_care
from records.demo.terms import CLINIC_LETTER, DEMENTIA, FACE_TO_FACE, HOME_VISIT, Term

ADDENBROOKE = Term("Addenbrooke's Cognitive Examination III total score")
SIX_ITEM = Term("Six item cognitive impairment test")


def tell(life: Life, since: date, *, advanced: bool = False) -> None:
    """Tell of dementia since a day."""
    life.suffers(DEMENTIA, since)
    life.takes(DONEPEZIL, later(since, days=40), why="Alzheimer's dementia")
    if advanced:
        life.takes(MEMANTINE, later(since, years=2.5), why="Moderate to severe dementia")
    contacts.referral(
        life.gp,
        "Memory service",
        later(since, days=-120),
        reason="Forgetful for a year, family worried",
    )
    _memory_service(life, since)
    life.afterwards(partial(_memory, life, since, advanced=advanced))
    carer = next(
        (relative for relation, relative in life.person.relatives if relation == "Partner"), None
    )
    words = f"{carer.forename} (partner)" if carer else "family"
    plans.plan(
        life.gp,
        "care-and-support-plan",
        "Dementia care plan",
        life.day(min(0.9, life.years_since(since)), 0.1),
        says=f"Wants to stay in familiar surroundings. Main carer: {words}.",
        steps=(
            "Carer's assessment offered",
            "Keep the same routine and the same staff",
            "Speak slowly, one question at a time",
        ),
    )
    plans.flag(
        life.gp,
        "individual-requirements",
        Term("Cognitive impairment"),
        later(since, days=30),
        words="Memory problems: bring a relative, repeat information",
    )
    _council(life, since, advanced=advanced)


def _memory_service(life: Life, since: date) -> None:
    """Tell of the assessment that the mental health trust made."""
    if not life.person.area.shropshire or later(since, days=21) > life.late:
        return
    chart = life.mind
    at = moment(working(since), 10, 30)
    contacts.encounter(
        chart,
        Contact(
            start=at,
            end=moment(at.date(), 11, 45),
            term=FACE_TO_FACE,
            reason="Memory assessment",
            service="Memory service",
            place=chart.source.site,
        ),
    )
    findings.score(
        chart, ADDENBROOKE, life.rng.randrange(54, 79), at, "82 or less: dementia likely"
    )
    statements.problem(chart, DEMENTIA, since)
    words = letter(chart, life.person, "Memory service: assessment", since, signed=chart.clinician)
    words["sections"] = [
        {
            "title": "Conclusion",
            "paragraphs": ["History, examination and scan fit Alzheimer's dementia of late onset."],
        },
        {
            "title": "Plan",
            "items": ["Start donepezil.", "Support for the carer."],
        },
    ]
    contacts.document(
        chart,
        CLINIC_LETTER,
        at,
        title=words["title"],
        content=life.composer.html(words),
        inline=True,
    )


def _memory(life: Life, since: date, *, advanced: bool) -> None:
    at = moment(later(since, days=-121), 10, 10)
    if at.date() > life.person.birth_date:
        for group in (RENAL, BLOOD_COUNT, THYROID):
            findings.panel(life.gp, life.body, group, at)
    points = 10
    for day in life.days(max(since, later(life.horizon, years=-5)), 350):
        points = min(28, points + life.rng.randrange(1, 5))
        at = moment(day, 14, 5)
        consult(life, life.gp, at, "Dementia care review", HOME_VISIT if advanced else FACE_TO_FACE)
        findings.score(life.gp, SIX_ITEM, points, at, "0 to 7 is normal; 28 is the worst")


def _council(life: Life, since: date, *, advanced: bool) -> None:
    home = life.person.household == "care home"
    if social_care.known(life, later(since, years=0.8), reason="Support with memory and cognition"):
        name, visits = (
            ("Residential care", "24-hour care") if home else ("Home care", "2 visits a day")
        )
        social_care.package(life, later(since, years=0.9), visits, name=name)
        social_care.legal(
            life,
            later(since, years=1),
            "Lasting power of attorney for health and welfare",
            "Registered; attorney is a family member",
        )
        if home and advanced:
            social_care.legal(
                life,
                later(since, years=2),
                "Deprivation of Liberty Safeguards: authorised",
                "Standard authorisation for twelve months",
            )
        if not home:
            social_care.alert(
                life, later(since, years=1), "May walk about outside at night: door sensor fitted"
            )
