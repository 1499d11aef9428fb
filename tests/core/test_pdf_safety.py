import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from core import pdf_safety
from core.pdf_safety import UnfitPdf, make_safe, read_words

ACTS = [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/XFA"]


def a_pdf(*lines, pages=1):
    """Make a PDF with a line of text on each page."""
    pdf = Pdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for line in lines or [""] * pages:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1]
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.contents_add(f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode())
    return pdf


def saved(pdf, **how):
    written = io.BytesIO()
    pdf.save(written, **how)
    return written.getvalue()


def plain(content):
    """Return a PDF with nothing compressed, so that its bytes say what it holds."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        return saved(pdf, qdf=True)


def link(**action):
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(**action)
    )


class TestMakeSafe:
    def test_the_pages_and_their_words_stay(self):
        safe = make_safe(saved(a_pdf("Results in the record", "Second page")))

        assert safe.pages == 2
        assert read_words(safe.content).splitlines() == ["Results in the record", "Second page"]

    def test_nothing_that_runs_or_is_embedded_stays(self):
        pdf = a_pdf()
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xfa/>"))
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))
        pdf.pages[0].obj.Annots = Array([link(S=Name.Launch, F=String("cmd.exe"))])
        pdf.attachments["notes.exe"] = b"MZ"
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Runs", action=script))

        content = plain(make_safe(saved(pdf)).content)

        assert [act for act in ACTS if act in content] == []
        assert b"cmd.exe" not in content
        assert b"notes.exe" not in content

    @pytest.mark.parametrize(
        ("uri", "stays"),
        [
            ("https://www.england.nhs.uk/", True),
            ("mailto:board@example.nhs.uk", True),
            (" JavaScript:alert(1)", False),
            ("file:///etc/passwd", False),
        ],
    )
    def test_only_links_to_the_web_and_to_mail_stay(self, uri, stays):
        pdf = a_pdf()
        pdf.pages[0].obj.Annots = Array([link(S=Name.URI, URI=String(uri))])

        content = plain(make_safe(saved(pdf)).content)

        assert (uri.strip().encode() in content) is stays

    def test_an_action_that_follows_another_is_left_out(self):
        pdf = a_pdf()
        after = Dictionary(S=Name.Launch, F=String("cmd.exe"))
        pdf.pages[0].obj.Annots = Array([link(S=Name.URI, URI=String("https://a/"), Next=after)])

        content = plain(make_safe(saved(pdf)).content)

        assert b"https://a/" in content
        assert b"cmd.exe" not in content

    def test_a_filled_in_form_becomes_part_of_the_page(self):
        pdf = a_pdf()
        font = pdf.pages[0].obj.Resources.Font
        drawn = pdf.make_stream(
            b"BT /F1 12 Tf (Agreed in March) Tj ET",
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 200, 20]),
                Resources=Dictionary(Font=font),
            ),
        )
        box = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("when"),
                Rect=Array([72, 600, 272, 620]),
                AP=Dictionary(N=drawn),
            )
        )
        pdf.pages[0].obj.Annots = Array([box])
        pdf.Root.AcroForm = Dictionary(Fields=Array([box]))

        content = make_safe(saved(pdf)).content

        assert "Agreed in March" in read_words(content)
        assert b"/AcroForm" not in plain(content)
        assert b"/Widget" not in plain(content)

    @pytest.mark.parametrize("user_password", ["", "secret"])
    def test_what_is_locked_is_refused(self, user_password):
        lock = pikepdf.Encryption(owner="owner", user=user_password)

        with pytest.raises(UnfitPdf, match="locked"):
            make_safe(saved(a_pdf(), encryption=lock))

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(b"", "not a PDF", id="nothing"),
            pytest.param(b"PK\x03\x04 a document", "not a PDF", id="a-word-document"),
            pytest.param(b"<html>%PDF", "not a PDF", id="a-page"),
            pytest.param(b"%PDF-1.7\nnothing more", "damaged", id="a-beginning-alone"),
        ],
    )
    def test_what_shows_nothing_is_refused_with_words(self, content, words):
        with pytest.raises(UnfitPdf, match=words):
            make_safe(content)

    def test_what_has_no_pages_is_refused(self):
        with pytest.raises(UnfitPdf, match="no pages"):
            make_safe(saved(Pdf.new()))

    def test_what_is_too_long_is_refused(self, monkeypatch):
        monkeypatch.setattr(pdf_safety, "MOST_PAGES", 2)

        with pytest.raises(UnfitPdf, match="3 pages"):
            make_safe(saved(a_pdf(pages=3)))


class TestReadWords:
    def test_what_cannot_be_read_is_said(self):
        with pytest.raises(UnfitPdf):
            read_words(b"no pdf")
