import os
import subprocess
import sys

import pytest

import manage
from config.stack.place import CHECKOUT


def run_manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


class TestMain:
    def test_names_wrong_variables_in_one_line_without_a_traceback(self):
        done = run_manage(
            "check", DEBUG="perhaps", DATABASE_URL="mysql://ann:hunter2@db/x", REDIS_URL="redis://r"
        )

        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "DEBUG is 'perhaps'" in done.stderr
        assert "DATABASE_URL must start with postgres://" in done.stderr
        assert "hunter2" not in done.stderr

    @pytest.mark.parametrize("name", ["local", "test", "production"])
    def test_every_settings_module_checks_the_environment(self, name):
        done = run_manage(
            "check",
            DJANGO_SETTINGS_MODULE=f"config.settings.{name}",
            SECRET_KEY="x" * 60,
            ALLOWED_HOSTS="localhost",
            IMPORT_BATCH_ENTRIES="many",
        )

        assert done.returncode == 1
        assert "IMPORT_BATCH_ENTRIES is 'many'" in done.stderr

    def test_production_has_no_short_secret_and_no_debug_pages(self):
        done = run_manage(
            "check",
            "--deploy",
            DJANGO_SETTINGS_MODULE="config.settings.production",
            SECRET_KEY="x" * 49,
            ALLOWED_HOSTS="localhost",
            DEBUG="true",
        )

        assert done.returncode == 1
        assert "SECRET_KEY has 49 characters" in done.stderr


class TestNeedsServers:
    @pytest.mark.parametrize("command", ["check", "makemigrations", "collectstatic", "help"])
    def test_commands_that_touch_no_table_need_none(self, command):
        assert not manage.needs_servers(["manage.py", command])

    @pytest.mark.parametrize("command", ["migrate", "shell", "import_feed", "runserver"])
    def test_other_commands_need_them(self, command):
        assert manage.needs_servers(["manage.py", command])

    @pytest.mark.parametrize("words", [[], ["migrate", "--help"], ["--version"]])
    def test_help_needs_none(self, words):
        assert not manage.needs_servers(["manage.py", *words])

    def test_a_check_of_the_database_needs_them(self):
        assert manage.needs_servers(["manage.py", "check", "--database", "default"])
