from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from records.actions.imports import import_now
from records.codes import FeedMode
from records.models import Feed, ImportRun
from tests.factories.records import NOON, FeedFactory


class Ticking:
    """A clock that goes on a minute each time it is read."""

    def __init__(self):
        self.minutes = count()

    def __call__(self):
        return NOON + timedelta(minutes=next(self.minutes))


@pytest.fixture
def clock():
    return Ticking()


@pytest.fixture
def snapshot(db) -> Feed:
    return FeedFactory.create(mode=FeedMode.SNAPSHOT)


@pytest.fixture
def delta(db) -> Feed:
    return FeedFactory.create(mode=FeedMode.DELTA)


@pytest.fixture
def send(clock) -> Callable[..., ImportRun]:
    """Return how to import files of a feed: `send(feed, path, …)`."""

    def _send(feed: Feed, *paths: Path, **more) -> ImportRun:
        return import_now(feed, paths, clock=clock, **more)

    return _send
