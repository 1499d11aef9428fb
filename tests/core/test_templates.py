"""What holds for every page template of the project."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(ROOT.glob("*/jinja2/**/*.html"))
COMPONENTS = sorted((ROOT / "core/jinja2/components").glob("*.html"))
GALLERY = ROOT / "core/jinja2/core/gallery"
# Browsers would run or apply these, and the content security policy forbids them.
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|hx-on")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
class TestTemplate:
    def test_compiles(self, path):
        inside = path.relative_to(ROOT / path.relative_to(ROOT).parts[0] / "jinja2")

        engines["jinja2"].get_template(str(inside))

    def test_has_nothing_inline(self, path):
        assert not INLINE.search(path.read_text())

    def test_names_no_other_host(self, path):
        hosts = re.findall(r"https?://[^\s\"'<]+", path.read_text())

        assert hosts == []


class TestComponents:
    @pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
    def test_stands_in_the_gallery(self, path):
        fields = ROOT / "core/jinja2/core/forms/field.html"
        shown = "".join(page.read_text() for page in [*GALLERY.glob("*.html"), fields])

        assert f'"components/{path.name}"' in shown

    @pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
    def test_is_one_macro_named_as_its_file(self, path):
        assert re.findall(r"{%-? macro (\w+)", path.read_text()) == [path.stem]
