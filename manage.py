#!/usr/bin/env python
"""Django's command-line entry point, which has the embedded servers run where they are needed."""

import os
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.stack import clients
from config.stack.errors import StackError

WITHOUT_SERVERS = frozenset(
    {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help"}
    | {"make_demo_feeds", "makemessages", "makemigrations", "startapp", "version"}
    | {"demo"}  # says what it does when it starts them
)


def needs_servers(arguments: Sequence[str]) -> bool:
    """Whether a command reads or writes the database or the queue."""
    words = set(arguments[1:])
    if not words or {"--help", "-h", "--version"} & words:
        return False
    return arguments[1] not in WITHOUT_SERVERS or "--database" in words


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    try:
        if needs_servers(sys.argv):
            clients.ensure_running()
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, StackError) as error:
        if sys.argv[1:2] == ["pipe_mail"]:  # a mail server keeps the mail and comes again
            sys.stderr.write(f"{error}\n")
            sys.exit(os.EX_TEMPFAIL)
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
