"""The command that writes a set."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def run(out: Path, **options: object) -> str:
    said = StringIO()
    call_command("make_demo_feeds", patients=10, out=out, letters=0.0, stdout=said, **options)
    return said.getvalue()


class TestMakeDemoFeeds:
    def test_writes_files_and_a_readme_without_a_database(self, tmp_path):
        said = run(tmp_path / "new")

        assert "10 people" in said
        assert (tmp_path / "new" / "gp-eve-hill" / "Patient.ndjson").exists()
        assert "Winifred Testwood" in (tmp_path / "new" / "README.txt").read_text()

    def test_replaces_what_it_wrote_before(self, tmp_path):
        run(tmp_path)
        stale = tmp_path / "sath" / "stale.json"
        stale.write_text("{}")

        run(tmp_path, night=2)

        assert not stale.exists()
        assert "night 2" in (tmp_path / "README.txt").read_text()

    def test_leaves_a_folder_alone_that_is_not_its_own(self, tmp_path):
        (tmp_path / "thesis.txt").write_text("mine")

        with pytest.raises(CommandError, match="was not written by this command"):
            run(tmp_path)

    @pytest.mark.parametrize(
        "options", [{"patients": 0}, {"patients": 2_000_000}, {"letters": 2.0}]
    )
    def test_refuses_what_makes_no_sense(self, tmp_path, options):
        with pytest.raises(CommandError, match="must be from"):
            call_command("make_demo_feeds", out=tmp_path, **options)
