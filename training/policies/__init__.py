"""What the state of things allows, and how things stand on a day. Pure: nothing here asks."""

from .awards import check_claim_waits, check_evidence_is_open, check_is_not_revoked
from .bookings import (
    can_join,
    check_booking_can_become,
    check_has_not_begun,
    check_seats_are_enough,
    check_size,
    check_takes_bookings,
    offer_until,
    offers_end_at,
)
from .expiry import Held, Term, ValidityRule, add_months, work_out_term, work_out_terms
from .mail_hours import when_to_write
from .prerequisites import Expression, codes_of, list_missing, meets
from .standing import grace_ends_on, status_on

__all__ = [
    "Expression",
    "Held",
    "Term",
    "ValidityRule",
    "add_months",
    "can_join",
    "check_booking_can_become",
    "check_claim_waits",
    "check_evidence_is_open",
    "check_has_not_begun",
    "check_is_not_revoked",
    "check_seats_are_enough",
    "check_size",
    "check_takes_bookings",
    "codes_of",
    "grace_ends_on",
    "list_missing",
    "meets",
    "offer_until",
    "offers_end_at",
    "status_on",
    "when_to_write",
    "work_out_term",
    "work_out_terms",
]
