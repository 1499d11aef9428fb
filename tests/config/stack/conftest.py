"""A place of its own for each test of the embedded servers."""

import shutil
import tempfile
from pathlib import Path

import pytest

from config.stack import clients
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
    clients.remove(made.var)
    assert made.is_down()
