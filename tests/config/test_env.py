from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.fixture(autouse=True)
def no_problems(monkeypatch):
    monkeypatch.setattr(env, "_problems", [])


class TestNamedSecrets:
    def test_are_known_by_the_rest_of_their_names(self, monkeypatch):
        monkeypatch.setenv("MAILBOX_PASSWORD_MAIN_DESK", "a secret")
        monkeypatch.setenv("MAILBOX_PASSWORD_OTHER", "")

        assert env.named_secrets("MAILBOX_PASSWORD_") == {"main-desk": "a secret"}


class TestCheck:
    def test_says_nothing_when_all_is_well(self, monkeypatch):
        monkeypatch.setenv("PORT", "8001")

        assert env.integer("PORT") == 8001
        env.check()

    def test_names_every_wrong_variable_in_one_line(self, monkeypatch):
        monkeypatch.delenv("SECRET_KEY", raising=False)
        monkeypatch.setenv("DEBUG", "perhaps")
        monkeypatch.setenv("PORT", "eighty")
        monkeypatch.setenv("INBOX_DIR", "inbox")
        monkeypatch.setenv("LOG_LEVEL", "LOUD")

        env.secret("SECRET_KEY")
        env.flag("DEBUG")
        env.integer("PORT", 8000)
        env.path("INBOX_DIR")
        env.choice("LOG_LEVEL", ["INFO", "WARNING"])

        with pytest.raises(ImproperlyConfigured) as raised:
            env.check()
        assert str(raised.value) == (
            "Environment: SECRET_KEY is not set; DEBUG is 'perhaps' (use true or false); "
            "PORT is 'eighty' (use a whole number from 0 up); "
            "INBOX_DIR is 'inbox' (use an absolute path, starting with /); "
            "LOG_LEVEL is 'LOUD' (use one of INFO, WARNING)."
        )

    def test_raises_again_when_settings_are_asked_for_again(self, monkeypatch):
        monkeypatch.setenv("DEBUG", "perhaps")
        env.flag("DEBUG")

        for _ in range(2):
            with pytest.raises(ImproperlyConfigured):
                env.check()

    @pytest.mark.parametrize("value", ["hunter2", "postgres://ann:hunter2@db:port/x", "redis://"])
    def test_prints_no_secret(self, monkeypatch, value):
        monkeypatch.setenv("SECRET_KEY", "hunter2")
        monkeypatch.setenv("DATABASE_URL", value)

        env.secret("SECRET_KEY", shortest=50)
        env.url("DATABASE_URL", schemes=env.POSTGRES_SCHEMES)

        with pytest.raises(ImproperlyConfigured) as raised:
            env.check()
        assert "hunter2" not in str(raised.value)
        assert "SECRET_KEY has 7 characters" in str(raised.value)
        assert "DATABASE_URL" in str(raised.value)


class TestReaders:
    def test_an_empty_variable_is_not_set(self, monkeypatch):
        monkeypatch.setenv("GREETING", "  ")

        assert env.text("GREETING", "hello") == "hello"

    def test_reads_each_type(self, monkeypatch):
        monkeypatch.setenv("ON", "Yes")
        monkeypatch.setenv("HOSTS", "a.example, b.example c.example")
        monkeypatch.setenv("WHERE", "/srv/x")

        assert env.flag("ON") is True
        assert env.flag("OFF_BY_DEFAULT", default=False) is False
        assert env.words("HOSTS") == ["a.example", "b.example", "c.example"]
        assert env.path("WHERE") == Path("/srv/x")
        env.check()


class TestDatabaseSettings:
    def test_reads_a_server_with_a_password(self):
        found = env.database_settings(
            "postgres://ann:p%40ss%2Fword@db.example:6543/care?sslmode=require"
        )

        assert (found["USER"], found["PASSWORD"]) == ("ann", "p@ss/word")
        assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "care")
        assert found["OPTIONS"] == {"sslmode": "require"}
        assert found["CONN_MAX_AGE"] == 60

    def test_reads_a_socket(self):
        found = env.database_settings("postgresql://ann@/care?host=%2Fsrv%2Fa%20b")

        assert (found["HOST"], found["PORT"]) == ("/srv/a b", "")
        assert found["OPTIONS"] == {}

    def test_a_pool_and_kept_connections_exclude_each_other(self):
        found = env.database_settings("postgres://ann@db/care", pool=True)

        assert found["CONN_MAX_AGE"] == 0
        assert "pool" in found["OPTIONS"]

    @pytest.mark.parametrize(
        ("value", "fault"),
        [
            ("mysql://db/care", "must start with postgres:// or postgresql://"),
            ("postgres://db", "names no database (end it with /name)"),
            ("postgres://db:70000/care", "is not a URL: its port must be a number"),
            ("postgres://", "names no host and no path"),
        ],
    )
    def test_says_what_is_wrong(self, monkeypatch, value, fault):
        monkeypatch.setattr(env, "_problems", [])

        env.database_settings(value)

        with pytest.raises(ImproperlyConfigured) as raised:
            env.check()
        assert f"DATABASE_URL {fault}" in str(raised.value)
