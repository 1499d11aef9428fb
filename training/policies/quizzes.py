"""How a quiz is drawn, timed, judged and tried again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, TypeVar

from core.errors import NotPermittedNow

# How much later than its end an answer may arrive: a slow line is nobody's fault.
ALLOWANCE: Final = timedelta(seconds=30)
Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How many attempts somebody has left, and from when on they begin anew."""

    left: int
    wait_until: datetime | None = None


def tries_left(
    ended: Sequence[datetime], *, allowed: int, cool_off: timedelta, at: datetime
) -> Tries:
    """Return what is left after attempts that ended at these moments, in their order."""
    used = len(ended) % max(allowed, 1)
    if ended and used == 0:
        wait_until = ended[-1] + cool_off
        if at < wait_until:
            return Tries(left=0, wait_until=wait_until)
    return Tries(left=max(allowed, 1) - used)


def count_draws(draws: Sequence[Sequence[object]]) -> Counter[str]:
    """Return how many questions a quiz draws from each topic, in the order of its topics."""
    counted: Counter[str] = Counter()
    for topic, count in draws:
        counted[str(topic)] += int(str(count))
    return counted


def draw_questions(
    draws: Sequence[Sequence[object]], bank: Mapping[str, Sequence[Drawn]], chance: Random
) -> list[Drawn]:
    """
    Draw as many questions from each topic as a quiz asks for, no question twice.

    :raises NotPermittedNow: a topic has too few
    """
    drawn: list[Drawn] = []
    for topic, count in count_draws(draws).items():
        there = bank.get(topic, ())
        if len(there) < count:
            raise NotPermittedNow("This quiz has too few questions at present. Tell a trainer.")
        drawn += chance.sample(list(there), count)
    chance.shuffle(drawn)
    return drawn


def shuffle_options(count: int, chance: Random) -> list[int]:
    """Return the options of a question in the order in which an attempt shows them."""
    return chance.sample(range(count), count)


def is_right(chosen: Sequence[int] | None, right: Sequence[int]) -> bool:
    """Whether all that is right was chosen, and nothing else."""
    return chosen is not None and set(chosen) == set(right)


def score_of(right: int, total: int) -> int:
    """Return whole percents, rounded down: nobody passes by rounding."""
    return 100 * right // total if total else 0


def is_in_time(closes_at: datetime, *, at: datetime) -> bool:
    """Whether what arrives now still counts."""
    return at <= closes_at + ALLOWANCE
