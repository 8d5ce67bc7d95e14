"""Builds files: a paper as text, Word or PDF, and every file that a reply asks for."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal, get_args

from bot.papers.form import fillable
from bot.papers.poster import Size, make_poster
from bot.papers.timeline_files import to_calendar, to_picture
from bot.papers.tools import pandoc, typeset
from dialogs import cards
from dialogs.library.models.papers import PaperLibrary
from dialogs.messages import File
from dialogs.papers import chart
from dialogs.papers.bundle import Bundle
from dialogs.papers.paper import Paper
from dialogs.papers.plain import to_text

Format = Literal["txt", "md", "docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)

REFERENCE = files("content") / "papers" / "reference.docx"  # gives Word files their styles
STYLE = Path(__file__).with_name("paper.typ")
PROPERTIES = "docProps/core.xml"
AS_IT_IS = frozenset({"json", "md", "txt"})


def build(library: PaperLibrary, paper: Paper | Bundle, form: Format) -> bytes:
    """The file's bytes; raises what `build_file` raises."""
    content = to_text(paper.markdown, library.words.listed) if form == "txt" else paper.markdown
    return build_file(File("", form, content))


def build_file(file: File) -> bytes:
    """The bytes of a file. May take a second: call it off the event loop.

    Raises MissingExtraError: Word, PDF and pictures need the extra `papers`; ToolFailedError: the tool behind the
    format did not make it; ValueError: a form that is none of ours, or a timeline that is not packed.
    """
    match file.form:
        case "docx":
            return to_docx(file.content)
        case "pdf":
            return to_pdf(file.content)
        case "ics":
            return to_calendar(chart.unpack(file.content))
        case "png":
            return to_picture(chart.unpack(file.content))
        case "poster":
            return make_poster(cards.unpack(file.content), Size.SQUARE, "png")
        case form if form in AS_IT_IS:
            return file.content.encode()
    raise ValueError(f"no file of the form {file.form}")


def to_docx(markdown: str) -> bytes:
    """A .docx of a paper's Markdown. Raises `MissingExtraError` or `ToolFailedError`."""
    with as_file(REFERENCE) as reference:
        return _dated(pandoc(markdown, "docx", "--sandbox", "--reference-doc", str(reference)), dt.datetime.now(dt.UTC))


def _dated(docx: bytes, now: dt.datetime) -> bytes:
    """The file with the moment it was made: pandoc in its sandbox knows no clock and writes 1970."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part == PROPERTIES:
                content = content.replace(b"1970-01-01T00:00:00Z", f"{now:%Y-%m-%dT%H:%M:%SZ}".encode())
            target.writestr(part, content)
    return made.getvalue()


def to_pdf(markdown: str) -> bytes:
    """A PDF of a paper's Markdown, with form fields for what is to be filled in. Raises as `to_docx` does."""
    return fillable(typeset_paper(markdown, "pdf")[0])


def typeset_paper(markdown: str, form: Literal["pdf", "png"]) -> list[bytes]:
    """A paper's Markdown as one PDF or as a PNG for each page. Raises `MissingExtraError` or `ToolFailedError`."""
    return typeset(STYLE.read_text(encoding="utf-8") + pandoc(markdown, "typst", "--sandbox").decode(), form)
