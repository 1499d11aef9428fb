"""Letters as files."""

from datetime import date

import pytest

from records.demo import personas
from records.demo.days import moment
from records.demo.letters.compose import HTML, PDF, PNG, TEXT, Composer
from records.demo.letters.words import Letter, letter
from records.demo.life import Life

DAY = date(2026, 11, 22)


@pytest.fixture
def words() -> Letter:
    person = personas.person(personas.PERSONAS[0], 1)
    life = Life(person, personas.rng(personas.PERSONAS[0]), DAY, Composer(1))
    made = letter(life.gp, person, "Review <b>", DAY, signed=life.gp.clinician)
    made["sections"] = [{"title": "Plan", "paragraphs": ["Rest."], "items": ["Walk & talk"]}]
    return made


class TestComposer:
    @pytest.mark.parametrize("template", ["clinic", "discharge", "respect"])
    def test_makes_the_same_pdf_every_time(self, words, template):
        one = Composer(1).pdf(template, words, moment(DAY))
        other = Composer(1).pdf(template, words, moment(DAY))

        assert one.media_type == PDF
        assert one.body.startswith(b"%PDF-")
        assert one.body == other.body

    def test_makes_an_image_of_a_form(self, words):
        scan = Composer(1).scan(words)

        assert scan.media_type == PNG
        assert scan.body.startswith(b"\x89PNG")

    def test_makes_plain_text_where_no_pdf_is_wanted(self, words):
        content = Composer(0).pdf("clinic", words, moment(DAY))

        assert content.media_type == TEXT
        assert "- Walk & talk" in content.body.decode()

    def test_escapes_html(self, words):
        content = Composer(1).html(words)

        assert content.media_type == HTML
        assert b"Review &lt;b&gt;" in content.body
        assert b"Walk &amp; talk" in content.body
