"""Texts that people write, as safe HTML: Markdown with HTML switched off, cleaned once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS: Final = {
    "a", "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote",
    "hr", "br", "img", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HEADINGS: Final = {f"h{level}": f"h{min(level + 1, 4)}" for level in range(1, 7)}
_NO_PICTURES: Final[Mapping[str, "Picture"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that a text may name: where it is, and what it shows in words."""

    url: str
    alternative: str


def render_markdown(text: str, *, pictures: Mapping[str, Picture] = _NO_PICTURES) -> SafeString:
    """
    Return Markdown as safe HTML, whose headings stand below the page's own.

    `![…](name)` shows the picture of that name; one that is not among `pictures` is left out, so
    that no text can fetch anything from elsewhere.
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
        if token.children:
            token.children = _with_pictures(token.children, pictures)
    drawn = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    cleaned = nh3.clean(
        drawn,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 — cleaned on the line above


def pictures_named_in(text: str) -> list[str]:
    """Return the names of the pictures that a text shows, in its order."""
    return [
        _name_of(child)
        for token in _MARKDOWN.parse(text)
        for child in token.children or ()
        if child.type == "image"
    ]


def _name_of(image: Token) -> str:
    return str(image.attrs.get("src", ""))


def _with_pictures(tokens: Sequence[Token], pictures: Mapping[str, Picture]) -> list[Token]:
    """Return tokens whose images are ours, and say in words what they show."""
    kept = []
    for token in tokens:
        if token.type == "image":
            picture = pictures.get(_name_of(token))
            if picture is None:
                continue
            token.attrs["src"] = picture.url
            token.children = [Token("text", "", 0, content=picture.alternative)]
        kept.append(token)
    return kept
