"""Which version of the code counted: told from what measures say, not from a repository."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final

import rfc8785

from .measure import Measure
from .registry import MEASURES

_PROJECT: Final = Path(__file__).parents[2] / "pyproject.toml"
_SHOWN: Final = 12


@cache
def code_version() -> str:
    """
    Return the version of the package, and a hash over every measure as it is defined.

    The hash changes with any definition, plain SQL included, and with nothing else.
    """
    return f"{_release()}+measures.{fingerprint(MEASURES)}"


def fingerprint(measures: Sequence[Measure]) -> str:
    """Return a hash over definitions, in any order."""
    said = {
        measure.code: {name: str(value) for name, value in asdict(measure).items()}
        for measure in measures
    }
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()[:_SHOWN]


def _release() -> str:
    with _PROJECT.open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
