"""
The ladder by which a person that a feed sends is linked, becomes new, or is held for review.

Pure: it is given the person and everybody who may be the same one, and answers with a decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from records.codes import DatePrecision, QuarantineReason

from .nicknames import may_be_same_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What tells one person from another; names are folded, given names are the first ones."""

    nhs_number: str = ""
    families: frozenset[str] = frozenset()
    givens: frozenset[str] = frozenset()
    born: date | None = None
    born_precision: str = DatePrecision.DAY
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPatient:
    """A person of the index, as all their sources together know them."""

    id: UUID
    nhs_number: str
    identities: tuple[Identity, ...]


class Step(Enum):
    """What happens to a person that a feed sends."""

    LINK = "link"
    CREATE = "create"
    HOLD = "hold"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A step, the patient that it concerns, and why a person is held."""

    step: Step
    patient_id: UUID | None = None
    reason: QuarantineReason | None = None
    explanation: str = ""


def _conflict(explanation: str, step: Step = Step.HOLD) -> Decision:
    return Decision(step=step, reason=QuarantineReason.IDENTITY_CONFLICT, explanation=explanation)


def decide_known(person: Identity, linked: KnownPatient, holder: KnownPatient | None) -> Decision:
    """
    Decide on a person whom the feed has sent before and who is linked.

    The link stays unless what is sent now contradicts it; then the link and what was known are
    kept, and the change is set aside.

    :param holder: who holds the NHS number that the person has now, if anybody
    """
    if person.nhs_number and linked.nhs_number and person.nhs_number != linked.nhs_number:
        return _conflict(
            "The NHS number now sent is not the one of the patient to whom this person is "
            "linked. Two numbers are never merged: find out which is right.",
            Step.KEEP,
        )
    if person.nhs_number and holder is not None and holder.id != linked.id:
        return _conflict(
            "The NHS number now sent belongs to another patient of the index. These may be one "
            "person: compare the two.",
            Step.KEEP,
        )
    if not agrees_in_birth(person, linked) and not agrees_in_name(person, linked):
        return _conflict(
            "Birth date and names now sent are both others than before: the source may have "
            "given this identifier to somebody else.",
            Step.KEEP,
        )
    return Decision(step=Step.LINK, patient_id=linked.id)


def decide_new(
    person: Identity, holder: KnownPatient | None, alike: Iterable[KnownPatient]
) -> Decision:
    """
    Decide on a person whom the feed has not sent before, or who is held.

    :param holder: who holds the person's NHS number in the index, if anybody
    :param alike: who may look like a person without a number
    """
    if person.nhs_number:
        if holder is None:
            return Decision(step=Step.CREATE)
        return _decide_by_number(person, holder)
    if any(is_likely_same(person, candidate) for candidate in alike):
        return Decision(
            step=Step.HOLD,
            reason=QuarantineReason.LIKELY_MATCH,
            explanation=(
                "Sent without a usable NHS number, and so much like a patient of the index that "
                "it may be the same one. Compare the two, then link or make a new patient."
            ),
        )
    return Decision(step=Step.CREATE)


def _decide_by_number(person: Identity, holder: KnownPatient) -> Decision:
    """Decide on a person whose NHS number somebody in the index holds."""
    if not agrees_in_birth(person, holder):
        return _conflict(
            "The NHS number is held by a patient with another birth date. Ask the source which "
            "is wrong, or link the two if you know that they are one person."
        )
    if not agrees_in_name(person, holder):
        return _conflict(
            "The NHS number and birth date are a known patient's, but neither family nor given "
            "name agrees. Ask the source, or link the two if you know that they are one person."
        )
    return Decision(step=Step.LINK, patient_id=holder.id)


def agrees_in_birth(person: Identity, patient: KnownPatient) -> bool:
    """Whether a source of the patient gives the same birth date, as far as both are exact."""
    return any(_same_birth(person, known) for known in patient.identities)


def agrees_in_name(person: Identity, patient: KnownPatient) -> bool:
    """Whether a family name or a given name is one that a source of the patient uses."""
    return any(
        person.families & known.families or _same_given(person, known)
        for known in patient.identities
    )


def is_likely_same(person: Identity, patient: KnownPatient) -> bool:
    """Whether a person without an NHS number may be this patient."""
    return any(_look_alike(person, known) for known in patient.identities)


def _look_alike(person: Identity, known: Identity) -> bool:
    """Whether two descriptions may be of one person: twins have other given names."""
    if not _same_given(person, known):
        return False
    same_family = bool(person.families & known.families)
    if _same_birth(person, known):
        return same_family or bool(person.postcode and person.postcode == known.postcode)
    return same_family and _is_swapped_birth(person, known)


def _same_given(person: Identity, known: Identity) -> bool:
    return any(may_be_same_name(one, other) for one in person.givens for other in known.givens)


def _same_birth(person: Identity, known: Identity) -> bool:
    """Whether two birth dates are equal, to the precision of the less exact of the two."""
    if person.born is None or known.born is None:
        return False
    precisions = {person.born_precision, known.born_precision}
    if DatePrecision.YEAR in precisions:
        return person.born.year == known.born.year
    if DatePrecision.MONTH in precisions:
        return (person.born.year, person.born.month) == (known.born.year, known.born.month)
    return person.born == known.born


def _is_swapped_birth(person: Identity, known: Identity) -> bool:
    """Whether day and month of one birth date stand in each other's place in the other."""
    return swapped(person.born) == known.born is not None


def swapped(born: date | None) -> date | None:
    """Return a birth date with day and month in each other's place, or None if that is no day."""
    if born is None or born.day > 12:  # noqa: PLR2004  # months of a year
        return None
    return born.replace(month=born.day, day=born.month)
