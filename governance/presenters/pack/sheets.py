"""Lays the pages of uploaded papers under the pages that were left free for them."""

import io
from collections.abc import Mapping
from typing import Final

import pikepdf

from governance.actions.personal_packs import DrawnPack

from .papers import PaperFile

POINTS_A_CM: Final = 72 / 2.54
# As pack.typ has them: the band above, the footer below, and both sides.
SIDE: Final = 1.2 * POINTS_A_CM
ABOVE: Final = 2.0 * POINTS_A_CM
BELOW: Final = 2.0 * POINTS_A_CM


def lay_sheets(shell: bytes, files: Mapping[str, PaperFile]) -> DrawnPack:
    """Return the shell with each paper's pages laid under its own, from its bookmark on."""
    with pikepdf.open(io.BytesIO(shell)) as pdf:
        starts = _starts(pdf)
        for key, file in files.items():
            with pikepdf.open(io.BytesIO(file.content)) as source:
                for offset, page in enumerate(source.pages):
                    _lay(pdf, pdf.pages[starts[f"paper-{key}"] + offset], page)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return DrawnPack(pdf=out.getvalue(), pages=len(pdf.pages))


def _starts(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return on which page each name of the shell stands."""
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    places = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {name: places[target[0].objgen] for name, target in names.items()}


def _lay(pdf: pikepdf.Pdf, page: pikepdf.Page, under: pikepdf.Page) -> None:
    """Lay a page, as large as it fits, under another, whose words a screen reader is told."""
    form = pdf.copy_foreign(under.as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject)
    _, _, width, height = (float(edge) for edge in page.mediabox)
    place = pikepdf.Rectangle(SIDE, BELOW, width - SIDE, height - ABOVE)
    drawn = page.calc_form_xobject_placement(
        form, name, place, allow_shrink=True, allow_expand=True
    )
    page.contents_add(b"/Artifact BMC\n" + drawn + b"\nEMC\n", prepend=True)
