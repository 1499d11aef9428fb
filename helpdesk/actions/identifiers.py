"""
Puts references in place of the NHS numbers that people type, before anything is stored.

A number is sealed with a key that the database does not hold, and is found again by a keyed
digest, so that it has one reference everywhere. Placeholders such as 999 999 9999 stand for
nobody: they get a reference too, but are neither sealed nor linked to a person.
"""

import secrets
from collections.abc import Mapping
from typing import Final

from django.db import transaction

from core.identifiers import replace_nhs_numbers
from core.nhs_number import NhsNumber
from core.vault import digest, seal, unseal
from helpdesk.models import IdentifierReference
from records.queries.patients import find_patient_id

# No letter or digit that is easily taken for another one.
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH: Final = 6
_TRIES: Final = 5


def clean_text(text: str) -> str:
    """Return a text with a reference in place of each NHS number in it."""
    return replace_nhs_numbers(text, _write_reference)


def clean_values(value: object) -> object:
    """Return what JSON or a column holds with a reference in place of each NHS number in texts."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: clean_values(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean_values(each) for each in value]
    return value


def clean_mapping(values: Mapping[str, object]) -> dict[str, object]:
    """Return a mapping with a reference in place of each NHS number in its texts."""
    return {key: clean_values(value) for key, value in values.items()}


def _write_reference(number: NhsNumber) -> str:
    return show_code(refer_to(number).code)


def show_code(code: str) -> str:
    """Return a reference as it stands in texts: \u2039P-7KQ2MX\u203a."""
    return f"\u2039{code}\u203a"


@transaction.atomic
def refer_to(number: NhsNumber) -> IdentifierReference:
    """Return the reference of an NHS number, made if it has none."""
    found_by = digest(number.value.encode())
    for _ in range(_TRIES):
        if found := IdentifierReference.objects.filter(digest=found_by).first():
            return found
        # Somebody else may write the same number now, or have drawn the same code.
        IdentifierReference.objects.bulk_create([_new(number, found_by)], ignore_conflicts=True)
    return IdentifierReference.objects.get(digest=found_by)


def _new(number: NhsNumber, found_by: bytes) -> IdentifierReference:
    code = "P-" + "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    if number.is_placeholder:
        return IdentifierReference(code=code, digest=found_by)
    return IdentifierReference(
        code=code,
        digest=found_by,
        sealed=seal(number.value.encode()),
        patient_id=find_patient_id(number.value),
    )


def read_number(reference: IdentifierReference) -> NhsNumber | None:
    """
    Return the number of a reference, or None for a placeholder.

    :raises InvalidToken: it was sealed with a key that is no longer there
    """
    if reference.sealed is None:
        return None
    return NhsNumber(unseal(reference.sealed).decode())
