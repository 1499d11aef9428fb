"""Give out references of agreements and assessments, one after another over all committees."""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from governance.models import ImpactAssessment, SharingAgreement

# Held until the transaction ends, so that two who write at once get two numbers.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtext('governance.references'))"


def next_agreement_reference() -> str:
    """Return the next reference of a sharing agreement, ISA-0012; its versions share it."""
    _alone()
    return _next("ISA", SharingAgreement.objects.values_list("reference", flat=True))


def next_assessment_reference() -> str:
    """Return the next reference of an impact assessment, DPIA-0012."""
    _alone()
    return _next("DPIA", ImpactAssessment.objects.values_list("reference", flat=True))


def following_reference(assessment: ImpactAssessment) -> str:
    """Return the reference of the assessment that follows another one, DPIA-0012/2."""
    _alone()
    base, _ = split_reference(assessment.reference)
    used = ImpactAssessment.objects.filter(reference__startswith=f"{base}/").count()
    return f"{base}/{used + 2}"


def split_reference(reference: str) -> tuple[str, int]:
    """Return the line to which an assessment belongs, and which of it it is: DPIA-0012, 2."""
    base, _, number = reference.partition("/")
    return base, int(number or 1)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)


def _next(prefix: str, references: Iterable[str]) -> str:
    numbers = [
        int(digits)
        for reference in references
        if (digits := split_reference(reference)[0].removeprefix(f"{prefix}-")).isdigit()
    ]
    return f"{prefix}-{max(numbers, default=0) + 1:04d}"
