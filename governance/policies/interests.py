"""What follows from interests, and when one may touch an agenda item. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from core.errors import NotPermittedNow
from governance.codes import Mitigation

_WORD: Final = re.compile(r"[^\W_]{3,}")
# Words that many parties have in common, so that they tell none of them apart.
_COMMON: Final = frozenset(
    {
        "and", "board", "borough", "care", "centre", "city", "clinic", "clinical", "college",
        "commissioning", "committee", "community", "company", "consulting", "corporation",
        "council", "county", "department", "digital", "district", "foundation", "for", "general",
        "group", "health", "healthcare", "holdings", "hospital", "hospitals", "integrated",
        "international", "limited", "llp", "ltd", "medical", "national", "network", "nhs", "north",
        "plc", "practice", "primary", "royal", "service", "services", "social", "solutions",
        "south", "east", "west", "surgery", "system", "systems", "technologies", "technology",
        "the", "trust", "uk", "united", "university",
    }
)  # fmt: skip
_STRICTNESS: Final = (Mitigation.STAY, Mitigation.NO_VOTE, Mitigation.LEAVE)


def is_mentioned(party: str, texts: Iterable[str]) -> bool:
    """
    Whether texts name a party: by the first of its words that tells it apart from others.

    "Lumen Diagnostics Limited" is looked for as "Lumen". A hint for people, never a finding.
    """
    leading = next((word for word in _words(party) if word not in _COMMON), "")
    return bool(leading) and any(leading in _words(text) for text in texts)


def check_is_stricter(now: str, then: Mitigation) -> None:
    """
    Require that a new declaration asks for more than the one that stands.

    :raises NotPermittedNow: it asks for as much, or for less: that is for the chair to lift
    """
    if _STRICTNESS.index(then) == _STRICTNESS.index(Mitigation(now)):
        raise NotPermittedNow("This interest is declared already.")
    if _STRICTNESS.index(then) < _STRICTNESS.index(Mitigation(now)):
        raise NotPermittedNow(
            "A stricter declaration stands. Ask the chair to lift it before you declare less."
        )


def check_days_of_interest(*, starts_on: date, ends_on: date | None) -> None:
    """
    Require that an interest ends no earlier than it begins.

    :raises NotPermittedNow: it does
    """
    if ends_on is not None and ends_on < starts_on:
        raise NotPermittedNow("The last day must not be before the first.")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
