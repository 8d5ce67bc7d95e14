"""Builds files: a paper as text, Word or PDF, and every file that a reply asks for."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal, get_args

from bot.papers.timeline_files import to_calendar, to_picture
from bot.papers.tools import pandoc, typeset
from dialogs.library.models.papers import PaperLibrary
from dialogs.messages import File
from dialogs.papers.chart import unpack
from dialogs.papers.paper import Paper
from dialogs.papers.plain import to_text

Format = Literal["txt", "md", "docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)

REFERENCE = files("content") / "papers" / "reference.docx"  # gives Word files their styles
STYLE = Path(__file__).with_name("paper.typ")
AS_IT_IS = frozenset({"json", "md", "txt"})


def build(library: PaperLibrary, paper: Paper, form: Format) -> bytes:
    """The file's bytes. The first Word or PDF file takes longest; call it off the event loop.

    Raises:
        MissingExtraError: Word and PDF need the extra `papers`.
        ToolFailedError: the tool behind the format did not make it.
    """
    content = to_text(paper.markdown, library.words.listed) if form == "txt" else paper.markdown
    return build_file(File("", form, content))


def build_file(file: File) -> bytes:
    """The bytes of a file. May take a second: call it off the event loop.

    Raises:
        MissingExtraError: Word, PDF and pictures need the extra `papers`.
        ToolFailedError: the tool behind the format did not make it.
        ValueError: a form that is none of ours, or a timeline that is not packed.
    """
    match file.form:
        case "docx":
            return to_docx(file.content)
        case "pdf":
            return to_pdf(file.content)
        case "ics":
            return to_calendar(unpack(file.content))
        case "png":
            return to_picture(unpack(file.content))
        case form if form in AS_IT_IS:
            return file.content.encode()
    raise ValueError(f"no file of the form {file.form}")


def to_docx(markdown: str) -> bytes:
    """A .docx of a paper's Markdown. Raises `MissingExtraError` or `ToolFailedError`."""
    with as_file(REFERENCE) as reference:
        return pandoc(markdown, "docx", "--sandbox", "--reference-doc", str(reference))


def to_pdf(markdown: str) -> bytes:
    """A PDF of a paper's Markdown. Raises `MissingExtraError` or `ToolFailedError`."""
    source = STYLE.read_text(encoding="utf-8") + pandoc(markdown, "typst", "--sandbox").decode()
    return typeset(source, "pdf")[0]
