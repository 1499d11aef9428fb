"""What a letter says, before it takes the form of a file."""

from datetime import date
from typing import NotRequired, TypedDict

from records.demo.chart import Chart
from records.demo.days import uk
from records.demo.people import Person
from records.demo.places import Source, Staff


class Section(TypedDict):
    """A part of a letter under its own title."""

    title: str
    paragraphs: NotRequired[list[str]]
    items: NotRequired[list[str]]
    columns: NotRequired[list[str]]
    rows: NotRequired[list[list[str]]]


class Letter(TypedDict):
    """Everything that a letter template places."""

    title: str
    organisation: str
    site: str
    address: str
    phone: str
    date: str
    to: dict[str, str]
    patient: dict[str, str]
    facts: list[list[str]]
    sections: list[Section]
    signed: dict[str, str]


def spaced(nhs_number: str) -> str:
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}"


def letter(
    chart: Chart,
    person: Person,
    title: str,
    on: date,
    *,
    signed: Staff,
    source: Source | None = None,
) -> Letter:
    """Return a letter with its head and its person, to be given facts and sections."""
    sender = source or chart.source
    practice = person.area.practice
    doctor = practice.staff[person.number % 3]
    home = ", ".join((*person.address.lines, person.address.town, person.address.postcode))
    return {
        "title": title,
        "organisation": sender.name,
        "site": sender.site,
        "address": sender.address,
        "phone": sender.phone,
        "date": uk(on),
        "to": {
            "name": doctor.name,
            "greeting": f"{doctor.title} {doctor.surname}",
            "practice": practice.name,
            "address": practice.address,
        },
        "patient": {
            "name": person.name,
            "nhs_number": spaced(person.nhs_number),
            "born": uk(person.birth_date),
            "local_id": chart.patient_id,
            "address": home,
        },
        "facts": [],
        "sections": [],
        "signed": {"name": signed.name, "role": signed.role},
    }
