"""Turns the words of a letter into the file that carries it."""

import hashlib
from datetime import datetime
from html import escape
from pathlib import Path

import orjson
import typst

from records.demo.contacts import Content
from records.demo.letters.words import Letter

TEMPLATES = Path(__file__).parent
PDF, PNG, TEXT, HTML = "application/pdf", "image/png", "text/plain", "text/html"


class Composer:
    """Makes letters; `rate` is the share that become PDFs, the others are plain text."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._compilers: dict[str, typst.Compiler] = {}

    def pdf(self, template: str, letter: Letter, at: datetime) -> Content:
        """Return a PDF, or plain text where the rate leaves this letter out."""
        if not self._chosen(letter):
            return self.text(letter)
        body = self._compiler(template).compile(
            sys_inputs={"letter": orjson.dumps(letter).decode()}, timestamp=int(at.timestamp())
        )
        return Content(_bytes(body), PDF)

    def scan(self, letter: Letter) -> Content:
        """Return a PNG that looks like a scanned form."""
        if not self._chosen(letter):
            return self.text(letter)
        body = self._compiler("scan").compile(
            sys_inputs={"letter": orjson.dumps(letter).decode()}, format="png", ppi=84
        )
        return Content(_bytes(body), PNG)

    def text(self, letter: Letter) -> Content:
        """Return the letter as plain text, the way older systems send it."""
        lines = [letter["organisation"].upper(), f"{letter['site']}, {letter['address']}", ""]
        lines += [letter["title"], letter["date"], ""]
        patient = letter["patient"]
        lines += [
            f"{patient['name']}, born {patient['born']}",
            f"NHS number {patient['nhs_number']}",
            "",
        ]
        lines += [f"{label}: {value}" for label, value in letter["facts"]]
        for section in letter["sections"]:
            lines += ["", section["title"].upper(), *section.get("paragraphs", [])]
            lines += [f"- {item}" for item in section.get("items", [])]
            lines += ["; ".join(row) for row in section.get("rows", [])]
        lines += ["", letter["signed"]["name"], letter["signed"]["role"], "", "Synthetic letter"]
        return Content("\n".join(lines).encode(), TEXT)

    def html(self, letter: Letter) -> Content:
        """Return the letter as a small HTML page."""
        parts = [
            "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>",
            f"<title>{escape(letter['title'])}</title></head><body>",
            f"<h1>{escape(letter['title'])}</h1><p>{escape(letter['organisation'])}</p>",
            (
                f"<p>{escape(letter['patient']['name'])}, NHS number "
                f"{letter['patient']['nhs_number']}</p>"
            ),
        ]
        for section in letter["sections"]:
            parts.append(f"<h2>{escape(section['title'])}</h2>")
            parts += [f"<p>{escape(words)}</p>" for words in section.get("paragraphs", [])]
            items = "".join(f"<li>{escape(item)}</li>" for item in section.get("items", []))
            parts.append(f"<ul>{items}</ul>" if items else "")
        parts.append(
            f"<p>{escape(letter['signed']['name'])}</p><p>Synthetic letter</p></body></html>"
        )
        return Content("".join(parts).encode(), HTML)

    def _compiler(self, template: str) -> typst.Compiler:
        if template not in self._compilers:
            self._compilers[template] = typst.Compiler(
                TEMPLATES / f"{template}.typ", root=TEMPLATES
            )
        return self._compilers[template]

    def _chosen(self, letter: Letter) -> bool:
        """Choose by the letter itself, so that the same letters are PDFs in every run."""
        if self.rate >= 1:
            return True
        mark = f"{letter['patient']['nhs_number']}{letter['title']}{letter['date']}".encode()
        return hashlib.blake2b(mark, digest_size=2).digest() < int(self.rate * 65_535).to_bytes(2)


def _bytes(compiled: bytes | list[bytes] | None) -> bytes:
    if isinstance(compiled, list):
        return compiled[0]
    if compiled is None:
        raise TypeError("typst wrote no letter")
    return compiled
