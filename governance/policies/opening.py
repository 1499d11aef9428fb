"""
Open what the chain of evidence holds: put free texts back in place of their digests. Pure.

The other half of `evidence.seal_texts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .evidence import DIGEST, Content, FreeText, Json, digest_text

ERASED: Final = "[These words were erased by law.]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """A free text as it is stored beside its entry; once it is erased, without words and salt."""

    salt: str
    text: str
    is_erased: bool


def open_texts(sealed: Json, texts: Mapping[str, StoredText], path: str = "") -> Json:
    """Return a sealed content with its words; erased ones say so."""
    if _digest(sealed) is not None:
        stored = texts.get(path)
        return ERASED if stored is None or stored.is_erased else stored.text
    if isinstance(sealed, Mapping):
        return {key: open_texts(value, texts, f"{path}/{key}") for key, value in sealed.items()}
    if isinstance(sealed, Sequence) and not isinstance(sealed, str):
        return [open_texts(value, texts, f"{path}/{index}") for index, value in enumerate(sealed)]
    return sealed


def read_plain(content: Content) -> Json:
    """Return a content that is not sealed yet, with its words."""
    if isinstance(content, FreeText):
        return content.words
    if isinstance(content, Mapping):
        return {key: read_plain(value) for key, value in content.items()}
    if isinstance(content, Sequence) and not isinstance(content, str):
        return [read_plain(value) for value in content]
    return content


def put_back(sealed: Json, words: Json) -> Content:
    """Return opened words as a content again, with free texts where the sealed one has digests."""
    if _digest(sealed) is not None:
        return FreeText(str(words))
    if isinstance(sealed, Mapping) and isinstance(words, Mapping):
        return {key: put_back(value, words[key]) for key, value in sealed.items()}
    if _is_list(sealed) and _is_list(words):
        return [put_back(one, other) for one, other in zip(sealed, words, strict=True)]  # type: ignore[arg-type]  # lists
    return sealed


def find_digests(sealed: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield where a sealed content holds digests, and which."""
    digest = _digest(sealed)
    if digest is not None:
        yield path, digest
    elif isinstance(sealed, Mapping):
        for key, value in sealed.items():
            yield from find_digests(value, f"{path}/{key}")
    elif isinstance(sealed, Sequence) and not isinstance(sealed, str):
        for index, value in enumerate(sealed):
            yield from find_digests(value, f"{path}/{index}")


def are_as_written(sealed: Json, texts: Mapping[str, StoredText]) -> bool:
    """Whether the texts beside a sealed content are those of its digests, all and no others."""
    digests = dict(find_digests(sealed))
    return digests.keys() == texts.keys() and all(
        text.is_erased or digest_text(text.salt, text.text) == digests[path]
        for path, text in texts.items()
    )


def find_differences(
    content: Content, sealed: Json, texts: Mapping[str, StoredText], path: str = ""
) -> Iterator[str]:
    """
    Yield where a content, as its row now says it, is not what was sealed.

    Words that were erased from the evidence can no longer be compared, and differ from nothing.
    """
    if isinstance(content, FreeText):
        if not _is_same_text(content, sealed, texts.get(path)):
            yield path
    elif isinstance(content, Mapping) and isinstance(sealed, Mapping):
        for key in sorted({*content, *sealed}):
            yield from find_differences(
                content.get(key, _MISSING), sealed.get(key, _MISSING), texts, f"{path}/{key}"
            )
    elif _is_list(content) and _is_list(sealed) and len(content) == len(sealed):  # type: ignore[arg-type]  # lists
        for index, (one, other) in enumerate(zip(content, sealed, strict=True)):  # type: ignore[arg-type]  # lists
            yield from find_differences(one, other, texts, f"{path}/{index}")
    elif content != sealed:
        yield path or "/"


_MISSING: Final = "(missing)"


def _digest(sealed: Json) -> str | None:
    if isinstance(sealed, Mapping) and set(sealed) == {DIGEST}:
        return str(sealed[DIGEST])
    return None


def _is_same_text(text: FreeText, sealed: Json, stored: StoredText | None) -> bool:
    digest = _digest(sealed)
    if digest is None or stored is None:
        return False
    return stored.is_erased or digest_text(stored.salt, text.words) == digest


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
