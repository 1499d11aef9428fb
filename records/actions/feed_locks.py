"""One run of a feed at a time, whichever process it is in."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, connection

from core.errors import NotPermittedNow

_KEY_BYTES = 8


class FeedBusy(NotPermittedNow):
    """Another run of the feed is at work."""


@contextmanager
def locked_feed(feed_id: UUID) -> Iterator[None]:
    """
    Hold a feed until the block ends, or this connection does.

    :raises FeedBusy: another run holds it
    """
    if not _try_lock(feed_id):
        raise FeedBusy("Another run of this feed is at work; try again when it has finished.")
    try:
        yield
    finally:
        _unlock(feed_id)


def hold_feed(feed_id: UUID) -> None:
    """
    Hold a feed until the transaction ends.

    :raises FeedBusy: a run holds it
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_key(feed_id)])
        if not cursor.fetchone()[0]:
            raise FeedBusy("A run of this feed is at work; try again when it has finished.")


def is_free(feed_id: UUID) -> bool:
    """Whether no run of a feed is at work at this moment."""
    if not _try_lock(feed_id):
        return False
    _unlock(feed_id)
    return True


def _try_lock(feed_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_key(feed_id)])
        return bool(cursor.fetchone()[0])


def _unlock(feed_id: UUID) -> None:
    """Let a feed go; where the connection is lost, its lock is gone with it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_key(feed_id)])
    except DatabaseError:
        connection.close()


def _key(feed_id: UUID) -> int:
    """Return a feed's number among the advisory locks."""
    return int.from_bytes(feed_id.bytes[:_KEY_BYTES], "big", signed=True)
