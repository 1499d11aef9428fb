"""The following night: the same people, and the few things that changed in a day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random

from records.demo import findings, hospital, plans
from records.demo.days import moment
from records.demo.laboratory import BLOOD_COUNT, RENAL
from records.demo.life import EMERGENCY_CARE, Life, Visit
from records.demo.people import Address
from records.demo.terms import Term
from records.resources.shape import Resource

SHARE = 0.02


@dataclass(slots=True)
class Change:
    """What changed for one person: the kind, and what the hospital withdraws."""

    kind: str = ""
    withdrawn: list[str] | None = None
    moved_to: Address | None = None


def change(life: Life, seed: int) -> Change:
    """Change a life a little, for the share of people to whom something happened."""
    person = life.person
    rng = Random(f"{seed}/night/{person.nhs_number}")
    if life.died_on or (rng.random() > SHARE and not person.persona):
        return Change()
    tonight = life.as_of + timedelta(days=1)
    kind = rng.choice(
        ("result", "stopped", "attendance", "withdrawn", "hospital-withdrawn", "moved", "visit")
    )
    if person.persona:
        kind = PERSONA_NIGHT.get(person.persona, "")
    return _apply(life, rng, kind, tonight)


PERSONA_NIGHT = {
    "Testwood": "result",
    "Mockford": "attendance",
    "Samplehurst": "result",
    "Demoway": "attendance",
    "Testley": "moved",
    "Exampleton": "stopped",
    "Testwala": "withdrawn",
}


def _apply(life: Life, rng: Random, kind: str, tonight: date) -> Change:
    happens: dict[str, Callable[[], Change]] = {
        "result": partial(_result, life, tonight),
        "attendance": partial(_attendance, life, tonight),
        "moved": partial(_moved, life, rng),
        "visit": partial(_visit, life, tonight),
        "stopped": partial(_stopped, life, tonight),
        "withdrawn": partial(_left_out, life),
        "hospital-withdrawn": partial(_taken_back, life),
        "": Change,
    }
    return happens[kind]()


def _result(life: Life, tonight: date) -> Change:
    if life.age < 16:
        return Change()
    for group in (RENAL, BLOOD_COUNT):
        findings.panel(life.gp, life.body, group, moment(tonight, 7, 40))
    return Change("result")


def _visit(life: Life, tonight: date) -> Change:
    if not life.community.entries:
        return Change()
    words = Term("Dog at the property, please telephone first")
    plans.flag(life.community, "alerts", words, tonight)
    return Change("visit")


def _attendance(life: Life, tonight: date) -> Change:
    hospital.write_visit(
        life,
        Visit(
            on=tonight,
            service="Emergency department",
            staff=EMERGENCY_CARE,
            reason="Unwell overnight",
            findings=[
                (
                    "Reviewed in the emergency department. Observations stable, examination "
                    "without new findings."
                )
            ],
            plan=["Home with advice.", "Practice to review within the week."],
            kind="EMER",
            panels=(RENAL,),
        ),
    )
    return Change("attendance")


def _moved(life: Life, rng: Random) -> Change:
    home = life.person.address
    if home.kind != "home":
        return Change()
    moved = replace(home, lines=(f"{rng.randrange(141, 180)} {home.lines[-1].split(' ', 1)[-1]}",))
    return Change("moved", moved_to=moved)


def _stopped(life: Life, tonight: date) -> Change:
    for entry in life.gp.entries:
        if entry["resourceType"] == "MedicationRequest" and entry["status"] == "active":
            entry["status"] = "stopped"
            entry["statusReason"] = {"text": "Stopped at medication review"}
            period: Resource = {"start": str(entry["authoredOn"])[:10], "end": tonight.isoformat()}
            entry["dispenseRequest"] = {"validityPeriod": period}
            return Change("stopped")
    return Change()


def _taken_back(life: Life) -> Change:
    """Take back an observation of the hospital, which must say so."""
    for event in life.hospital.events:
        for entry in event.entries:
            if entry["resourceType"] == "Observation":
                return Change("hospital-withdrawn", withdrawn=[f"Observation/{entry['id']}"])
    return Change()


def _left_out(life: Life) -> Change:
    """Leave an observation out of the snapshot, one that no report leans on."""
    leaned_on = set(_members(life.gp.entries))
    for place, entry in enumerate(life.gp.entries):
        if entry["resourceType"] == "Observation" and entry["id"] not in leaned_on:
            del life.gp.entries[place]
            return Change("withdrawn")
    return Change()


def _members(entries: list[Resource]) -> Iterator[str]:
    """Yield the ids of the results that reports group."""
    for entry in entries:
        members = entry.get("result")
        for member in members if isinstance(members, list) else ():
            if isinstance(member, dict):
                yield str(member["reference"]).partition("/")[2]
