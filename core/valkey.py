"""What is kept for a short while beside the database: counts on their way, and what expires."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Nobody waits for it: what it holds is never worth a page that is late.
PATIENCE_SECONDS: Final = 0.25
# Once it did not answer, it is left alone for so long, so that pages do not wait again and again.
PAUSE_SECONDS: Final = 10.0


class ValkeyAway(Exception):
    """Valkey does not answer, or did not a moment ago."""


class _Pause:
    """Until when this process asks nothing of Valkey."""

    def __init__(self) -> None:
        self.ends_at = 0.0


_pause = _Pause()


@contextmanager
def in_reach() -> Iterator[Redis]:
    """
    Give the client to whoever can do without.

    :raises ValkeyAway: it does not answer; for a while it is not even asked
    """
    if time.monotonic() < _pause.ends_at:
        raise ValkeyAway
    try:
        yield connect()
    except RedisError as error:
        _pause.ends_at = time.monotonic() + PAUSE_SECONDS
        logger.warning("Valkey does not answer: %s", type(error).__name__)
        raise ValkeyAway from error


def ask_again() -> None:
    """End the pause."""
    _pause.ends_at = 0.0


@lru_cache(maxsize=1)
def connect() -> Redis:
    """Return the client of this process; it connects when it is first asked for something."""
    return Redis.from_url(
        address(settings.REDIS_URL),
        decode_responses=True,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


def key_of(name: str) -> str:
    """Return a name as it is kept; processes that test beside each other see nothing of others."""
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("global_keyprefix", "")
    return f"{prefix}ohc:{name}"


def address(url: str) -> str:
    """Return an address of Celery's broker as the client of Valkey writes it."""
    parts = urlsplit(url)
    if parts.scheme != "redis+socket":
        return url
    [database] = parse_qs(parts.query).get("virtual_host", ["0"])
    return f"unix://{unquote(parts.path)}?db={database}"
