import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.file_kinds import FileKind, examine

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(30)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(*more):
    return zipped(**{"[Content_Types].xml": b"<Types/>", **dict.fromkeys(more, b"<x/>")})


def stream(name):
    return OLE + name.encode("utf-16-le") + bytes(100)


def size_of_bytes(value):
    """Name bytes by their number: an archive holds the time at which it was made."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else None


class TestExamine:
    @pytest.mark.parametrize(
        ("content", "content_type"),
        [
            (b"%PDF-1.7\n1 0 obj\n", "application/pdf"),
            (PNG, "image/png"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(50), "image/jpeg"),
            (b"GIF89a" + bytes(20), "image/gif"),
            (b"Result is missing.\r\nSince Monday.", "text/plain"),
            ("Ergebnis: 5 \u00b5g \u2013 fehlt".encode("cp1252"), "text/plain"),
            ("caf\u00e9".encode("utf-16"), "text/plain"),
            (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "text/calendar"),
            (office("word/document.xml"), WORD),
            (stream("WordDocument"), "application/msword"),
            (zipped(**{"a.txt": b"text"}), "application/zip"),
        ],
    )
    def test_says_what_a_file_is_whatever_its_name(self, content, content_type):
        assert examine(content, "note.pdf") == FileKind(content_type)

    @pytest.mark.parametrize(
        "content",
        [
            office("word/document.xml", "word/vbaProject.bin"),
            office("xl/workbook.xml", "xl/activeX/activeX1.bin"),
            stream("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"),
            b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert()) >>",
            b"<!DOCTYPE html><html><body>Sign in</body></html>",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            b"{\\rtf1 {\\object\\objemb}}",
            PNG + zipped(**{"a.txt": b"text"}),
        ],
    )
    def test_marks_what_acts_when_it_is_opened_as_risky(self, content):
        kind = examine(content, "file")

        assert kind.is_risky
        assert kind.refusal == ""

    @pytest.mark.parametrize(
        ("content", "name", "why"),
        [
            (b"MZ\x90\x00\x03" + bytes(200), "invoice.pdf", "kind of file"),
            (b"\x7fELF\x02\x01\x01" + bytes(60), "tool", "kind of file"),
            (b"alert(1)", "update.JS", "Programs"),
            (b"text", "letter.pdf.exe ", "Programs"),
            (b"7z\xbc\xaf'\x1c" + bytes(30), "files.7z", "kind of file"),
            (stream("EncryptedPackage"), "locked.docx", "password"),
            (zipped(**{"run.vbs": b"x"}), "files.zip", "a program"),
            (zipped(harmless=b"MZ" + bytes(50)), "files.zip", "a program"),
            (zipped(**{str(each): b"" for each in range(2_001)}), "files.zip", "2,000"),
            (zipped(zeros=bytes(201 * 1024 * 1024)), "bomb.zip", "unpacked"),
            (zipped(a=b"text" * 50)[:80], "cut.zip", "damaged"),
            (b"", "empty.txt", "empty"),
            (bytes(range(256)) * 4, "noise.txt", "kind of file"),
        ],
        ids=size_of_bytes,
    )
    def test_refuses_what_cannot_be_let_in_and_says_why(self, content, name, why):
        assert why in examine(content, name).refusal

    def test_refuses_an_archive_that_is_locked(self):
        archive = bytearray(zipped(a=b"text"))
        for header, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            archive[archive.index(header) + place] |= 1

        assert "password" in examine(bytes(archive), "locked.zip").refusal

    def test_refuses_archives_too_deep_inside_one_another(self):
        archive = zipped(a=b"text")
        for _ in range(3):
            archive = zipped(inner=archive)

        assert examine(archive, "deep.zip").refusal == ""
        assert "too deep" in examine(zipped(inner=archive), "deep.zip").refusal

    def test_counts_what_archives_inside_one_another_hold_together(self):
        inner = zipped(zeros=bytes(60 * 1024 * 1024))

        assert "unpacked" in examine(zipped(a=inner, b=inner, c=inner, d=inner), "b.zip").refusal

    @given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", OLE, b"<"]))
    def test_answers_whatever_the_bytes_are(self, content, start):
        assert examine(start + content, "file.bin").content_type
