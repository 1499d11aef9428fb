"""Draws one reader's board pack: a tagged PDF with their mark on every page, nothing else of it."""

from pathlib import Path
from typing import Final

import orjson

from core.typesetting import typeset
from governance.actions.personal_packs import Drawing, DrawnPack

from .papers import PaperFile, open_files
from .sheets import lay_sheets
from .words import pack_words

TEMPLATE: Final = Path(__file__).parent / "pack.typ"


def draw_personal_pack(drawing: Drawing) -> DrawnPack:
    """Return a pack as its reader may see it; the uploaded papers are laid under its pages."""
    pack = drawing.personal.pack
    files: dict[str, PaperFile] = open_files(pack, drawing.share)
    words = pack_words(pack, drawing.share, files, reader=str(drawing.personal.user))
    shell = typeset(
        TEMPLATE, {"pack": orjson.dumps(words).decode()}, at=pack.issued_at or pack.asked_at
    )
    return lay_sheets(shell, files)
