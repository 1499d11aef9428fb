"""A place of its own for each test of the embedded servers."""

import shutil
import tempfile
from pathlib import Path

import pytest

from config.stack import clients
from config.stack.place import OUTSIDE
from tests.config.stack.running import Stack


@pytest.fixture
def base():
    """A short-named directory that every user may pass through."""
    made = Path(tempfile.mkdtemp(prefix="stack-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def stack(base, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    made = Stack(base / "var")
    yield made
    clients.stop(made.var)
    for home in (made.postgres.place.home, made.postgres.place.sockets):
        if home.parent == OUTSIDE:
            shutil.rmtree(home, ignore_errors=True)
