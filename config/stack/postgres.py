"""The embedded PostgreSQL: the one database."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.stack.account import Account
from config.stack.errors import StackError
from config.stack.servers import Server, end_survivors

ROLE: Final = "one_health"
DATABASE: Final = "one_health"
SUPERUSER: Final = "postgres"
MEGABYTE: Final = 1024 * 1024
ENVIRONMENT: Final = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}

HBA: Final = "local all all peer map=people\n"


class Postgres(Server):
    """
    A PostgreSQL server on a socket, where the operating system says who is calling.

    The project signs in as an ordinary role that owns its database and may create others.
    """

    name: ClassVar = "postgres"
    program: ClassVar = "postgres"
    ending: ClassVar = signal.SIGINT
    stopping: ClassVar = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0))

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@/{DATABASE}?host={quote(str(self.place.sockets), safe='')}"

    def prepare(self) -> None:
        end_survivors(self)
        if not (self.directory / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self._write("pg_hba.conf", HBA)
        self._write("pg_ident.conf", _identities(self.place.account))
        self._write("postgresql.conf", self._configuration())
        # No server is alive here, so whatever process these files name is not one.
        (self.directory / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.place.sockets / name).unlink(missing_ok=True)

    def command(self) -> list[str]:
        return [str(self.place.postgres_binaries() / "postgres"), "-D", str(self.directory)]

    def accepts(self) -> bool:
        return self._connects(self._superuser_url)

    def settle(self) -> None:
        with psycopg.connect(self._superuser_url, autocommit=True) as connection:
            role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).fetchall():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            if not connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchall():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    def answers(self) -> bool:
        return self._connects(self.url)

    @property
    def _superuser_url(self) -> str:
        return f"postgres://{SUPERUSER}@/postgres?host={quote(str(self.place.sockets), safe='')}"

    def _connects(self, url: str) -> bool:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _create(self) -> None:
        """
        Make the database files, so that a broken-off attempt leaves nothing half made.

        :raises StackError: initdb fails
        """
        account, unfinished = self.place.account, self.directory.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        account.own(unfinished)
        command = [
            *(str(self.place.postgres_binaries() / "initdb"), "-D", str(unfinished)),
            *("-U", SUPERUSER, "-E", "UTF8", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--auth-local=peer", "--auth-host=reject"),
        ]
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=unfinished,
            env=ENVIRONMENT,
            user=account.uid if account.is_another else None,
            group=account.gid if account.is_another else None,
            extra_groups=[] if account.is_another else None,
        )
        if done.returncode:
            raise StackError(f"initdb failed: {done.stderr.strip()}")
        unfinished.rename(self.directory)

    def _check_version(self) -> None:
        """
        See that these files were made by the PostgreSQL that is installed.

        :raises StackError: they are another version's
        """
        made_by = (self.directory / "PG_VERSION").read_text().strip()
        catalogue = self.place.postgres_binaries().parent / "share" / "postgres.bki"
        with catalogue.open() as lines:
            installed = next(lines).removeprefix("# PostgreSQL ").strip()
        if installed != made_by:
            raise StackError(
                f"{self.directory} was made by PostgreSQL {made_by} and {installed} is installed; "
                "move that directory away, or dump it with the old version and load it again"
            )

    def _configuration(self) -> str:
        memory = _memory() // MEGABYTE
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": f"{min(1024, max(128, memory // 8))}MB",
            "effective_cache_size": f"{memory // 2}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": f"{min(256, max(64, memory // 16))}MB",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            # Statements and the rows they fail on name patients; the application hears of errors.
            "log_min_messages": "log",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        return "".join(f"{name} = '{_quoted(value)}'\n" for name, value in settings.items())

    def _write(self, name: str, content: str) -> None:
        path = self.directory / name
        path.unlink(missing_ok=True)
        # The directory is the servers' account's: root must not follow a link that it left there.
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(opened, "w") as file:
            file.write(content)
            if self.place.account.is_another:
                os.fchown(opened, self.place.account.uid, self.place.account.gid)


def _identities(account: Account) -> str:
    names = dict.fromkeys(("root", account.name))
    return "".join(f"people {name} {role}\n" for name in names for role in (SUPERUSER, ROLE))


def _memory() -> int:
    """Give the machine's memory in bytes, or what its control group allows."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        allowed = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return whole
    return min(whole, int(allowed)) if allowed.isdecimal() else whole


def _quoted(value: str) -> str:
    return value.replace("'", "''")
