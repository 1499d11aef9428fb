"""A person as a feed describes them: the columns of the index, and what they are matched by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from core.names import fold_name, fold_postcode
from core.nhs_number import find_nhs_number
from records.resources.reading import parts, word, words_of
from records.resources.shape import PatientDetails, PersonName, Resource

from .matching import Identity

# The columns of Demographics that a source fills, with their types.
COLUMNS: Final = {
    "nhs_number": "text",
    "nhs_number_status": "text",
    "title": "text",
    "family_name": "text",
    "given_names": "text",
    "preferred_name": "text",
    "family_key": "text",
    "given_key": "text",
    "birth_date": "date",
    "birth_precision": "text",
    "gender": "text",
    "address_lines": "text[]",
    "postcode": "text",
    "postcode_key": "text",
    "phone": "text",
    "email": "text",
    "gp_practice_code": "text",
    "gp_practice_name": "text",
    "is_deceased": "bool",
    "deceased_on": "date",
    "is_restricted": "bool",
}
_NAME: Final = 200
_SYSTEM: Final = 300
_LIMITS: Final = {
    "nhs_number_status": 2,
    "title": 35,
    "family_name": _NAME,
    "given_names": _NAME,
    "preferred_name": _NAME,
    "family_key": _NAME,
    "given_key": _NAME,
    "gender": 10,
    "postcode": 10,
    "postcode_key": 10,
    "phone": 50,
    "email": 254,
    "gp_practice_code": 10,
    "gp_practice_name": 200,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What one source says of a person, ready for the index."""

    source_id: str
    identity: Identity
    columns: tuple[object, ...]
    identifiers: tuple[tuple[str, str], ...]
    content_hash: bytes
    text: bytes
    updated_at: datetime | None


def usable_number(details: PatientDetails) -> str:
    """Return the NHS number by which a person can be told from others, or nothing."""
    found = find_nhs_number(details.nhs_number) if details.nhs_number else None
    return found.value if found is not None and found.is_usable_for_matching else ""


def identifiers_of(details: PatientDetails) -> tuple[tuple[str, str], ...]:
    """Return the systems and values of a person's other numbers."""
    return tuple([(one.system[:_SYSTEM], one.value[:_NAME]) for one in details.identifiers])


def identity_of(details: PatientDetails) -> Identity:
    """Return what a person is matched by."""
    return Identity(
        nhs_number=usable_number(details),
        families=family_keys(name.family for name in details.names),
        givens=given_keys([details.preferred_name, *_first_given(details.names)]),
        born=details.birth_date,
        born_precision=details.birth_precision,
        postcode=fold_postcode(details.postcode),
    )


def _first_given(names: Iterable[PersonName]) -> list[str]:
    return [name.given[0] for name in names if name.given]


def family_keys(names: Iterable[str]) -> frozenset[str]:
    """Return family names folded, and each part of those that have two."""
    found: set[str] = set()
    for name in names:
        found.add(fold_name(name))
        found.update(fold_name(part) for part in name.replace("-", " ").split())
    return frozenset(found - {""})


def given_keys(names: Iterable[str]) -> frozenset[str]:
    """Return the first of each of these given names, folded."""
    return frozenset(fold_name(name.split()[0]) for name in names if name.strip()) - {""}


def known_identity(
    names: Resource, nhs_number: str, born: date | None, precision: str, postcode: str
) -> Identity:
    """Return what a person is matched by of whom the index holds these columns and names."""
    held = parts(names, "name")
    return Identity(
        nhs_number=nhs_number,
        families=family_keys(_family(name) for name in held),
        givens=given_keys(filter(None, (_given(name) for name in held))),
        born=born,
        born_precision=precision,
        postcode=postcode,
    )


def _family(name: Resource) -> str:
    """Return a family name; of a name that is only a text, its last word."""
    if "family" in name or "given" in name:
        return word(name, "family")
    return word(name, "text").rpartition(" ")[2]


def _given(name: Resource) -> str:
    """Return a given name; of a name that is only a text, what stands before its last word."""
    if "family" in name or "given" in name:
        return next(iter(words_of(name, "given")), "")
    return word(name, "text").rpartition(" ")[0]


def columns_of(details: PatientDetails) -> tuple[object, ...]:
    """Return what the index holds of a person, in the order of COLUMNS."""
    name = details.name or PersonName(family="")
    given = " ".join(name.given)
    died = details.died_at
    values: dict[str, object] = {
        "nhs_number": usable_number(details),
        "nhs_number_status": details.nhs_number_status,
        "title": name.prefix,
        "family_name": name.family,
        "given_names": given,
        "preferred_name": details.preferred_name,
        "family_key": fold_name(name.family),
        "given_key": fold_name(given),
        "birth_date": details.birth_date,
        "birth_precision": str(details.birth_precision),
        "gender": details.gender,
        "address_lines": [line[:_NAME] for line in details.address_lines],
        "postcode": details.postcode,
        "postcode_key": fold_postcode(details.postcode),
        "phone": next(iter(details.phones), ""),
        "email": next(iter(details.emails), ""),
        "gp_practice_code": details.gp_practice_code,
        "gp_practice_name": details.gp_practice_name,
        "is_deceased": details.is_deceased,
        "deceased_on": died.start.date() if died else None,
        "is_restricted": details.is_restricted,
    }
    return tuple([_fitted(column, values[column]) for column in COLUMNS])


def _fitted(column: str, value: object) -> object:
    """Return a text cut to what its column holds."""
    limit = _LIMITS.get(column)
    return value[:limit] if limit and isinstance(value, str) else value
