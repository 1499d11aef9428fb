"""Page templates compile, and hold nothing that our content security policy would refuse."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("*/jinja2/**/*.html"))
REFUSED = {
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+=", re.IGNORECASE),
    "another host": re.compile(r"(src|href|action)=[\"']https?://", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles(path):
    name = str(path).split("/jinja2/", 1)[1]

    assert engines["jinja2"].get_template(name)


@pytest.mark.parametrize("what", REFUSED)
def test_no_template_holds(what):
    holders = [str(path) for path in TEMPLATES if REFUSED[what].search(path.read_text())]

    assert holders == []


def test_every_component_is_used_or_shown_in_the_gallery():
    used = "".join(path.read_text() for path in TEMPLATES)
    components = [path.stem for path in TEMPLATES if path.parent.name == "components"]

    assert [name for name in components if f"components/{name}.html" not in used] == []
