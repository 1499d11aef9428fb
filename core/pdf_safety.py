"""
Makes PDFs that others wrote safe: they show something, and do nothing.

Written anew from their pages; what runs, what is embedded and what leads to programs is left out,
and filled-in forms and comments become part of the page.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf

MOST_PAGES: Final = 1_000
MOST_WORDS: Final = 1_000_000
_START: Final = 1024
_MARK: Final = b"%PDF-"
# What acts, wherever it stands (ISO 32000-2, 12.6 and 12.7), and files inside the file (7.11).
_ACTS: Final = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/EF", "/EmbeddedFiles", "/AF")
_LOCKED: Final = (
    "The PDF is locked with a password or against changes. Save it without, and send that."
)
_SCHEMES: Final = ("https:", "http:", "mailto:")


class UnfitPdf(Exception):
    """A file that cannot be taken as a PDF; the message says why, for whoever sent it."""


@dataclass(frozen=True, slots=True)
class SafePdf:
    """A PDF that was written anew, and how many pages it has."""

    content: bytes
    pages: int


def make_safe(content: bytes) -> SafePdf:
    """
    Write a PDF anew without anything that runs, is embedded or leads to a program.

    :raises UnfitPdf: it is no PDF, is damaged or locked with a password, or has too many pages
    """
    if _MARK not in content[:_START]:
        raise UnfitPdf("The file is not a PDF. Save your document as a PDF and send that.")
    try:
        with Pdf.open(io.BytesIO(content)) as pdf:
            return _write_anew(pdf)
    except pikepdf.PasswordError as error:
        raise UnfitPdf(_LOCKED) from error
    # A spoilt file fails in many ways, deep in the library as well.
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise UnfitPdf("The PDF is damaged and cannot be opened. Save it again.") from error


def read_words(content: bytes) -> str:
    """
    Return the words of a PDF, page after page; for files that the virus check has passed.

    :raises UnfitPdf: it cannot be read
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnfitPdf("The words of the PDF cannot be read.") from error
    try:
        return "\n".join(_words_of_pages(document))[:MOST_WORDS]
    finally:
        document.close()


def _write_anew(pdf: Pdf) -> SafePdf:
    """
    Return the file without what acts.

    :raises UnfitPdf: it is locked, empty or too long
    """
    if pdf.is_encrypted:
        raise UnfitPdf(_LOCKED)
    pages = len(pdf.pages)
    if not pages:
        raise UnfitPdf("The PDF has no pages.")
    if pages > MOST_PAGES:
        raise UnfitPdf(f"The PDF has {pages:,} pages; a paper may have {MOST_PAGES:,}.")
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    for page in pdf.pages:
        _keep_links_alone(page.obj)
    for name in ("/AcroForm", "/Collection"):
        if name in pdf.Root:
            del pdf.Root[name]
    for found in _dictionaries(pdf):
        _silence(found)
    written = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return SafePdf(content=written.getvalue(), pages=pages)


def _keep_links_alone(page: pikepdf.Object) -> None:
    """Take all annotations from a page that are no links: what they show is on the page by now."""
    kept = [each for each in page.get("/Annots", []) if _is_link(each)]
    if kept:
        page.Annots = Array(kept)
    elif "/Annots" in page:
        del page["/Annots"]


def _is_link(annotation: pikepdf.Object) -> bool:
    return isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Link


def _dictionaries(pdf: Pdf) -> Iterator[pikepdf.Object]:
    """Return every dictionary of a file, those of streams and those inside others as well."""
    waiting = [*pdf.objects, pdf.trailer]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Array):
            waiting += [each for each in found if not _stands_alone(each)]
        elif isinstance(found, Dictionary | pikepdf.Stream):
            yield found
            waiting += [each for _, each in found.items() if not _stands_alone(each)]


def _stands_alone(value: object) -> bool:
    """Whether a value is found among the objects of the file in any case, or holds nothing."""
    return not isinstance(value, pikepdf.Object) or value.is_indirect


def _silence(found: pikepdf.Object) -> None:
    """Take from a dictionary what acts, and an action that does more than lead somewhere."""
    for name in _ACTS:
        if name in found:
            del found[name]
    action = found.get("/A")
    if isinstance(action, Dictionary) and "/S" in action:
        if not _leads_somewhere(action):
            del found["/A"]
        elif "/Next" in action:
            del action["/Next"]


def _leads_somewhere(action: pikepdf.Object) -> bool:
    """Whether an action goes to a page of the file, or opens an address of the web or of mail."""
    kind = action.get("/S")
    if kind == Name.GoTo:
        return True
    return kind == Name.URI and str(action.get("/URI", "")).strip().lower().startswith(_SCHEMES)


def _words_of_pages(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """Return what stands on each page; a page that cannot be read says nothing."""
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue
        # NUL cannot be stored.
        yield text.get_text_bounded().replace("\0", "")
        text.close()
        page.close()
