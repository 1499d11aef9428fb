"""
What is wrong with the files, on purpose and in declared numbers.

Real feeds are never clean, so these are not either: every kind below is in a set of forty people
or more, as often as `share` says of its people, and the README beside the files counts each.
"""

from dataclasses import replace
from typing import NamedTuple

from records.demo.life import Life
from records.demo.names import NICKNAMES
from records.demo.patients import Identity

PLACEHOLDER = "9999999999"
SMALLEST_SET = 40


class Flaw(NamedTuple):
    """A kind of flaw: where it is, how common, what it is, and what should become of it."""

    code: str
    feeds: str
    share: float
    what: str
    outcome: str


IDENTITY_FLAWS = (
    Flaw(
        "missing-number",
        "hospitals",
        0.006,
        "Hospital sends someone without the NHS number",
        "links by name, birth date and postcode, or waits for review",
    ),
    Flaw(
        "visitor",
        "hospitals",
        0.006,
        "Emergency patient without NHS number, registered elsewhere",
        "becomes a new patient known by the hospital's number",
    ),
    Flaw(
        "number-conflict",
        "hospitals",
        0.004,
        "Hospital sends someone with another person's NHS number",
        "held for review, nothing shown",
    ),
    Flaw(
        "changed-surname",
        "hospitals",
        0.008,
        "Hospital still has the surname before marriage",
        "links: number, birth date and forename agree",
    ),
    Flaw(
        "nickname",
        "hospitals",
        0.012,
        "Hospital has the everyday name (Maggie for Margaret)",
        "links: number, birth date and surname agree",
    ),
    Flaw(
        "swapped-date",
        "hospitals",
        0.004,
        "Hospital has day and month of birth swapped",
        "held for review: the birth date differs",
    ),
    Flaw(
        "placeholder",
        "hospitals",
        0.004,
        f"Hospital sends the placeholder NHS number {PLACEHOLDER}",
        "the number is ignored",
    ),
)
ENTRY_FLAWS = (
    Flaw(
        "entered-in-error",
        "GP practices",
        0.02,
        "An entry is marked entered in error",
        "kept, and shown as withdrawn",
    ),
    Flaw(
        "duplicated-line",
        "gp-riverside",
        0.006,
        "The same line stands twice in Observation.ndjson",
        "counted once",
    ),
    Flaw(
        "windows-1252",
        "shropshire-council",
        0.002,
        "A row has a byte of Windows-1252 in UTF-8",
        "read with a note, or quarantined",
    ),
)
FILE_FLAWS = (
    Flaw(
        "invalid-resource",
        "gp-eve-hill",
        0,
        "An observation breaks the rules of R4",
        "quarantined: not valid FHIR R4",
    ),
    Flaw("not-json", "gp-eve-hill", 0, "A line is not JSON", "quarantined: not readable as JSON"),
    Flaw(
        "unknown-patient",
        "shropcom",
        0,
        "An observation is about someone whom the feed never sent",
        "quarantined: about a person this feed has not sent",
    ),
    Flaw(
        "truncated-bundle",
        "sath",
        0,
        "A file ends in the middle",
        "quarantined: not readable as JSON",
    ),
    Flaw("stu3-bundle", "dudley-group", 0, "A bundle is FHIR STU3", "refused by name: not FHIR R4"),
    Flaw("xml-file", "uhnm", 0, "A file is XML", "refused by name"),
    Flaw(
        "bad-row",
        "shropshire-council",
        0,
        "A row does not fit: an unknown record type, an impossible date",
        "quarantined: a row does not fit the column map",
    ),
)
FLAWS = (*IDENTITY_FLAWS, *ENTRY_FLAWS, *FILE_FLAWS)


class Flawed:
    """Hands out flaws to the people they fit, until each kind's share is used up."""

    def __init__(self, people: int) -> None:
        small = people < SMALLEST_SET
        self._left = {
            flaw.code: 0 if small else max(1, round(people * flaw.share))
            for flaw in (*IDENTITY_FLAWS, *ENTRY_FLAWS)
        }
        self._asked = dict(self._left)
        identities = sum(self._left[flaw.code] for flaw in IDENTITY_FLAWS)
        self._gap = max(2, people * 3 // (5 * identities)) if identities else 0
        self._wait = 4
        self.files = not small
        self.count: dict[str, int] = {}
        self._previous: Identity | None = None

    def hospital_identity(self, life: Life, true: Identity) -> tuple[str, Identity]:
        """Return how the hospital knows someone, with the code of the flaw if there is one."""
        previous, self._previous = self._previous, true
        self._wait -= 1
        if life.person.persona or self._wait > 0 or not life.hospital.events:
            return "", true
        for flaw in self._least_used():
            changed = _identity(flaw.code, life, true, previous)
            if changed and changed != true:
                self._wait = self._gap
                self.use(flaw.code)
                if flaw.code == "visitor":
                    self._previous = None
                return flaw.code, changed
        return "", true

    def _least_used(self) -> list[Flaw]:
        """Return the identity flaws still to be put in, the least used first."""
        wanted = [flaw for flaw in IDENTITY_FLAWS if self._left[flaw.code]]
        return sorted(wanted, key=lambda flaw: -self._left[flaw.code] / self._asked[flaw.code])

    def wants(self, code: str) -> bool:
        return self._left[code] > 0

    def use(self, code: str) -> None:
        """Count a flaw that was put in."""
        if code in self._left:
            self._left[code] -= 1
        self.count[code] = self.count.get(code, 0) + 1


def _identity(code: str, life: Life, true: Identity, previous: Identity | None) -> Identity | None:
    person, born = life.person, true.birth_date
    alone = not (life.rows or life.mind.entries or life.community.entries)
    swappable = born.day <= 12 and born.day != born.month
    changes: dict[str, Identity | None] = {
        "missing-number": replace(true, nhs_number=None),
        "visitor": replace(true, nhs_number=None) if alone and life.age >= 18 else None,
        "number-conflict": replace(true, nhs_number=previous.nhs_number)
        if previous and previous.surname != true.surname
        else None,
        "changed-surname": replace(true, surname=person.former_surname or true.surname),
        "nickname": replace(true, forename=NICKNAMES.get(true.forename, true.forename)),
        "swapped-date": replace(true, birth_date=born.replace(day=born.month, month=born.day))
        if swappable
        else None,
        "placeholder": replace(true, nhs_number=PLACEHOLDER),
    }
    return changes[code]
