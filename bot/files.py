"""Builds the files that replies ask for, for every channel alike."""

from __future__ import annotations

from bot.papers.docx import to_docx
from bot.papers.pdf import to_pdf
from bot.papers.timeline_picture import to_picture
from dialogs.messages import File
from dialogs.papers.chart import unpack

AS_IT_IS = frozenset({"json", "md", "txt"})
SLOW = frozenset({"docx", "pdf", "png"})  # a moment in which somebody wants to be told that it is being made


def build_file(file: File) -> bytes:
    """The bytes of a file. May take a second: call it off the event loop.

    Raises:
        MissingExtra: Word, PDF and pictures need the extra `papers`; the sentence for people is in the content.
        ToolFailed: the tool behind the format did not make it.
        ValueError: a form that is none of ours, or a timeline that is not packed.
    """
    match file.form:
        case "docx":
            return to_docx(file.content)
        case "pdf":
            return to_pdf(file.content)
        case "ics":
            from bot.papers.calendar import to_calendar  # 3 MiB that most people never need

            chart = unpack(file.content)
            return to_calendar(chart.events, chart, chart.now)
        case "png":
            chart = unpack(file.content)
            return to_picture(chart.events, chart, chart.now)
        case form if form in AS_IT_IS:
            return file.content.encode()
    raise ValueError(f"no file of the form {file.form}")
