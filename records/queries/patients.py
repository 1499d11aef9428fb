"""Find people by NHS number, by name and birth date, or by postcode."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.names import fold_name, fold_postcode
from records import permissions
from records.codes import AccessKind, RecordSection
from records.permissions import RecordScope

from .access import write_access
from .rows import SqlValues, fetch

MOST_MATCHES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCriteria:
    """What a person is searched by: an NHS number alone, or names, birth date and postcode."""

    nhs_number: str = ""
    family_name: str = ""
    given_name: str = ""
    birth_date: date | None = None
    postcode: str = ""

    @property
    def kinds(self) -> str:
        """The kinds of criteria, for the audit trail, which never keeps their values."""
        names = {
            "NHS number": self.nhs_number,
            "family name": self.family_name,
            "given name": self.given_name,
            "date of birth": self.birth_date,
            "postcode": self.postcode,
        }
        return ", ".join(kind for kind, value in names.items() if value)


class PatientMatch(NamedTuple):
    """A person that fits a search; the fields are the columns of MATCHES, in that order."""

    id: UUID
    nhs_number: str
    title: str
    family_name: str
    given_names: str
    birth_date: date | None
    birth_precision: str
    gender: str
    address_lines: list[str]
    postcode: str
    gp_practice_name: str
    is_deceased: bool
    deceased_on: date | None
    is_restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The people that fit, and whether there are more than are shown."""

    matches: list[PatientMatch]
    has_more: bool


MATCHES = f"""
    SELECT p.id, p.nhs_number, p.title, p.family_name, p.given_names, p.birth_date,
           p.birth_precision, p.gender, p.address_lines, p.postcode, p.gp_practice_name,
           p.is_deceased, p.deceased_on, p.is_restricted
    FROM records_patient p
    WHERE {{condition}}
    ORDER BY p.family_key, p.given_key, p.birth_date, p.id
    LIMIT {MOST_MATCHES + 1}
"""  # noqa: S608 — built of constants

# A common name fits thousands. The first of them are read in the order of the index by names, and
# no more, so what a search takes does not grow with the number of people.
NAMES_READ = 4 * (MOST_MATCHES + 1)

KNOWN_AS = f"""
    p.id IN (SELECT patient_id FROM (
        SELECT DISTINCT s.family_key, s.given_key, s.patient_id
        FROM records_sourcepatient s
        WHERE {{sources}}
        ORDER BY s.family_key USING ~<~, s.given_key USING ~<~, s.patient_id
        LIMIT {NAMES_READ}
    ) named)
"""  # noqa: S608 — built of constants


@transaction.atomic
def search_patients(
    criteria: SearchCriteria, *, viewer: PractitionerRole, at: datetime
) -> SearchAnswer:
    """
    Return the people that fit, as a source that is shared with the viewer calls them.

    That they were looked for is written down. A restricted person is never found by postcode
    (PDS, confidentiality R).

    :raises Forbidden: the viewer's role sees no personal details
    """
    scope = permissions.get_scope(viewer)
    permissions.check_may_see_section(viewer, scope, RecordSection.PERSON_DEMOGRAPHICS)
    write_access(viewer=viewer, at=at, kind=AccessKind.SEARCH, searched_by=criteria.kinds)
    condition, values = _condition(criteria, scope)
    rows = fetch(MATCHES.format(condition=condition), values)
    found = [PatientMatch._make(row) for row in rows]
    return SearchAnswer(matches=found[:MOST_MATCHES], has_more=len(found) > MOST_MATCHES)


SHARED_SOURCE = "s.patient_id IS NOT NULL AND s.feed_id = ANY(%(feeds)s) AND s.withdrawn_at IS NULL"


def _condition(criteria: SearchCriteria, scope: RecordScope) -> tuple[str, SqlValues]:
    """Return the SQL condition on `p` and its values."""
    feeds = list(scope.feed_ids)
    if criteria.nhs_number:
        known = (
            "p.nhs_number = %(nhs_number)s AND EXISTS (SELECT FROM records_sourcepatient s "
            f"WHERE s.patient_id = p.id AND {SHARED_SOURCE})"
        )
        return known, {"nhs_number": criteria.nhs_number, "feeds": feeds}
    parts = [SHARED_SOURCE]
    values: dict[str, str | date | list[UUID]] = {"feeds": feeds}
    if criteria.family_name:
        parts.append("s.family_key LIKE %(family)s")
        values["family"] = f"{fold_name(criteria.family_name)}%"
    if criteria.given_name:
        parts.append("s.given_key LIKE %(given)s")
        values["given"] = f"{fold_name(criteria.given_name)}%"
    if criteria.birth_date:
        parts.append("s.birth_date = %(birth_date)s")
        values["birth_date"] = criteria.birth_date
    if criteria.postcode:
        parts.append("s.postcode_key = %(postcode)s")
        values["postcode"] = fold_postcode(criteria.postcode)
    known_as = KNOWN_AS.format(sources=" AND ".join(parts))
    return (f"{known_as} AND NOT p.is_restricted" if criteria.postcode else known_as), values


def find_patient_id(nhs_number: str) -> UUID | None:
    """
    Return the key of the person whose NHS number this is, or None.

    For links within the service, on nobody's behalf: it tells nothing about the person, so it is
    no reading of a record. Whoever shows the record behind the key asks `read_head`, as a viewer.
    """
    rows = fetch(
        "SELECT id FROM records_patient WHERE nhs_number = %(number)s", {"number": nhs_number}
    )
    return rows[0][0] if rows else None
