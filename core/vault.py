"""Seals bytes with a key that the database does not hold, so that a copy of it tells nothing."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Final, TypeVar

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# How each sealed text begins (Fernet's version, and the high bytes of its time).
_MARK: Final = b"gAAAAA"
SetT = TypeVar("SetT")
GetT = TypeVar("GetT")


def seal(content: bytes) -> bytes:
    """Return bytes that only the key opens, by the newest key."""
    return _vault().encrypt(content)


def unseal(sealed: bytes | memoryview) -> bytes:
    """
    Return what was sealed, by whichever key.

    :raises cryptography.fernet.InvalidToken: its key is no longer there
    """
    return _vault().decrypt(bytes(sealed))


def digest(content: bytes) -> bytes:
    """Return a keyed digest by which the same bytes are found again."""
    # By the oldest key, so that a new one changes no reference.
    key = _derive(settings.HELPDESK_VAULT_KEYS[-1], "digest")
    return hmac.digest(key, content, "sha256")


def _vault() -> MultiFernet:
    keys = [_derive(secret, "seal") for secret in settings.HELPDESK_VAULT_KEYS]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"helpdesk.identifiers.{purpose}".encode(), "sha256")


class SealedBytesField(models.BinaryField[SetT, GetT]):
    """Bytes that are sealed in the database and plain in the program."""

    def get_db_prep_value(
        self,
        value: bytes | memoryview | None,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: FBT001, FBT002 — Django's
    ) -> object:
        """Seal what is stored."""
        sealed = seal(bytes(value)) if value is not None else None
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: bytes | memoryview | None, *_: object) -> bytes | None:
        """Open what was stored; what was written before there was a seal is plain."""
        if value is None:
            return None
        stored = bytes(value)
        return unseal(stored) if stored.startswith(_MARK) else stored

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        """Name it as plain bytes in migrations: that is what the database holds."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs
