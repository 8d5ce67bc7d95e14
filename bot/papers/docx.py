"""Papers as Word files, styled by a reference document."""

from __future__ import annotations

from importlib.resources import as_file, files

from bot.papers.tools import pandoc

REFERENCE = files("content") / "papers" / "reference.docx"


def to_docx(markdown: str) -> bytes:
    """A .docx of a paper's Markdown. Raises `MissingExtra` or `ToolFailed`."""
    with as_file(REFERENCE) as reference:
        return pandoc(markdown, "docx", "--sandbox", "--reference-doc", str(reference))
