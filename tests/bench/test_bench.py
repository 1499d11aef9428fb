"""The benchmarks run, small, on a database of their own; what they measure means nothing here."""

import json
import os
import subprocess
import sys

from django.conf import settings


def run_benches(*names: str, scale: str = "small") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *names],
        cwd=settings.BASE_DIR,
        env={**os.environ, "BENCH_SCALE": scale},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class TestBench:
    def test_says_each_figure_in_a_line_for_two_sizes(self, django_db_modify_db_settings):
        done = run_benches()

        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        names = ["import_new", "import_unchanged", "summary_page", "section_page", "patient_search"]
        assert sorted(line["bench"] for line in lines) == sorted(names * 2)
        assert {"bench", "value", "unit", "reference", "ratio", "size"} <= set(lines[0])
        assert all(line["value"] > 0 for line in lines)

    def test_names_what_there_is_when_asked_for_something_else(self):
        done = run_benches("coffee")

        assert done.returncode == 2
        assert "There is no benchmark coffee. Benchmarks: import_new" in done.stderr

    def test_names_a_scale_that_is_none(self):
        done = run_benches("patient_search", scale="huge")

        assert done.returncode == 2
        assert "BENCH_SCALE is 'huge'" in done.stderr
