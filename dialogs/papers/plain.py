"""A paper as plain text to paste: no marks, tables as lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode


def to_text(markdown: str, listed: str) -> str:
    """The words of a paper's Markdown as a reader sees them.

    Headings stand on lines of their own; a table of two columns becomes "key: value" lines, a wider one a block of
    them for each row. `listed` is how a cell is put, with ``{key}`` and ``{value}``.
    """
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415  # slow to import, and few people want a paper

    tree = SyntaxTreeNode(_reader().parse(markdown))
    blocks = [block for node in tree.children for block in _block(node, listed)]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _block(node: SyntaxTreeNode, listed: str) -> Iterator[str]:
    if node.type == "table":
        yield from _table(node, listed)
    elif node.type in {"bullet_list", "ordered_list"}:
        yield _list(node, listed)
    elif node.type in {"heading", "paragraph"}:
        yield _inline(node)
    elif node.type == "blockquote":
        yield "\n".join(line for child in node.children for line in _block(child, listed))
    elif node.content:
        yield node.content


def _list(node: SyntaxTreeNode, listed: str) -> str:
    lines = []
    for number, item in enumerate(node.children, start=int(node.attrs.get("start", 1))):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        lines.append(mark + "\n".join(text for child in item.children for text in _block(child, listed)))
    return "\n".join(lines)


def _table(node: SyntaxTreeNode, listed: str) -> Iterator[str]:
    head, *bodies = node.children
    keys = [_inline(cell) for cell in head.children[0].children]
    rows = [[_inline(cell) for cell in row.children] for body in bodies for row in body.children]
    if len(keys) == 2:  # noqa: PLR2004
        yield "\n".join(listed.format(key=key, value=value) for key, value in rows)
        return
    for row in rows:
        yield "\n".join(listed.format(key=key, value=value) for key, value in zip(keys, row, strict=False) if value)


def _inline(node: SyntaxTreeNode) -> str:
    """The text in a node, line breaks between Chinese characters closed up."""
    parts = [leaf.content if leaf.type == "text" else "" for leaf in node.walk() if leaf.type in {"text", "softbreak"}]
    return "".join(parts)
