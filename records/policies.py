"""What the state of things allows. Each check returns nothing, or raises NotPermittedNow."""

from core.errors import NotPermittedNow
from core.record_gate import StandingState
from records.codes import QuarantineReason, QuarantineState
from records.models import Patient, QuarantinedItem, SourcePatient


def check_item_can_be_closed(item: QuarantinedItem) -> None:
    """
    Require an item that is still open.

    :raises NotPermittedNow: it was resolved or dismissed
    """
    if item.state != QuarantineState.OPEN:
        raise NotPermittedNow(f"This item is {QuarantineState(item.state).label.lower()} already.")


def check_item_can_be_retried(item: QuarantinedItem) -> None:
    """
    Require an item that is open and kept whole.

    :raises NotPermittedNow: it is closed, or only its beginning is kept
    """
    check_item_can_be_closed(item)
    if item.reason == QuarantineReason.TOO_LARGE:
        raise NotPermittedNow("Only the beginning of this item is kept; it must be sent again.")


def check_person_can_be_linked(person: SourcePatient, patient: Patient | None) -> None:
    """
    Require a person who is held, and whose NHS number is not another than the patient's.

    :raises NotPermittedNow: the person is linked, or the two have different NHS numbers
    """
    if person.patient_id is not None:
        raise NotPermittedNow("This person is linked already.")
    if patient is None or not person.nhs_number or not patient.nhs_number:
        return
    if person.nhs_number != patient.nhs_number:
        raise NotPermittedNow("Two people with different NHS numbers are never one patient.")


def check_may_pass_in_emergency(state: StandingState) -> None:
    """
    Require training that has lapsed: an emergency never stands in for training (handbook 2.2).

    :raises NotPermittedNow: it has not lapsed, or there never was any
    """
    if state == StandingState.NEVER:
        raise NotPermittedNow("You need training before you open records, also in an emergency.")
    if state != StandingState.LAPSED:
        raise NotPermittedNow("Your training has not lapsed: the record is open to you.")
