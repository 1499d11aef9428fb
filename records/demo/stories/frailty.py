"""Frailty: falls, broken hips, and the matron who visits at home."""

from datetime import date
from functools import partial

from records.demo import contacts, findings, plans
from records.demo.contacts import Contact
from records.demo.days import later, moment
from records.demo.life import FROM_EMERGENCY, MEDICINE, Life, Stay, Visit
from records.demo.medicines import (
    ALENDRONIC,
    COLECALCIFEROL,
    PARACETAMOL,
)
from records.demo.stories import social_care
from records.demo.terms import (
    FALLS,
    FRAILTY,
    HIP_FIXATION,
    HIP_FRACTURE,
    HOME_VISIT,
    OSTEOPOROSIS,
    Term,
)

ROCKWOOD = Term("Clinical Frailty Scale (Rockwood)")


def falls(life: Life, since: date, *, hip: bool = False) -> None:
    """Tell of falls, with a broken hip where it came to that."""
    life.suffers(FALLS, since)
    if life.age > 78:
        life.suffers(FRAILTY, later(since, days=100))
        for back in (1.3, 0.3):
            day = life.day(back, back - 0.1)
            if day > since:
                findings.score(
                    life.gp,
                    ROCKWOOD,
                    6,
                    moment(day, 13),
                    "Moderately frail: needs help with bathing",
                )
    if hip:
        broken = life.day(min(4.0, life.years_since(since)), 0.3)
        life.visits_hospital(
            Stay(
                admitted=broken,
                nights=life.rng.randrange(9, 17),
                method=FROM_EMERGENCY,
                hour=11,
                specialty="Trauma and orthopaedics",
                ward="Ward 22",
                staff=3,
                reason="Fall at home, cannot stand",
                diagnosis="Fracture of neck of left femur",
                story=[
                    (
                        "Tripped on a rug and lay on the floor for two hours. Left leg short "
                        "and turned out."
                    ),
                    (
                        "Hemiarthroplasty the next morning under spinal anaesthetic. Up with "
                        "physiotherapy on day one."
                    ),
                ],
                acute={
                    "haemoglobin": life.body.lines["haemoglobin"].now - 16,
                    "crp": 46,
                    "pulse": 92,
                },
                procedures=[HIP_FIXATION],
                started=[ALENDRONIC, COLECALCIFEROL, PARACETAMOL],
                follow_up=["Community physiotherapy.", "Falls clinic in eight weeks."],
            )
        )
        life.suffers(HIP_FRACTURE, broken, ended=None)
        life.suffers(OSTEOPOROSIS, later(broken, days=30))
    elif life.chance(0.5):
        life.visits_hospital(
            Visit(
                on=life.day(min(2.0, life.years_since(since)), 0.1),
                service="Emergency department",
                staff=MEDICINE,
                reason="Fall at home",
                kind="EMER",
                form="text",
                findings=[
                    (
                        "Unwitnessed fall in the kitchen. Bruised right hip, weight-bearing. "
                        "X-ray: no fracture."
                    )
                ],
                plan=["Home with care.", "Falls team to visit."],
            )
        )


def matron(life: Life, since: date) -> None:
    """Tell of the community matron who visits at home."""
    if not life.person.area.shropshire or since > life.horizon:
        return
    chart = life.community
    plans.care_team(
        chart,
        since,
        ((chart.source.staff[0], "Key worker"), (chart.source.staff[2], "Physiotherapist")),
    )
    plans.plan(
        chart,
        "care-and-support-plan",
        "Living with heart failure at home",
        since,
        says=(
            "To stay at home, to get to church on Sundays, and to know early when fluid builds up."
        ),
        steps=(
            "Weigh every morning; ring the matron at 2 kg gained in 3 days",
            "Falls exercises twice a week",
            "Matron visits every fortnight",
        ),
    )
    life.afterwards(partial(_matron_visits, life, since))
    social_care.older_person(life, later(since, days=-60))
    life.booked(
        "community",
        later(life.as_of, days=9),
        "Community matron",
        "Heart failure and frailty review",
        0,
    )


def _matron_visits(life: Life, since: date) -> None:
    chart = life.community
    for day in life.days(max(since, later(life.horizon, years=-1)), 28):
        if any(day <= stay.admitted < later(day, days=13) for stay in life.stays):
            continue
        at = moment(day, 11, life.rng.choice((0, 15, 30)))
        contacts.encounter(
            chart,
            Contact(
                start=at,
                end=moment(day, 12, 10),
                kind="HH",
                term=HOME_VISIT,
                reason="Community matron visit",
                service="Community nursing",
                place="Home",
                staff=chart.source.staff[0],
            ),
        )
        findings.sign(chart, "weight", life.body.read("weight", day), at, chart.source.staff[0])
        findings.pressure(
            chart, life.body.read("systolic", day), life.body.read("diastolic", day), at
        )
