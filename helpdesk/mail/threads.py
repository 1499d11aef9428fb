"""Message ids and reply addresses that we sign, so that only mail that we sent leads back."""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

_SIGNATURE_LENGTH = 26
_ADDRESS_SIGNATURE_LENGTH = 20
_OWN_ID = re.compile(r"\Ahd\.(\d{1,18})\.([a-z0-9]{8,40})\.([a-z2-7]{26})@([^@\s]+)\Z")
_OWN_ADDRESS = re.compile(r"\A[^@+\s]+\+t(\d{1,18})-([a-z2-7]{20})@[^@\s]+\Z")


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """The key that signs, and those that signed before it and are still believed."""

    current: bytes
    earlier: tuple[bytes, ...] = ()

    @classmethod
    def from_secrets(cls, secrets: Sequence[str]) -> "SigningKeys":
        """Derive keys for mail from the service's secrets, the current one first."""
        keys = [
            hmac.digest(secret.encode(), b"helpdesk.mail.threads", "sha256") for secret in secrets
        ]
        return cls(keys[0], tuple(keys[1:]))

    def sign(self, words: str, length: int) -> str:
        return _signature(self.current, words, length)

    def verify(self, words: str, signature: str) -> bool:
        """Compare in constant time, whatever is wrong with the signature."""
        length = len(signature)
        matches = [
            hmac.compare_digest(_signature(key, words, length).encode(), signature.encode())
            for key in (self.current, *self.earlier)
        ]
        return any(matches)


def _signature(key: bytes, words: str, length: int) -> str:
    return b32encode(hmac.digest(key, words.encode(), sha256)).decode().lower()[:length]


def make_message_id(*, ticket: int, nonce: str, domain: str, keys: SigningKeys) -> str:
    """Make the id of a mail about a ticket, without brackets; `nonce` is new for each mail."""
    signature = keys.sign(f"id:{ticket}:{nonce}", _SIGNATURE_LENGTH)
    return f"hd.{ticket}.{nonce}.{signature}@{domain.lower()}"


def read_message_id(message_id: str, *, keys: SigningKeys) -> int | None:
    """Return the ticket of a message id, if we signed it."""
    if not (match := _OWN_ID.match(message_id.strip("<> ").lower())):
        return None
    ticket, nonce, signature, _ = match.groups()
    return int(ticket) if keys.verify(f"id:{ticket}:{nonce}", signature) else None


def make_reply_address(*, ticket: int, address: str, keys: SigningKeys) -> str:
    """Make the address to which answers about a ticket go, out of a mailbox's own."""
    local, _, domain = address.partition("@")
    signature = keys.sign(f"to:{ticket}", _ADDRESS_SIGNATURE_LENGTH)
    return f"{local}+t{ticket}-{signature}@{domain.lower()}"


def read_reply_address(address: str, *, keys: SigningKeys) -> int | None:
    """Return the ticket of a reply address, if we signed it."""
    if not (match := _OWN_ADDRESS.match(address.strip().lower())):
        return None
    ticket, signature = match.groups()
    return int(ticket) if keys.verify(f"to:{ticket}", signature) else None


def find_signed(
    *, references: Iterable[str], recipients: Iterable[str], keys: SigningKeys
) -> int | None:
    """Return the ticket to which our own signature leads: the nearest reference, or an address."""
    for reference in references:
        if (ticket := read_message_id(reference, keys=keys)) is not None:
            return ticket
    for recipient in recipients:
        if (ticket := read_reply_address(recipient, keys=keys)) is not None:
            return ticket
    return None
