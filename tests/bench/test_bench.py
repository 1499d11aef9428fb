"""The benchmarks run, small, on a database of their own; what they measure means nothing here."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.migrated_once import template_of

# Two of these take long: as a group they are begun early, and no process waits for them at the end.
pytestmark = pytest.mark.xdist_group("bench")
# They take a minute where nothing else runs, and much longer beside others.
HANGS_AFTER_SECONDS = 1_800


@pytest.fixture
def migrated(db, run_name, monkeypatch) -> None:
    """Have the benchmarks copy what this run of the tests has migrated."""
    monkeypatch.setenv("BENCH_TEMPLATE", template_of(run_name))


def run_benches(*names: str, scale: str = "small") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *names],
        cwd=settings.BASE_DIR,
        env={**os.environ, "BENCH_SCALE": scale},
        capture_output=True,
        text=True,
        timeout=HANGS_AFTER_SECONDS,
        check=False,
    )


NAMES = [
    "import_new",
    "import_unchanged",
    "summary_page",
    "section_page",
    "patient_search",
    "helpdesk_list",
    "training_list",
    "training_booking",
    "training_rivals",
    "compliance_snapshot",
    "compliance_grid",
    "governance_pack",
    "governance_personal_packs",
    "helpdesk_search",
    "helpdesk_ticket",
    "helpdesk_dashboard",
    "governance_verify",
    "analytics_rebuild",
    "analytics_increment",
    "analytics_dashboard",
]


class TestBench:
    def test_says_each_figure_in_a_line_for_two_sizes(self, migrated):
        done = run_benches(*NAMES)

        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert sorted(line["bench"] for line in lines) == sorted(NAMES * 2)
        assert {"bench", "value", "unit", "reference", "ratio", "size"} <= set(lines[0])
        assert all(line["value"] > 0 for line in lines)

    def test_measures_the_same_tickets_in_a_peer(self, migrated):
        done = run_benches("helpdesk_against_peer")

        if "cannot be installed" in done.stderr:
            pytest.skip("The peer's packages are out of reach.")
        assert done.returncode == 0, done.stderr
        lines = {line["page"]: line for line in map(json.loads, done.stdout.splitlines())}
        assert len(lines) == 5
        assert all(line["value"] > 0 and line["reference"] > 0 for line in lines.values())
        assert lines["list, all"]["reference_found"] == lines["list, all"]["size"]
        assert lines["search, no hit"]["reference_found"] == 0

    def test_names_what_there_is_when_asked_for_something_else(self):
        done = run_benches("coffee")

        assert done.returncode == 2
        assert "There is no benchmark coffee. Benchmarks: import_new" in done.stderr

    def test_names_a_scale_that_is_none(self):
        done = run_benches("patient_search", scale="huge")

        assert done.returncode == 2
        assert "BENCH_SCALE is 'huge'" in done.stderr
