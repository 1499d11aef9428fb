"""One lock for all seats of a session: whatever takes, frees or counts one goes through here."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Final, ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from core.errors import NotPermittedNow
from training.models import Session
from training.queries.seats import list_neighbours

BUSY: Final = "Many people are booking at this moment. Nothing is changed. Please try again."
P = ParamSpec("P")
T = TypeVar("T")


class SeatsBusy(NotPermittedNow):
    """Somebody else held the seats for too long: the same may well succeed a moment later."""


@contextmanager
def short_waits() -> Iterator[None]:
    """
    Wait three seconds for any lock and no longer, to the end of the transaction.

    :raises SeatsBusy: somebody else held it longer
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise SeatsBusy(BUSY) from error
        raise


def seat_action(action: Callable[P, T]) -> Callable[P, T]:
    """Run an action in one transaction that waits for nobody longer than a person would."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(), short_waits():
            return action(*args, **kwargs)

    return run


def lock_session(session_id: int) -> Session:
    """
    Lock a session, and with it all its seats, until the transaction ends.

    :raises Session.DoesNotExist: there is none
    :raises SeatsBusy: somebody else holds it too long
    """
    with short_waits():
        return _lock(session_id)


def _lock(session_id: int) -> Session:
    sessions = Session.objects.select_for_update(of=("self",))
    return sessions.select_related("version__course", "host").get(pk=session_id)


def lock_with_neighbours(
    session_id: int, *, at: datetime, freed: Iterable[UUID] = ()
) -> tuple[Session, list[Session]]:
    """
    Lock a session, and those that may have a place for people whose time it frees, in their order.

    It is for seat actions, which wait for no lock longer than three seconds.

    :raises Session.DoesNotExist: there is none
    :raises NotPermittedNow: somebody else holds one of them too long
    """
    numbers = sorted({session_id, *list_neighbours(session_id, freed, at=at)})
    locked = {number: _lock(number) for number in numbers}
    session = locked.pop(session_id)
    return session, list(locked.values())
