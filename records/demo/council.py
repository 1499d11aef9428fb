"""The council's file: one row for each thing it holds about a person."""

import csv
from io import StringIO

from records.demo.chart import local_id
from records.demo.life import Life
from records.demo.patients import Identity
from records.demo.places import COUNCIL

COLUMNS = (
    "person_id",
    "nhs_number",
    "title",
    "forename",
    "surname",
    "date_of_birth",
    "sex",
    "address_line_1",
    "address_line_2",
    "town",
    "postcode",
    "phone",
    "record_type",
    "record_id",
    "code",
    "description",
    "start_date",
    "end_date",
    "status",
    "worker_name",
    "worker_role",
    "team",
    "team_phone",
    "recorded_on",
    "notes",
)
SEXES = {"female": "Female", "male": "Male"}


def rows(life: Life, identity: Identity) -> list[dict[str, str]]:
    """Return the rows about a person with every column filled."""
    person = life.person
    person_id = local_id(COUNCIL, person.number, persona=bool(person.persona))
    home = (*identity.address.lines, "")
    shared = {
        "person_id": person_id,
        "nhs_number": identity.nhs_number or "",
        "title": person.title,
        "forename": identity.forename,
        "surname": identity.surname,
        "date_of_birth": f"{identity.birth_date:%d/%m/%Y}",
        "sex": SEXES[person.sex],
        "address_line_1": home[0],
        "address_line_2": home[1],
        "town": identity.address.town,
        "postcode": identity.address.postcode,
        "phone": person.phone,
    }
    return [
        {**dict.fromkeys(COLUMNS, ""), **shared, "record_id": f"{person_id}/{number:02d}", **row}
        for number, row in enumerate(life.rows, 1)
    ]


def encode(lines: list[dict[str, str]]) -> bytes:
    """Return rows as the council writes them: commas, quotes where needed, CR LF."""
    text = StringIO()
    csv.DictWriter(text, COLUMNS).writerows(lines)
    return text.getvalue().encode()


def header() -> bytes:
    return (",".join(COLUMNS) + "\r\n").encode()
