"""What the documents say is there."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FIRST_PARTY = {"accounts", "analytics", "core", "governance", "helpdesk", "records", "training"}
READS = re.compile(r"env\.(?:text|flag|integer|path|words|secret|address)\(\s*\"([A-Z_]+)\"")


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text()
    names = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in FIRST_PARTY and not model.__name__.startswith("Historical")
    }

    assert sorted(name for name in names if f"**{name}**" not in glossary) == []


def test_every_setting_is_in_the_operations_guide():
    guide = (ROOT / "docs/operations.md").read_text()
    settings = {
        name for path in (ROOT / "config").rglob("*.py") for name in READS.findall(path.read_text())
    }

    assert settings
    assert sorted(name for name in settings if f"`{name}`" not in guide) == []


def test_every_make_target_is_in_the_readme():
    makefile = (ROOT / "Makefile").read_text()
    readme = (ROOT / "README.md").read_text()
    targets = re.findall(r"^([a-z][a-z-]*):.*##", makefile, re.MULTILINE)

    assert targets
    assert sorted(name for name in targets if f"make {name}" not in readme) == []


def test_every_decision_says_how_it_is_checked():
    decisions = sorted((ROOT / "docs/adr").glob("0*.md"))

    assert decisions
    assert [path.name for path in decisions if "## Compliance" not in path.read_text()] == []


def test_no_two_decisions_share_a_number():
    numbers = [path.name[:4] for path in (ROOT / "docs/adr").glob("0*.md")]

    assert len(set(numbers)) == len(numbers)
