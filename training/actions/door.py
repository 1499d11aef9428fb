"""
The code at the door: new every 30 seconds, and good for its own half minute and the two after it.

A code that is passed on by photograph is useless after 90 seconds. Whoever scans while it is good
has five minutes to sign in and to say that they are there: the scan is noted in their browser's
session, and nothing but a good code writes such a note. Whether somebody is late counts from the
scan.
"""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

WINDOW: Final = timedelta(seconds=30)
WINDOWS_AFTER: Final = 2
SIGN_IN_WITHIN: Final = timedelta(minutes=5)
_SALT: Final = "training.door"
_LENGTH: Final = 12


def make_token(slot_id: UUID, *, at: datetime) -> str:
    """Return the code of a slot for the half minute in which a moment lies."""
    return _token(slot_id, _window(at))


def is_good(token: str, slot_id: UUID, *, at: datetime) -> bool:
    """Whether a code is one of the present half minute or of the two before it."""
    now = _window(at)
    good = [
        constant_time_compare(token, _token(slot_id, now - age)) for age in range(WINDOWS_AFTER + 1)
    ]
    return any(good)


def still_arriving(scanned_at: datetime, *, at: datetime) -> bool:
    """Whether somebody who scanned at a moment may still say that they are there."""
    return scanned_at <= at <= scanned_at + SIGN_IN_WITHIN


def read_scan(seconds: object) -> datetime | None:
    """Return when somebody scanned, as their session has noted it."""
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())


def _token(slot_id: UUID, window: int) -> str:
    """Return an HMAC of slot and window; its key is derived from the service's secret."""
    digest = salted_hmac(_SALT, f"{slot_id}:{window}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:_LENGTH]).decode()
