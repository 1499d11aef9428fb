"""
Markdown as a tree of plain data, for what is not HTML: Typst draws it without reading any markup.

Pictures are left out, and HTML is text, as in `core.markdown`.
"""

from collections.abc import Callable, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node = dict[str, object]
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_SCHEMES: Final = ("https://", "mailto:", "tel:")


def read_blocks(text: str) -> list[Node]:
    """Return the blocks of a text: paragraphs, headings, lists, tables, quotes, code and rules."""
    return _blocks(SyntaxTreeNode(_MARKDOWN.parse(text)).children)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Node]:
    return [_BLOCKS[node.type](node) for node in nodes if node.type in _BLOCKS]


def _paragraph(node: SyntaxTreeNode) -> Node:
    return {"kind": "paragraph", "spans": _inline(node)}


def _heading(node: SyntaxTreeNode) -> Node:
    return {"kind": "heading", "spans": _inline(node)}


def _list(node: SyntaxTreeNode) -> Node:
    return {
        "kind": "list",
        "is_ordered": node.type == "ordered_list",
        "start": node.attrs.get("start", 1),
        "items": [_blocks(item.children) for item in node.children],
    }


def _quote(node: SyntaxTreeNode) -> Node:
    return {"kind": "quote", "blocks": _blocks(node.children)}


def _code(node: SyntaxTreeNode) -> Node:
    return {"kind": "code", "text": node.content.rstrip("\n")}


def _rule(_node: SyntaxTreeNode) -> Node:
    return {"kind": "rule"}


def _table(node: SyntaxTreeNode) -> Node:
    rows = [
        [_inline(cell) for cell in row.children] for part in node.children for row in part.children
    ]
    return {"kind": "table", "headings": rows[0], "rows": rows[1:]}


def _inline(node: SyntaxTreeNode) -> list[Node]:
    return [span for child in node.children for span in _spans(child)]


def _spans(node: SyntaxTreeNode) -> list[Node]:
    """Return what stands within a line; a kind of which nothing is known is its own words."""
    if node.type in ("text", "code_inline"):
        return [{"kind": "code" if node.type == "code_inline" else "text", "text": node.content}]
    if node.type in ("softbreak", "hardbreak"):
        return [{"kind": "break"} if node.type == "hardbreak" else {"kind": "text", "text": " "}]
    if node.type == "image":
        return []
    within = _inline(node)
    if node.type in ("strong", "em"):
        return [{"kind": node.type, "spans": within}]
    url = str(node.attrs.get("href", "")) if node.type == "link" else ""
    return [{"kind": "link", "url": url, "spans": within}] if url.startswith(_SCHEMES) else within


_BLOCKS: Final[dict[str, Callable[[SyntaxTreeNode], Node]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "hr": _rule,
    "table": _table,
}
