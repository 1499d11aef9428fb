"""
What may be asked of somebody who has just opened a record: a quiet line at the end of the page.

A room above says what to ask (in its AppConfig.ready); the record knows nothing of it. Whatever
goes wrong there, the record is shown: a question is never worth a page.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpened:
    """That somebody opened a record: the number of the line in the audit trail, whose, and when."""

    access_id: int
    patient_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrompt:
    """What is asked: the template is a fragment that finds it as `prompt.context`."""

    template: str
    context: Mapping[str, object]


Ask = Callable[..., RecordPrompt | None]

_asks: Final[list[Ask]] = []


def register_prompt(ask: Ask) -> None:
    """Ask this after each opening: `ask(opened, role=role)` returns a prompt, mostly none."""
    _asks.append(ask)


def find_prompt(opened: RecordOpened, *, role: object) -> RecordPrompt | None:
    """
    Return the first prompt that there is for an opening.

    The log names a failure by its kind alone, because its own words may hold what it worked on.
    """
    for ask in _asks:
        try:
            prompt = ask(opened, role=role)
        except Exception as error:  # noqa: BLE001 - whatever it is, care goes on
            logger.error(  # noqa: TRY400 - the traceback may hold what is in the record
                "Nothing could be asked by %s: %s",
                getattr(ask, "__module__", "a room"),
                type(error).__name__,
            )
        else:
            if prompt is not None:
                return prompt
    return None
