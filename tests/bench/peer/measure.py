"""
Answers how long the peer takes: a line of JSON on the input asks, a line on the output says.

Runs in the peer's own environment, where `helpdesk` is the peer's.
"""

import json
import os
import sys
import time
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")


def main() -> None:
    django.setup()
    client = Client()
    client.force_login(get_user_model().objects.get(username="agent0"))
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(measure(client, asked["path"], asked["times"])) + "\n")
        sys.stdout.flush()


def measure(client: Client, path: str, times: int) -> dict[str, object]:
    """Ask for a page once to warm up, once to count, and then as often as is wanted."""
    client.get(path)
    statements = 0

    def count(execute, sql, values, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, values, many, context)

    with connection.execute_wrapper(count):
        response = client.get(path)
    milliseconds, before = [], cpu_seconds()
    for _ in range(times):
        started = time.perf_counter()
        client.get(path)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return {
        "status": response.status_code,
        "statements": statements,
        "milliseconds": milliseconds,
        "cpu_ms": (cpu_seconds() - before) * 1000 / times,
        "found": _found(response.content),
    }


def cpu_seconds() -> float:
    """Return the processor time of this process and, where it is near, of the database's for it."""
    status = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    is_here = connection.settings_dict["HOST"].startswith("/")
    there = int(status.read_text().split()[0]) / 1e9 if is_here else 0.0
    return time.process_time() + there


def _found(content: bytes) -> int | None:
    """Return how many tickets an answer says that there are, if it says."""
    try:
        return int(json.loads(content)["recordsFiltered"])
    except (ValueError, KeyError, TypeError):
        return None


if __name__ == "__main__":
    main()
