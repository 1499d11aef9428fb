"""
Finds NHS numbers in what people type, however they type them.

What counts as one: ten digits, of any script, whose check digit is right, or that words such as
"NHS number" stand before, because a mistyped number still points at somebody. They may stand

* together, in a word or a file name too, as long as there is no eleventh digit next to them;
* in groups of 3, 3 and 4, with up to four signs of any kind between the groups;
* in any other groups with spaces or hyphens between them, where no other digits stand around.

What does not: digits of a longer run (telephone numbers of eleven digits, times in milliseconds),
UUIDs and hashes, telephone numbers with a country code or in the groups in which those that begin
with 0 are written, ticket numbers such as INC0010023454, seconds that words such as "timestamp"
stand before, and dates. Where a rule leaves a doubt, ten digits with a right check digit count:
a reference too many can be opened, a number too many cannot be called back.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from core.nhs_number import LENGTH, NhsNumber, find_nhs_number

# A letter, which no rule takes for part of a number, stands for what is not to be looked at.
_BLANK: Final = "x"
_LONGEST_GAP: Final = 4
_LONGEST_LABEL: Final = 40
_UNSEEN: Final = ("Pd", "Cf", "Mn", "Me")

_DIGITS: Final = re.compile("[0-9]+")
_LABEL: Final = re.compile(
    r"nhs[\s_\-]*(?:number|num|no|nr|id|#)(?:[\s_:#.\-=]*(?:is|was))?[\s_:#.\-=]*$", re.IGNORECASE
)
_PHONE_LABEL: Final = re.compile(
    r"\b(?:tel|telephone|phone|ph|mobile|mob|fax|call|ring|ext|dial)"
    r"[\s:.\-]*(?:on|no|number|is)?[\s:.\-(]*$",
    re.IGNORECASE,
)
_COUNTRY_CODE: Final = re.compile(r"(?:\+\s?[0-9]{1,3}|\b0044)[\s.\-()]{0,3}(?:\(?0\)?\s?)?$")
_DESK_PREFIX: Final = re.compile(
    r"(?<![a-z])(?:inc|req|ritm|chg|prb|task|sctask|cs)$", re.IGNORECASE
)
_SECONDS_LABEL: Final = re.compile(
    r"\b(?:timestamp|epoch|unix(?:\s?time)?|ts|time)[\s:=\"'\[]*$", re.IGNORECASE
)
_MASKED: Final = re.compile(
    "\u2039P-[0-9A-Z]{6}\u203a"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b(?=[0-9]*[a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])"
    r"|(?:0?[1-9]|[12][0-9]|3[01])-(?:0?[1-9]|1[0-2])-(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
)
_DATE_AT_END: Final = re.compile(f"(?:{_DATE.pattern})$")
# How the ten digits of a telephone number that begins with 0 are written.
_PHONE_GROUPS: Final = frozenset(
    [(5, 5), (4, 6), (6, 4), (5, 2, 3), (5, 3, 2), (4, 3, 3), (4, 2, 4), (4, 2, 2, 2)]
)
_WRITTEN: Final = frozenset([(LENGTH,), (3, 3, 4)])


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """Where an NHS number stands in a text. One without a right check digit was labelled so."""

    start: int
    end: int
    number: NhsNumber


def find_nhs_numbers(text: str) -> list[FoundNumber]:
    """Return every NHS number in a text, in the order in which they stand there."""
    plain = _in_plain_digits(text)
    if sum(map(len, _DIGITS.findall(plain))) < LENGTH:
        return []
    plain = _MASKED.sub(lambda match: _BLANK * len(match.group()), plain)
    found: list[FoundNumber] = []
    # What is taken out may leave digits around it that now stand alone, so look again.
    while more := list(_look(plain)):
        found = sorted([*found, *more], key=lambda each: each.start)
        plain = _without(plain, more)
    return found


def replace_nhs_numbers(text: str, write: Callable[[NhsNumber], str]) -> str:
    """Return a text with something else in place of each NHS number."""
    if not (found := find_nhs_numbers(text)):
        return text
    pieces, end = [], 0
    for each in found:
        pieces += [text[end : each.start], write(each.number)]
        end = each.end
    return "".join([*pieces, text[end:]])


def _in_plain_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9; every sign keeps its place."""
    if text.isascii():
        return text
    return "".join(sign if sign.isascii() else str(unicodedata.digit(sign, sign)) for sign in text)


def _without(text: str, found: list[FoundNumber]) -> str:
    signs = list(text)
    for each in found:
        signs[each.start : each.end] = _BLANK * (each.end - each.start)
    return "".join(signs)


def _look(text: str) -> Iterator[FoundNumber]:
    """Find numbers that do not overlap, those written as they should be before all others."""
    groups = list(_DIGITS.finditer(text))
    tens = [ten for first in range(len(groups)) if (ten := _ten_digits_from(groups, first))]
    tens.sort(key=lambda ten: tuple(len(groups[each].group()) for each in ten) not in _WRITTEN)
    taken: set[int] = set()
    for members in tens:
        if taken.isdisjoint(members) and (number := _judge(text, groups, members)):
            taken.update(members)
            yield FoundNumber(groups[members[0]].start(), groups[members[-1]].end(), number)


def _ten_digits_from(groups: list[re.Match[str]], first: int) -> range | None:
    """Return the groups of digits from one on that have ten digits together."""
    length = 0
    for position in range(first, len(groups)):
        length += len(groups[position].group())
        if length > LENGTH or (position > first and _gap(groups, position) > _LONGEST_GAP):
            return None
        if length == LENGTH:
            return range(first, position + 1)
    return None


def _gap(groups: list[re.Match[str]], position: int) -> int:
    return groups[position].start() - groups[position - 1].end()


def _judge(text: str, groups: list[re.Match[str]], members: range) -> NhsNumber | None:
    """Return the number that groups of digits make, or None where they are something else."""
    inside = [groups[each] for each in members]
    shape = tuple(len(each.group()) for each in inside)
    before = text[max(0, inside[0].start() - _LONGEST_LABEL) : inside[0].start()]
    may_be_labelled = "nhs" in before.lower()
    # What is cheap comes first: a long list of digits has very many groups of ten.
    if shape not in _WRITTEN and not may_be_labelled and not _stands_alone(text, groups, members):
        return None
    gaps = [text[one.end() : other.start()] for one, other in pairwise(inside)]
    if any(sign.isalpha() for gap in gaps for sign in gap):
        return None
    is_soft = all(map(_is_soft, gaps))
    digits = "".join(each.group() for each in inside)
    number = find_nhs_number(digits)
    if may_be_labelled and is_soft and _LABEL.search(before):
        return number or NhsNumber(digits)
    if number is None or _is_something_else(before, inside, shape):
        return None
    counts = shape in _WRITTEN or (is_soft and _stands_alone(text, groups, members))
    return number if counts else None


def _is_something_else(before: str, inside: list[re.Match[str]], shape: tuple[int, ...]) -> bool:
    """Whether ten digits are a telephone or ticket number, a time or a date."""
    starts_with = inside[0].group()[0]
    if starts_with == "0" and (shape in _PHONE_GROUPS or _PHONE_LABEL.search(before)):
        return True
    if _COUNTRY_CODE.search(before):
        return True
    if len(shape) == 1:
        is_seconds = starts_with == "1" and _SECONDS_LABEL.search(before)
        return bool(is_seconds or _DESK_PREFIX.search(before))
    return shape not in _WRITTEN and _has_date("-".join(each.group() for each in inside))


def _has_date(written: str) -> bool:
    return bool(_DATE.match(written)) or bool(_DATE_AT_END.search(written))


def _is_soft(gap: str) -> bool:
    """Whether there are only spaces, hyphens and signs that nobody sees between two groups."""
    return all(
        sign.isspace() or sign in "_\u2212" or unicodedata.category(sign) in _UNSEEN for sign in gap
    )


def _stands_alone(text: str, groups: list[re.Match[str]], members: range) -> bool:
    """Whether no other digits stand so near that these may be part of something longer."""
    return not any(
        0 < position < len(groups)
        and _joins(text[groups[position - 1].end() : groups[position].start()])
        for position in (members[0], members[-1] + 1)
    )


def _joins(gap: str) -> bool:
    return len(gap) <= _LONGEST_GAP and (_is_soft(gap) or gap in (":", "/", ".", ","))
