import io
import re
import time

import pikepdf
import pytest

from tests.factories.training import learner, make_version
from tests.factories.training_awards import award_to
from training.codes import ExpiryRule
from training.models import Award
from training.presenters.certificate import draw_certificate
from training.presenters.printed import holder_name, printed_facts, verify_url

pytestmark = pytest.mark.django_db


def make_award(*, first="Zoë", last="O'Neill-Łuk", version=None) -> Award:
    return award_to(learner(user__first_name=first, user__last_name=last), version=version)


def words_of(pdf: pikepdf.Pdf) -> str:
    """Return what the pages of a PDF say, as a reader that copies from them would have it."""
    said = []
    for page in pdf.pages:
        maps = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
        current = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator == "Tf":
                current = maps[str(operands[0])]
            elif operator in ("Tj", "TJ"):
                pieces = operands[0] if operator == "TJ" else operands
                said.append("".join(_decode(bytes(each), current) for each in pieces
                                    if isinstance(each, pikepdf.String)))  # fmt: skip
            elif operator == "BDC":
                said.append(" ")
    return " ".join("".join(said).split())


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found


def _decode(glyphs: bytes, table: dict[int, str]) -> str:
    codes = [int.from_bytes(glyphs[start : start + 2]) for start in range(0, len(glyphs), 2)]
    return "".join(table.get(code, "") for code in codes)


class TestDrawCertificate:
    def test_it_is_an_accessible_pdf_that_says_what_is_printed(self):
        award = make_award(version=make_version(course__name="Using the record safely"))

        with pikepdf.open(io.BytesIO(draw_certificate(award))) as pdf:
            words = words_of(pdf)
            with pdf.open_metadata() as metadata:
                standard, title = metadata["pdfuaid:part"], metadata["dc:title"]
            root = pdf.Root
            with pdf.open_outline() as outline:
                (top,) = outline.root
                outlined = [top.title, *(item.title for item in top.children)]
            images = _alternatives(root.StructTreeRoot)
            pages = len(pdf.pages)

        assert standard == "1"
        assert title == "Certificate of training: Record safe use"
        assert str(root.Lang) == "en-GB"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert outlined == ["Certificate of training", "Check this certificate"]
        assert images == [f"QR code that leads to {verify_url(award)}"]
        assert pages == 1
        assert holder_name(award) in words
        for fact in printed_facts(award):
            assert fact.value.replace(" ", "") in words.replace(" ", "")

    def test_it_takes_less_than_a_second(self):
        award = make_award()
        draw_certificate(award)

        began = time.process_time()
        for _ in range(3):
            draw_certificate(award)

        assert (time.process_time() - began) / 3 < 1

    def test_the_same_award_is_the_same_file(self):
        award = make_award()

        assert draw_certificate(award) == draw_certificate(award)

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            ("Wilhelmina-Alexandrina Theodora", "Featherstonehaugh-Cholmondeley-Worcestershire"),
            ("明", "王"),
            ("#show", "*bold* $x$ \\ <label> @ref"),
        ],
    )
    def test_any_name_stays_on_its_page(self, first, last):
        award = make_award(first=first, last=last)

        with pikepdf.open(io.BytesIO(draw_certificate(award))) as pdf:
            assert len(pdf.pages) == 1
            assert bool(pdf.Root.MarkInfo.Marked)

    def test_one_that_never_expires_says_so(self):
        award = make_award(version=make_version(expiry_rule=ExpiryRule.NEVER))

        with pikepdf.open(io.BytesIO(draw_certificate(award))) as pdf:
            assert "it does not expire" in words_of(pdf)


def _alternatives(node: pikepdf.Object) -> list[str]:
    """Return the words that stand for the pictures of a document."""
    found = [str(node.Alt)] if "/Alt" in node else []
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found += _alternatives(child)
    return found
