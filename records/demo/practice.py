"""Writes what the practice, and other trusts' appointment books, hold of a life."""

from datetime import datetime, timedelta

from records.demo import contacts, findings, plans, statements
from records.demo.allergies import NONE_KNOWN
from records.demo.chart import Chart
from records.demo.contacts import Contact
from records.demo.days import moment
from records.demo.life import Life
from records.demo.terms import FACE_TO_FACE, HOME_VISIT, TELEPHONE, Term


def write(life: Life) -> None:
    """Write problems, allergies, medicines, family and appointments to come."""
    chart = life.gp
    for item in sorted(life.problems.values(), key=lambda one: one.since):
        statements.problem(chart, item.term, item.since, ended=item.ended, note=item.note)
    _allergies(life)
    for course in sorted(life.courses, key=lambda one: one.since):
        if course.hospital_only:
            continue
        ended, why = course.ended, course.why
        if ended is None and life.died_on:
            ended, why = life.died_on, "Died"
        statements.prescription(chart, course.medicine, course.since, ended=ended, why=why)
    for relation, relative in life.person.relatives[:3]:
        if relation not in {"Son", "Daughter"}:
            name = (relative.forename, relative.surname)
            plans.related_person(chart, relation, name, relative.phone)
    _appointments(life)


def _allergies(life: Life) -> None:
    for known, on in life.allergies:
        statements.allergy(life.gp, known, on, on)
    if not life.allergies and life.age > 1 and life.chance(0.6):
        on = life.since_age(2, max(3, life.age))
        statements.no_allergies(life.gp, on, NONE_KNOWN)


def _appointments(life: Life) -> None:
    charts = {
        "gp": life.gp,
        "hospital": life.hospital,
        "mind": life.mind,
        "community": life.community,
    }
    for source, on, service, reason, staff in life.upcoming:
        chart = charts[source]
        who = chart.source.staff[staff]
        booked = life.as_of - timedelta(days=life.rng.randrange(3, 40))
        at = moment(on, life.rng.randrange(9, 17), life.rng.choice((0, 10, 20, 30, 40, 50)))
        if source == "hospital":
            with chart.event(moment(booked, 10), "appointment"):
                contacts.appointment(chart, at, service, reason=reason, booked=booked, by=who)
        else:
            contacts.appointment(chart, at, service, reason=reason, booked=booked, by=who)


def consult(life: Life, chart: Chart, at: datetime, reason: str, term: Term) -> None:
    if life.away(at.date()):
        return
    home = term == HOME_VISIT
    minutes = 8 if term == TELEPHONE else 35 if home else 12
    contacts.encounter(
        chart,
        Contact(
            start=at, end=at + timedelta(minutes=minutes), kind="HH" if home else "AMB", term=term,
            reason=reason, place="Home" if home else chart.source.site,
        ),
    )  # fmt: skip
    if life.chance(0.3) and term == FACE_TO_FACE:
        findings.pressure(
            chart, life.body.read("systolic", at.date()), life.body.read("diastolic", at.date()), at
        )
