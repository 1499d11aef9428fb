"""Writes stays and visits into the hospital's chart: one event each, with its letter."""

from datetime import date, datetime, timedelta

from records.demo import contacts, findings, statements
from records.demo.allergies import NONE_KNOWN
from records.demo.chart import Chart
from records.demo.contacts import Contact
from records.demo.days import moment, uk
from records.demo.letters.words import Letter, Section, letter
from records.demo.life import Life, Stay, Visit
from records.demo.medicines import Medicine
from records.demo.terms import CHEST_XRAY, CLINIC_LETTER, DISCHARGE_SUMMARY, ECG, FACE_TO_FACE, Term

ADMITTED = Term("Hospital admission", "32485007")
ATTENDED = Term("Emergency department attendance")


def write(life: Life) -> None:
    """Write every stay and visit in the order in which they happened."""
    chart = life.hospital
    happened: list[tuple[date, int, Stay | Visit]] = [
        *((stay.admitted, 0, stay) for stay in life.stays),
        *((visit.on, 1, visit) for visit in life.visits),
    ]
    happened.sort(key=lambda item: item[:2])
    last = max((stay.admitted for stay in life.stays), default=None)
    known = chart.clinician
    for number, (_, _, event) in enumerate(happened):
        chart.clinician = chart.source.staff[event.staff]
        if isinstance(event, Stay):
            _stay(life, chart, event, latest=event.admitted == last)
        else:
            _visit(life, chart, event)
        if number == 0:
            _background(life, chart)
    chart.clinician = known


def write_visit(life: Life, visit: Visit) -> None:
    """Write one more visit, after all else was written."""
    chart = life.hospital
    known, chart.clinician = chart.clinician, chart.source.staff[visit.staff]
    _visit(life, chart, visit)
    chart.clinician = known


def _background(life: Life, chart: Chart) -> None:
    """Add to the first event what the hospital wrote down on meeting the person."""
    event = chart.events[-1]
    with chart.event(event.at, "clerking"):
        for known, on in life.allergies:
            if on <= event.at.date():
                statements.allergy(chart, known, on, event.at.date(), "As told on admission")
        for item in life.problems_on(event.at.date())[:3]:
            statements.problem(chart, item.term, item.since)
    clerking = chart.events.pop()
    event.entries.extend(clerking.entries)
    event.staff.update(clerking.staff)


def _stay(life: Life, chart: Chart, stay: Stay, *, latest: bool) -> None:
    start = moment(stay.admitted, stay.hour, life.rng.randrange(60))
    end = moment(stay.left, 15, life.rng.randrange(60))
    end = max(end, start + timedelta(hours=6))
    discharge = ("4", "Patient died") if stay.died else ("1", "Discharged on clinical advice")
    with chart.event(end, "admission"):
        contacts.encounter(
            chart,
            Contact(
                start=start,
                end=end,
                kind="IMP",
                term=ADMITTED,
                reason=stay.reason,
                service=stay.specialty,
                place=f"{stay.ward}, {chart.source.site}",
            ),
            [contacts.admission_method(*stay.method), contacts.discharge_method(*discharge)],
        )
        _measure(life, chart, stay, start, end)
        statements.problem(chart, Term(stay.diagnosis), stay.admitted, ended=stay.left)
        for term in stay.procedures:
            on_arrival = term in {ECG, CHEST_XRAY}
            done = stay.admitted + timedelta(days=0 if on_arrival else 1)
            statements.procedure(chart, term, min(done, stay.left))
        if latest and not stay.died:
            _medicine_list(life, chart, stay, end)
        words = discharge_summary(life, chart, stay)
        content = life.composer.pdf("discharge", words, end)
        contacts.document(chart, DISCHARGE_SUMMARY, end, title=words["title"], content=content)


def _measure(life: Life, chart: Chart, stay: Stay, start: datetime, end: datetime) -> None:
    """Add observations and bloods on arrival, on the way, and before going home."""
    findings.bedside(chart, life.body, start, stay.acute)
    for group in stay.panels:
        findings.panel(chart, life.body, group, start + timedelta(minutes=40), stay.acute)
    if stay.nights > 3:
        halfway = start + timedelta(days=stay.nights // 2)
        easing = {
            key: life.body.lines[key].now + (value - life.body.lines[key].now) * 0.45
            for key, value in stay.acute.items()
            if key in life.body.lines
        }
        findings.bedside(chart, life.body, halfway, easing)
        for group in stay.panels:
            findings.panel(chart, life.body, group, halfway, easing)
    if stay.nights and not stay.died:
        findings.bedside(chart, life.body, end - timedelta(hours=5))


def _medicine_list(life: Life, chart: Chart, stay: Stay, at: datetime) -> None:
    """Add the medicines of the discharge, with what was stopped and why."""
    stopped = dict(stay.stopped)
    for medicine, since in going_home(life, stay):
        statements.medicine_taken(chart, medicine, since, asserted=at)
    for medicine, why in stopped.items():
        since = next((one.since for one in life.courses if one.medicine == medicine), stay.admitted)
        statements.medicine_taken(chart, medicine, since, asserted=at, stopped=why)


def going_home(life: Life, stay: Stay) -> list[tuple[Medicine, date]]:
    """Return what someone takes on leaving, each with the day it began."""
    stopped = {medicine for medicine, _ in stay.stopped}
    families = {medicine.family for medicine in stay.started}
    kept = [
        (course.medicine, course.since)
        for course in life.medicines_on(stay.admitted)
        if course.medicine not in stopped and course.medicine.family not in families
    ]
    return kept + [(medicine, stay.left) for medicine in stay.started]


def reconcile(life: Life) -> None:
    """Carry what hospitals changed to the practice's list, unless nobody has done so yet."""
    for stay in sorted(life.stays, key=lambda one: one.admitted):
        done = stay.left + timedelta(days=4)
        fresh = done > life.as_of
        for medicine, why in stay.stopped:
            if not stay.unreconciled and not fresh:
                life.stops(medicine, done, f"Stopped in hospital: {why}")
        for medicine in stay.started:
            if not fresh and not stay.died:
                life.takes(medicine, done, why="Started in hospital")


def discharge_summary(life: Life, chart: Chart, stay: Stay) -> Letter:
    """Return the summary of a stay, in step with what the record says of it."""
    title = "Discharge summary" if not stay.died else "Summary of admission: patient died"
    words = letter(chart, life.person, title, stay.left, signed=chart.clinician)
    words["facts"] = [
        ["Admitted", f"{uk(stay.admitted)} ({stay.method[1].split(': ')[-1]})"],
        ["Died" if stay.died else "Discharged", uk(stay.left)],
        ["Ward and specialty", f"{stay.ward}, {stay.specialty}"],
        ["Consultant", chart.clinician.name],
        ["Reason for admission", stay.reason],
        ["Main diagnosis", stay.diagnosis],
        ["Allergies", allergy_words(life, stay.admitted)],
    ]
    if stay.procedures:
        words["facts"].append(["Procedures", ", ".join(term.text for term in stay.procedures)])
    sections: list[Section] = [{"title": "What happened", "paragraphs": stay.story}]
    if not stay.died:
        table = [
            [
                medicine.product.text,
                medicine.words,
                change_words(life, stay, medicine),
            ]
            for medicine, _ in going_home(life, stay)
        ]
        table += [[medicine.product.text, "Stopped", why] for medicine, why in stay.stopped]
        if table:
            sections.append(
                {
                    "title": "Medicines on discharge",
                    "columns": ["Medicine", "How to take it", "Change"],
                    "rows": table,
                }
            )
        plan = stay.follow_up or ["No hospital follow-up is planned."]
        sections.append({"title": "Plan and requested actions", "items": plan})
    background = [item.term.text for item in life.problems_on(stay.admitted - timedelta(days=1))][
        :8
    ]
    if background:
        sections.append({"title": "Other conditions", "items": background})
    words["sections"] = sections
    return words


def change_words(life: Life, stay: Stay, medicine: Medicine) -> str:
    """Say what a stay did to a medicine that someone goes home with."""
    if medicine not in stay.started:
        return "Continued"
    before = [
        course.medicine.product.text
        for course in life.medicines_on(stay.admitted)
        if course.medicine.family == medicine.family
    ]
    return f"Changed from {before[0]}" if before else "New"


def allergy_words(life: Life, on: date) -> str:
    known = [
        f"{one.agent.text} ({one.reactions[0].text.lower()})"
        for one, since in life.allergies
        if since <= on
    ]
    return "; ".join(known) or NONE_KNOWN.text


def _visit(life: Life, chart: Chart, visit: Visit) -> None:
    hour = life.rng.randrange(9, 16) if visit.kind == "AMB" else life.rng.randrange(7, 23)
    start = moment(visit.on, hour, life.rng.randrange(0, 60, 10))
    emergency = visit.kind == "EMER"
    end = start + (timedelta(hours=3, minutes=10) if emergency else timedelta(minutes=25))
    with chart.event(end, "attendance" if emergency else "clinic"):
        contacts.encounter(
            chart,
            Contact(
                start=start,
                end=end,
                kind=visit.kind,
                term=ATTENDED if emergency else FACE_TO_FACE,
                reason=visit.reason,
                service=visit.service,
                place=chart.source.site,
            ),
        )
        if emergency:
            findings.bedside(chart, life.body, start + timedelta(minutes=12), visit.acute)
        for group in visit.panels:
            findings.panel(chart, life.body, group, start, visit.acute)
        words = _visit_letter(life, chart, visit)
        content = (
            life.composer.text(words)
            if visit.form == "text"
            else life.composer.pdf("clinic", words, end)
        )
        contacts.document(chart, CLINIC_LETTER, end, title=words["title"], content=content)


def _visit_letter(life: Life, chart: Chart, visit: Visit) -> Letter:
    words = letter(
        chart, life.person, f"{visit.service}: {visit.reason}", visit.on, signed=chart.clinician
    )
    words["facts"] = [["Seen on", uk(visit.on)], ["Allergies", allergy_words(life, visit.on)]]
    sections: list[Section] = [{"title": "Findings", "paragraphs": visit.findings}]
    medicines = [
        [course.medicine.product.text, course.medicine.words]
        for course in life.medicines_on(visit.on)
    ]
    if medicines:
        sections.append(
            {"title": "Medicines", "columns": ["Medicine", "How to take it"], "rows": medicines}
        )
    sections.append({"title": "Plan", "items": visit.plan})
    words["sections"] = sections
    return words
