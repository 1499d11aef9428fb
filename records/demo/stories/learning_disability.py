"""A learning disability, and the adjustments that make care possible."""

from datetime import date
from functools import partial

from records.demo import contacts, findings, plans
from records.demo.days import birthday, later, moment
from records.demo.laboratory import BLOOD_COUNT, RENAL, THYROID
from records.demo.life import Life
from records.demo.medicines import LEVETIRACETAM, LEVOTHYROXINE
from records.demo.practice import consult
from records.demo.stories import social_care
from records.demo.terms import (
    DOWN_SYNDROME,
    EPILEPSY,
    FACE_TO_FACE,
    HYPOTHYROIDISM,
    LEARNING_DISABILITY,
    REASONABLE_ADJUSTMENT,
)
from records.resources.shape import Resource

PLAIN = "Use easy words and pictures; allow a double appointment"
CARER = "Needs a carer who knows them present"
QUIET = "Needs a quiet room and the first appointment of the day"


def tell(life: Life, *, down: bool, epilepsy: bool) -> None:
    born = life.person.birth_date
    known = birthday(born, 4)
    life.suffers(LEARNING_DISABILITY, known)
    if down:
        life.suffers(DOWN_SYNDROME, born)
        life.suffers(HYPOTHYROIDISM, birthday(born, 24))
        life.body.lines["tsh"].now = 3.0
        life.takes(LEVOTHYROXINE, later(birthday(born, 24), days=20), why="Hypothyroidism")
    if epilepsy:
        life.suffers(EPILEPSY, birthday(born, 9))
        life.takes(LEVETIRACETAM, birthday(born, 19), why="Epilepsy")
    since = max(date(2022, 5, 3), birthday(born, 18))
    for words in (PLAIN, CARER, QUIET):
        plans.flag(
            life.gp,
            "individual-requirements",
            REASONABLE_ADJUSTMENT,
            min(since, life.horizon),
            words=words,
        )
    life.afterwards(partial(_health_checks, life))
    plans.plan(
        life.gp,
        "about-me",
        "About me",
        min(later(since, days=40), life.horizon),
        says=(
            "I like trains and brass bands. Please talk to me, not to my carer. I am frightened "
            "of needles: show me first, count to three."
        ),
    )
    _support(life, later(life.horizon, years=-5))


def _health_checks(life: Life) -> None:
    born = life.person.birth_date
    replaced: Resource | None = None
    for number, day in enumerate(
        life.days(max(birthday(born, 18), later(life.horizon, years=-6)), 360)
    ):
        at = moment(day, 8, 40)
        consult(life, life.gp, at, "Learning disability annual health check", FACE_TO_FACE)
        findings.pressure(
            life.gp,
            life.body.read("systolic", day),
            life.body.read("diastolic", day),
            at,
            life.gp.nurse,
        )
        findings.weighed(life.gp, life.body, at, life.gp.nurse)
        if number % 2 == 0:
            for group in (RENAL, BLOOD_COUNT, THYROID):
                findings.panel(life.gp, life.body, group, at)
        if replaced:
            replaced["status"] = "completed"
        plans.plan(
            life.gp,
            "plan-and-requested-actions",
            f"Health action plan {day.year}",
            day,
            says="Agreed with the person and a supporter, in easy read.",
            steps=(
                "Walk to the shop every day",
                "Dentist every six months",
                "Flu vaccine in autumn",
            ),
        )
        replaced = life.gp.entries[-1]


def _support(life: Life, start: date) -> None:
    if social_care.known(life, start, reason="Learning disability support", worker=1):
        social_care.package(
            life, later(start, days=70), "Supported living, sleep-in staff", name="Supported living"
        )
        social_care.alert(
            life, later(start, days=71), "Communication: uses Makaton signs and short sentences"
        )
        social_care.equipment(life, later(start, days=90), "Bath seat")
    if life.person.area.shropshire:
        therapist = life.community.source.staff[3]
        plans.care_team(
            life.community, later(start, days=20), ((therapist, "Occupational therapist"),)
        )
        plans.equipment(life.community, "Visual timetable board", later(start, days=60))
    contacts.referral(
        life.gp,
        "Community learning disability team",
        later(start, days=4),
        reason="Moved to supported living",
    )
