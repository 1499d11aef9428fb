"""Words of a mail's parts: bytes in any encoding, and HTML, as plain text."""

import html
import re

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig
from lxml.etree import LxmlError

from .headers import READING_FAILS

LONGEST_TEXT = 200_000
_LONGEST_HTML = 1_000_000
_MOST_TAGS = 15_000
_MOST_OF = 0.9
_BLOCK_END = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
_MANY_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")
# Charsets that mail programs write and Python names otherwise, or that are wider in practice.
_CHARSETS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "x-sjis": "cp932",
    "gb2312": "gb18030",
}
_LAYOUT = ParserConfig(css=STRICT_CSS_PROFILE, display_links=False, display_images=False)


def decode_text(raw: bytes, charset: str) -> tuple[str, bool]:
    """Read bytes in the charset they claim, or else in a likely one; also whether it was wrong."""
    claimed = charset.strip().strip("\"'").lower()
    for name in dict.fromkeys((_CHARSETS.get(claimed, claimed), "utf-8", "cp1252")):
        try:
            return raw.decode(name), bool(claimed) and name != _CHARSETS.get(claimed, claimed)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace"), True


def tidy(text: str) -> str:
    """Give text one kind of line end, at most two blank lines, and nothing that cannot be kept."""
    text = text.encode("utf-8", "replace").decode()
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(line.rstrip() for line in text.replace("\xa0", " ").split("\n"))
    return _MANY_BLANKS.sub("\n\n\n", text)[:LONGEST_TEXT].strip("\n")


def html_to_text(markup: str) -> str:
    """Read what an HTML mail says; scripts, styles and everything else unsafe are gone before."""
    safe = nh3.clean(_shorten(markup))
    broken = html.unescape(nh3.clean(_BLOCK_END.sub("\n", safe), tags=set()))
    if not broken.strip():
        return ""
    try:
        laid_out = str(get_text(safe, _LAYOUT))
    except (*READING_FAILS, LxmlError):
        return broken
    is_whole = _letters(laid_out) >= _MOST_OF * _letters(broken)  # tags nested too deep cut it off
    return laid_out if is_whole else broken


def _shorten(markup: str) -> str:
    """Cut HTML where it has more tags than anybody writes: nested ones take quadratic time."""
    pieces = markup[:_LONGEST_HTML].split("<", _MOST_TAGS)
    return "<".join(pieces[:_MOST_TAGS])


def _letters(text: str) -> int:
    return len("".join(text.split()))
