"""The code by which anybody can check a certificate: nobody can guess one, anybody can type it."""

import secrets
from typing import Final

# Crockford's base 32: no I, L, O or U, so that what is read aloud or from paper is not mistaken.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 5 bits each: 100 bits.
LENGTH: Final = 20
GROUP: Final = 4
_MISTAKEN: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code() -> str:
    """Return a new code in groups: `7KQ2-M9XA-…`."""
    return _in_groups("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed; empty where it cannot be one."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISTAKEN)
    if len(plain) != LENGTH or any(sign not in ALPHABET for sign in plain):
        return ""
    return _in_groups(plain)


def _in_groups(plain: str) -> str:
    return "-".join(plain[start : start + GROUP] for start in range(0, LENGTH, GROUP))
