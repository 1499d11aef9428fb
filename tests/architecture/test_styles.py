"""Style sheets keep to the house rules."""

import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

STYLES = Path(settings.BASE_DIR) / "static" / "styles"
# How a class looks on paper and in forced colours stands apart from how it looks.
ELSEWHERE = {"_print.scss", "_contrast.scss"}
LOOKS = re.compile(r"^\.(ohc-[a-z0-9_-]+)(?= \{|,$)", re.MULTILINE)
WRITTEN = re.compile(r'class="([^"]*)"')


def test_no_class_is_made_in_two_sheets():
    made = defaultdict(set)
    for sheet in STYLES.glob("*.scss"):
        if sheet.name not in ELSEWHERE:
            for name in LOOKS.findall(sheet.read_text()):
                made[name].add(sheet.name)

    assert {name: sheets for name, sheets in made.items() if len(sheets) > 1} == {}


def test_no_room_wears_what_a_sheet_of_training_makes():
    made = {
        name
        for sheet in STYLES.glob("_training*.scss")
        for name in LOOKS.findall(sheet.read_text())
    }
    worn = {
        (template.name, name)
        for room in ("accounts", "core", "helpdesk", "records")
        for template in (Path(settings.BASE_DIR) / room).glob("jinja2/**/*.html")
        if "gallery" not in template.parts
        for written in WRITTEN.findall(template.read_text())
        for name in written.split()
    }

    assert {pair for pair in worn if pair[1] in made} == set()
