"""Migrations are named by people, follow one another, and match the models."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
MACHINE_NAME = re.compile(r"_and_more|_auto_\d|_merge_|_initial$|_alter_\w+_\w+_\w+_\w+")
MIGRATIONS = sorted(ROOT.glob("*/migrations/0*.py"))


def test_names_are_written_by_people():
    assert [path.stem for path in MIGRATIONS if MACHINE_NAME.search(path.stem)] == []


def test_no_two_share_a_number():
    numbers = [(path.parts[-3], path.stem[:4]) for path in MIGRATIONS]

    assert len(set(numbers)) == len(numbers)


@pytest.mark.django_db
def test_models_have_no_unmade_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
