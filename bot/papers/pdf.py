"""Papers as PDF and as pictures of their pages, set by typst with a Chinese font."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from bot.papers.tools import MADE_AT, ToolFailed, font_folders, module, pandoc

STYLE = Path(__file__).with_name("paper.typ")
PICTURE_PPI = 110.0


def to_pdf(markdown: str) -> bytes:
    """A PDF of a paper's Markdown. Raises `MissingExtra` or `ToolFailed`."""
    return typeset(_source(markdown), "pdf")[0]


def to_pictures(markdown: str) -> list[bytes]:
    """The pages of a paper as PNG. Raises `MissingExtra` or `ToolFailed`."""
    return typeset(_source(markdown), "png")


def typeset(source: str, form: Literal["pdf", "png"], inputs: dict[str, str] | None = None) -> list[bytes]:
    """Typst source as one PDF or as a PNG for each page. The source can reach no files and no packages."""
    typst = module("typst")
    compiler = typst.Compiler(
        source.encode(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs or {}, root=_empty_root()
    )
    try:
        made = compiler.compile(format=form, ppi=PICTURE_PPI, timestamp=dt.datetime.fromtimestamp(int(MADE_AT), dt.UTC))
    except typst.TypstError as error:
        raise ToolFailed("typst could not set the paper") from error
    return cast("list[bytes]", made) if isinstance(made, list) else [made]


def _source(markdown: str) -> str:
    return STYLE.read_text(encoding="utf-8") + pandoc(markdown, "typst", "--sandbox").decode()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts, read once; typst's own (for code and Latin) stay out, so that pages look the same everywhere."""
    return module("typst").Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders())
    )


@lru_cache(maxsize=1)
def _empty_root() -> str:
    """A folder for typst to call its root. It reads nothing in it: the source is handed over as bytes."""
    return str(Path(__file__).parent)
