"""
Counters that many processes add to, and that a job moves into the database.

What is taken away to be moved stays under a name of its own until it is there, signed with the
transaction that moves it. Whoever finds it later can ask the database whether that one ended well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from redis.exceptions import ResponseError

from core.valkey import ValkeyAway, connect, in_reach, key_of

# Beside the counters of what was taken: the number of the transaction that moves it.
_SIGNED: Final = ""
# Only while it is still that which the transaction moved: somebody else may have dropped it.
_DROP: Final = """
    if redis.call('hget', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('del', KEYS[1]) end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Counters that were taken away; `transaction` is the one that began to move them, if any."""

    counts: Mapping[str, int]
    transaction: str = ""


class Tally:
    """A set of counters by name. A count may be lost, and is never made twice."""

    def __init__(self, name: str) -> None:
        self._open = key_of(name)
        self._taken = key_of(f"{name}:taken")

    def add(self, fields: Iterable[str]) -> None:
        """Add one to each of these; whatever happens, who counts goes on."""
        with suppress(ValkeyAway), in_reach() as valkey:
            pipeline = valkey.pipeline(transaction=False)
            for field, number in Counter(fields).items():
                pipeline.hincrby(self._open, field, number)
            pipeline.execute()

    def take(self) -> Taken:
        """
        Return what was counted so far; from now on others count anew.

        What was taken before and is not yet dropped comes first. Only one may take at a time.
        """
        client = connect()
        with suppress(ResponseError):  # nothing was counted
            client.renamenx(self._open, self._taken)
        held = {str(field): str(value) for field, value in client.hgetall(self._taken).items()}
        transaction = held.pop(_SIGNED, "")
        return Taken(
            counts={field: int(number) for field, number in held.items()}, transaction=transaction
        )

    def sign(self, transaction: str) -> None:
        """Note beside what was taken which transaction moves it."""
        connect().hset(self._taken, _SIGNED, transaction)

    def drop(self, transaction: str) -> None:
        """Forget what this transaction moved: it is in the database now."""
        connect().eval(_DROP, 1, self._taken, _SIGNED, transaction)
