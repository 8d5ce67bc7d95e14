"""One way from a composed paper to the file a person gets."""

from __future__ import annotations

from typing import Literal, get_args

from bot.papers.docx import to_docx
from bot.papers.pdf import to_pdf
from dialogs.library.models.papers import PaperLibrary
from dialogs.papers.paper import Paper
from dialogs.papers.plain import to_text

Format = Literal["txt", "md", "docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def file_name(paper: Paper, form: Format) -> str:
    """What the file is called: the paper's title, and nothing that a person typed."""
    return f"{paper.title}.{form}"


def build(library: PaperLibrary, paper: Paper, form: Format) -> bytes:
    """The file's bytes. The first Word or PDF file takes longest; call it off the event loop.

    Raises:
        MissingExtra: Word and PDF need the extra `papers`.
        ToolFailed: the tool behind the format did not make it.
    """
    if form == "docx":
        return to_docx(paper.markdown)
    if form == "pdf":
        return to_pdf(paper.markdown)
    return (to_text(paper.markdown, library.words.listed) if form == "txt" else paper.markdown).encode()
