"""A real IMAP server for one mailbox: Dovecot, run by root from a folder of its own."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, socket

PASSWORD = "larks-over-Ludlow"  # noqa: S105 — of an invented mailbox
MAIL_USER = "mail"  # an account that Debian always has

CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
auth_failure_delay = 0
disable_plaintext_auth = no
mail_location = maildir:{home}/maildir
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {user}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
service anvil {{
  chroot =
}}
"""


def why_there_is_none() -> str:
    """Say why no IMAP server can be run here, or nothing."""
    if os.geteuid() != 0:
        return "Dovecot is run as root."
    return "" if shutil.which("dovecot") else "Dovecot is not here: apt-get install dovecot-imapd."


@contextmanager
def serve_imap(home: Path) -> Iterator[tuple[int, Path]]:
    """Serve a mailbox; gives its port and its Maildir, into which a test puts mail."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    maildir = home / "maildir"
    for part in ("new", "cur", "tmp"):
        (maildir / part).mkdir(parents=True)
    configuration = home / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(home=home, user=MAIL_USER, password=PASSWORD, port=port)
    )
    for each in (home, *home.parents):
        if each.is_relative_to("/tmp") and each != Path("/tmp"):  # noqa: S108 — where pytest works
            each.chmod(0o755)
    shutil.chown(home, MAIL_USER, MAIL_USER)
    for each in home.rglob("*"):
        shutil.chown(each, MAIL_USER, MAIL_USER)
    server = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(configuration)])
    try:
        _wait(port, server)
        yield port, maildir
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert server.poll() is None, "Dovecot did not start."
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Dovecot does not answer.")
