"""Depression, anxiety and psychosis: what the practice treats and what the trust takes on."""

from datetime import date

from records.demo import contacts, findings, plans, statements
from records.demo.contacts import Contact
from records.demo.days import later, moment
from records.demo.laboratory import LIPIDS, SUGAR
from records.demo.letters.words import Letter, letter
from records.demo.life import EMERGENCY_CARE, Life, Visit
from records.demo.medicines import (
    ARIPIPRAZOLE,
    MIRTAZAPINE,
    OLANZAPINE,
    SERTRALINE_50,
    SERTRALINE_100,
)
from records.demo.practice import consult
from records.demo.terms import (
    ANXIETY,
    CLINIC_LETTER,
    CRISIS_PLAN,
    DEPRESSION,
    FACE_TO_FACE,
    HOME_VISIT,
    LOINC,
    PSYCHOSIS,
    SCHIZOPHRENIA,
    TELEPHONE,
    Term,
)

PHQ_9 = Term("Patient Health Questionnaire 9 item (PHQ-9) total score", "44261-6", LOINC)
GAD_7 = Term("GAD-7 anxiety score")
HONOS = Term("Health of the Nation Outcome Scales total")


def low_mood(life: Life, since: date, *, recovered: bool) -> None:
    """Tell of depression or anxiety that the practice treats."""
    term, scale, top = (DEPRESSION, PHQ_9, 19) if life.chance(0.65) else (ANXIETY, GAD_7, 16)
    ended = later(since, years=1.4)
    over = recovered and ended < life.horizon
    life.suffers(term, since, ended=ended if over else None)
    life.takes(SERTRALINE_50, later(since, days=14), why=term.text)
    if not over and life.chance(0.4):
        life.takes(
            SERTRALINE_100 if life.chance(0.6) else MIRTAZAPINE,
            later(since, years=0.4),
            why="Partial response",
        )
    if over:
        for medicine in (SERTRALINE_50, SERTRALINE_100, MIRTAZAPINE):
            life.stops(medicine, ended, "Recovered, tapered over four weeks")
    value = top
    for number, days in enumerate((0, 30, 90, 200)):
        at = moment(min(later(since, days=days), life.horizon), 16, 10)
        if later(since, days=days) > life.horizon:
            break
        findings.score(life.gp, scale, max(3, value), at)
        consult(life, life.gp, at, "Mood review", TELEPHONE if number % 2 else FACE_TO_FACE)
        value -= life.rng.randrange(2, 6)
    contacts.referral(
        life.gp,
        "Talking therapies",
        later(since, days=3),
        reason=f"{term.text}, prefers talking treatment",
    )


def psychosis(life: Life, since: date, *, detained: bool = False) -> None:
    """Tell of psychosis under the early intervention team, with a plan for a crisis."""
    if not life.person.area.shropshire:
        return
    life.suffers(PSYCHOSIS if life.age < 36 else SCHIZOPHRENIA, since)
    contacts.referral(
        life.gp,
        "Early intervention team",
        since,
        reason="Hearing voices, not sleeping",
        urgent=True,
    )
    chart = life.mind
    doctor, coordinator = chart.source.staff[0], chart.source.staff[2]
    chart.clinician = coordinator
    statements.problem(chart, PSYCHOSIS if life.age < 36 else SCHIZOPHRENIA, later(since, days=9))
    plans.care_team(
        chart,
        later(since, days=9),
        ((coordinator, "Care coordinator"), (doctor, "Responsible clinician")),
    )
    _trust_medicines(life, since)
    _contacts(life, since)
    _plans(life, since)
    if detained:
        _detention(life, later(since, days=4))
    for back in (1.1, 0.2):
        day = life.day(back, back - 0.1)
        for group in (SUGAR, LIPIDS):
            findings.panel(life.gp, life.body, group, moment(day, 9, 5))
        findings.weighed(life.gp, life.body, moment(day, 9, 15), life.gp.nurse)
    life.booked(
        "mind", later(life.as_of, days=12), "Early intervention in psychosis", "Care review", 2
    )


def _trust_medicines(life: Life, since: date) -> None:
    chart, changed = life.mind, later(since, years=0.9)
    life.body.lines["weight"].now += 9
    life.takes(OLANZAPINE, later(since, days=10), why="Psychosis, advised by the trust")
    asserted = moment(min(changed, life.late), 15)
    if changed < life.late:
        life.takes(ARIPIPRAZOLE, later(changed, days=6), why="Changed because of weight gain")
        statements.medicine_taken(
            chart,
            OLANZAPINE,
            later(since, days=8),
            asserted=asserted,
            stopped="Weight gain of 9 kg",
        )
        statements.medicine_taken(chart, ARIPIPRAZOLE, changed, asserted=asserted)
    else:
        statements.medicine_taken(chart, OLANZAPINE, later(since, days=8), asserted=asserted)


def _contacts(life: Life, since: date) -> None:
    chart = life.mind
    start = max(later(since, days=9), later(life.late, years=-1.5))
    for number, day in enumerate(life.days(start, 24, life.late)):
        term = HOME_VISIT if number % 3 == 0 else TELEPHONE if number % 3 == 1 else FACE_TO_FACE
        at = moment(day, life.rng.randrange(10, 16), 15)
        contacts.encounter(
            chart,
            Contact(
                start=at,
                end=moment(day, at.hour + 1),
                kind="HH" if term is HOME_VISIT else "AMB",
                term=term,
                reason="Care coordinator contact",
                service="Early intervention in psychosis",
                place="Home" if term is HOME_VISIT else chart.source.site,
            ),
        )
        if number % 5 == 0:
            findings.score(chart, HONOS, max(5, 19 - number), at)


def _plans(life: Life, since: date) -> None:
    chart, on = life.mind, min(later(since, days=40), life.late)
    doctor = chart.source.staff[0]
    steps = (
        "Early signs: sleeping less than four hours, checking windows, leaving the telephone off",
        "Ring the team by day; the crisis line by night",
        "What helps: quiet room, music, a walk with family; one person talks at a time",
    )
    plans.plan(
        chart,
        "contingency-plans",
        "Crisis and safety plan",
        on,
        says="Agreed with the person and the family. Prefers treatment at home.",
        steps=steps,
    )
    plans.flag(chart, "risk-information", Term("Risk of self-neglect when unwell"), on)
    title = "Crisis and safety plan"
    words = letter(chart, life.person, title, on, signed=doctor)
    words["sections"] = [
        {"title": "What we agreed", "items": list(steps)},
        {
            "title": "Who to contact",
            "items": [f"Care coordinator: {chart.source.staff[2].name}, {chart.source.phone}"],
        },
    ]
    contacts.document(
        chart,
        CRISIS_PLAN,
        moment(on, 16),
        title=title,
        content=life.composer.pdf("clinic", _facts(words), moment(on, 16)),
        inline=True,
    )
    seen = life.day(0.6, 0.05)
    seen = max(min(seen, life.late), on)
    words = letter(chart, life.person, "Outpatient review", seen, signed=doctor)
    medicine = next(
        (
            one.medicine.product.text
            for one in life.medicines_on(seen)
            if one.medicine.family == "antipsychotic"
        ),
        "no antipsychotic",
    )
    words["sections"] = [
        {
            "title": "Review",
            "paragraphs": [
                "Sleeping well, no voices for three months, back at work on two mornings a week.",
                f"Taking {medicine}, no stiffness or restlessness.",
            ],
        },
        {
            "title": "Plan",
            "items": [
                "Continue present treatment.",
                "Practice: weight, blood pressure, HbA1c and lipids every year.",
            ],
        },
    ]
    contacts.document(
        chart,
        CLINIC_LETTER,
        moment(seen, 11),
        title="Outpatient review",
        content=life.composer.html(words),
        inline=True,
    )


def _facts(words: Letter) -> Letter:
    words["facts"] = [["Agreed on", words["date"]]]
    return words


def _detention(life: Life, on: date) -> None:
    chart = life.mind
    until = later(on, days=26)
    start, end = moment(on, 23, 10), moment(until, 14)
    life.visits_hospital(
        Visit(
            on=on,
            service="Emergency department",
            staff=EMERGENCY_CARE,
            reason="Brought by family, frightened and not sleeping",
            kind="EMER",
            form="text",
            findings=["Physically well. Hearing voices, believes that neighbours listen in."],
            plan=["Assessed by the liaison team and admitted to the Redwoods Centre."],
        )
    )
    contacts.encounter(
        chart,
        Contact(
            start=start,
            end=end,
            kind="IMP",
            term=Term("Hospital admission", "32485007"),
            reason="First episode of psychosis",
            service="Adult mental health",
            place=f"Laurel ward, {chart.source.site}",
            staff=chart.source.staff[0],
        ),
        [
            contacts.admission_method("21", "Emergency admission: emergency department"),
            contacts.discharge_method("1", "Discharged on clinical advice"),
        ],
    )
    findings.said(
        chart,
        "legal-information",
        Term("Mental Health Act status"),
        Term("Section 2, ended on discharge"),
        start,
    )
