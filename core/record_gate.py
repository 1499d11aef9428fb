"""
What the record asks before it opens: whether somebody is trained, and whom to tell of a passage.

A room above says how somebody stands (in its AppConfig.ready); the record asks, and knows nothing
of courses. Where nobody says, everything is open. Where the question cannot be answered because
of a defect, the failure goes on to become a 500: the record stays closed, and the defect is seen.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

logger = logging.getLogger(__name__)

# Where a session keeps that the record is open, and that somebody has just come.
KEPT: Final = "record_pass"
ARRIVING: Final = "record_gate_arriving"


class StandingState(StrEnum):
    """How somebody stands to all that the record asks for, by the worst of it."""

    OPEN = "open"
    DUE = "due"
    GRACE = "grace"
    LAPSED = "lapsed"
    NEVER = "never"

    @property
    def lets_in(self) -> bool:
        """Whether the record opens without another word."""
        return self in (StandingState.OPEN, StandingState.DUE)

    @property
    def keeps_out(self) -> bool:
        """Whether training, or an emergency, is the only way in."""
        return self in (StandingState.LAPSED, StandingState.NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingNeed:
    """A competency that the record asks for and that needs doing, and where it is learnt."""

    name: str
    url: str
    valid_until: date | None = None
    grace_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands; `needs` are the competencies that stand worst, none where open."""

    state: StandingState
    needs: tuple[TrainingNeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageTold:
    """
    That somebody whose training has lapsed opened the record in an emergency.

    The words hold no NHS number.
    """

    passage_id: UUID
    at: datetime
    reason: str
    words: str
    competencies: Sequence[str]


class _Registry:
    """What the rooms above have declared."""

    def __init__(self) -> None:
        self.read: Callable[..., Standing] | None = None
        self.listeners: list[Callable[..., None]] = []


_registry = _Registry()


def register_gate(read: Callable[..., Standing]) -> None:
    """Ask here how a role stands: `read(role, on=day)`."""
    _registry.read = read


def standing_of(role: object, *, on: date) -> Standing:
    """Return how somebody in a role stands on a day; open where no room has declared a gate."""
    if _registry.read is None:
        return Standing(state=StandingState.OPEN)
    return _registry.read(role, on=on)


def register_passage_listener(hear: Callable[..., None]) -> None:
    """Tell this of every emergency passage, once it is written down: `hear(told, role=role)`."""
    _registry.listeners.append(hear)


def tell_passage(told: PassageTold, *, role: object) -> None:
    """
    Tell all listeners of a passage.

    One that fails stops neither the passage nor the next one. The log names the passage by its
    key and the failure by its kind, because the failure's own words may hold what somebody typed.
    """
    for hear in _registry.listeners:
        try:
            hear(told, role=role)
        except Exception as error:  # noqa: BLE001 - whatever it is, care goes on
            logger.error(  # noqa: TRY400 - the traceback may hold what somebody typed
                "Emergency passage %s could not be told to %s: %s",
                told.passage_id,
                getattr(hear, "__module__", "a listener"),
                type(error).__name__,
            )


def begin(session: SessionBase) -> None:
    """Have the gate ask anew on the next page, as after sign-in or a change of role."""
    session.pop(KEPT, None)
    session[ARRIVING] = True
