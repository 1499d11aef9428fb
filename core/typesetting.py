"""Draws PDF by Typst: tagged for screen readers (PDF/UA-1), the same bytes each time."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

PDF_UA: Final = "ua-1"
# A compiler draws one thing at a time.
_one_at_a_time: Final = Lock()


def typeset(template: Path, words: Mapping[str, str], *, at: datetime) -> bytes:
    """
    Return a template filled with words (Typst's `sys.inputs`) as a PDF.

    What has letters that no font here has cannot be PDF/UA; it is then a plain tagged PDF. What
    the template reads lies in its own directory.

    :raises typst.TypstError: the template itself cannot be drawn
    """
    try:
        return _compile(template, words, PDF_UA, at)
    except typst.TypstError:
        return _compile(template, words, None, at)


def _compile(template: Path, words: Mapping[str, str], standard: str | None, at: datetime) -> bytes:
    with _one_at_a_time:
        compiled = _compiler(template).compile(
            sys_inputs=dict(words),
            pdf_standards=standard,  # type: ignore[arg-type]  # a name that typst knows
            timestamp=int(at.timestamp()),
        )
    if not isinstance(compiled, bytes):
        raise TypeError("typst drew no PDF")
    return compiled


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Return one compiler a template for the life of the process: finding fonts takes long."""
    return typst.Compiler(template, root=template.parent)
