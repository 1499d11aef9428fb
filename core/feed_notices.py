"""
What other rooms have to say of a feed, on its page: that no agreement covers it, or not for long.

Rooms above fill this registry when they start (in their AppConfig.ready).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNotice:
    """A sentence about a feed; `tone` is that of the tag component, `url` leads to more."""

    label: str
    words: str
    tone: str
    url: str = ""


# Given codes of feeds and a day, they answer for those of which they have something to say.
Teller = Callable[[Collection[str], date], Mapping[str, FeedNotice]]
_tellers: list[Teller] = []


def register_feed_notices(teller: Teller) -> None:
    """Have a room say what it knows of feeds."""
    _tellers.append(teller)


def feed_notices(codes: Collection[str], *, on: date) -> dict[str, list[FeedNotice]]:
    """Return what the other rooms have to say of feeds on a day."""
    found: dict[str, list[FeedNotice]] = {code: [] for code in codes}
    for teller in _tellers:
        for code, notice in teller(codes, on).items():
            found[code].append(notice)
    return found
