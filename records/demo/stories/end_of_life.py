"""Care near the end of life, and the decisions that people take ahead of it."""

from datetime import date

from records.demo import contacts, plans
from records.demo.contacts import Contact
from records.demo.days import later, moment, uk, working_before
from records.demo.letters.words import letter
from records.demo.life import Life
from records.demo.medicines import MIDAZOLAM_JUST_IN_CASE, MORPHINE_JUST_IN_CASE
from records.demo.stories import social_care
from records.demo.terms import DEMENTIA, HOME_VISIT, NOT_FOR_RESUSCITATION, RESPECT_FORM, Term


def respect(life: Life, on: date, *, matters: str, illness: str) -> None:
    """Tell of a ReSPECT conversation: the plan, the flag and the form."""
    on = working_before(on)
    chart, doctor = life.gp, life.gp.clinician
    plans.flag(
        chart,
        "end-of-life-care",
        NOT_FOR_RESUSCITATION,
        on,
        words=f"Not for attempted cardiopulmonary resuscitation (ReSPECT {uk(on)})",
    )
    steps = (
        "Hospital only for what cannot be treated at home, such as a broken bone",
        "Antibiotics by mouth at home",
        "Comfort first if dying",
    )
    plans.plan(chart, "end-of-life-care", "ReSPECT plan", on, says=matters, steps=steps)
    words = letter(
        chart,
        life.person,
        "ReSPECT: recommended summary plan for emergency care and treatment",
        on,
        signed=doctor,
    )
    capacity = (
        "Lacks capacity; decided in best interests with the family."
        if life.has(DEMENTIA)
        else "Has capacity."
    )
    words["sections"] = [
        {"title": "Relevant information", "paragraphs": [f"Lives with {illness}. {capacity}"]},
        {"title": "What matters to me", "paragraphs": [matters]},
        {"title": "Clinical recommendations for emergency care", "items": list(steps)},
        {"title": "Cardiopulmonary resuscitation", "paragraphs": ["CPR attempts NOT recommended."]},
        {"title": "Who was involved", "paragraphs": [f"The person and {doctor.name} on {uk(on)}."]},
    ]
    at = moment(on, 12, 15)
    contacts.document(
        chart,
        RESPECT_FORM,
        at,
        title="ReSPECT form",
        inline=True,
        content=life.composer.pdf("respect", words, at),
    )


def planned(life: Life, since: date, *, illness: str) -> None:
    """Tell of someone on the end-of-life register, with medicines at home just in case."""
    chart = life.gp
    plans.flag(chart, "end-of-life-care", Term("On end of life care register"), since)
    respect(
        life,
        later(since, days=3) if later(since, days=3) <= life.horizon else since,
        matters="To be at home with family and the dog, and to be free of pain.",
        illness=illness,
    )
    plans.plan(
        chart,
        "end-of-life-care",
        "Preferred place of care and of death",
        since,
        says="First choice: home. Second choice: hospice. Family knows and agrees.",
    )
    for medicine in (MORPHINE_JUST_IN_CASE, MIDAZOLAM_JUST_IN_CASE):
        life.takes(medicine, later(since, days=6), why="Just-in-case medicines kept at home")
    for day in life.days(since, 12):
        at = moment(day, 11, 30)
        contacts.encounter(
            chart,
            Contact(
                start=at,
                end=moment(day, 12),
                kind="HH",
                term=HOME_VISIT,
                reason="Palliative care visit",
                place="Home",
            ),
        )
    if life.person.area.shropshire:
        _district_nurses(life, since)
        if social_care.known(life, since, reason="Physical support: personal care"):
            social_care.package(
                life, later(since, days=4), "4 visits a day", name="Fast-track home care"
            )


def _district_nurses(life: Life, since: date) -> None:
    chart = life.community
    nurse = chart.source.staff[1]
    plans.care_team(chart, since, ((nurse, "District nurse, key worker"),))
    for day in life.days(since, 7):
        at = moment(day, 9, 45)
        contacts.encounter(
            chart,
            Contact(
                start=at,
                end=moment(day, 10, 30),
                kind="HH",
                term=HOME_VISIT,
                staff=nurse,
                reason="Symptom control",
                service="District nursing",
                place="Home",
            ),
        )
    plans.equipment(chart, "Hospital bed with pressure mattress", later(since, days=5))
