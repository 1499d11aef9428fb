"""Parts what somebody wrote from what they quote. Nothing is lost: the rest is kept beside it."""

import re
from dataclasses import dataclass

from mailparser_reply.parser import EmailMessage as QuoteFinder

# The finder's patterns take quadratic time in long lines, so it sees the beginnings of some only.
_LONGEST_LINE = 160
_MOST_LINES = 1_500
_QUOTED = re.compile(r"^\s*>")
_DISCLAIMER = re.compile(
    r"""(?imx)^
    (?:[*_\-]{10,}\s*\n\s*)?                     # a rule above it
    (?: This\ message\ may\ contain\ confidential\ information\b
      | NHSmail\ is\ the\ secure\ (?:e-?mail|email,\ collaboration)
      | This\ e-?mail\ (?:and\ any\ (?:files|attachments)[^\n]{0,80}\ )?
        (?:is|are|may\ be)\ confidential
      | (?:The\ )?information\ (?:contained\ )?in\ this\ e-?mail\ (?:is|may\ be)\ confidential
      | Disclaimer:
    )"""
)
_LONGEST_DISCLAIMER = 3_000
_ENDS_LIKE_DISCLAIMER = re.compile(r"(?i)(intended recipient|NHSmail|confidential|in error)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote, and what stood around it; together they are the whole text."""

    said: str
    quoted: str = ""


def split_reply(text: str) -> Reply:
    """
    Part a mail's own words from what it quotes and from a trailing disclaimer.

    Answers written between quoted lines stay with them, and what is said is never empty where the
    text is not.
    """
    lines = text.split("\n")
    cut = _first_quoted_line(lines)
    if _has_answers_within(lines[cut:]):
        cut = len(lines)
    said, quoted = "\n".join(lines[:cut]), "\n".join(lines[cut:])
    kept, disclaimer = _part_disclaimer(said)
    if not kept.strip():
        kept, disclaimer = said, ""
    if not kept.strip():
        return Reply(said=text.strip())
    rest = "\n".join(part for part in (disclaimer, quoted) if part.strip())
    return Reply(said=kept.strip(), quoted=rest.strip("\n"))


def part_disclaimer(text: str) -> Reply:
    """Part a trailing disclaimer alone: what a mail quotes is the matter of a new ticket."""
    kept, disclaimer = _part_disclaimer(text)
    if not kept.strip():
        return Reply(said=text.strip())
    return Reply(said=kept.strip(), quoted=disclaimer.strip("\n"))


def _first_quoted_line(lines: list[str]) -> int:
    """Find where quoting begins: at a header that mail programs write, or at a tail of `>`."""
    seen = [line.strip()[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    text = "\n".join(seen)
    match = QuoteFinder(text=text, languages=["en"]).HEADER_REGEX.search(text)
    by_header = len(lines)
    if match:
        start = match.start() + len(match.group()) - len(match.group().lstrip("\n"))
        by_header = text.count("\n", 0, start)
    return min(by_header, _start_of_quoted_tail(lines))


def _start_of_quoted_tail(lines: list[str]) -> int:
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if _QUOTED.match(lines[number]):
            start = number
        elif lines[number].strip():
            break
    return start


def _has_answers_within(rest: list[str]) -> bool:
    """Whether somebody wrote below or between the quoted lines, after the line that leads in."""
    marks = [bool(_QUOTED.match(line)) for line in rest if line.strip()]
    if True not in marks:
        return False
    return False in marks[marks.index(True) :]


def _part_disclaimer(said: str) -> tuple[str, str]:
    for match in _DISCLAIMER.finditer(said):
        tail = said[match.start() :]
        if len(tail) <= _LONGEST_DISCLAIMER and _ENDS_LIKE_DISCLAIMER.search(tail):
            return said[: match.start()], tail
    return said, ""
