"""Count how often strangers come, where a page is open to them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.crypto import salted_hmac

from helpdesk.models import RateWindow

WINDOW: Final = timedelta(minutes=1)
KEPT_FOR: Final = timedelta(days=1)

COUNT: Final = """
    INSERT INTO helpdesk_ratewindow (key, starts_at, times) VALUES (%s, %s, 1)
    ON CONFLICT (key, starts_at) DO UPDATE SET times = helpdesk_ratewindow.times + 1
    RETURNING times
"""


def comes_too_often(what: str, address: str | None, *, most: int, at: datetime) -> bool:
    """Count that somebody came, and return whether that was too often within a minute."""
    seconds = WINDOW.total_seconds()
    starts_at = datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=UTC)
    key = salted_hmac(f"helpdesk.rate.{what}", address or "", algorithm="sha256").digest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, starts_at])
        (times,) = cursor.fetchone()
    return int(times) > most


def forget_windows(*, at: datetime) -> None:
    """Forget who came more than a day ago."""
    RateWindow.objects.filter(starts_at__lt=at - KEPT_FOR).delete()
