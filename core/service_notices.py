"""
What is said of the service itself, above every page: that a part is late, down or being worked on.

A room above declares where notices are read (in its AppConfig.ready). They are read at most once
in a dozen seconds in each process, whatever the number of pages, and a page never fails for them:
where they cannot be read, the last ones known stand.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Final
from uuid import UUID

from django.db import Error, transaction

logger = logging.getLogger(__name__)

# A change is seen everywhere within 15 seconds: this, and the time that a page may take.
SECONDS_KEPT: Final = 12.0
MOST_SHOWN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceNotice:
    """
    A sentence or two about the service; it names no one.

    `regions` are the boards that it concerns, none for all. Only what is `is_for_strangers` is
    shown to people who have not signed in.
    """

    title: str
    text: str = ""
    tone: str = "warning"
    regions: frozenset[UUID] = field(default_factory=frozenset)
    is_for_strangers: bool = False

    def concerns(self, region: UUID | None) -> bool:
        """Whether somebody of a region should read it; those of no region read everything."""
        return not self.regions or region is None or region in self.regions


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBoard:
    """What a page shows of them: the first ones, how many more there are, and where to read all."""

    notices: Sequence[ServiceNotice] = ()
    more: int = 0
    url_name: str = ""


class _Kept:
    """The notices as this process last read them."""

    def __init__(self) -> None:
        self.read: Callable[[], Sequence[ServiceNotice]] | None = None
        self.url_name = ""
        self.notices: tuple[ServiceNotice, ...] = ()
        self.until = 0.0
        self.lock = Lock()

    def current(self) -> tuple[ServiceNotice, ...]:
        """Return them, read anew where it is time; one thread reads while others go on."""
        if monotonic() >= self.until and self.lock.acquire(blocking=False):
            try:
                self._read()
            finally:
                self.lock.release()
        return self.notices

    def _read(self) -> None:
        if self.read is None:
            return
        try:
            with transaction.atomic():
                self.notices = tuple(self.read())
        except Error:
            logger.warning("The service notices cannot be read; the last ones stand.")
        self.until = monotonic() + SECONDS_KEPT

    def hold(self, notices: Sequence[ServiceNotice], *, until: float) -> None:
        """Set what is known, and until when it counts."""
        self.notices, self.until = tuple(notices), until


_kept = _Kept()


def register_notices(read: Callable[[], Sequence[ServiceNotice]], *, url_name: str) -> None:
    """Read the notices here, the most important first; `url_name` is the page that says more."""
    _kept.read, _kept.url_name = read, url_name


def board_for(region: UUID | None) -> NoticeBoard:
    """Return what somebody who is signed in reads, by their region."""
    found = [notice for notice in _kept.current() if notice.concerns(region)]
    return _board(found, url_name=_kept.url_name)


def board_for_strangers() -> NoticeBoard:
    """Return what people read who have not signed in: only what is meant for them."""
    return _board([notice for notice in _kept.current() if notice.is_for_strangers])


def _board(found: Sequence[ServiceNotice], *, url_name: str = "") -> NoticeBoard:
    shown, rest = found[:MOST_SHOWN], found[MOST_SHOWN:]
    return NoticeBoard(notices=shown, more=len(rest), url_name=url_name)


def read_again() -> None:
    """Have this process read the notices anew at once, as after a change that it made itself."""
    _kept.until = 0.0


def take_as_read(notices: Sequence[ServiceNotice] = ()) -> None:
    """Take these notices as if they had just been read."""
    _kept.hold(notices, until=monotonic() + SECONDS_KEPT)
