"""Draws the certificate of an award: a tagged PDF (PDF/UA-1) that anybody can check."""

import io
from pathlib import Path
from typing import Final

import orjson
import segno

from core.typesetting import typeset
from training.codes import AwardSource
from training.models import Award
from training.presenters.printed import (
    holder_name,
    printed_facts,
    verify_start_url,
    verify_url,
)

TEMPLATE: Final = Path(__file__).parent / "certificate.typ"
# In points; longer names are printed smaller.
NAME_SIZE: Final = 34
LONG_NAME_SIZE: Final = 22
LONG_NAME: Final = 28


def draw_certificate(award: Award) -> bytes:
    """Return the certificate of an award as a PDF, the same bytes each time."""
    words = {"certificate": orjson.dumps(_words(award)).decode()}
    return typeset(TEMPLATE, words, at=award.awarded_at)


def _words(award: Award) -> dict[str, object]:
    is_course = award.source == AwardSource.COURSE
    start = verify_start_url()
    return {
        "document_title": f"Certificate of training: {award.printed_competency}",
        "holder": holder_name(award),
        "holder_size": LONG_NAME_SIZE if len(holder_name(award)) > LONG_NAME else NAME_SIZE,
        "sentence": "has completed training in" if is_course else "has shown earlier learning in",
        "competency": award.printed_competency,
        "facts": [
            [fact.label, fact.value]
            for fact in printed_facts(award)
            if fact.label not in ("Competency", "Code")
        ],
        "code": award.verify_code,
        "verify_url": verify_url(award),
        "start_address": start.partition("://")[2].rstrip("/"),
        "qr": _qr(verify_url(award)),
        "qr_words": f"QR code that leads to {verify_url(award)}",
    }


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, dark="#212b32", light="#fff"
    )
    return drawn.getvalue().decode()
