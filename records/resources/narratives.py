"""The narrative of a resource as plain words; its markup is never shown."""

import html
import re

from .reading import part, word
from .shape import Resource

_BLOCK_TAG = re.compile(r"<(?:/p|/div|/tr|/li|/h\d|br ?/?|/table|/ul|/caption)\b[^>]*>")
_CELL_TAG = re.compile(r"</t[dh]>")
_ANY_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r"\s*\n\s*")
_LONGEST_GIST = 120
_GENERATED = "Generated Narrative"


def plain_text(markup: str) -> str:
    """Return the words of a narrative, line by line, without its markup."""
    text = _CELL_TAG.sub(" ", _BLOCK_TAG.sub("\n", markup))
    text = html.unescape(_ANY_TAG.sub("", text))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def narrative(resource: Resource) -> str:
    """Return the words of a resource's or section's own narrative."""
    div = word(part(resource, "text"), "div")
    return plain_text(div) if div else ""


def gist(resource: Resource) -> str:
    """Return the first line of a resource's narrative, for want of a coded name."""
    first = narrative(resource).partition("\n")[0]
    if first.startswith(_GENERATED):
        return ""
    return first if len(first) <= _LONGEST_GIST else f"{first[:_LONGEST_GIST].rsplit(' ', 1)[0]}…"
