"""
Compare a surname that somebody types with the one on a certificate, and stop those who guess.

Wrong ones are counted from each address and for each certificate, so that neither many tries from
one place nor a few from many places lead to a name.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.crypto import salted_hmac

from core.errors import NotPermittedNow
from core.names import fold_name
from training.models import Award, CheckWindow

WINDOW: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(days=1)
MOST_FROM_AN_ADDRESS: Final = 10
MOST_OF_A_CERTIFICATE: Final = 20

_COUNT: Final = """
    INSERT INTO training_checkwindow (key, starts_at, times) VALUES (%s, %s, 1)
    ON CONFLICT (key, starts_at) DO UPDATE SET times = training_checkwindow.times + 1
    RETURNING times
"""
_TAKE_BACK: Final = """
    UPDATE training_checkwindow SET times = times - 1
    WHERE key = ANY(%s) AND starts_at = %s AND times > 0
"""


class TooManyTries(NotPermittedNow):
    """So many wrong surnames were typed that nobody may try for a while."""


def is_surname_of(award: Award, typed: str, *, address: str | None, at: datetime) -> bool:
    """
    Whether somebody typed the surname of a certificate's holder, in any case, accents or not.

    Each try counts before it is compared, so that many at once gain nothing; right ones are taken
    back, so that whoever checks many certificates is not stopped.

    :raises TooManyTries: too many wrong ones came from there, or were tried on this certificate
    """
    limits = {
        _key("address", address or ""): MOST_FROM_AN_ADDRESS,
        _key("award", str(award.pk)): MOST_OF_A_CERTIFICATE,
    }
    starts_at = _window(at)
    counts = [(_count(key, starts_at), most) for key, most in limits.items()]
    if any(times > most for times, most in counts):
        raise TooManyTries("Too many wrong surnames were typed. Try again in an hour.")
    is_right = bool(typed.strip()) and fold_name(typed) == fold_name(award.printed_family_name)
    if is_right:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_BACK, [list(limits), starts_at])
    return is_right


def forget_checks(*, at: datetime) -> None:
    """Forget who typed wrong surnames more than a day ago."""
    CheckWindow.objects.filter(starts_at__lt=at - KEPT_FOR).delete()


def _window(at: datetime) -> datetime:
    seconds = WINDOW.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=UTC)


def _key(what: str, whose: str) -> bytes:
    return salted_hmac(f"training.check.{what}", whose, algorithm="sha256").digest()


def _count(key: bytes, starts_at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, starts_at])
        (times,) = cursor.fetchone()
    return int(times)
