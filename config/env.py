"""Reads settings from the environment, typed, and names every wrong one in one line at start-up."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Final, TypedDict
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS: Final = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS: Final = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES: Final = ("postgres", "postgresql")
REDIS_SCHEMES: Final = ("redis", "rediss", "redis+socket")

_problems: list[str] = []


class DatabaseSettings(TypedDict):
    """One entry of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, str | dict[str, int]]


def is_set(name: str) -> bool:
    """Whether the variable has a value; an empty one counts as not set."""
    return bool(os.environ.get(name, "").strip())


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    """Give the variable as it is; without a default it must be set."""
    if is_set(name):
        return os.environ[name].strip()
    if default is None:
        _problems.append(f"{name} is not set{_such_as(example)}")
        return ""
    return default


def secret(name: str, default: str | None = None, *, shortest: int = 0) -> str:
    """Give a secret of at least so many characters; its value is never printed."""
    value = text(name, default)
    if is_set(name) and len(value) < shortest:
        _problems.append(
            f"{name} has {len(value)} characters (use a random one of {shortest} or more)"
        )
    return value


def secrets(name: str, default: str | None = None, *, shortest: int = 0) -> list[str]:
    """Give secrets of at least so many characters, parted by spaces, the newest first."""
    values = text(name, default).split()
    if is_set(name) and any(len(value) < shortest for value in values):
        _problems.append(f"{name} has a secret of fewer than {shortest} characters")
    return values


def flag(name: str, *, default: bool | None = None) -> bool:
    """Give a yes or a no."""
    value = text(name, None if default is None else str(default), example="true").lower()
    if value not in TRUE_WORDS | FALSE_WORDS and is_set(name):
        _problems.append(f"{name} is {value!r} (use true or false)")
    return value in TRUE_WORDS


def integer(name: str, default: int | None = None, *, lowest: int = 0) -> int:
    """Give a whole number that is not below the lowest one allowed."""
    value = text(name, None if default is None else str(default), example=str(lowest))
    if value.lstrip("-").isdecimal() and int(value) >= lowest:
        return int(value)
    if is_set(name):
        _problems.append(f"{name} is {value!r} (use a whole number from {lowest} up)")
    return lowest if default is None else default


def choice(name: str, among: Collection[str], default: str | None = None) -> str:
    """Give one of the words that are allowed."""
    value = text(name, default, example=next(iter(among), ""))
    if is_set(name) and value not in among:
        _problems.append(f"{name} is {value!r} (use one of {', '.join(among)})")
    return value


def words(name: str, default: str | None = None, *, example: str = "") -> list[str]:
    """Give a list whose members stand between spaces or commas."""
    return text(name, default, example=example).replace(",", " ").split()


def path(name: str, default: Path | None = None) -> Path:
    """Give an absolute path; it need not exist yet."""
    value = Path(text(name, None if default is None else str(default), example="/srv/files"))
    if is_set(name) and not value.is_absolute():
        _problems.append(f"{name} is {str(value)!r} (use an absolute path, starting with /)")
    return value


def url(
    name: str, default: str | None = None, *, schemes: Collection[str], example: str = ""
) -> str:
    """Give a URL of one of the schemes; it may hold a password, so its value is never printed."""
    value = text(name, default, example=example)
    if is_set(name) and (fault := _url_fault(value, schemes)):
        _problems.append(f"{name} {fault}{_such_as(example)}")
    return value


def named_secrets(prefix: str) -> dict[str, str]:
    """Give all variables that begin so, by the rest of their name in small letters."""
    return {
        name.removeprefix(prefix).lower().replace("_", "-"): value
        for name, value in os.environ.items()
        if name.startswith(prefix) and value
    }


def check() -> None:
    """
    Stop the start-up where variables are wrong, naming all of them in one line.

    Every settings module that can be chosen ends with this.

    :raises ImproperlyConfigured: a variable is missing or malformed
    """
    if _problems:
        raise ImproperlyConfigured(f"Environment: {'; '.join(dict.fromkeys(_problems))}.")


def database_settings(database_url: str, *, pool: bool = False) -> DatabaseSettings:
    """
    Turn postgres://user:password@host:port/name?option=value into an entry of DATABASES.

    A socket is a `host=/directory` option. With a pool the process keeps several connections for
    its threads; without one, each thread keeps its own.
    """
    fault = _url_fault(database_url, POSTGRES_SCHEMES)
    parts = urlsplit("" if fault else database_url)
    if not fault and not parts.path.strip("/"):
        fault = "names no database (end it with /name)"
    if fault:
        _problems.append(f"DATABASE_URL {fault}")
    options: dict[str, str | dict[str, int]] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "")) or unquote(parts.hostname or "")
    port = str(options.pop("port", "")) or str(parts.port or "")
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 0 if pool else 60,
        "CONN_HEALTH_CHECKS": not pool,
        "OPTIONS": options,
    }


def _such_as(example: str) -> str:
    return f" (for example {example})" if example else ""


def _url_fault(value: str, schemes: Collection[str]) -> str:
    """Say what is wrong with a URL in words that leave its value out, or nothing."""
    try:
        parts = urlsplit(value)
        has_place = _has_place(parts)
    except ValueError:
        return "is not a URL: its port must be a number and brackets must close"
    if parts.scheme not in schemes:
        return f"must start with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    return "" if has_place else "names no host and no path"


def _has_place(parts: SplitResult) -> bool:
    """
    Whether the URL says where to go.

    :raises ValueError: its port is not a port number
    """
    return parts.port is not None or bool(parts.hostname or parts.path.strip("/") or parts.query)
