"""
The chain of evidence: canonical JSON (RFC 8785), SHA-256, and free texts as salted digests.

Pure: the same functions write the chain and verify it.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import rfc8785

FIRST: Final = "0" * 64
DIGEST: Final = "$digest"
Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class FreeText:
    """Words that people wrote, which the law may one day want erased."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedText:
    """A free text taken out of a content: where it stood, and what its digest rests on."""

    path: str
    salt: str
    text: str


Content = str | int | float | bool | FreeText | None | Sequence["Content"] | Mapping[str, "Content"]


def canonical(value: Json) -> str:
    """
    Return a value as canonical JSON (RFC 8785).

    :raises ValueError: it holds what JSON cannot say exactly
    """
    return rfc8785.dumps(value).decode()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_text(salt: str, text: str) -> str:
    """Return the salted digest that stands for a free text."""
    return sha256(f"{salt}\n{text}")


def seal_texts(content: Content) -> tuple[Json, list[SealedText]]:
    """Return a content whose free texts stand as digests, and the texts that were taken out."""
    taken: list[SealedText] = []
    return _seal(content, "", taken), taken


def link_hash(
    *, committee: UUID, sequence: int, kind: str, subject: UUID, content: str, previous: str
) -> str:
    """Return the hash of a link; `content` is canonical JSON, `previous` the hash before it."""
    return link_hash_of(
        committee=committee,
        sequence=sequence,
        kind=kind,
        subject=subject,
        content_sha256=sha256(content),
        previous=previous,
    )


def link_hash_of(
    *, committee: UUID, sequence: int, kind: str, subject: UUID, content_sha256: str, previous: str
) -> str:
    """Return the hash of a link whose content is known by its digest alone."""
    return sha256(
        canonical(
            {
                "committee": str(committee),
                "content": content_sha256,
                "kind": kind,
                "previous": previous,
                "sequence": sequence,
                "subject": str(subject),
            }
        )
    )


def _seal(content: Content, path: str, taken: list[SealedText]) -> Json:
    if isinstance(content, FreeText):
        salt = secrets.token_hex(16)
        taken.append(SealedText(path=path, salt=salt, text=content.words))
        return {DIGEST: digest_text(salt, content.words)}
    if isinstance(content, Mapping):
        return {key: _seal(value, f"{path}/{key}", taken) for key, value in content.items()}
    if isinstance(content, Sequence) and not isinstance(content, str):
        return [_seal(value, f"{path}/{index}", taken) for index, value in enumerate(content)]
    return content
