"""
Everything that takes, frees or counts a place in a session.

Each action locks the row of its session first; several sessions are locked in the order of their
numbers. Places are counted from bookings, never from a number that is kept.
"""

from .approvals import approve_booking, decline_booking
from .booking import book_over_capacity, book_session
from .leaving import accept_offer, cancel_booking, decline_offer
from .needs import destroy_needs
from .seat_locks import lock_session
from .session_seats import cancel_session, resize_session
from .waiting_list import fill_seats, lapse_offers, offer_place

__all__ = [
    "accept_offer",
    "approve_booking",
    "book_over_capacity",
    "book_session",
    "cancel_booking",
    "cancel_session",
    "decline_booking",
    "decline_offer",
    "destroy_needs",
    "fill_seats",
    "lapse_offers",
    "lock_session",
    "offer_place",
    "resize_session",
]
