"""Who the embedded servers run as, and what that account may reach on this machine."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from config.stack.errors import StackError

UNPRIVILEGED_NAME = "nobody"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @classmethod
    def for_servers(cls, home: Path) -> Self:
        """
        Choose who runs the servers: ourselves, or for root whoever owns their files, or nobody.

        :raises StackError: the account is unknown to this machine
        """
        uid = os.geteuid()
        if uid == 0:
            uid = _owner(home) or pwd.getpwnam(UNPRIVILEGED_NAME).pw_uid
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise StackError(
                f"user {uid} has no name on this machine, and PostgreSQL needs one; "
                "add it to /etc/passwd or set DATABASE_URL and REDIS_URL"
            ) from None
        return cls(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)

    @property
    def is_another(self) -> bool:
        """Whether servers must change to this account when they start."""
        return self.uid != os.geteuid()

    def can_reach(self, directory: Path) -> bool:
        """Whether this account may pass through the directory and all that it stands in."""
        return all(self._may_pass(each) for each in (directory, *directory.parents))

    def own(self, directory: Path, mode: int = 0o700) -> None:
        """
        Make a directory that belongs to this account alone.

        :raises StackError: it is there already and belongs to someone else
        """
        directory.mkdir(mode=mode, parents=True, exist_ok=True)
        found = directory.lstat()
        if os.geteuid() == 0:
            os.chown(directory, self.uid, self.gid, follow_symlinks=False)
        elif found.st_uid != self.uid or stat.S_ISLNK(found.st_mode):
            raise StackError(f"{directory} belongs to user {found.st_uid}; run this as that user")
        directory.chmod(mode)

    def _may_pass(self, directory: Path) -> bool:
        try:
            found = directory.stat()
        except FileNotFoundError:
            return True
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def _owner(directory: Path) -> int:
    """Give the owner of a directory, or 0 (root) where there is none."""
    try:
        return directory.stat().st_uid
    except FileNotFoundError:
        return 0
